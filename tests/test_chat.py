"""A conversation in the chat: what can be done with an answer is a link of ours, and only where it can be done."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.domain import INFERRED, Understood
from rag.page.acts import Act, asked_again, read_act
from rag.page.chat import as_markdown, as_messages
from rag.page.conversation import Exchange
from tests.page.fakes import BOATS, WATCHMAN, boats, watchman, zeppelin


def deeds(markdown: str) -> list[str]:
    """Return what can be done, as the links say it."""
    return re.findall(r"\]\(#do-([^ )]*)", markdown)


def told(*, next_questions: tuple[str, ...] = ()) -> tuple[Exchange, ...]:
    return (
        Exchange(BOATS, "first-id", boats()),
        Exchange(WATCHMAN, "second_id", watchman(), next_questions=next_questions, limits={"since": "2025"}),
    )


def test_an_answer_can_be_edited_copied_linked_and_judged_and_the_last_asked_again_and_saved() -> None:
    _, first, _, second = as_messages(told())

    assert deeds(first["content"]) == ["edit-1", "copy-1", "link-first-id", "flag-1"]
    assert deeds(second["content"]) == [
        "again-2", "edit-2", "copy-2", "link-second_id", "flag-2", "export-2-md", "export-2-csv", "export-2-file",
    ]  # fmt: skip


def test_nothing_is_offered_of_an_answer_that_is_being_written() -> None:
    _, first, _, second = as_messages(told(next_questions=("Next?",)), busy=True)

    assert deeds(first["content"]) != []
    assert deeds(second["content"]) == []


def test_what_was_read_off_the_last_question_can_be_taken_off() -> None:
    read = Understood(since="2025-03-01", until="2025-03-31", outlets=("Coast Wire",), speakers=("Mara [x](y)",))
    answer = replace(watchman(), understood=read)

    last, earlier = as_markdown(answer, 2), as_markdown(answer, 2, latest=False)

    assert deeds(last) == ["without-2-period", "without-2-outlets", "without-2-speakers"]
    assert "1 March 2025 to 31 March 2025" in last
    assert "Mara &#91;x&#93;&#40;y&#41;" in last
    assert deeds(earlier) == []
    assert "1 March 2025 to 31 March 2025" in earlier
    assert "read-off" not in as_markdown(watchman(), 2)


def test_events_that_look_alike_can_be_asked_about_one_by_one() -> None:
    shown = as_markdown(replace(watchman(), events=("2025-03", "2026-03")), 1)

    assert "[only March 2025](#do-event-1-1) [only March 2026](#do-event-1-2)" in shown


def test_what_was_searched_and_how_long_it_took_is_said() -> None:
    shown = as_markdown(replace(boats(), searched=1_240, seconds=0.31), 1)

    assert "1&#44;240 articles searched in 0&#46;3 s · As of 9 March 2026" in shown


def test_next_questions_are_links_and_no_text_of_others_becomes_one() -> None:
    evil = "What? [x](#do-delete-1) <a href='#do-flag-1'>"

    *_, last = as_messages(told(next_questions=(evil, "Who?")))

    assert deeds(last["content"])[:2] == ["next-2-1", "next-2-2"]
    assert "](#do-delete" not in last["content"]
    assert "<a " not in last["content"]


@pytest.mark.parametrize(
    "written",
    [None, "", "x", "{}", "[]", "[1]", '[["again"]]', "[" * 3_000, '["flag", "1", "' + "x" * 4_000 + '"]', "null"],
)
def test_what_no_page_of_ours_sends_is_nothing(written: str | None) -> None:
    assert read_act(written) is None


def test_an_act_is_read_with_its_turn_and_what_else_was_said() -> None:
    assert read_act('["flag", "2", "other", "“9” is old"]  ') == Act("flag", 2, ("other", "“9” is old"))
    assert read_act('["again", "-1"]') == Act("again", 0)
    assert read_act('["again"]') == Act("again", 0)
    assert read_act('["again", "³"]') == Act("again", 0)


def test_asking_again_takes_the_place_of_the_last_answer_with_its_limits() -> None:
    assert asked_again(Act("again", 2), told(), {"since": "1999"}) == (told()[:1], WATCHMAN, {"since": "2025"})
    assert asked_again(Act("again", 1), told(), {}) is None


@pytest.mark.parametrize("what", INFERRED)
def test_taking_something_off_asks_again_without_it(what: str) -> None:
    before, question, limits = asked_again(Act("without", 2, (what,)), told(), {}) or ((), "", {})

    assert (before, question, limits) == (told()[:1], WATCHMAN, {"since": "2025", "ignoring": [what]})


def test_a_next_question_and_one_of_several_events_are_asked_after_the_last() -> None:
    exchanges = (*told(next_questions=("Who?",)), Exchange("Q", "id", replace(zeppelin(), events=("2025-03",))))

    assert asked_again(Act("next", 2, ("1",)), exchanges, {"until": "2026"}) == (exchanges, "Who?", {"until": "2026"})
    assert asked_again(Act("event", 3, ("1",)), exchanges, {}) == (
        exchanges, "Q", {"since": "2025-03", "until": "2025-03"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "act", [Act("next", 2, ("9",)), Act("next", 2, ("0",)), Act("event", 1, ("1",)), Act("next", 2), Act("x", 1),
            Act("without", 2, ("everything",))]
)  # fmt: skip
def test_what_is_not_offered_is_not_done(act: Act) -> None:
    assert asked_again(act, told(), {}) is None
