"""What a page's own style sheets and attributes say of an element, as far as hiding goes; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pages.tree import Element

Declared = Mapping[str, str]

_DECLARATION = re.compile(
    r"(?:^|[;\s])(display|visibility|content-visibility|opacity|font|font-size|color|background|background-color"
    r"|background-image|text-indent|position|left|top|right|bottom|clip|clip-path|transform|height|width|max-height"
    r"|max-width|overflow|overflow-x|overflow-y|margin-left|margin-top|filter)\s{0,20}:([^;]{0,200})",
    re.IGNORECASE,
)
"""What can hide something."""

_MOST_RULES = 20_000
_MOST_TRIES = 2_000_000
_PART = re.compile(r"[.#]?[\w-]{1,200}|\[hidden\]")
_COMPOUND = re.compile(r"(?:\*|[a-zA-Z][\w-]{0,200})?(?:[.#][\w-]{1,200}|\[hidden\]){0,8}")
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?")
_SEEN_MEDIA = re.compile(r"@(?:media (?:only )?(?:screen|all)|supports\b[^{]*|layer\b[^{]*)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One selector with what it declares; `above` are the compounds that some ancestors must match, outermost first."""

    number: int
    parts: frozenset[str]
    above: tuple[frozenset[str], ...]
    needs: frozenset[str]
    declared: Declared


@dataclass(slots=True)
class Styles:
    """The rules of a page's style sheets, by a part of their selector that an element must have.

    Attributes:
        hiding: of those, the ones that may hide something; what none of them fits needs no closer look.
    """

    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    hiding: dict[str, list[_Rule]] = field(default_factory=dict)
    known: dict[Element, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    budget: int = _MOST_TRIES

    @classmethod
    def of(cls, sheets: Iterable[str], *, may_hide: Callable[[Declared], bool]) -> Styles:
        """Read the style sheets of a page; what is written in a way that is not understood is passed over."""
        styles = cls()
        number = 0
        for sheet in sheets:
            for selectors, body in _rules(sheet):
                declared = declarations(body)
                if declared and number < _MOST_RULES:
                    number += 1
                    styles._add(number, selectors, declared, hides=may_hide(declared))
        return styles

    def may_hide(self, element: Element) -> bool:
        """Say whether an element needs a closer look."""
        if element.get("style"):
            return True
        return bool(self.hiding) and bool(self._fitting(element, self.hiding))

    def declared(self, element: Element) -> Declared:
        """Return what holds for an element: of two rules the later one, and the element's own style over all."""
        found: dict[str, str] = {}
        for rule in sorted(self._fitting(element, self.rules), key=lambda rule: rule.number):
            found |= rule.declared
        style = element.get("style")
        return found | declarations(style) if style else found

    def _fitting(self, element: Element, shelf: Mapping[str, list[_Rule]]) -> list[_Rule]:
        if self.budget < 0:
            return []
        parts, above = self._parts(element)
        rules = [rule for part in parts for rule in shelf.get(part, ())]
        self.budget -= len(rules)
        return [
            rule
            for rule in rules
            if rule.parts <= parts and (not rule.above or (rule.needs <= above and self._lies_in(element, rule.above)))
        ]

    def _parts(self, element: Element) -> tuple[frozenset[str], frozenset[str]]:
        """Return what selectors may ask of an element, and of those around it."""
        unknown = []
        while element is not None and element not in self.known:
            unknown.append(element)
            element = element.getparent()
        own, around = self.known[element] if element is not None else (frozenset(), frozenset())
        for inner in reversed(unknown):
            own, around = _parts_of(inner), around if own <= around else own | around
            self.known[inner] = own, around
        return own, around

    def _lies_in(self, element: Element, above: tuple[frozenset[str], ...]) -> bool:
        """Say whether ancestors match the compounds, the innermost last."""
        wanted = list(above)
        for ancestor in element.iterancestors():
            if wanted[-1] <= self._parts(ancestor)[0]:
                wanted.pop()
                if not wanted:
                    return True
        return False

    def _add(self, number: int, selectors: str, declared: Declared, *, hides: bool) -> None:
        for selector in selectors.split(",")[:50]:
            compounds = selector.replace(">", " ").split()
            parts = [_parts_in(compound) for compound in compounds]
            above = [part for part in parts[:-1] if part is not None]
            last = parts[-1] if parts else None
            if last is None or len(above) < len(parts) - 1:
                continue  # siblings, states and positions: a page's own rules for hiding rarely need them
            if last:
                key = max(last, key=lambda part: (part[0] in "#.[", len(part), part))
                rule = _Rule(number, last, tuple(above), frozenset().union(*above), declared)
                for shelf in (self.rules, self.hiding) if hides else (self.rules,):
                    shelf.setdefault(key, []).append(rule)


def declarations(body: str) -> dict[str, str]:
    """Return the declarations of a rule, or of a style attribute, that can hide something."""
    return {name.lower(): value.replace("!important", "").strip().lower() for name, value in _DECLARATION.findall(body)}


@lru_cache(maxsize=10_000)
def _parts_in(compound: str) -> frozenset[str] | None:
    """Return what a compound of a selector asks for; None where it asks what is not understood."""
    return frozenset(_PART.findall(compound.lstrip("*"))) if _COMPOUND.fullmatch(compound) else None


def _rules(sheet: str) -> Iterable[tuple[str, str]]:
    """Go through the rules that hold on a screen of any size."""
    sheet = _COMMENT.sub("", sheet)
    at = 0
    while (start := sheet.find("{", at)) >= 0:
        selector = sheet[at:start].rpartition("}")[2].rpartition(";")[2].strip()
        if selector.startswith("@"):
            at = start + 1 if _SEEN_MEDIA.fullmatch(selector) else _block_end(sheet, start)
            continue
        end = sheet.find("}", start)
        if end < 0:
            return
        yield selector[:2_000], sheet[start + 1 : end]
        at = end + 1


def _block_end(sheet: str, start: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(sheet, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(sheet)


def _parts_of(element: Element) -> frozenset[str]:
    parts = {element.tag}
    if names := element.get("class"):
        parts.update([f".{name}" for name in names.split()[:50]])
    if name := element.get("id"):
        parts.add(f"#{name}")
    if element.get("hidden") is not None:
        parts.add("[hidden]")
    return frozenset(parts)
