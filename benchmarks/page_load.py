"""The page with several people at once: its capacity, two minutes at 70 % of it, and what the surplus hears above it.

    python -m benchmarks.page_load --index DIR [--seconds 120] [--users 8] [--arrivals]

Half of the people sit before the chat and half are programs. Each has a session, asks six questions one after the
other, and a name in them that must come back, and no other; then somebody else comes. First one person alone, then as
many as keep the page busy (which is the capacity), then the same people with pauses, so that 70 % of that is asked,
then a rush of five times the capacity by people who have the page open: those who do not fit must hear "busy" within a
second. Asked at 70 %: nothing lost, nothing mixed up, 95th percentile at most 3 times that of one person, memory flat.

With `--arrivals` questions arrive at random whether earlier ones are answered or not, as from very many people.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.served import Served, served

SHARE, MOST_TIMES, AT_ONCE = 0.7, 3.0, 1.0
"""Of the capacity; of one person's 95th percentile; seconds until "busy"."""

RUSH, RUSH_SECONDS = 5, 15
"""Times the capacity, and for how long: more come than are answered at a time and wait."""

MOST_OPEN = 100
"""People who open the page before a rush; those of them who were answered ask again."""

A_VISIT = 6
"""Questions of one person."""

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


class Page:
    """The page as a browser and a program ask it."""

    def __init__(self, client: httpx.AsyncClient, questions: Sequence[str]) -> None:
        self.questions = questions
        self.numbers: Iterator[int] = itertools.count(1)
        self._client = client
        self._asking: dict[bool, dict[str, Any]] = {}
        self._opening: list[dict[str, Any]] = []

    async def enter(self) -> None:
        """Look up how the chat is asked and what a browser asks first, and have the models loaded."""
        config = (await self._client.get("/config")).json()
        components = {each["id"]: each["props"] for each in config["components"]}
        for asked in config["dependencies"]:
            into = [components[number] for number in asked["inputs"]]
            data = [props.get("value") for props in into]
            if any(on[1] == "load" for on in asked["targets"]) and asked["backend_fn"]:
                self._opening.append({"data": data, "fn_index": asked["id"]})
            if into and into[0].get("elem_id") == "ask" and any(on[1] == "submit" for on in asked["targets"]):
                self._asking[False] = {"data": data, "fn_index": asked["id"]}
            if asked["api_name"] == "answer":
                self._asking[True] = {"data": data, "fn_index": asked["id"]}
        if set(self._asking) != {True, False}:
            raise SystemExit("the page has no box that is asked, or no endpoint for programs")
        for person in (Person(self, program=True), Person(self, program=False)):
            for _ in range(2):
                if (reply := await person.ask()).status != "answered":
                    raise SystemExit(f"a first question was {reply.status}")

    async def opened(self, session: str) -> None:
        """Do what a browser does when it opens the page."""
        for event in self._opening:
            await self._joined({**event, "session_hash": session})

    async def ask(self, question: str, session: str, *, program: bool) -> tuple[str, str]:
        """Return what became of a question that was typed or that a program asked, and all that came back."""
        way = self._asking[program]
        data = [question, *way["data"][1:]]
        return await self._joined({"data": data, "fn_index": way["fn_index"], "session_hash": session})

    async def _joined(self, event: dict[str, Any]) -> tuple[str, str]:
        joined = await self._client.post("/gradio_api/queue/join", json=event)
        if joined.status_code != httpx.codes.OK:
            return "busy" if joined.status_code == httpx.codes.SERVICE_UNAVAILABLE else "lost", ""
        seen = ""
        async with self._client.stream("GET", f"/gradio_api/queue/data?session_hash={event['session_hash']}") as stream:
            async for line in stream.aiter_lines():
                seen += line
                if '"msg":"process_completed"' in line.replace(": ", ":"):
                    return "answered" if '"success":true' in line.replace(": ", ":") else "lost", seen
        return "lost", seen


@dataclass(slots=True)
class Person:
    """Somebody who asks, and after six questions somebody else in the same chair."""

    page: Page
    program: bool
    name: str = ""
    places: list[int] = field(default_factory=list)

    async def sit_down(self) -> None:
        """Begin as somebody new."""
        number = next(self.page.numbers)
        self.name = f"Reader{number}"
        self.places = [(number + step) % len(self.page.questions) for step in range(A_VISIT)]
        if not self.program:
            await self.page.opened(f"load{self.name}")

    async def ask(self) -> Reply:
        """Ask the next question and wait for its answer."""
        if not self.places:
            await self.sit_down()
        question = f"{self.page.questions[self.places.pop()]}, {self.name}?"
        started = time.perf_counter()
        try:
            status, seen = await self.page.ask(question, f"load{self.name}", program=self.program)
        except (httpx.HTTPError, json.JSONDecodeError):
            status, seen = "lost", ""
        if status == "answered" and set(NAME.findall(seen)) != {self.name}:
            status = "mixed up"
        return Reply(status, time.perf_counter() - started)


