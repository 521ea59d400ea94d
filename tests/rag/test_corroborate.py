"""Who says the same, and which of them are independent of each other."""

from __future__ import annotations

import pytest

from rag.corroborate import independent, says_the_same
from tests.fakes import make_source
from tests.rag.sentences import candidates


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.5 million", "1.5 billion", False),
        ("1.5 million", "1,500,000", True),
        ("two million", "2m", True),
        ("12 per cent", "12 million", False),
    ],
)
def test_a_sum_is_carried_by_who_says_the_same_sum(one: str, other: str, *, same: bool) -> None:
    text = "The new bridge over the Tessel at Ostlow will cost the county {} crowns{}."
    lead, second = candidates((text.format(one, ""), "", None), (text.format(other, ", officials said"), "", None))
    assert says_the_same(lead, second) is same


@pytest.mark.parametrize(
    ("outlets", "voices"),
    [
        (("BBC", "BBC News", "The BBC"), 1),
        (("Coast Wire", "coastwire.com"), 1),
        (("Fox News", "Sky News"), 2),
        (("FOX News - Health", "Fox News"), 1),
        (("Ostlow Herald", "Ostlow Gazette"), 2),
    ],
)
def test_an_outlet_under_two_names_is_one_voice(outlets: tuple[str, ...], voices: int) -> None:
    sources = [make_source(f"a{number}", publisher=outlet) for number, outlet in enumerate(outlets)]
    assert len(independent(sources)) == voices
