"""Saves exchanges in a process of its own until it is told to stop: `python -m tests.rag.saver FILE USER [COUNT]`.

Prints the number of each once it is saved.
"""

from __future__ import annotations

import sys
from itertools import count, islice

from rag.history import History
from rag.kept import Kept
from tests.page.fakes import boats


def main(file: str, user: str, most: str = "100000") -> None:
    """Save one exchange after the other, five a conversation."""
    history = History(file)
    for number in islice(count(), int(most)):
        exchange = Kept(f"{user}-{number}", f"Question {number}", boats(), asked_at="2026-03-09T10:00:00+00:00")
        history.save(user, "news", f"{user}-{number // 5}", exchange)
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
