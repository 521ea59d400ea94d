"""Markers and support: nothing is cited that was not sent, nothing is called verbatim that is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain import Citation, Evidence, Statement
from rag.verify import Claim, check, marked, number_citations, read_claims, support
from tests.fakes import make_passage, make_source


def evidence(text: str, *, article_id: str = "a1", start: int = 0) -> Evidence:
    return Evidence(make_passage(text, article_id=article_id, start=start), 1.0)


def citation(quote: str, *, article_id: str = "a1", start: int = 0) -> Citation:
    return Citation.of(make_source(article_id), quote, start)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Rain fell [1]. Snow fell [2].", [Claim("Rain fell.", (1,)), Claim("Snow fell.", (2,))]),
        ("Rain fell.[1] Snow fell.[2][3]", [Claim("Rain fell.", (1,)), Claim("Snow fell.", (2, 3))]),
        ("Rain fell [1, 2]. Snow fell [9].", [Claim("Rain fell.", (1, 2)), Claim("Snow fell.", ())]),
        ("Rain [1] fell and snow [2] fell.", [Claim("Rain fell and snow fell.", (1, 2))]),
        ("Rain fell [0][99].", [Claim("Rain fell.", ())]),
        ("Rain fell [1-3]. Snow fell [2–9].", [Claim("Rain fell.", (1, 2, 3)), Claim("Snow fell.", (2, 3))]),
        ("- Rain fell [1]\n- Snow fell [2]", [Claim("Rain fell", (1,)), Claim("Snow fell", (2,))]),
        ("", []),
        ("[1] [2]", []),
    ],
)
def test_markers_belong_to_the_sentence_they_stand_in(text: str, claims: list[Claim]) -> None:
    assert read_claims(text, known=3) == claims


@given(st.text(alphabet="abc .[]0123456789,", max_size=80), st.integers(min_value=0, max_value=5))
def test_no_marker_points_to_a_passage_that_was_not_sent(text: str, known: int) -> None:
    pointed = [number for claim in read_claims(text, known) for number in claim.passages]

    assert all(1 <= number <= known for number in pointed)


def test_a_claim_is_tied_to_the_sentence_that_carries_it() -> None:
    item = evidence("The sky was grey. Eleven boats burned at dawn. Nobody slept.", start=100)

    statement = support(Claim("Eleven boats burned.", (1,)), [item])

    assert statement.citations == (citation("Eleven boats burned at dawn.", start=118),)
    assert statement.status == "supported"


def test_a_claim_without_a_marker_is_tied_to_the_passage_that_carries_it() -> None:
    items = [evidence("It rained."), evidence("Eleven boats burned at dawn.", article_id="a2")]

    statement = support(Claim("Eleven boats burned at dawn.", ()), items)

    assert [one.article_id for one in statement.citations] == ["a2"]
    assert statement.status == "verbatim"


def test_a_claim_that_nothing_carries_has_no_citation() -> None:
    statement = support(Claim("Martians landed in Paris.", ()), [evidence("Eleven boats burned at dawn.")])

    assert statement == Statement("Martians landed in Paris.", (), "unsupported")


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("Eleven boats burned at the quay in Orrenmouth.", "verbatim"),
        ("Eleven boats burned.", "supported"),
        ("At the quay in Orrenmouth, 11 boats burned.", "supported"),
        ("At the quay in Orrenmouth, 12 boats burned.", "partial"),
        ("At the quay in Kelderby, eleven boats burned.", "partial"),
        ("“Everything we had was on that quay,” the boats burned in Orrenmouth.", "partial"),
        ("The opera opened to applause.", "unsupported"),
        ("Eleven boats burned at the quay in Orrenmouth in May.", "partial"),
        ("Eleven boats burned at the quay in Orrenmouth on Sunday.", "partial"),
    ],
)
def test_names_numbers_and_quotations_must_stand_in_the_words_cited(statement: str, status: str) -> None:
    assert check(statement, ["Eleven boats burned at the quay in Orrenmouth."]) == status


@pytest.mark.parametrize(
    ("statement", "quote", "status"),
    [
        ("9 people died in the harbour fire.", "19 people died in the harbour fire.", "partial"),
        ("The toll in the southern town rose to 1.", "The toll in the southern town rose to 1,200.", "partial"),
        ("Eleven boats in the old harbour of Kelby burned.",
         "Police denied that eleven boats in the old harbour of Kelby burned.", "partial"),
        ("The mayor called the fire “a disgrace”.", "The mayor called the fire a tragedy.", "partial"),
        ("The mayor called the fire ‘a disgrace’.", "The mayor called the fire a tragedy.", "partial"),
        ("Adam Smith resigned as head of the port.", "John Smith resigned on Monday as head of the port.", "partial"),
        ("The port lost $1.5 billion last year.", "The port lost $1.5 million last year.", "partial"),
        ("The port lost $1.5bn last year.", "The port lost 1,500 million dollars last year.", "supported"),
        ("The port town had -5 degrees at night.", "The port town had 5 degrees at night, in May.", "partial"),
        ("The boat finished second in the race.", "The boat finished third in the race.", "partial"),
        ("Inflation fell by 2 percent in the spring.", "Inflation rose by 2 percent in the spring.", "partial"),
        ("The minister resigned over the contract.", "The minister did not resign over the contract.", "partial"),
        ("The minister resigned over the contract.", "The minister resigned over the contract, but nobody else did.",
         "supported"),
        ("Joblessness rose to 10½ percent.", "Joblessness rose to 10.5 percent in May.", "supported"),
    ],
)  # fmt: skip
def test_another_value_another_name_or_the_contrary_is_not_carried(statement: str, quote: str, status: str) -> None:
    assert check(statement, [quote]) == status


def test_a_number_of_something_else_in_the_passage_carries_nothing() -> None:
    passage = evidence("Nine boats burned in the harbour of Kelby. Twelve firefighters were treated for smoke.")
    assert support(Claim("Twelve boats burned in the harbour of Kelby.", (1,)), [passage]).status == "partial"
    both = support(Claim("Nine boats burned in Kelby and twelve firefighters were treated.", (1,)), [passage])
    assert both.status == "supported"
    assert [each.quote for each in both.citations] == [
        "Nine boats burned in the harbour of Kelby.", "Twelve firefighters were treated for smoke.",
    ]  # fmt: skip


def test_citations_are_numbered_in_order_of_appearance_and_the_same_words_once() -> None:
    first, second = citation("One.", start=0), citation("Two.", start=5)
    statements = [Statement("B", (second,), "verbatim"), Statement("A", (first, second), "verbatim")]

    numbered, citations = number_citations(statements)

    assert [(one.quote, one.number) for one in citations] == [("Two.", 1), ("One.", 2)]
    assert [marked(statement) for statement in numbered] == ["B [1]", "A [2] [1]"]


def test_a_bracketed_number_of_an_article_is_no_marker() -> None:
    statement = Statement("See row [2] of the list.", (citation("See row [2] of the list."),), "verbatim")

    numbered, _ = number_citations([statement])

    assert marked(numbered[0]) == "See row (2) of the list. [1]"
