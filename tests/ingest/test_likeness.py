"""What is a copy of what: every way in which outlets reprint, and everything that only looks like it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.syndication import Copy, group, sketch
from ingest.syndication.sketch import SHORTEST, shingles, unquoted

SYLLABLES = "ka ro mi len tu sa vor ne pil da gra ho sti be ur mon que fa li zen".split()
Pair = tuple[str, str]


def story(seed: int, sentences: int = 20) -> list[str]:
    """Return the sentences of a story of its own; no other seed has five words in a row in common with it."""
    chance = random.Random(seed)
    return [
        " ".join(
            ["The", *("".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 3)))) for _ in range(14)), "again."]
        )
        for _ in range(sentences)
    ]


def joined(*parts: str | Sequence[str]) -> str:
    return "\n".join(part if isinstance(part, str) else " ".join(part) for part in parts)


class Counted:
    """Texts by id, and how often each was asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.asked: Counter[str] = Counter()

    def __call__(self, name: str) -> str:
        self.asked[name] += 1
        return self.texts[name]


def copy_of(name: str, text: str, **known: str | None) -> Copy:
    stated = {"publisher": None, "original": None, "published": None, **known}
    return Copy(name, sketch(text), stated["publisher"], stated["original"], len(text), stated["published"])


def grouped(texts: Mapping[str, str], *, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> set[str]:
    """Return the groups of some texts, each as its ids in order."""
    copies = [copy_of(name, text) for name, text in texts.items()]
    return sets_of(group(copies, texts.__getitem__, together=together, apart=apart))


def sets_of(heads: Mapping[str, str]) -> set[str]:
    members: dict[str, list[str]] = {}
    for name, head in sorted(heads.items()):
        members.setdefault(head, []).append(name)
    assert all(head in some for head, some in members.items())
    return {" ".join(some) for some in members.values()}


WIRE = story(1)
OWN = story(2, 60)
NOTICE = " ".join(story(3, 4))
REPRINTS = {
    "as it is": joined(WIRE),
    "cut to a third": joined(WIRE[:7]),
    "cut in the middle": joined(WIRE[:4], WIRE[12:]),
    "re-titled": joined("Quite another headline", "By A. Nother", WIRE),
    "re-paragraphed": joined(*(WIRE[first : first + 3] for first in range(0, 20, 3))),
    "among notices": joined("Advertisement", NOTICE, WIRE, NOTICE[::-1]),
    "one sentence changed": joined(WIRE[:9], "The minister denied it on Tuesday.", WIRE[10:]),
    "other marks and spaces": joined(WIRE).replace(" ", "  ").replace(".", " . »").upper(),
    "embedded in a longer report": joined(OWN[:30], WIRE, OWN[30:]),
    "cut, re-titled and among notices": joined("Another headline", WIRE[:8], NOTICE),
}


@pytest.mark.parametrize("way", REPRINTS)
def test_a_reprint_is_grouped_however_it_was_made(way: str) -> None:
    texts = {"other": joined(story(4)), "reprint": REPRINTS[way], "wire": joined(WIRE)}

    assert grouped(texts) == {"reprint wire"}


def test_all_reprints_of_a_story_are_one_group() -> None:
    assert len(grouped({**REPRINTS, "other": joined(story(4))})) == 1
    assert len(grouped({name.replace(" ", "_"): text for name, text in REPRINTS.items()}).pop().split()) == len(
        REPRINTS
    )


def test_texts_in_languages_without_spaces_are_compared_too() -> None:
    first = "地滑りで村への唯一の道路がふさがれ、約四十世帯が孤立したと警察が金曜日に発表した。復旧には少なくとも九日かかる見込みだ。"
    second = (
        "港の倉庫で火災が発生し、漁船十一隻が焼けたが、けが人はいなかったと消防が伝えた。原因はまだ分かっていない。"
    )

    assert grouped({"a": first, "b": "速報　" + first, "c": second}) == {"a b"}


# What only looks like a copy


def test_own_reports_that_share_a_statement_are_no_group() -> None:
    statement = " ".join(story(5, 5))

    assert grouped({"a": joined(story(6, 12), statement), "b": joined(statement, story(7, 14))}) == set()


def test_own_reports_that_are_for_the_most_part_the_same_quotation_are_no_group() -> None:
    statement = f"“{' '.join(story(5, 12))}”"

    assert grouped({"a": joined(story(6, 8), statement), "b": joined(statement, story(7, 9))}) == set()
    assert grouped({"a": joined(story(6, 8), statement), "b": joined(statement, story(6, 8))}) == {"a b"}


def test_a_roundup_glues_no_stories_together() -> None:
    briefs = {name: story(seed, 3) for seed, name in enumerate("abcde", start=10)}
    roundup = joined("Good morning", *(brief[:2] for brief in briefs.values()))
    texts = {name: joined(brief) for name, brief in briefs.items()}

    assert grouped({**texts, "roundup": roundup}) == set()


def test_a_roundup_and_its_reprint_are_a_group_of_their_own() -> None:
    briefs = {name: story(seed, 3) for seed, name in enumerate("abcde", start=10)}
    roundup = joined("Good morning", *(brief[:2] for brief in briefs.values()))
    texts = {name: joined(brief) for name, brief in briefs.items()}

    assert grouped({**texts, "roundup": roundup, "same": roundup.replace("Good", "Fair")}) == {"roundup same"}


def test_a_text_of_two_stories_goes_with_one_of_them_and_does_not_head_it() -> None:
    texts = {"a": joined(story(10, 12)), "b": joined(story(11, 8)), "both": joined(story(10, 12), story(11, 8))}

    heads = group([copy_of(name, text) for name, text in texts.items()], texts.__getitem__)

    assert heads == {"a": "a", "both": "a"}


def test_full_stories_stay_with_their_briefs_where_a_roundup_has_these_too() -> None:
    stories = {name: story(seed, 25) for seed, name in enumerate("abcde", start=10)}
    texts = {name: joined(some) for name, some in stories.items()}
    texts |= {f"{name}-brief": joined(some[:3]) for name, some in stories.items()}
    texts["roundup"] = joined(*(some[:3] for some in stories.values()))

    assert grouped(texts) == {f"{name} {name}-brief" for name in stories}


def test_what_is_half_of_one_and_half_of_another_does_not_join_them() -> None:
    texts = {"a": joined(story(10)), "b": joined(story(11)), "half": joined(story(10)[:10], story(11)[:10])}

    assert not any({"a", "b"} <= set(some.split()) for some in grouped(texts))


def test_the_copies_of_a_wire_story_stay_together_wherever_it_is_embedded() -> None:
    texts = {
        "wire": joined(WIRE),
        "reprint": joined("Another headline", WIRE),
        "first report": joined(story(20, 30), WIRE),
        "second report": joined(WIRE, story(21, 31)),
    }

    heads = group([copy_of(name, text) for name, text in texts.items()], texts.__getitem__)

    assert heads["wire"] == heads["reprint"]
    assert not {"first report", "second report"} <= heads.keys()


def test_a_cut_stays_with_its_original_where_half_of_that_is_embedded_elsewhere() -> None:
    texts = {"original": joined(WIRE), "cut": joined(WIRE[:7]), "report": joined(story(20, 30), WIRE[9:])}

    assert grouped(texts) == {"cut original"}


def test_a_copy_of_what_a_reprint_added_is_no_copy_of_the_original() -> None:
    added = story(54, 4)
    texts = {"original": joined(WIRE, story(55, 9)), "reprint": joined(WIRE[:16], added), "added": joined(added)}

    assert grouped(texts) == {"original reprint"}


def test_a_brief_and_a_long_report_that_share_a_sentence_are_no_group() -> None:
    words = " ".join(WIRE).split()
    brief = " ".join(words[40:62]) + " said the mayor of Harrow on Friday night."

    assert grouped({"brief": brief, "report": joined(WIRE)}) == set()


def test_a_statement_that_many_report_in_full_is_a_copy_of_its_own_reprint_only() -> None:
    statement = story(5, 10)
    reports = {f"report {number}": joined(story(80 + number, 14 + number), statement) for number in range(5)}

    assert grouped({"issued": joined(statement), "printed": joined("By A. Nother", statement), **reports}) == {
        "issued printed"
    }


def test_a_notice_under_many_articles_makes_no_copies_of_them() -> None:
    notice = " ".join(story(3, 12))
    texts = {f"{number}": joined(story(30 + number, 3 + 4 * number), notice) for number in range(12)}

    assert grouped(texts) == set()


def test_a_reprint_of_an_article_with_such_a_notice_is_found() -> None:
    notice = " ".join(story(3, 12))
    texts = {f"{number}": joined(story(30 + number, 3 + 4 * number), notice) for number in range(12)}

    assert grouped({**texts, "reprint": joined("By A. Nother", story(35, 23)[:15])}) == {"5 reprint"}


# Short texts

SHORT = "The road to the village of Harrow is closed until further notice."


def test_exact_copies_of_a_short_text_are_grouped() -> None:
    texts = {"a": SHORT, "b": SHORT.upper().replace(" ", "\n"), "c": SHORT.replace("Harrow", "Perrin")}

    assert grouped(texts) == {"a b"}


def test_a_text_of_a_few_words_is_never_compared() -> None:
    assert sketch("No further notice.") is None
    assert sketch("") is None
    assert grouped({"a": "No further notice.", "b": "No further notice."}) == set()


def test_a_short_text_within_a_longer_one_is_no_copy_of_it() -> None:
    assert grouped({"short": SHORT, "long": joined(SHORT, story(40))}) == set()


# Heads


def test_the_fullest_copy_heads_the_group_and_of_equals_the_earliest() -> None:
    full, cut = joined(WIRE), joined(WIRE[:15])
    copies = [
        copy_of("a", full, published="2025-03-02"),
        copy_of("b", full, published="2025-03-01"),
        copy_of("c", full, published=None),
        copy_of("d", cut, published="2024-01-01"),
    ]

    heads = group(copies, {"a": full, "b": full, "c": full, "d": cut}.__getitem__)

    assert set(heads.values()) == {"b"}


def test_the_original_that_a_copy_names_heads_the_group() -> None:
    full, cut = joined("Another headline", WIRE), joined(WIRE)
    copies = [
        copy_of("a", full, publisher="Hill Post", original="north wire"),
        copy_of("b", cut, publisher="North Wire"),
    ]

    assert group(copies, {"a": full, "b": cut}.__getitem__) == {"a": "b", "b": "b"}


# What a user has merged or split


def test_what_a_user_merged_is_one_group_whatever_it_says() -> None:
    texts = {"a": joined(story(50)), "b": joined(story(51)), "c": "Hm.", "d": joined("By A. Nother", story(51))}

    assert grouped(texts, together=[("a", "b"), ("c", "a"), ("b", "unknown"), ("a", "a")]) == {"a b c d"}


def test_what_a_user_split_is_never_one_group() -> None:
    texts = {"a": joined(WIRE), "b": joined(WIRE), "c": joined("Another headline", WIRE[:15])}

    assert grouped(texts, apart=[("a", "b"), ("unknown", "c")]) == {"a c"}
    assert grouped(dict(reversed(texts.items())), apart=[("a", "b")]) == {"a c"}
    assert grouped(texts, apart=[("a", "b"), ("c", "a")]) == {"b c"}
    assert grouped(texts, apart=[("a", "b"), ("c", "a"), ("b", "c")]) == set()


def test_copies_of_what_was_split_go_with_the_one_they_are_likest() -> None:
    texts = {"a": joined(WIRE), "b": joined(WIRE[:12], story(52, 6)), "c": joined(WIRE[2:12], story(52, 6))}

    assert grouped(texts) == {"a b c"}
    assert grouped(texts, apart=[("a", "b")]) == {"b c"}


def test_a_split_keeps_apart_what_was_merged_with_either() -> None:
    texts = {"a": joined(WIRE), "b": joined(WIRE), "c": joined(story(53)), "d": joined("Another headline", WIRE)}

    groups = grouped(texts, together=[("a", "c")], apart=[("c", "b")])

    assert not any({"c", "b"} <= set(some.split()) for some in groups)
    assert any({"a", "c"} <= set(some.split()) for some in groups)


def test_a_pair_that_is_merged_and_split_is_split() -> None:
    texts = {"a": joined(story(50)), "b": joined(story(51)), "c": joined(story(52))}

    assert grouped(texts, together=[("a", "b")], apart=[("b", "a")]) == set()
    assert grouped(texts, together=[("a", "b"), ("b", "c")], apart=[("a", "c")]) == {"a b"}


def test_copies_of_what_was_merged_go_with_it_where_the_other_is_split_from_it() -> None:
    longest = joined(WIRE, story(56, 1))
    texts = {"a": joined(WIRE[:16], story(52, 4)), "b": longest, "c": "Hm.", "d": joined(WIRE[2:16], story(52, 4))}

    assert grouped(texts, together=[("a", "c")], apart=[("c", "b")]) == {"a c d"}


def test_short_texts_of_equal_words_can_be_split_too() -> None:
    assert grouped(dict.fromkeys("abcd", SHORT), apart=[("a", "b"), ("c", "d")]) == {"a c", "b d"}


# The order of things

MIXED = {
    "wire": joined(WIRE), "exact": joined(WIRE), "cut": joined(WIRE[:7]), "end": joined(WIRE[12:]),
    "report": joined(OWN[:30], WIRE, OWN[30:]), "part": joined(WIRE[:9], story(60, 6)),
    "both": joined(WIRE[:6], story(61, 6)), "other": joined(story(61, 10)), "brief": joined(story(61, 3)),
    "short": SHORT, "short too": SHORT, "none": "Hm.",
}  # fmt: skip
NAMES = sorted(MIXED)
PAIRS = st.lists(st.sampled_from(list(combinations(NAMES, 2))), max_size=4)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(NAMES), together=PAIRS, apart=PAIRS)
@example(order=NAMES[::-1], together=[], apart=[("exact", "wire")])
def test_groups_depend_neither_on_the_order_of_articles_nor_of_pairs(
    order: list[str], together: list[Pair], apart: list[Pair]
) -> None:
    copies = {name: copy_of(name, text) for name, text in MIXED.items()}
    turned = [[pair[::-1] for pair in reversed(pairs)] for pairs in (together, apart)]

    heads = group(copies.values(), MIXED.__getitem__, together=together, apart=apart)

    shuffled = (copies[name] for name in order)
    assert group(shuffled, MIXED.__getitem__, together=turned[0], apart=turned[1]) == heads
    assert not any(heads.get(one, one) == heads.get(other, other) for one, other in apart)
    if not apart:
        assert all(heads[one] == heads[other] for one, other in together)