def people(page: Page, number: int) -> list[Person]:
    """Return so many people, half of them programs."""
    return [Person(page, program=bool(place % 2)) for place in range(number)]


async def keep_asking(
    asking: Sequence[Person], seconds: float, *, rate: float = float("inf")
) -> tuple[list[Reply], float]:
    """Let people ask one question after the other; return what became of them, and answers a second.

    Args:
        rate: questions a second of all together; each pauses at random after an answer, so that it comes to this.
    """
    moments = random.Random(7)
    started = time.perf_counter()
    replies: list[Reply] = []
    asked = 0

    async def one(person: Person) -> None:
        nonlocal asked
        while (now := time.perf_counter() - started) < seconds:
            if rate < float("inf"):
                taken = statistics.fmean(reply.seconds for reply in replies) if replies else 0.0
                ahead = max(0.5, min(2.0, asked / (rate * now))) if replies else 1.0
                pause = max(0.05, len(asking) / rate - taken) * ahead
                await asyncio.sleep(min(moments.expovariate(1 / pause), seconds - now))
            asked += 1
            replies.append(await person.ask())

    await asyncio.gather(*map(one, asking))
    return replies, sum(reply.status == "answered" for reply in replies) / (time.perf_counter() - started)


async def arrive(page: Page, rate: float, seconds: float) -> list[Reply]:
    """Let so many questions a second arrive at random (a Poisson process), whether earlier ones are answered or not.

    The page is opened before, by as many as may ask at a time.
    """
    moments = random.Random(7)
    waiting = people(page, min(round(rate * seconds), MOST_OPEN))
    for person in waiting:
        await person.sit_down()

    async def one(person: Person) -> Reply:
        reply = await person.ask()
        waiting.append(person)
        return reply

    tasks: list[asyncio.Task[Reply]] = []
    due = started = time.perf_counter()
    while due - started < seconds:
        person = waiting.pop(0) if waiting else Person(page, program=bool(len(tasks) % 2))
        tasks.append(asyncio.create_task(one(person)))
        due += moments.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    return await asyncio.gather(*tasks)


async def measure(served_page: Served, given: argparse.Namespace) -> bool:
    """Print a line for each phase and what was asked; return whether all of it holds."""
    questions = given.questions.read_text(encoding="utf-8").splitlines() if given.questions else QUESTIONS
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=served_page.url, timeout=300, limits=limits, trust_env=False) as client:
        page = Page(client, [each.rstrip("?") for each in questions])
        await page.enter()
        print(f"{'':26}{'asked':>7}{'answered':>10}{'busy':>6}{'lost':>6}{'mixed':>7}{'p50':>9}{'p95':>9}")
        alone = [reply for one in people(page, 2) for reply in (await keep_asking([one], given.seconds / 8))[0]]
        tell("one person", alone)
        several = people(page, given.users)
        crowd, capacity = await keep_asking(several, given.seconds / 4)
        tell(f"{given.users} people, no pause", crowd)
        rate, before = SHARE * capacity, served_page.megabytes()
        if given.arrivals:
            steady, reached = await arrive(page, rate, given.seconds), rate
        else:
            steady, reached = await keep_asking(several, given.seconds, rate=rate)
        after = served_page.megabytes()
        tell(f"{'at random' if given.arrivals else f'{given.users} people'}, {reached:.2f} a second", steady)
        rush = await arrive(page, RUSH * capacity, RUSH_SECONDS)
        tell(f"at random, {RUSH * capacity:.2f} a second", rush)
    print(
        f"capacity {capacity:.1f} answers a second; memory {before:.0f} to {after:.0f} MB ({after / before - 1:+.1%})"
    )
    times = quantile(steady, 0.95) / quantile(alone, 0.95)
    told = max((reply.seconds for reply in rush if reply.status == "busy"), default=float("inf"))
    held = {
        "nothing lost or mixed up": not any(each.status in {"lost", "mixed up"} for each in [*steady, *rush]),
        f"all answered at {reached / capacity:.0%}": all(each.status == "answered" for each in steady),
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
    parser.add_argument("--arrivals", action="store_true", help="questions arrive at random, as from very many people")
    given = parser.parse_args()
    with served(given.index) as page:
        return 0 if asyncio.run(measure(page, given)) else 1


if __name__ == "__main__":
    sys.exit(main())
