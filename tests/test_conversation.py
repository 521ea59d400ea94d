"""A conversation grows with its answer, hands on what was said and nothing else, and never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.domain import Answer, Turn
from rag.errors import ChatModelError
from rag.page.chat import as_shown
from rag.page.conversation import Conversation, Exchange, converse, stop
from tests.page.fakes import BOATS, BROKEN, EMPTY, WATCHMAN, FakeAssistant, boats, watchman


def last_shown(told: Conversation) -> str:
    return as_shown(told[-1], len(told))


def test_a_question_is_shown_at_once_and_its_answer_grows() -> None:
    first, *growing = converse((), BOATS, FakeAssistant)

    assert (first[0].question, first[0].waits) == (BOATS, True)
    assert last_shown(first) == '<p class="pending">Reading the articles…</p>'
    assert [last_shown(told).count("](#s-1-") for told in growing] == [2, 7, 7]
    assert growing[-1][0].turn == Turn(BOATS, boats().text)
    assert not growing[-1][0].waits


def test_each_exchange_has_an_id_of_its_own_that_stays_while_it_grows() -> None:
    *_, told = converse((), BOATS, FakeAssistant)
    first, *_, last = converse(told, WATCHMAN, FakeAssistant)

    assert first[1].exchange_id == last[1].exchange_id
    assert len({one.exchange_id for one in last}) == 2


def test_at_the_end_it_is_known_what_may_be_asked_next_and_who_was_silent() -> None:
    assistant = FakeAssistant(quiet=("North Post",), next_questions=(BOATS, WATCHMAN))

    _, growing, *_, last = converse((), BOATS, lambda: assistant)

    assert (growing[0].next_questions, growing[0].silent) == ((), ())
    assert (last[0].next_questions, last[0].silent) == ((WATCHMAN,), ("North Post",))


def test_the_last_six_answers_are_handed_on_and_no_errors() -> None:
    assistant = FakeAssistant()
    told = tuple(Exchange(f"q{number}", answer=Answer(f"q{number}", f"a{number}")) for number in range(8))
    told = (*told, Exchange("failed", trouble="trouble"))

    *_, last = converse(told, WATCHMAN, lambda: assistant, outlets=("Coast Wire",), since="2025", until=None)

    history = tuple(Turn(f"q{number}", f"a{number}") for number in range(2, 8))
    assert assistant.asked == [(WATCHMAN, history, {"outlets": ("Coast Wire",), "since": "2025", "until": None})]
    assert last[:-1] == told
    assert last[-1].limits == {"outlets": ("Coast Wire",), "since": "2025", "until": None}
    assert "#s-10-1" in last_shown(last)


def test_an_error_becomes_a_sentence_and_no_turn() -> None:
    *_, last = converse((), EMPTY, FakeAssistant)

    assert last[0].turn is None
    assert last_shown(last) == (
        '<p class="trouble">There is no collection at dateline&#45;index&#46; '
        "Add articles first&#58; python &#45;m ingest PATH</p>"
    )


def test_what_comes_back_from_the_history_waits_for_nothing() -> None:
    begun, *_, whole = converse((), BOATS, FakeAssistant)
    *_, failed = converse((), EMPTY, FakeAssistant)

    for told, shown in ((stop(begun), "Stopped"), (whole, "#s-1-"), (failed, "There is no collection")):
        back = Exchange.of(told[0].kept(), None)

        assert not back.waits
        assert shown in as_shown(back, 1)
        assert "Reading the articles" not in as_shown(back, 1)


def test_an_error_of_ours_is_a_sentence_that_names_the_log() -> None:
    *_, last = converse((), BROKEN, FakeAssistant)

    assert re.fullmatch(
        r'<p class="trouble">Dateline failed at this&#59; the details are in .*log&#46; ?</p>', last_shown(last)
    )
    assert last[0].turn is None


class Failing(FakeAssistant):
    """Fails when the first statement is out."""

    def stream(self, question: str, history: Sequence[Turn] = (), **limits: Any) -> Iterator[Answer]:
        yield next(super().stream(question, history, **limits))
        raise ChatModelError("the chat model went away")


def test_what_was_written_before_an_error_stays() -> None:
    *_, growing, last = converse((), WATCHMAN, Failing)

    assert last[0].answer == growing[0].answer
    assert last_shown(last) == last_shown(growing) + '\n\n<p class="trouble">The chat model went away&#46;</p>'


def test_an_article_that_was_removed_meanwhile_leaves_its_quotation() -> None:
    *_, last = converse((), WATCHMAN, lambda: FakeAssistant(articles={}))

    assert last[0].articles == {}
    assert last[0].answer == watchman()


def test_a_stopped_answer_keeps_what_was_written() -> None:
    assert stop(()) == ()
    assert last_shown(stop((Exchange("q"),))) == '<p class="notice">Stopped&#46;</p>'
    earlier, growing = Exchange("p", answer=boats()), Exchange(WATCHMAN, answer=watchman())
    assert stop((earlier, growing)) == (earlier, Exchange(WATCHMAN, answer=watchman(), stopped=True))
    assert last_shown(stop((growing,))) == f'{last_shown((growing,))}\n\n<p class="notice">Stopped&#46;</p>'


def test_what_is_kept_is_shown_again_as_it_was() -> None:
    *_, told = converse((), BOATS, FakeAssistant, since="2025")

    again = Exchange.of(told[0].kept(), FakeAssistant())

    assert as_shown(again, 1) == as_shown(told[0], 1)
    assert (again.articles, again.limits, again.exchange_id) == (
        told[0].articles, {"since": "2025"}, told[0].exchange_id,
    )  # fmt: skip