# What it costs


def test_exact_copies_are_grouped_without_reading_a_text() -> None:
    texts = Counted({f"{number:04}": joined(WIRE) for number in range(2_000)})

    heads = group([copy_of(name, text) for name, text in texts.texts.items()], texts)

    assert (len(heads), set(heads.values())) == (2_000, {"0000"})
    assert texts.asked.total() == 0


def test_each_of_many_near_copies_is_compared_with_one() -> None:
    texts = Counted({f"{number:04}": joined(WIRE, f"Printed by press number {number:04}.") for number in range(1_000)})

    heads = group([copy_of(name, text) for name, text in texts.texts.items()], texts)

    assert (len(heads), set(heads.values())) == (1_000, {"0000"})
    assert texts.asked.total() <= 2 * len(texts.texts)


def test_a_notice_under_thousands_of_articles_compares_none_of_them() -> None:
    notice = " ".join(story(3, 4))
    texts = Counted({f"{number:04}": joined(story(1_000 + number, 9), notice) for number in range(1_500)})

    assert group([copy_of(name, text) for name, text in texts.texts.items()], texts) == {}
    assert texts.asked.total() <= len(texts.texts) // 10


# Sketches


def test_the_sketch_of_another_version_is_compared_with_none() -> None:
    copies = [
        Copy("a", bytes(384), None, None, 900, None),
        Copy("b", bytes(384), None, None, 900, None),
        Copy("c", b"odd", None, None, 900, None),
    ]

    assert group(copies, dict[str, str]().__getitem__) == {}
    assert set(group(copies, dict[str, str]().__getitem__, together=[("b", "c")])) == {"b", "c"}


