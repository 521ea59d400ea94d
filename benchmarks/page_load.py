"""The page with several people at once: its capacity, two minutes at 70 % of it, and what the surplus hears above it.

    python -m benchmarks.page_load --index DIR [--seconds 120] [--users 8] [--evenly]

Half ask through the programs' endpoint, half through the queue of the chat, each question in a session of its own and
with a name in it that must come back, and no other. First one person alone, then as many as keep it busy (which is the
capacity), then arrivals at random at 70 % of that, then many at once: those who do not fit must hear "busy" within a
second. Asked at 70 %: nothing lost, nothing mixed up, 95th percentile at most 3 times that of one person, memory flat.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.served import Served, served

SHARE, MOST_TIMES, AT_ONCE = 0.7, 3.0, 1.0
"""Of the capacity; of one person's 95th percentile; seconds until "busy"."""

SURPLUS = 150
"""Questions sent in one moment: more than are answered at a time and wait."""

NAME = re.compile(r"Reader\d+")

QUESTIONS = (
    "How many boats were lost when Orrenmouth's harbour burned", "What started the harbour fire",
    "Who was pulled from the water", "What did the harbour master say", "Who wrote the music of The Salt Year",
    "When does the ferry fare rise", "What did the council decide about the dredging", "How long did the trial last",
)  # fmt: skip
"""About the sample; over another collection most are refused, which takes about as long. `--questions` names others."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one question; `status` is answered, busy, lost or mixed up."""

    status: str
    seconds: float


class Visitors:
    """People who ask a page, each question from a new session."""

    def __init__(self, page: Served, client: httpx.AsyncClient, questions: Sequence[str]) -> None:
        self._page = page
        self._client = client
        self._questions = questions
        self._numbers: Iterator[int] = itertools.count(1)
        self._chat: dict[str, Any] = {}

    async def enter(self) -> None:
        """Look up how the chat is asked, and have the models loaded."""
        config = (await self._client.get("/config")).json()
        components = {each["id"]: each["props"] for each in config["components"]}
        for asked in config["dependencies"]:
            into = [components[number] for number in asked["inputs"]]
            if into and into[0].get("elem_id") == "ask" and any(on[1] == "submit" for on in asked["targets"]):
                self._chat = {"fn_index": asked["id"], "rest": [props.get("value") for props in into[1:]]}
        if not self._chat:
            raise SystemExit("the page has no box that is asked")
        for _ in range(4):
            if (reply := await self.ask()).status != "answered":
                raise SystemExit(f"a first question was {reply.status}")

    async def ask(self) -> Reply:
        """Ask the next question and wait for its answer."""
        number = next(self._numbers)
        name = f"Reader{number}"
        question = f"{self._questions[number // 2 % len(self._questions)]}, {name}?"
        started = time.perf_counter()
        try:
            status = await (self._ask_program if number % 2 else self._ask_chat)(question, name)
        except (httpx.HTTPError, json.JSONDecodeError):
            status = "lost"
        return Reply(status, time.perf_counter() - started)

    async def _ask_program(self, question: str, name: str) -> str:
        joined = await self._client.post("/gradio_api/call/v2/answer", json={"question": question})
        if joined.status_code != httpx.codes.OK:
            return "busy" if joined.status_code == httpx.codes.SERVICE_UNAVAILABLE else "lost"
        event = joined.json()["event_id"]
        async with self._client.stream("GET", f"/gradio_api/call/answer/{event}") as stream:
            kind = ""
            async for line in stream.aiter_lines():
                kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
                if kind == "complete" and line.startswith("data: "):
                    answer = json.loads(line.removeprefix("data: "))[0]
                    return _judged(line, name) if name in answer["question"] else "mixed up"
                if kind == "error":
                    return "lost"
        return "lost"

    async def _ask_chat(self, question: str, name: str) -> str:
        session = f"load{name}"
        body = {"data": [question, *self._chat["rest"]], "fn_index": self._chat["fn_index"], "session_hash": session}
        joined = await self._client.post("/gradio_api/queue/join", json=body)
        if joined.status_code != httpx.codes.OK:
            return "busy" if joined.status_code == httpx.codes.SERVICE_UNAVAILABLE else "lost"
        seen = ""
        async with self._client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
            async for line in stream.aiter_lines():
                seen += line
                if '"msg":"process_completed"' in line.replace(": ", ":"):
                    return _judged(seen, name) if '"success":true' in line.replace(": ", ":") else "lost"
        return "lost"


def _judged(text: str, name: str) -> str:
    return "answered" if set(NAME.findall(text)) == {name} else "mixed up"


