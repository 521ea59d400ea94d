"""A conversation grows with its answer, hands on what was said and nothing else, and never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.page.conversation import Exchange, converse, stop
from rag.domain import Answer, Turn
from rag.errors import ChatModelError
from rag.render import PENDING, STOPPED
from tests.page.fakes import BOATS, BROKEN, EMPTY, WATCHMAN, FakeAssistant, boats


def test_a_question_is_shown_at_once_and_its_answer_grows() -> None:
    first, *growing = converse((), BOATS, FakeAssistant)

    assert first == (Exchange(BOATS, PENDING),)
    assert first[0].waits
    assert [told[0].shown.count("](#s-1-") for told in growing] == [2, 7]
    assert growing[-1][0].turn == Turn(BOATS, boats().text)
    assert not growing[-1][0].waits


def test_the_last_six_answers_are_handed_on_and_no_errors() -> None:
    assistant = FakeAssistant()
    told = tuple(Exchange(f"q{number}", "shown", turn=Turn(f"q{number}", f"a{number}")) for number in range(8))
    told = (*told, Exchange("failed", "trouble"))

    *_, last = converse(told, WATCHMAN, lambda: assistant, outlets=("Coast Wire",), since="2025", until=None)

    history = tuple(Turn(f"q{number}", f"a{number}") for number in range(2, 8))
    assert assistant.asked == [(WATCHMAN, history, {"outlets": ("Coast Wire",), "since": "2025", "until": None})]
    assert last[:-1] == told
    assert "#s-10-1" in last[-1].shown


def test_an_error_becomes_a_sentence_and_no_turn() -> None:
    *_, last = converse((), EMPTY, FakeAssistant)

    assert last == (
        Exchange(
            EMPTY,
            '<p class="trouble">There is no collection at dateline&#45;index&#46; '
            "Add articles first&#58; python &#45;m ingest PATH</p>",
        ),
    )


def test_an_error_of_ours_is_a_sentence_that_names_the_log() -> None:
    *_, last = converse((), BROKEN, FakeAssistant)

    assert re.fullmatch(
        r'<p class="trouble">Dateline failed at this&#59; the details are in .*log&#46;</p>', last[0].shown
    )
    assert last[0].turn is None


class Failing(FakeAssistant):
    """Fails when the first statement is out."""

    def stream(self, question: str, history: Sequence[Turn] = (), **limits: Any) -> Iterator[Answer]:
        yield next(super().stream(question, history, **limits))
        raise ChatModelError("the chat model went away")


def test_what_was_written_before_an_error_stays() -> None:
    *_, growing, last = converse((), WATCHMAN, Failing)

    assert last[0].shown == growing[0].shown + '\n\n<p class="trouble">The chat model went away&#46;</p>'
    assert last[0].panel == growing[0].panel


def test_an_article_that_was_removed_meanwhile_leaves_its_quotation() -> None:
    *_, last = converse((), WATCHMAN, lambda: FakeAssistant(articles={}))

    assert "<blockquote><mark>The night watchman was pulled" in last[0].panel


def test_a_stopped_answer_keeps_what_was_written() -> None:
    assert stop(()) == ()
    assert stop((Exchange("q"),)) == (Exchange("q", STOPPED),)
    assert stop((Exchange("p", "all"), Exchange("q", "some", "panel"))) == (
        Exchange("p", "all"),
        Exchange("q", f"some\n\n{STOPPED}", "panel"),
    )
