"""How fast dates are found in real articles, of which kinds they are, and a sample to be judged by reading it.

    python -m benchmarks.when ../shared/volume/articles.jsonl.gz --articles 400 --show 50
    python -m benchmarks.when ../shared/benchmarks/events/events.jsonl --show 50 --only relative

A line is the day of publication, the expression in its place, and the days that it was read as. Half of the articles
are left out: those of even lines are looked at by default, the others with --held-out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rag.domain import Mention
from rag.when import mentions

BEFORE, AFTER = 110, 70


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", choices=("absolute", "relative", "open"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    articles = [
        record for number, record in enumerate(_records(options.articles_file)) if number % 2 == options.held_out
    ]
    chosen = random.Random(options.seed).sample(articles, min(options.articles, len(articles)))
    texts = [(record.get("body") or record["text"], (record.get("published_at") or "")[:10]) for record in chosen]
    begin = time.process_time()
    found = [(text, day, mention) for text, day in texts for mention in mentions(text, day or None)]
    seconds, letters = time.process_time() - begin, sum(len(text) for text, _ in texts)
    kinds = Counter(_kind(text, mention) for text, _, mention in found)
    speed = f"{seconds * 5e6 / letters:.2f} ms for 5,000 characters"
    print(f"{len(texts)} articles, {len(found)} dates {dict(kinds)}, {speed}")
    shown = [one for one in found if options.only in (None, _kind(one[0], one[2])) and one[1]]
    for number, one in enumerate(random.Random(options.seed).sample(shown, min(options.show, len(shown))), 1):
        print(number, _line(*one))


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _kind(text: str, mention: Mention) -> str:
    if mention.day_from is None:
        return "open"
    words = text[mention.start : mention.end]
    return "absolute" if re.search(r"\d{4}|\d0 ?s|century|9/11", words) else "relative"


def _line(text: str, published: str, mention: Mention) -> str:
    before = text[max(0, mention.start - BEFORE) : mention.start].rpartition("\n")[2]
    after = text[mention.end : mention.end + AFTER].partition("\n")[0]
    weekday = date.fromisoformat(published).strftime("%a")
    words = text[mention.start : mention.end]
    return f"{published} {weekday} | {before}[[{words}]]{after} => {mention.day_from} {mention.day_to}"


if __name__ == "__main__":
    main()
