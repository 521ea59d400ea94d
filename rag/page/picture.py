"""What an answer tells of several days, as a picture: a line of time with a dot a report; pure, and our own SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.dates import as_date, day_range, show_date
from rag.domain import Answer, Citation
from rag.render import escape_html, one_line
from rag.words import say

WIDTH, LINE_AT, MARGIN = 420, 14, 10
"""Units of the drawing: how wide it is, where its line runs, and how far its ends are from the edge."""

ROW = 16
"""Units between two lines of text."""

LETTER = 8.4
"""Units that a letter takes, about."""

MOST = 14
"""Reports; more cannot be told apart."""

LONGEST_NAME = 28
"""Letters of an outlet that the drawing has room for; its card has the whole name."""


@dataclass(frozen=True, slots=True)
class _Day:
    """One day on the line: how far along it stands, and the reports that are of it."""

    x: float
    label: str
    reports: tuple[Citation, ...]

    @property
    def width(self) -> float:
        """Units that its text takes."""
        return LETTER * max(len(self.label), *(len(_short(_outlet(one))) for one in self.reports))


def as_picture(answer: Answer, turn: int) -> str:
    """Return the cited reports along the days they are of; nothing where they are of one day, or without dates.

    Each report leads to its words, as its chip does. The picture says nothing that the cards below do not.
    """
    dated = [(as_date(found[0]), one) for one in answer.citations if (found := day_range(one.published))][:MOST]
    by_day: dict[date, dict[str, Citation]] = {}
    for day, citation in sorted(dated, key=lambda pair: (pair[0], pair[1].number)):
        by_day.setdefault(day, {}).setdefault(_outlet(citation), citation)
    if len(by_day) < 2:  # noqa: PLR2004  # one day is no line
        return ""
    days = _placed({day: tuple(reports.values()) for day, reports in by_day.items()})
    drawn, bottom = _drawn(days, turn)
    title = escape_html(say("Reports from {first} to {last}", first=days[0].label, last=days[-1].label))
    return (
        f'<figure class="picture"><svg viewBox="0 0 {WIDTH} {bottom}" role="group" aria-label="{title}">'
        f'<line x1="{MARGIN}" y1="{LINE_AT}" x2="{WIDTH - MARGIN}" y2="{LINE_AT}"/>{drawn}</svg></figure>'
    )


def _outlet(citation: Citation) -> str:
    return one_line(citation.publisher or say("outlet unknown"))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _placed(by_day: Mapping[date, tuple[Citation, ...]]) -> list[_Day]:
    first, last = min(by_day), max(by_day)
    across = (WIDTH - 4 * MARGIN) / (last - first).days
    return [
        _Day(2 * MARGIN + across * (day - first).days, show_date(reports[0].published), reports)
        for day, reports in by_day.items()
    ]


def _drawn(days: Sequence[_Day], turn: int) -> tuple[str, int]:
    """Return the days with their reports below them, those that would overlap one under the other; and the height."""
    parts: list[str] = []
    ends: list[tuple[float, int]] = []  # of each text: where it ends, and how far down
    bottom = LINE_AT
    for day in days:
        left = min(max(day.x - day.width / 2, 0), WIDTH - day.width)
        top = max([LINE_AT, *(down for end, down in ends if end + LETTER > left)])
        parts.append(_column(day, left + day.width / 2, top, turn))
        down = top + ROW * (len(day.reports) + 1) + 4
        ends.append((left + day.width, down))
        bottom = max(bottom, down)
    return "".join(parts), bottom + 6


def _column(day: _Day, middle: float, top: int, turn: int) -> str:
    below = top + ROW + 4
    mark = f'<path d="M{day.x:.0f} {LINE_AT}V{below - ROW + 4}"/><circle cx="{day.x:.0f}" cy="{LINE_AT}" r="6"/>'
    place = f'x="{middle:.0f}" text-anchor="middle"'
    lines = [f'<text class="day" {place} y="{below}">{escape_html(day.label)}</text>']
    for row, citation in enumerate(day.reports, start=1):
        name = _outlet(citation)
        source = escape_html(say("Source {number}", number=citation.number))
        lines.append(
            f'<a href="#s-{turn}-{citation.number}"'
            f' aria-label="{source}: {escape_html(name)}, {escape_html(day.label)}">'
            f'<text {place} y="{below + ROW * row}">{escape_html(_short(name))}</text></a>'
        )
    return mark + "".join(lines)
