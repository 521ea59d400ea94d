"""Are reprints and near-copies found, and nothing else?

    python -m benchmarks.duplicates ../shared/volume/articles.jsonl.gz --limit 2000

From a part of the volume's articles reprints are made as outlets make them (cut, re-titled, re-paragraphed, set among
notices, one sentence changed, embedded in a longer report, several at once), and texts that share words and are no
reprints: own reports with a long quotation, roundups, short articles under one long notice. Pairs of grouped articles
are counted against where they were made from; those among the volume's own articles, which nobody has labelled, are
left out of precision and listed with --errors, as is what is found among articles of many outlets on the same events.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import resource
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ingest.clean import clean
from ingest.syndication import Copy, group, sketch
from ingest.syndication.sketch import shingles
from rag.sentences import sentence_spans

EVENTS = Path("../shared/benchmarks/events/events.jsonl")
HALVES = {"first": (0, 2), "second": (1, 2), "all": (0, 1)}
REPRINTED, HOSTS = 0.5, 4
"""Share of the articles that get reprints; one article in so many stays out, to embed others in."""

FEWEST_WORDS = 150
CUT, OTHER_CUT = "cut to a third", "cut to a part"
NOTICES = """This article was first published by {0} and appears here with permission.
{0} is a free service of {1} and depends on the support of readers like you.
The opinions in this article are those of its author and not of {0} or of {1}.
Sign up for the weekly letter of {0} and never miss what {1} has found out.
Do you know more about this? Write to {1} at {0}, in confidence if you like.
{1} has reported on courts, schools and roads for {0} since 2009.
Reporting by {1}, editing by the desk of {0}, with files from correspondents in six cities.
Listen to our audio edition: {1} talks with the editors of {0} every Thursday.
You have read one of the three articles that are free each month at {0}.
Readers in {1} can have {0} delivered to their door, six days a week.
We use what {1} tells us about your visit to make {0} better for everybody.
Here is what else is happening today in {1}, as the newsroom of {0} sees it.
A longer form of this article stood in the printed edition of {0} on page {2}.
An earlier form of it gave the wrong day; {0} regrets the error, which {1} pointed out.
{0} belongs to {1}, which has no say in what is written here.""".split("\n")
NAMES = "Harbour Hill River Valley Summit Prairie Lakeside Morning Capital Northern Island Canyon Meadow Delta".split()
KINDS = "Post Ledger Herald Wire Gazette Courier Beacon Tribune Dispatch Observer Standard Echo".split()


class Made(NamedTuple):
    """A text of the benchmark, the article it is a copy of, and how it was made from it."""

    name: str
    origin: str
    kind: str
    text: str
    outlet: str | None
    published: str | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volume", type=Path, nargs="?", default=Path("../shared/volume/articles.jsonl.gz"))
    parser.add_argument("--limit", type=int, default=2_000, help="of the volume's articles")
    parser.add_argument("--half", choices=HALVES, default="first", help="every other article of the volume, or all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, help="instead: time and memory for so many articles of invented words")
    parser.add_argument("--errors", action="store_true", help="list wrong and missed pairs, and unlabelled ones")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.scale:
        result = measure_scale(options.scale, options.seed)
    else:
        result = measure(options.volume, options.limit, options.half, options.seed)
        if EVENTS.exists():
            result["events"] = compare_events(EVENTS)
    if not options.errors:
        for key in ("wrong", "missed", "unlabelled"):
            result.pop(key, None)
    print(json.dumps(result, indent=None if options.json else 1, ensure_ascii=False))


def measure(volume: Path, limit: int, half: str, seed: int) -> dict[str, Any]:
    store = Texts()
    made = [store.add(one) for one in make(volume, limit, half, seed)]
    seconds = store.sketch()
    started = time.process_time()
    heads = group(store.copies(), store.text_of)
    grouped = time.process_time() - started
    found = score(made, heads)
    show = store.describe
    return {
        "articles": len(made),
        "precision": found.precision,
        "recall": found.recall,
        "recall of": found.recalls,
        "wrong pairs by kind": found.wrong_kinds,
        "sketch ms/article": round(1e3 * seconds / len(made), 3),
        "group seconds": round(grouped, 2),
        "articles/s": round(len(made) / grouped),
        "texts asked": store.asked,
        "peak MB": peak_mb(),
        "wrong": [show(*pair) for pair in found.wrong],
        "missed": [show(*pair) for pair in found.missed],
        "unlabelled": [show(*pair) for pair in found.unlabelled],
    }


class Texts:
    """The benchmark's texts on disk, as a collection has them, so that the memory measured is that of grouping."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("")
        self._table.execute(
            """CREATE TABLE texts (name TEXT PRIMARY KEY, outlet TEXT, published TEXT, sketch BLOB, letters INTEGER,
               text TEXT)"""
        )
        self.asked = 0

    def add(self, made: Made) -> Made:
        """Keep a text, and return what is known of it without it."""
        row = (made.name, made.outlet, made.published, made.text)
        self._table.execute("INSERT INTO texts (name, outlet, published, text) VALUES (?, ?, ?, ?)", row)
        return made._replace(text="")

    def text_of(self, name: str) -> str:
        """Return a text, and count that it was asked for."""
        self.asked += 1
        row = self._table.execute("SELECT text FROM texts WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def sketch(self) -> float:
        """Keep the sketch of each text; return how many seconds that took."""
        seconds = 0.0
        for (name,) in self._table.execute("SELECT name FROM texts").fetchall():
            text = self.text_of(name)
            started = time.process_time()
            kept = sketch(text)
            seconds += time.process_time() - started
            self._table.execute("UPDATE texts SET sketch = ?, letters = ? WHERE name = ?", (kept, len(text), name))
        self.asked = 0
        return seconds

    def copies(self) -> Iterator[Copy]:
        """Yield what grouping is given."""
        for name, kept, outlet, letters, published in self._table.execute(
            "SELECT name, sketch, outlet, letters, published FROM texts"
        ):
            yield Copy(name, kept, outlet, None, letters, published)

    def describe(self, one: str, other: str) -> list[Any]:
        """Return two articles with the share of the shorter text that stands in the longer one."""
        texts = [self.text_of(name) for name in (one, other)]
        return [one, other, round(shared(*texts), 2), *(text[:90] for text in texts)]


def shared(one: str, other: str) -> float:
    first, second = shingles(one), shingles(other)
    return len(np.intersect1d(first, second)) / max(1, min(len(first), len(second)))


# What is made from the volume


def make(volume: Path, limit: int, half: str, seed: int) -> Iterator[Made]:
    articles, hosts = read_volume(volume, limit, half)
    yield from articles
    chance = random.Random(seed)
    long = [article for article in articles if len(article.text.split()) >= FEWEST_WORDS]
    for article in long:
        if chance.random() < REPRINTED:
            kinds = chance.sample(list(WAYS), chance.choice((1, 1, 2, 4)))
            if kinds.count(CUT) and kinds.count(OTHER_CUT):
                # Two cuts without a common word are parts of one article as two stories are of a roundup.
                kinds.remove(OTHER_CUT)
            for kind in kinds:
                text = WAYS[kind](article.text, hosts, chance)
                yield Made(f"{article.name}~{kind}", article.name, kind, text, outlet(chance), None)
    yield from make_look_alikes(long, hosts, chance)


def read_volume(volume: Path, limit: int, half: str) -> tuple[list[Made], list[str]]:
    first, step = HALVES[half]
    articles: list[Made] = []
    hosts: list[str] = []
    with gzip.open(volume, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(itertools.islice(lines, first, None, step)):
            record = json.loads(line)
            text = "\n".join(clean(record["body"]).lines)
            if number % HOSTS == HOSTS - 1:
                hosts.append(text)
            else:
                name = record["id"]
                articles.append(Made(name, name, "volume", text, record["source"], record["published_at"]))
            if len(articles) >= limit:
                break
    return articles, hosts


def make_look_alikes(articles: Sequence[Made], hosts: list[str], chance: random.Random) -> Iterator[Made]:
    """Yield texts that share words with others and are copies of none."""
    for number in range(len(articles) // 20):
        some = chance.sample(articles, 5)
        pieces = ["\n".join(sentences(article.text)[:2]) for article in some]
        yield Made(f"roundup{number}", f"roundup{number}", "roundup", "\n".join(["Good morning", *pieces]), None, None)
        quoted, host = chance.choice(articles), hosts.pop()
        most = 0.3 * min(len(quoted.text), len(host))
        text = into_middle(host, take(sentences(quoted.text), most, chance))
        yield Made(f"quote{number}", f"quote{number}", "quotation", text, None, None)
    for number in range(len(articles) // 200):
        notice = " ".join(notices(chance, 25))
        for copy in range(20):
            own = "\n".join(take(sentences(hosts.pop()), chance.choice((700, 1_500, 9_000)), chance))
            name = f"notice{number}.{copy}"
            yield Made(name, name, "notice", f"{own}\n{notice}", "Prairie Post", None)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def take(some: Sequence[str], letters: float, chance: random.Random) -> list[str]:
    """Return sentences in a row, from anywhere, that have no more letters than that."""
    first = chance.randrange(max(1, len(some) // 2))
    ends = itertools.accumulate(len(sentence) for sentence in some[first:])
    return list(some[first : first + sum(end <= letters for end in ends)])


def into_middle(host: str, pieces: Sequence[str]) -> str:
    paragraphs = host.split("\n")
    middle = len(paragraphs) // 2
    return "\n".join([*paragraphs[:middle], *pieces, *paragraphs[middle:]])


def outlet(chance: random.Random) -> str:
    return f"{chance.choice(NAMES)} {chance.choice(KINDS)}"


def notices(chance: random.Random, count: int) -> list[str]:
    filled = [outlet(chance), f"{chance.choice(NAMES)} {chance.choice('Smith Weber Moreau Rossi Novak'.split())}"]
    return [notice.format(*filled, chance.randrange(90)) for notice in chance.choices(NOTICES, k=count)]


def cut_to_third(text: str, _: list[str], __: random.Random) -> str:
    some = sentences(text)
    ends = itertools.accumulate(len(sentence) for sentence in some)
    return "\n".join(some[: 1 + sum(end <= len(text) / 3 for end in ends)])


def cut_to_part(text: str, _: list[str], chance: random.Random) -> str:
    return "\n".join(take(sentences(text), chance.uniform(0.4, 0.8) * len(text), chance)) or text


def retitle(text: str, hosts: list[str], chance: random.Random) -> str:
    return "\n".join([" ".join(chance.choice(hosts).split()[:9]), f"By {outlet(chance)}", text])


def reparagraph(text: str, _: list[str], chance: random.Random) -> str:
    lines = [""]
    for sentence in sentences(text):
        lines[-1] = f"{lines[-1]} {sentence}".strip()
        if chance.random() < 0.4:
            lines.append("")
    return "\n".join(lines).strip()


def surround(text: str, _: list[str], chance: random.Random) -> str:
    before, after = chance.randrange(3), chance.randrange(2, 9)
    return "\n".join([*notices(chance, before), text, *notices(chance, after)])


def change_sentence(text: str, hosts: list[str], chance: random.Random) -> str:
    some = sentences(text)
    some[chance.randrange(len(some))] = chance.choice(sentences(chance.choice(hosts)) or ["Nothing."])
    return "\n".join(some)


def retype(text: str, _: list[str], __: random.Random) -> str:
    """Undo the volume's spacing, and set quotation marks and dashes as another outlet does."""
    for mark in ",.;:?!’”)%":
        text = text.replace(f" {mark}", mark)
    for mark in "“($":
        text = text.replace(f"{mark} ", mark)
    for old, new in (("’ ", "’"), ("“", '"'), ("”", '"'), ("’", "'"), ("—", " -- "), ("–", "-"), ("...", "…")):
        text = text.replace(old, new)
    return text


def embed(text: str, hosts: list[str], _: random.Random) -> str:
    """Put a text into a longer one; each is used once, or what shares it would be copies."""
    longer = next((place for place, host in enumerate(hosts) if len(host) > len(text)), -1)
    return into_middle(hosts.pop(longer), [text])


def combine(text: str, hosts: list[str], chance: random.Random) -> str:
    ways: list[Callable[[str, list[str], random.Random], str]] = [retitle, reparagraph, surround, change_sentence]
    ways = chance.sample([*ways, retype, chance.choice((cut_to_third, cut_to_part))], chance.choice((2, 3, 4)))
    # What is cut is cut before anything is put around it.
    for way in sorted(ways, key=lambda way: way not in (cut_to_third, cut_to_part)):
        text = way(text, hosts, chance)
    return text


WAYS: Mapping[str, Callable[[str, list[str], random.Random], str]] = {
    "exact": lambda text, _, __: text,
    CUT: cut_to_third,
    OTHER_CUT: cut_to_part,
    "re-titled": retitle,
    "re-paragraphed": reparagraph,
    "notices": surround,
    "one sentence": change_sentence,
    "re-typed": retype,
    "embedded": embed,
    "combined": combine,
}


# What is counted


class Found(NamedTuple):
    """Pairs right and wrong."""

    precision: float
    recall: float
    recalls: dict[str, float]
    wrong_kinds: dict[str, int]
    wrong: list[tuple[str, str]]
    missed: list[tuple[str, str]]
    unlabelled: list[tuple[str, str]]


def score(made: Sequence[Made], heads: Mapping[str, str]) -> Found:
    of = {one.name: one for one in made}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, head in sorted(heads.items()):
        groups[head].append(name)
    pairs = {pair for some in groups.values() for pair in itertools.combinations(some, 2)}
    unlabelled = {pair for pair in pairs if all(of[name].kind == "volume" for name in pair)}
    # A copy of one of these is one of the other, too.
    same = {frozenset(pair) for pair in unlabelled}
    origins = {pair: frozenset(of[name].origin for name in pair) for pair in pairs - unlabelled}
    right = {pair for pair, some in origins.items() if len(some) == 1}
    wrong = {pair for pair, some in origins.items() if len(some) > 1 and some not in same}
    families: defaultdict[str, list[str]] = defaultdict(list)
    for one in made:
        families[one.origin].append(one.name)
    wanted = {pair for some in families.values() for pair in itertools.combinations(sorted(some), 2)}
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for one in made:
        if one.name != one.origin:
            totals[one.kind] += 1
            hits[one.kind] += tuple(sorted((one.name, one.origin))) in right
    kinds = Counter(" + ".join(sorted(of[name].kind for name in pair)) for pair in wrong)
    return Found(
        round(len(right) / max(1, len(right) + len(wrong)), 4),
        round(len(right) / max(1, len(wanted)), 4),
        {kind: round(hits[kind] / totals[kind], 3) for kind in WAYS if totals[kind]},
        dict(kinds.most_common()),
        sorted(wrong),
        sorted(wanted - right),
        sorted(unlabelled),
    )


def compare_events(path: Path) -> dict[str, Any]:
    """List the groups among articles of many outlets on the same events, with the share of text that is in both."""
    records = {record["id"]: record for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    texts = {name: "\n".join(clean(record["text"]).lines) for name, record in records.items()}
    heads = group(
        [
            Copy(name, sketch(texts[name]), record["source"], None, len(texts[name]), record["published_at"])
            for name, record in records.items()
        ],
        texts.__getitem__,
    )
    rows = []
    for name, head in sorted(heads.items(), key=lambda pair: (pair[1], pair[0])):
        if name != head:
            one, other = records[head], records[name]
            share = round(shared(texts[name], texts[head]), 2)
            rows.append([share, one["source"], other["source"], one["title"], other["title"]])
    return {"articles": len(records), "groups": len(set(heads.values())), "copies": rows}


# How large it may grow


def measure_scale(count: int, seed: int) -> dict[str, Any]:
    """Group articles of invented words: one in five is a reprint; notices, and two stories that went everywhere."""
    chance = np.random.default_rng(seed)
    words = np.array([f"w{number}" for number in range(60_000)])
    notice = " ".join(chance.choice(words, 60))
    store = Texts()
    stories = [" ".join(chance.choice(words, 900)) for _ in range(2)]
    text = ""
    for number in range(count):
        kind = chance.random()
        if kind < 0.2 and text:
            text = " ".join([*text.split()[: chance.integers(300, 900)], *chance.choice(words, 40)])
        elif kind < 0.3:
            text = " ".join([stories[number % 2], *chance.choice(words, chance.integers(1, 90))])
        else:
            text = " ".join(chance.choice(words, chance.integers(100, 1_900)))
        # Under half of the articles stands the same notice.
        store.add(Made(f"{number:07}", "", "", f"{text}\n{notice}" if kind > 0.65 else text, None, None))
    seconds = store.sketch()
    before = peak_mb()
    started = time.process_time()
    heads = group(store.copies(), store.text_of)
    grouped = time.process_time() - started
    return {
        "articles": count, "in groups": len(heads), "groups": len(set(heads.values())),
        "sketch ms/article": round(1e3 * seconds / count, 3), "group seconds": round(grouped, 1),
        "articles/s": round(count / grouped), "texts asked": store.asked,
        "peak MB before and after": [before, peak_mb()],
    }  # fmt: skip


def peak_mb() -> int:
    """Return the most memory that this process has had."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000)


if __name__ == "__main__":
    main()