def test_marks_spaces_and_capitals_do_not_change_a_sketch() -> None:
    plain = " ".join(WIRE)

    assert sketch(f"«{plain.upper()}»".replace(" ", " – ")) == sketch(plain)
    assert sketch(plain.replace("The", "A")) != sketch(plain)


def test_a_sketch_is_small() -> None:
    kept = sketch(" ".join(story(70, 70)))

    assert kept is not None
    assert len(kept) < 1_000


def test_what_is_quoted_is_left_out_to_the_end_of_its_line_at_most() -> None:
    said = " ".join(f"said{number}" for number in range(30))
    own = " ".join(f"own{number}" for number in range(30))

    assert set(unquoted(f"{own} “{said}”\n“{said}\n{own}")) == set(shingles(own))
    assert set(unquoted(f"``{said}'' {own}")) == set(shingles(own))
    assert len(unquoted(f"„{said}“")) == 0


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_has_its_sketch_or_none(text: str) -> None:
    kept = sketch(text)

    assert kept == sketch(text)
    assert len(unquoted(text)) <= len(shingles(text))
    assert kept is None or len(kept) >= 16
    assert kept is not None or len(shingles(text)) < max(SHORTEST, 40)


def test_reports_that_fill_in_a_form_with_other_figures_are_no_copies() -> None:
    words = joined(WIRE)
    form = f"{words} Highest {{}} degrees, lowest {{}} degrees, rain {{}} millimetres."

    assert grouped({"june 3": form.format(18, 9, 4), "june 4": form.format(23, 12, 11)}) == set()
    assert grouped({"june 3": form.format(18, 9, 4), "changed": form.format(18, 9, 5)}) == {"changed june 3"}
    assert grouped({"june 3": form.format(18, 9, 4), "cut": words}) == {"cut june 3"}


def test_of_copies_about_as_full_one_of_a_known_outlet_heads_the_group() -> None:
    texts = {"a": joined(WIRE, "It was late."), "b": joined(WIRE), "c": joined(WIRE[:12])}

    def head(**publishers: str | None) -> set[str]:
        copies = [copy_of(name, text, publisher=publishers.get(name)) for name, text in texts.items()]
        return set(group(copies, texts.__getitem__).values())

    assert head() == {"a"}
    assert head(b="Coast Wire") == {"b"}
    assert head(c="Coast Wire") == {"a"}
