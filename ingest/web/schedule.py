"""Many fetches at once, one at a time a host, and what they bring in the order that was asked for."""

from __future__ import annotations

import heapq
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.read.draft import Problem
from ingest.web.document import Document
from ingest.web.lead import Lead


@dataclass(frozen=True, slots=True)
class Parcel:
    """An article that came, still to be opened; without a document it is what its feed carries."""

    lead: Lead
    document: Document | None = None
    address: str | None = None


Result = Problem | Parcel
Item = Result | Lead
Visit = Callable[[Lead], Sequence[Item]]
"""What comes of a lead: results, and further leads."""

MOST_HOSTS = 8
MOST_HELD = 50_000_000
"""Letters and bytes fetched ahead of the one that is waited for."""

_Key = tuple[int, ...]


class _Node:
    """A lead with its place in the order, and what came of it."""

    __slots__ = ("items", "key", "lane", "lead")

    def __init__(self, lead: Lead, key: _Key) -> None:
        self.lead = lead
        self.key = key
        self.lane = _lane(lead)
        self.items: list[_Node | Result] | None = None


def in_order(items: Sequence[Item], visit: Visit) -> Iterator[Result]:
    """Visit leads, and those that come of them, several hosts at a time; yield in the order of `items`.

    Each lead is visited on a thread of its own, which ends with the process; what it raises is raised here.
    """
    board = _Board(visit)
    yield from board.results(board.place(items, ()))


class _Board:
    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._waiting: dict[str, list[tuple[_Key, _Node]]] = {}
        self._ready: list[tuple[_Key, str]] = []
        self._busy: set[str] = set()
        self._done: queue.SimpleQueue[tuple[_Node, Sequence[Item] | BaseException]] = queue.SimpleQueue()
        self._held = 0

    def place(self, items: Sequence[Item], above: _Key) -> list[_Node | Result]:
        """Queue the leads among some items; return the items with their places."""
        placed: list[_Node | Result] = []
        for number, item in enumerate(items):
            if isinstance(item, Lead):
                node = _Node(item, (*above, number))
                lane = self._waiting.setdefault(node.lane, [])
                heapq.heappush(lane, (node.key, node))
                if lane[0][1] is node:
                    heapq.heappush(self._ready, (node.key, node.lane))
                placed.append(node)
            else:
                self._held += _weight(item)
                placed.append(item)
        return placed

    def results(self, placed: Sequence[_Node | Result]) -> Iterator[Result]:
        """Yield what comes of items, waiting for each in its turn."""
        for item in placed:
            if isinstance(item, _Node):
                self._start(item)
                while item.items is None:
                    self._collect(wait=True)
                    self._start(item)
                yield from self.results(item.items)
                item.items = []
            else:
                self._held -= _weight(item)
                yield item

    def _start(self, head: _Node) -> None:
        """Begin the visits that may begin; `head` is the one that is waited for."""
        while not self._done.empty():
            self._collect(wait=False)
        while self._ready and len(self._busy) < MOST_HOSTS:
            key, name = heapq.heappop(self._ready)
            lane = self._waiting.get(name)
            if name in self._busy or not lane or lane[0][0] != key:
                continue  # an earlier one of that host came after it was noted
            if self._held > MOST_HELD and lane[0][1] is not head:
                heapq.heappush(self._ready, (key, name))
                return
            node = heapq.heappop(lane)[1]
            self._busy.add(name)
            threading.Thread(target=self._run, args=(node,), daemon=True).start()

    def _run(self, node: _Node) -> None:
        try:
            self._done.put((node, self._visit(node.lead)))
        except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
            self._done.put((node, error))

    def _collect(self, *, wait: bool) -> None:
        node, outcome = self._done.get(block=wait)
        self._busy.discard(node.lane)
        if isinstance(outcome, BaseException):
            raise outcome
        node.items = self.place(outcome, node.key)
        lane = self._waiting[node.lane]
        if lane:
            heapq.heappush(self._ready, (lane[0][0], node.lane))
        else:
            del self._waiting[node.lane]


def _lane(lead: Lead) -> str:
    try:
        return urlsplit(lead.address or "").hostname or ""
    except ValueError:
        return ""


def _weight(item: Result) -> int:
    document = item.document if isinstance(item, Parcel) else None
    return len(document.text) + len(document.data) if document else 0
