"""Our own questions, which the reader is trained on: what the files say holds."""

from pathlib import Path

import pytest

from benchmarks.fit_reader import annotated
from benchmarks.fit_reader.annotated import joined, read_about_encyclopedias, read_about_news
from benchmarks.fit_reader.questions import VOLUME, Question, split


def test_punctuation_is_put_where_it_was() -> None:
    taken_apart = "He said : “ I do n't know , ” and Obama ’ s aides ( all of them ) left ."
    assert joined(taken_apart) == "He said: “I don't know,” and Obama’s aides (all of them) left."


def test_every_answer_of_our_own_passages_is_words_of_its_passage() -> None:
    own = [*read_about_news(Path("nowhere")), *read_about_encyclopedias([])]
    assert len(own) > 2000
    assert {one.source for one in own} == {annotated.OWN_ENCYCLOPEDIA}
    for one in own:
        assert all(answer and answer == answer.strip() for answer in one.answers), one.text
        assert all(last <= len(one.passage) for _, last in one.spans), one.text
    without = sum(not one.spans for one in own)
    assert 0.2 < without / len(own) < 0.4


def test_no_question_stands_twice() -> None:
    for name in ("news.txt", "wikipedia.txt", "encyclopedia.txt"):
        seen = [(heading, text) for heading, asked in annotated._asked(annotated.FOLDER / name) for text, _ in asked]
        assert len(set(seen)) == len(seen), name


def test_a_passage_of_the_labelled_questions_is_known_by_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = "The bridge was opened in 1931 by the mayor."
    (tmp_path / "wikipedia.txt").write_text(
        f"### {annotated.key(passage)}\nWhen was it opened?\t25 29\nBy whom not?\t-\n"
    )
    (tmp_path / "news.txt").write_text("### none 0 9\nWho?\t-\n")
    (tmp_path / "encyclopedia.txt").write_text("### A town\nThe town has two mills.\nHow many mills has it?\t13 16\n")
    monkeypatch.setattr(annotated, "FOLDER", tmp_path)
    labelled = [Question("squad2", "bridges", "Who opened it?", passage, ())]
    first, second, third = [*read_about_news(tmp_path / "none"), *read_about_encyclopedias(labelled)]
    assert (first.article, first.answers, second.answers) == ("bridges", ("1931",), ())
    assert (third.article, third.answers) == ("A town", ("two",))


@pytest.mark.skipif(not VOLUME.is_file(), reason="no news articles here")
def test_the_answers_about_news_are_whole_words_under_their_title() -> None:
    own = read_about_news(VOLUME)
    assert len(own) > 9000
    for one in own:
        title, passage = one.passage.split("\n", 1)
        assert title
        assert passage
        for start, _ in one.spans:
            assert start > len(title)
            assert not (one.passage[start - 1].isalnum() and one.passage[start].isalnum()), (one.text, one.answers)
    parts = split(own)
    assert not {one.article for one in parts["train"]} & {one.article for one in parts["test"] + parts["calibration"]}
