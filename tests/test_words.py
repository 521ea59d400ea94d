"""The words of the interface: every sentence is in every language, reads as one of it, and none is left over."""

from __future__ import annotations

import ast
import calendar
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from rag.compose import lacking, refuse, why_not
from rag.dates import show_date
from rag.domain import Answer
from rag.generate import CANNOT_ANSWER
from rag.history import History
from rag.languages import _NAMES
from rag.page.frame import Frame
from rag.question import understand
from rag.render import describe_sources
from rag.words import LANGUAGES, say, say_counted, say_either, say_listed, say_number, say_quoted, say_series, speaking
from tests.page.conftest import FakeDesk, Stage
from tests.page.fakes import boats

ROOT = Path(__file__).parent.parent
ROOMS = sorted([*ROOT.glob("rag/**/*.py"), ROOT / "ui.py"])
OTHERS = [language for language in LANGUAGES if language != "en"]
TABLES: Mapping[str, Mapping[str, str]] = {
    language: json.loads((ROOT / f"rag/words/{language}.json").read_text(encoding="utf-8")) for language in OTHERS
}

KEYS_OF = {"say": (0,), "say_counted": (1, 2)}
"""Functions that say something, and the places of their keys."""

COMPUTED = {"calendar.month_name[int(match[2])]", "names_of([code])", "text", "one if alone else many"}
"""Keys that are no literals: months, languages of articles, labels, and what `say_counted` hands on."""

DRAWN_ANEW = {("ask", "submit_btn"), ("collection", "label"), ("filters", "label")}
"""English texts of components that what happens on the page sets anew: a conversation, the choice, the filters."""

EXAMPLES = {"A. Brown; C. Day", "openai:gpt-4o-mini"}
"""Texts that show how something is written, in any language."""

SAME = {
    "de": {"{first}, {last}", "{month} {year}", "April", "August", "September", "November", "CSV", "Markdown"},
    "fr": {"{first}, {last}", "{day} {month} {year}", "{month} {year}", "CSV", "Markdown", "Collection", "Source",
           "Date", "Question", "{number} article", "{number} articles", "{number} passage", "{number} passages",
           "{number} question", "{number} questions"},
    "es": {"{first}, {last}", "CSV", "Markdown", "No"},
    "zh": {"“{words}”", "CSV", "Markdown"},
}  # fmt: skip
"""Sentences that are meant to be as in English."""


def keys_of(path: Path) -> Iterator[ast.expr]:
    """Yield the keys of what a room says, as they stand in the call."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from (node.args[place] for place in KEYS_OF.get(node.func.id, ()))


def places_of(text: str) -> set[str]:
    """Return the names of the values of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Mapping[int, Mapping[str, Any]]]:
    """The components of the page, and what of them is set anew in the language of a visitor, by component."""
    frame = Frame(FakeDesk(Stage("", 0)), History(tmp_path_factory.mktemp("history") / "history.sqlite"))
    components = list(frame.build().blocks.values())
    found: dict[int, dict[str, Any]] = {}
    for component, texts in frame._labelled:
        found.setdefault(component._id, {}).update(texts)
    return components, found


@pytest.fixture(scope="module")
def used(built: tuple[list[Any], Mapping[int, Mapping[str, Any]]]) -> set[str]:
    """Every English sentence of the interface."""
    literals = {str(key.value) for room in ROOMS for key in keys_of(room) if isinstance(key, ast.Constant)}
    labels = {text for texts in built[1].values() for text in texts.values() if isinstance(text, str)}
    return {*literals, *labels, *calendar.month_name[1:], *_NAMES.values()}


