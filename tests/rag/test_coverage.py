"""Who reported it and who did not, and what may be asked next: read off the collection, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.coverage import heard_outlets
from rag.domain import Answer, Citation, Filters, Statement
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

FIRE = (
    "A fire destroyed eleven boats in the fishing harbour of Orrenmouth early on Tuesday, and the old ice house went with "
    "them before dawn. “It was all over in an hour, and there was nothing left to save,” {} said at the quay that morning."
)
ARTICLES = {
    "wire": f"Fire destroys boats | Coast Wire\n4 March 2025\n\n{FIRE.format('Mara Lindqvist')}",
    "post": f"Boats burn | North Post\n5 March 2025\n\n{FIRE.format('Mara Lindqvist')}",
    "quay": "Parking again | The Quay\n3 March 2025\n\nThe council spoke of parking on Monday and of little else, as it has "
    "done since the spring of the year before, when the meters came to the market square.",
    "mirror": "Choir sings again | Bay Herald\n7 March 2025\n\nThe choir sang in the old church again last night, to an audience that "
    "filled the pews and stood along the walls until the last of the nine songs.",
    "late": "A quiet year | Late Paper\n4 March 2026\n\nA year went by and the market was as quiet as it had been, said those "
    "who keep the stalls there, and the new roof kept the rain from them at last.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Four outlets of the days of a fire, one of a year later."""
    index = index_of(tmp_path_factory.mktemp("coverage"), ARTICLES)
    with Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder()) as opened:
        yield opened


def about_the_fire(assistant: Assistant) -> Answer:
    with assistant.collection.reading() as store:
        source = next(one for one in store.latest(Filters(), 9) if one.publisher == "Coast Wire")
        article = store.article(source.article_id)
    quote = article.text.partition("“")[0].strip()
    only = Citation.of(article.source, quote, article.text.index(quote), number=1)
    said = Statement(quote, (only,), "verbatim", 1, ("Coast Wire",), ("North Post",))
    return Answer("What burned?", statements=(said,), citations=(only,))


def test_outlets_with_articles_of_those_days_that_were_not_found_are_named(assistant: Assistant) -> None:
    assert sorted(assistant.silent(about_the_fire(assistant))) == ["Bay Herald", "The Quay"]


def test_a_reprint_counts_as_found(assistant: Assistant) -> None:
    assert heard_outlets(about_the_fire(assistant)) == ["Coast Wire", "North Post"]


def test_of_a_refusal_or_an_undated_answer_nobody_is_called_silent(assistant: Assistant) -> None:
    answer = about_the_fire(assistant)
    undated = tuple(replace(one, published=None) for one in answer.citations)

    assert assistant.silent(replace(answer, refused=True)) == []
    assert assistant.silent(replace(answer, citations=undated)) == []


def test_what_those_say_who_are_quoted_may_be_asked_next(assistant: Assistant) -> None:
    answer = about_the_fire(assistant)

    assert assistant.follow_ups(answer) == ["What did Mara Lindqvist say?"]
    assert assistant.follow_ups(replace(answer, question="What did Mara Lindqvist say?")) == []


def test_what_was_searched_is_counted(assistant: Assistant) -> None:
    assert assistant.ask("What burned in the harbour?").searched == 5
    assert assistant.ask("What burned in the harbour?", since="2025-03-04", until="2025-03-31").searched == 3
    assert assistant.ask("What burned in the harbour?", outlets=["The Quay"]).searched == 1


def test_a_varied_assistant_shares_the_collection(assistant: Assistant, tmp_path: Path) -> None:
    other = assistant.varied(statements=1)

    assert other.collection is assistant.collection
    assert len(other.ask("What burned in the harbour?").statements) <= 1
