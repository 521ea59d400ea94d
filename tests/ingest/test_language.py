"""Language: told where the text tells it, unknown where it does not."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import language_of
from rag.languages import names_of

VOLUME = Path(__file__).parents[2] / ".." / "shared" / "volume" / "articles.jsonl.gz"

ENGLISH = "The council met on Monday evening and voted for the new bridge over the river, the mayor said."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        ("Der Gemeinderat tagte am Montag und stimmte für die neue Brücke über den Fluss.", "de"),
        ("Le conseil municipal s'est réuni lundi et a voté pour le nouveau pont sur la rivière.", "fr"),
        ("El ayuntamiento se reunió el lunes y votó a favor del nuevo puente sobre el río.", "es"),
        ("Il consiglio comunale si è riunito lunedì e ha votato per il nuovo ponte sul fiume.", "it"),
        ("De gemeenteraad kwam maandag bijeen en stemde voor de nieuwe brug over de rivier.", "nl"),
        ("A câmara municipal reuniu-se na segunda-feira e votou a favor da nova ponte sobre o rio.", "pt"),
        ("Rada miasta zebrała się w poniedziałek i zagłosowała za nowym mostem na rzece.", "pl"),
        ("Городской совет собрался в понедельник и проголосовал за новый мост через реку.", "ru"),
        ("Міська рада зібралася в понеділок і проголосувала за новий міст через річку.", "uk"),
        ("اجتمع مجلس المدينة يوم الاثنين وصوت لصالح الجسر الجديد فوق النهر.", "ar"),
        ("市議会は月曜日に会合を開き、川に架かる新しい橋の建設を承認した。", "ja"),
        ("市议会周一开会，投票通过了在河上修建新桥的计划，市长说。", "zh"),
    ],
)
def test_the_language_of_a_sentence_is_told(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "Fire", "Fire in the harbour", "Brexit", "14:30 " * 200, "—" * 500, "\ud800" * 50]
)
def test_what_is_too_short_to_tell_is_unknown(text: str) -> None:
    assert language_of(text) is None


def test_letters_that_are_no_language_are_unknown() -> None:
    assert language_of("asdkj qwoei zxmcn asldk qpwoe zmxnc alskd qpwoe xnvbq wpoeiru") is None


def test_a_headline_in_capitals_is_told_as_one_in_small_letters() -> None:
    assert language_of(ENGLISH.upper()) == "en"


def test_a_variety_has_the_code_of_its_language() -> None:
    assert language_of("琴日市議會開咗會，投票贊成喺條河上面起新橋，市長話佢哋好開心。") == "zh"


def test_a_table_above_the_article_does_not_hide_its_language() -> None:
    assert language_of("12.5 | 13.7 | 19.2\n" * 20 + ENGLISH) == "en"


@given(st.text(max_size=300))
def test_any_text_has_a_code_of_two_letters_or_none(text: str) -> None:
    code = language_of(text)

    assert code is None or (len(code) == 2 and code.isalpha() and code.islower())


def test_a_long_text_takes_no_longer_than_its_beginning() -> None:
    language_of(ENGLISH)
    begin = time.process_time()

    assert language_of(ENGLISH * 20_000) == "en"
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ((), ""), (("de",), "German"), (("de", "fr"), "German and French"), (["en", "de", "fr"], "English, German and French"),
        (("de", "de"), "German"), (("xx",), "xx"), (("no", "nn"), "Norwegian"),
    ],
)  # fmt: skip
def test_languages_are_named_as_a_reader_lists_them(codes: tuple[str, ...], names: str) -> None:
    assert names_of(codes) == names


@pytest.mark.skipif(not VOLUME.exists(), reason="needs ../shared")
def test_english_news_is_english() -> None:
    with gzip.open(VOLUME, "rt", encoding="utf-8") as lines:
        told = [language_of(json.loads(next(lines))["body"]) for _ in range(500)]

    assert told.count("en") >= 499