# --- the tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_said_can_be_found_in_the_text_of_the_program(room: Path) -> None:
    computed = {ast.unparse(key) for key in keys_of(room) if not isinstance(key, ast.Constant)}

    assert computed <= COMPUTED


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_in_every_language_and_none_is_left_over(language: str, used: set[str]) -> None:
    table = TABLES[language]

    assert used - set(table) == set()
    assert set(table) - used == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_values_of_its_sentence(language: str) -> None:
    differing = {key: text for key, text in TABLES[language].items() if places_of(key) != places_of(text)}

    assert differing == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_no_english_but_where_both_say_the_same(language: str) -> None:
    languages = set(_NAMES.values())  # "Hindi" is Hindi
    same = {key for key, text in TABLES[language].items() if key == text or not text.strip()}

    assert same - languages == SAME[language]


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_ends_as_it_does_in_english(language: str) -> None:
    ends = {".": ".。", "?": "?？", "…": "…", ":": ":："}
    wrong = {
        key: text
        for key, text in TABLES[language].items()
        if (key[-1] in ends) != (text[-1] in "".join(ends.values())) or text[-1] not in ends.get(key[-1], text[-1])
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("language", "foreign"),
    [("de", r"[\"'«»”]"), ("fr", r"[\"'„“”]"), ("es", r"[\"'„“”]"), ("zh", r"[\"'„«»]|[,;:?!()](?!model|gpt)")],
)
def test_the_marks_are_those_of_the_language(language: str, foreign: str) -> None:
    assert [text for text in TABLES[language].values() if re.search(foreign, text)] == []


def test_french_has_a_blank_that_never_breaks_before_its_tall_marks() -> None:
    loose = r"(?<![\u00a0\u202f])[;?!»]|(?<![\u00a0\u202f])(?<!provider)(?<!openai):|«(?!\u00a0)"

    assert [text for text in TABLES["fr"].values() if re.search(loose, text)] == []


def test_spanish_questions_are_opened_too() -> None:
    assert [text for text in TABLES["es"].values() if text.count("?") != text.count("¿")] == []


def test_every_label_of_the_page_changes_with_the_language(
    built: tuple[list[Any], Mapping[int, Mapping[str, Any]]],
) -> None:
    components, labelled = built
    left = {
        (component.elem_id, name)
        for component in components
        for name in ("label", "placeholder", "info", "submit_btn")
        if isinstance(text := getattr(component, name, None), str)
        and re.search("[A-Za-z]{2}", text)
        and text not in EXAMPLES
        and name not in labelled.get(component._id, {})
        and type(component).__name__ != "Api"  # what programs are offered
    }

    assert left == DRAWN_ANEW


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "month", "unknown"),
    [
        ("en", "4 March 2025", "March 2025", "date unknown"),
        ("de", "4. März 2025", "März 2025", "Datum unbekannt"),
        ("fr", "4 mars 2025", "mars 2025", "date inconnue"),
        ("es", "4 de marzo de 2025", "marzo de 2025", "fecha desconocida"),
        ("zh", "2025年3月4日", "2025年3月", "日期不详"),
    ],
)
def test_dates_read_as_in_a_newspaper(language: str, day: str, month: str, unknown: str) -> None:
    with speaking(language):
        said = [show_date("2025-03-04"), show_date("2025-03"), show_date("2025"), show_date(None)]

    assert said == [day, month, "2025", unknown]


@pytest.mark.parametrize(
    ("language", "none", "one", "several", "many"),
    [
        ("en", "0 articles", "1 article", "2 articles", "12,345 articles"),
        ("de", "0 Artikel", "1 Artikel", "2 Artikel", "12.345 Artikel"),
        ("fr", "0 article", "1 article", "2 articles", "12\u202f345 articles"),
        ("es", "0 artículos", "1 artículo", "2 artículos", "12.345 artículos"),
        ("zh", "0篇文章", "1篇文章", "2篇文章", "12,345篇文章"),
    ],
)
def test_what_is_counted_takes_the_number_of_the_language(
    language: str, none: str, one: str, several: str, many: str
) -> None:
    with speaking(language):
        said = [say_counted(number, "{number} article", "{number} articles") for number in (0, 1, 2, 12_345)]

    assert said == [none, one, several, many]


