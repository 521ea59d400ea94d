"""`python -m ingest.collection`: look at what a collection holds, and set it right."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rag.called import called

if TYPE_CHECKING:
    from rag.collection import Collection
    from rag.domain import Mention, Source
    from rag.embed import Embedder
    from rag.settings import Settings


_MOST_MENTIONS = 12
"""Dates shown of an article."""

_OF_ARTICLES = {"show", "remove", "set", "join", "separate"}
_CHANGES = {"remove", "rebuild", "set", "join", "separate"}


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(prog=called("ingest.collection"), description="Look after a collection.")
    folder = "folder of the collection (default: DATELINE_INDEX)"
    parser.add_argument("--index", metavar="DIR", help=folder)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    about = {
        "list": "the articles, newest first",
        "show": "one article: its source and its text",
        "remove": "take articles out",
        "set": "set right what is known about an article; it survives the next ingests",
        "join": "say that articles are copies of one text: one source",
        "separate": "say that an article is a copy of none of its group: a source of its own",
        "check": "compare the index with the store and the files with what was written",
        "rebuild": "make the index anew from the store, for another embedding model too",
        "ready": "say whether questions can be asked",
        "all": "the collections beside this one",
    }
    for name, text in about.items():
        command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        # Before or behind the command; what stands there would be lost to a default of its own.
        command.add_argument("--index", metavar="DIR", default=argparse.SUPPRESS, help=folder)
        command.add_argument("--json", action="store_true", help="print JSON")
        if name in _OF_ARTICLES:
            command.add_argument(
                "article_id", nargs="+" if name in {"remove", "join"} else None, help="as `list` shows it"
            )
        if name == "remove":
            command.add_argument("--erase", action="store_true", help="leave no trace of them on the disk")
        if name == "set":
            command.add_argument(
                "value", nargs="+", metavar="FIELD=VALUE", type=_value,
                help="title, outlet, author, published, updated, url, language, agency; FIELD= makes it unknown,"
                " FIELD=- takes the correction back",
            )  # fmt: skip
        if name == "show":
            command.add_argument("--raw", action="store_true", help="what came in, before cleaning")
    return parser.parse_args(arguments)


def _value(given: str) -> tuple[str, str | None]:
    field, equals, value = given.partition("=")
    if not (field and equals):
        raise argparse.ArgumentTypeError(f"{given!r} is not of the form outlet=Name")
    return field, None if value == "-" else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands."""
    given = parse(arguments)
    from rag.settings import load_settings

    settings = load_settings(index=given.index)
    if given.command in _CHANGES:
        return _change(given, settings)
    if given.command == "all":
        return _all(given, settings)
    from rag.collection import Collection

    collection = Collection(settings.index, _embedder(settings))
    try:
        if given.command == "check":
            return _check(collection, given)
        if given.command == "ready":
            print(f"{settings.index} can be asked")
            return 0
        return _read(collection, given)
    finally:
        collection.close()


def _embedder(settings: Settings) -> Embedder:
    from rag.embed import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder.from_settings(settings)


def _read(collection: Collection, given: argparse.Namespace) -> int:
    with collection.reading() as store:
        if given.command == "list":
            sources = store.sources()
            if given.json:
                print(json.dumps([asdict(source) for source in sources], ensure_ascii=False, indent=2))
            # On a terminal a line is a row; a pipe takes it whole.
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            for source in [] if given.json else sources:
                print(_line(source)[:width])
            return 0
        article = store.article(given.article_id)
    if given.json:
        print(json.dumps(asdict(article), ensure_ascii=False, indent=2))
    elif given.raw:
        print(article.raw)
    else:
        for name, value in asdict(article.source).items():
            print(f"{name:12} {value if value is not None else 'unknown'}")
        for mention in article.mentions[:_MOST_MENTIONS]:
            print(f"{'speaks of':12} {article.text[mention.start : mention.end]}: {_days(mention)}")
        print(f"\n{article.text}")
    return 0


def _days(mention: Mention) -> str:
    if mention.day_from is None:
        return "open"
    return mention.day_from if mention.day_from == mention.day_to else f"{mention.day_from} to {mention.day_to}"


def _line(source: Source) -> str:
    copy = f"(copy of {source.group})  " if source.group != source.article_id else ""
    day = source.published[:10] if source.published else "date unknown"  # without the time of day
    return f"{source.article_id}  {day:12}  {source.outlet:22}  {copy}{source.title or 'untitled'}"


def _check(collection: Collection, given: argparse.Namespace) -> int:
    """Open the generation, which compares its files, and compare its ids with the store's."""
    with collection.snapshot() as snapshot:
        inside, outside = snapshot.vectors.ids(), set(snapshot.store.passage_ids())
        found = {
            "generation": snapshot.vectors.manifest.generation,
            "articles": snapshot.store.count("articles"),
            "passages": len(outside),
            "missing": len(outside - inside),
            "surplus": len(inside - outside),
        }
    sound = not found["missing"] and not found["surplus"]
    if given.json:
        print(json.dumps(found))
    else:
        state = "sound" if sound else f"not sound; mend it with: {called('ingest.collection')} rebuild"
        print(", ".join(f"{name} {value}" for name, value in found.items()) + f": {state}")
    return 0 if sound else 2


def _change(given: argparse.Namespace, settings: Settings) -> int:
    from ingest import pipeline
    from ingest.cli import progress_bar

    index, embedder = settings.index, _embedder(settings)
    if given.command == "remove":
        report = pipeline.remove(given.article_id, index, embedder=embedder, erase=given.erase)
        done = f"{len(set(given.article_id))} {'erased' if given.erase else 'removed'}"
    elif given.command == "set":
        report = pipeline.correct(given.article_id, dict(given.value), index, embedder=embedder)
        done = f"{given.article_id} set right"
    elif given.command == "join":
        report = pipeline.join(given.article_id, index, embedder=embedder)
        done = f"{len(given.article_id)} articles are one source"
    elif given.command == "separate":
        report = pipeline.separate(given.article_id, index, embedder=embedder)
        done = f"{given.article_id} is a source of its own"
    else:
        with progress_bar(visible=sys.stderr.isatty() and not given.json) as progress:
            report = pipeline.rebuild(index, embedder=embedder, progress=progress)
        done = f"{report.embedded} embedded anew"
    if given.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(f"{done}; {index}: {report.articles} articles, {report.passages} passages")
    return 0


def _all(given: argparse.Namespace, settings: Settings) -> int:
    """List the collections in the folder that this one lies in."""
    from rag.collection import collections_in

    found = collections_in(settings.index.resolve().parent)
    if given.json:
        print(json.dumps([asdict(one) for one in found], indent=2))
    for one in [] if given.json else found:
        print(f"{one.name:24} {one.articles:>8} articles  newest {one.newest or 'unknown'}")
    return 0


if __name__ == "__main__":
    from rag.door import run

    sys.exit(run(main))