async def keep_asking(visitors: Visitors, users: int, seconds: float) -> tuple[list[Reply], float]:
    """Let so many ask one question after the other; return what became of them, and answers a second."""
    end = time.perf_counter() + seconds
    replies: list[Reply] = []

    async def one() -> None:
        while time.perf_counter() < end:
            replies.append(await visitors.ask())

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(users)))
    return replies, sum(reply.status == "answered" for reply in replies) / (time.perf_counter() - started)


async def arrive(visitors: Visitors, rate: float, seconds: float, *, evenly: bool) -> list[Reply]:
    """Let so many questions a second arrive, whether earlier ones are answered or not.

    Args:
        evenly: at intervals from half to one and a half of the mean one, else at random (a Poisson process).
    """
    moments = random.Random(7)
    tasks: list[asyncio.Task[Reply]] = []
    due = started = time.perf_counter()
    while due - started < seconds:
        tasks.append(asyncio.create_task(visitors.ask()))
        due += moments.uniform(0.5, 1.5) / rate if evenly else moments.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    return await asyncio.gather(*tasks)


async def measure(page: Served, given: argparse.Namespace) -> bool:
    """Print a line for each phase and what was asked; return whether all of it holds."""
    questions = given.questions.read_text(encoding="utf-8").splitlines() if given.questions else QUESTIONS
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=page.url, timeout=300, limits=limits, trust_env=False) as client:
        visitors = Visitors(page, client, [each.rstrip("?") for each in questions])
        await visitors.enter()
        print(f"{'':26}{'asked':>7}{'answered':>10}{'busy':>6}{'lost':>6}{'mixed':>7}{'p50':>9}{'p95':>9}")
        alone, _ = await keep_asking(visitors, 1, given.seconds / 4)
        tell("one person", alone)
        crowd, capacity = await keep_asking(visitors, given.users, given.seconds / 4)
        tell(f"{given.users} people, no pause", crowd)
        before = page.megabytes()
        several = await arrive(visitors, SHARE * capacity, given.seconds, evenly=given.evenly)
        after = page.megabytes()
        tell(f"{SHARE * capacity:.2f} a second, {'evenly' if given.evenly else 'at random'}", several)
        burst = await asyncio.gather(*(visitors.ask() for _ in range(SURPLUS)))
        tell(f"{SURPLUS} at once", burst)
    print(
        f"capacity {capacity:.1f} answers a second; memory {before:.0f} to {after:.0f} MB ({after / before - 1:+.1%})"
    )
    times = quantile(several, 0.95) / quantile(alone, 0.95)
    told = max((reply.seconds for reply in burst if reply.status == "busy"), default=float("inf"))
    held = {
        "nothing lost or mixed up": not any(each.status in {"lost", "mixed up"} for each in [*several, *burst]),
        f"all answered at {SHARE:.0%}": all(each.status == "answered" for each in several),
        f"p95 {times:.1f} times one person's (at most {MOST_TIMES:.0f})": times <= MOST_TIMES,
        f"surplus told within {told:.2f} s (at most {AT_ONCE:.0f})": told <= AT_ONCE,
        "memory flat (at most 5 % more)": after <= 1.05 * before,
    }
    for what, holds in held.items():
        print(f"{'yes' if holds else 'NO':4}{what}")
    return all(held.values())


def tell(what: str, replies: Sequence[Reply]) -> None:
    counted = [sum(reply.status == status for reply in replies) for status in ("answered", "busy", "lost", "mixed up")]
    figures = f"{counted[0]:>10}{counted[1]:>6}{counted[2]:>6}{counted[3]:>7}"
    times = f"{quantile(replies, 0.5):>7.2f} s{quantile(replies, 0.95):>7.2f} s"
    print(f"{what:26}{len(replies):>7}{figures}{times}", flush=True)


def quantile(replies: Sequence[Reply], share: float) -> float:
    """Return how long that share of the answered questions took at most."""
    took = sorted(reply.seconds for reply in replies if reply.status == "answered")
    if len(took) < 2:
        return took[0] if took else float("nan")
    return statistics.quantiles(took, n=100, method="inclusive")[round(share * 100) - 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--index", type=Path, required=True, help="folder of a collection")
    parser.add_argument("--questions", type=Path, help="a file of questions, one a line")
    parser.add_argument("--seconds", type=float, default=120.0, help="at 70 %% of the capacity")
    parser.add_argument("--users", type=int, default=8, help="people who find out the capacity")
    parser.add_argument("--evenly", action="store_true", help="questions arrive evenly, not at random")
    given = parser.parse_args()
    with served(given.index) as page:
        return 0 if asyncio.run(measure(page, given)) else 1


if __name__ == "__main__":
    sys.exit(main())