@pytest.mark.parametrize(
    ("language", "number"), [("en", "1,234.5"), ("de", "1.234,5"), ("fr", "1\u202f234,5"), ("zh", "1,234.5")]
)
def test_a_number_is_written_as_the_language_writes_it(language: str, number: str) -> None:
    with speaking(language):
        assert say_number(1_234.5, decimals=1) == number


@pytest.mark.parametrize(
    ("language", "listed", "either", "series", "quoted"),
    [
        ("en", "A, B and C", "A or B or C", "A, B, C", "“A”"),
        ("de", "A, B und C", "A oder B oder C", "A, B, C", "„A“"),
        ("fr", "A, B et C", "A ou B ou C", "A, B, C", "«\u00a0A\u00a0»"),
        ("es", "A, B y C", "A o B o C", "A, B, C", "«A»"),
        ("zh", "A、B和C", "A或B或C", "A、B、C", "“A”"),
    ],
)
def test_names_are_listed_as_a_sentence_lists_them(
    language: str, listed: str, either: str, series: str, quoted: str
) -> None:
    names = ["A", "B", "C"]
    with speaking(language):
        said = [say_listed(names), say_either(names), say_series(names), say_quoted("A")]

    assert said == [listed, either, series, quoted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_name_stands_alone_and_none_is_nothing(language: str) -> None:
    with speaking(language):
        said = [[make(names) for names in (["A"], [])] for make in (say_listed, say_either, say_series)]

    assert said == [["A", ""]] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_a_value_stay_what_they_are(language: str) -> None:
    evil = "{evil} {0} {number.__class__} {{x}}"
    with speaking(language):
        said = [
            say("Understood as: {question}", question=evil),
            say_listed([evil, evil, evil]),
            say_quoted(evil),
            say("Nothing by {outlets} was found on “{text}”.", outlets=say_either([evil, evil]), text=evil),
        ]

    assert [text.count(evil) for text in said] == [1, 3, 1, 3]


def test_a_language_that_is_not_known_is_english() -> None:
    with speaking("tlh"):
        assert say("Save") == "Save"


def test_a_language_ends_where_it_was_spoken() -> None:
    with speaking("de"), speaking("fr"):
        inner = say("Save")

    assert (inner, say("Save")) == ("Enregistrer", "Save")


# --- what an answer says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The articles do not say. Nothing in the collection mentions “Zorro”."),
        ("de", "Die Artikel sagen es nicht. Nichts in der Sammlung erwähnt „Zorro“."),
        ("fr", "Les articles ne le disent pas. Rien dans la collection ne mentionne «\u00a0Zorro\u00a0»."),
        ("es", "Los artículos no lo dicen. Nada en la colección menciona «Zorro»."),
        ("zh", "文章没有说明。文库中没有内容提到“Zorro”。"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_reader(language: str, text: str) -> None:
    asked = understand("Where is Zorro?")
    with speaking(language):
        refused = refuse(Answer("Where is Zorro?", ""), why_not(asked, *lacking(asked, {"zorro": 0})), ())

    assert refused.text == text


def test_a_refusal_in_english_is_what_a_chat_model_is_told_to_write() -> None:
    refused = refuse(Answer("Where is Zorro?", ""), "nobody knows", ())

    assert refused.text == f"{CANNOT_ANSWER} Nobody knows."


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("de", ["Coast Wire, 4. März 2025", "2 unabhängige Quellen", "nachgedruckt von Kelderby Ledger"]),
        ("fr", ["Coast Wire, 4 mars 2025", "2 sources indépendantes", "repris par Kelderby Ledger"]),
        ("es", ["Coast Wire, 4 de marzo de 2025", "2 fuentes independientes", "reproducido por Kelderby Ledger"]),
        ("zh", ["Coast Wire, 2025年3月4日", "2个独立来源", "Kelderby Ledger转载"]),
    ],
)
def test_the_line_of_sources_is_in_the_language_of_the_reader(language: str, parts: list[str]) -> None:
    with speaking(language):
        assert describe_sources(boats().statements[0]) == parts
