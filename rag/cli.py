"""`python -m rag "QUESTION"`: one answer in the terminal, or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence

from rag.called import called
from rag.domain import INFERRED

WIDEST = 100
"""Columns; longer lines are tiring to read."""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog=called("rag"),
        description="Ask a question about a collection of articles.",
        epilog="exit codes: 0 answered, 1 the articles do not say, 2 error",
    )
    parser.add_argument("question", help="in quotes")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument("--outlet", action="append", default=[], metavar="O", help="only this outlet; may be repeated")
    parser.add_argument("--author", action="append", default=[], metavar="A", help="only this author; may be repeated")
    parser.add_argument("--since", metavar="D", help="published on or after this ISO date (2022-03 is enough)")
    parser.add_argument("--until", metavar="D", help="published on or before this ISO date")
    parser.add_argument(
        "--ignore", action="append", default=[], choices=INFERRED, metavar="WHAT",
        help=f"do not read this off the question ({', '.join(INFERRED)}); may be repeated",
    )  # fmt: skip
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer; return 0, or 1 where the articles do not say."""
    given = parse(arguments)
    from rag.assistant import Assistant  # after parsing: --help need not wait for the settings
    from rag.settings import load_settings
    from rag.terminal import as_text

    settings = load_settings(index=given.index)
    with Assistant.open(settings=settings) as assistant:
        answer = assistant.ask(
            given.question,
            outlets=given.outlet,
            authors=given.author,
            since=given.since,
            until=given.until,
            ignoring=given.ignore,
        )
    if given.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(as_text(answer, width=width, asked=given.question, bold=bold), file=sys.stdout)
    return 1 if answer.refused else 0
