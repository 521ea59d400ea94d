"""Whether follow-up questions are made whole: what retrieval finds with them, and how near they come to human ones.

    python -m benchmarks.followups --index ../dateline-multihop
    python -m benchmarks.followups --canard ../shared/benchmarks/followups/canard.jsonl --show 20

With --index, an index of the multi-hop news corpus: the share of our own conversations (followups.jsonl) whose
follow-up finds among its first five passages the passage that the whole question, as a person would put it, finds
first. The rules were written with the half "tune" at hand, and the half "held" was not looked at.

CANARD holds questions about Wikipedia that people have made whole. The title of its article and the heading of the
section stand for the first turn, earlier questions are made whole by the same way that is measured. Its first half was
read for the kinds there are; the figures are of the second. "Stand-alone changed" counts the questions that people
left as they were.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rag.domain import Turn
from rag.entities import names_in
from rag.errors import QuestionInvalid
from rag.followup import make_whole

ROOT = Path(__file__).parent.parent
CANARD = ROOT.parent / "shared" / "benchmarks" / "followups" / "canard.jsonl"
CONVERSATIONS = Path(__file__).with_name("followups.jsonl")
FIRST = 5

Way = Callable[[str, Sequence[Turn]], str]


def as_it_is(question: str, _: Sequence[Turn]) -> str:
    return question


def in_brackets(question: str, history: Sequence[Turn]) -> str:
    return f"{question} ({history[-1].question[:300]})" if history else question


WAYS: dict[str, Way] = {"as it is": as_it_is, "question before in brackets": in_brackets, "made whole": make_whole}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="an index of the multi-hop news corpus")
    parser.add_argument("--canard", type=Path, default=CANARD)
    parser.add_argument("--first-half", action="store_true", help="of CANARD, the half that was read")
    parser.add_argument("--show", type=int, default=0, help="rewritings of the first half of CANARD, or misses of tune")
    options = parser.parse_args()
    if options.index is None:
        print("retrieval: skipped, no --index")
    else:
        measure_retrieval(options.index, show=options.show)
    if options.canard.exists():
        measure_canard(options.canard, first_half=options.first_half or options.show > 0, show=options.show)
    else:
        print(f"CANARD: skipped, there is no {options.canard}")


def measure_retrieval(index: Path, *, show: int) -> None:
    """Print the share of conversations that find the passage of the whole question, for each half and way."""
    from rag.assistant import Assistant
    from rag.settings import Settings

    rows = list(_records(CONVERSATIONS))
    with Assistant.open(index, settings=Settings(chat_model=None)) as assistant:

        @cache
        def found(question: str) -> tuple[str, ...]:
            try:
                return tuple(evidence.passage.passage_id for evidence in assistant.retrieve(question, k=FIRST))
            except QuestionInvalid:  # "Why?" alone has no word to search for
                return ()

        wanted = [found(row["whole"])[:1] for row in rows]
        for name, way in WAYS.items():
            asked = [way(row["followup"], [Turn(*turn) for turn in row["history"]]) for row in rows]
            hits = [bool(set(best) & set(found(text))) for text, best in zip(asked, wanted, strict=True)]
            shares = []
            for half in ("tune", "held"):
                of_half = [hit for hit, row in zip(hits, rows, strict=True) if row["half"] == half]
                shares.append(f"{half} {sum(of_half) / len(of_half):.2f} ({sum(of_half)} of {len(of_half)})")
            print(f"retrieval, {name}: {', '.join(shares)}")
        missed = [(text, row) for text, row, hit in zip(asked, rows, hits, strict=True) if not hit]
        for text, row in [(text, row) for text, row in missed if row["half"] == "tune"][:show]:
            print(f"  {row['followup']} => {text} | {row['whole']}")
    alone = [row for row in rows if row["whole"] == row["followup"]]
    changed = sum(
        make_whole(row["followup"], [Turn(*turn) for turn in row["history"]]) != row["whole"] for row in alone
    )
    print(f"stand-alone questions changed: {changed} of {len(alone)}")


def measure_canard(path: Path, *, first_half: bool, show: int) -> None:
    """Print how near each way comes to the human rewriting."""
    rows = list(_records(path))
    middle = len(rows) // 2
    chosen = rows[:middle] if first_half else rows[middle:]
    print(f"CANARD, {'first' if first_half else 'second'} half, {len(chosen)} questions")
    for name, way in WAYS.items():
        asked = [_asked(row, way) for row in chosen]
        wholes = [row["rewrite"] for row in chosen]
        one = sum(_overlap(text, whole, 1) for text, whole in zip(asked, wholes, strict=True)) / len(chosen)
        two = sum(_overlap(text, whole, 2) for text, whole in zip(asked, wholes, strict=True)) / len(chosen)
        recalls = [
            len(added & set(_tokens(text))) / len(added)
            for row, text in zip(chosen, asked, strict=True)
            if (added := _added_names(row))
        ]
        alone = [(row, text) for row, text in zip(chosen, asked, strict=True) if _same(row["question"], row["rewrite"])]
        changed = sum(not _same(row["question"], text) for row, text in alone)
        print(
            f"  {name}: unigram F1 {one:.3f}, bigram F1 {two:.3f}, names added {sum(recalls) / len(recalls):.3f}"
            f" (of {len(recalls)}), stand-alone changed {changed} of {len(alone)}"
        )
    for row, text in list(zip(chosen, asked, strict=True))[: show * 5 : 5]:
        print(f"  {row['question']} => {text} | {row['rewrite']}")


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _asked(row: dict[str, Any], way: Way) -> str:
    """Return the last question of a conversation as `way` puts it, having put the earlier ones itself."""
    told = row["history"]
    turns = [Turn(told[0], told[1])]
    for question, answer in zip(told[2::2], told[3::2], strict=False):
        turns.append(Turn(way(question, turns), answer))
    return way(row["question"], turns)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _same(one: str, other: str) -> bool:
    return _tokens(one) == _tokens(other)


def _added_names(row: dict[str, Any]) -> set[str]:
    """Return the words of the names that people put into a question."""
    named = {token for name in names_in(row["rewrite"]) for token in _tokens(name.words)}
    return named - set(_tokens(row["question"]))


def _overlap(text: str, whole: str, length: int) -> float:
    """Return the F1 of the word sequences of a length."""
    ours, theirs = (
        Counter(zip(*(words[i:] for i in range(length)), strict=False)) for words in map(_tokens, (text, whole))
    )
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values())) if shared else 0.0


if __name__ == "__main__":
    main()
