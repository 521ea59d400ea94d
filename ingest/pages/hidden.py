"""What no reader of a page sees, taken out of its tree: text that is hidden could tell a model what it tells nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.pages import colours, tree
from ingest.pages.colours import Colour
from ingest.pages.styles import Declared, Styles
from ingest.pages.verdict import asks_consent

if TYPE_CHECKING:
    from ingest.pages.tree import Element

_NEVER_SHOWN = frozenset(
    "script style template noscript noembed noframes iframe object embed applet canvas svg math audio video datalist "
    "select option input button textarea map rp rt dialog link meta base title param source track".split()
)
"""Elements whose text is code, a control's or a fallback's."""

_FOR_MACHINES = (
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "a11y-hidden",
    "element-invisible",
)
"""How the classes of text for screen readers end, whatever the page's style sheets call them."""

_SEEN_SHARE, _MOST_SEEN = 0.2, 1_500
"""Of the letters in paragraphs, and letters; where more can be seen that is the article, and the veiled is a secret."""

_LEAST_ARTICLE, _PARAGRAPHS = 400, 3
_PARAGRAPH = 40
_PROSE = ("p", "blockquote", "li", "h1", "h2", "h3")

_FAR = 500.0
_TINY = 2.0
_FAINT = 0.05
_SAME = 24
"""Difference of two colours, over red, green and blue, that no eye sees."""

_WHITE = (255, 255, 255)
_UNSEEN = (-1, -1, -1)
_OLD = {"color": "color", "bgcolor": "background"}
"""Attributes that say what style sheets say today."""

_LOOKS = frozenset("color background background-color background-image font font-size text-indent".split())
_PLACES = frozenset("left top right bottom margin-left margin-top transform".split())
_BOXES = frozenset("overflow overflow-x overflow-y clip clip-path transform".split())
_HIDING = _LOOKS | _PLACES | _BOXES | frozenset("display visibility content-visibility opacity filter".split())
_KEPT = ("inherit", "initial", "unset", "none", "currentcolor")
_LENGTH = re.compile(r"(?P<number>[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}))(?P<unit>[a-z]{1,4}|%)?")
_PIXELS = {"em": 16.0, "rem": 16.0, "%": 10.0, "vw": 10.0, "vh": 10.0, "ch": 8.0, "ex": 8.0, "in": 96.0, "cm": 38.0}
_MOVED = re.compile(r"translate[xy3d]{0,2}\(([^,)]{1,20})")
_CLIP = re.compile(r"rect\((?:[01](?:px)?[ ,]{0,3}){4}\)")
_CLIP_PATH = re.compile(r"inset\((?:50|100)%|circle\(0|polygon\(0(?:px)? 0(?:px)?\)")
_SCALED = re.compile(r"scale[xy]?\(0(?:\.0{1,4})?[,)]|rotate[xy]\(-?90deg")


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text of an element looks, as far as elements inherit it; a colour of None is unknown.

    Attributes:
        shown: whether an eye can read text that looks so.
    """

    colour: Colour | None = None
    ground: Colour | None = _WHITE
    clear: bool = False
    tiny: bool = False
    away: bool = False
    shown: bool = field(init=False)

    def __post_init__(self) -> None:
        near = colours.distance(self.colour, self.ground) <= _SAME if self.colour and self.ground else False
        object.__setattr__(self, "shown", not (near or self.clear or self.tiny or self.away))

    def under(self, element: Element | None, declared: Declared) -> _Look:
        """Return the look of an element inside, with what it declares itself."""
        if element is not None and (own := {name: element.get(name) for name in _OLD if element.get(name)}):
            declared = {_OLD[name]: value for name, value in own.items()} | dict(declared)
        if _LOOKS.isdisjoint(declared):
            return self
        return _Look(*self._colours(declared), tiny=self._size(declared), away=self._indent(declared))

    def on(self, ground: Colour | None) -> _Look:
        """Return the same look on another ground."""
        return replace(self, ground=ground)

    def _colours(self, declared: Declared) -> tuple[Colour | None, Colour | None, bool]:
        colour, ground, clear = self.colour, self.ground, self.clear
        if (text := declared.get("color", "inherit")) not in _KEPT:
            colour, clear = colours.colour_of(text), colours.is_clear(text)
        behind = declared.get("background-color") or declared.get("background", "none")
        if declared.get("background-image", "none") != "none":
            ground = None
        elif behind not in _KEPT and not colours.is_clear(behind):
            ground = colours.colour_of(behind)
        return colour, ground, clear

    def _size(self, declared: Declared) -> bool:
        size = declared.get("font-size") or _size_in(declared.get("font", ""))
        if not size or size == "inherit":
            return self.tiny
        length = pixels(size)
        relative = size.endswith(("em", "%")) and not size.endswith("rem")
        return self.tiny if length is None or (relative and length and self.tiny) else length < _TINY

    def _indent(self, declared: Declared) -> bool:
        indent = pixels(declared.get("text-indent"))
        return self.away if indent is None else abs(indent) > _FAR


def remove_hidden(root: Element) -> None:
    """Take out of a page's tree all that is not shown.

    An article that lies under a veil until a script lifts it stays, where it is nearly all that the page has to say.
    """
    styles = Styles.of((sheet.text or "" for sheet in root.iter("style") if _is_in_force(sheet)), may_hide=_may_hide)
    for element in list(root.iter(*_NEVER_SHOWN)):
        tree.remove(element)
    veiled: list[Element] = []
    looks: dict[Element, _Look] = {}
    for element in list(tree.walk(root)):
        parent = element.getparent()
        before = _Look() if parent is None else looks.get(parent)
        if before is None:  # it lies in what was taken out
            continue
        declared = styles.declared(element) if not before.shown or styles.may_hide(element) else {}
        if _is_trick(element, declared):
            tree.remove(element)
            continue
        look = before.under(element, declared)
        if look is not before and look.colour and before.shown:
            look = look.on(_ground(element, styles))
        looks[element] = look
        if not look.shown:
            _silence(element)
        if _is_marked(element) or (declared and _is_veiled(declared)):
            veiled.append(element)
    for element in _without_article(veiled, root):
        tree.remove(element)
    # What is left is shown; others who read the tree would take "overflow:hidden" for hiding.
    for element in root.iter():
        element.attrib.pop("style", None)


def _is_in_force(sheet: Element) -> bool:
    """Say whether a style sheet is for the page itself, on a screen."""
    media = sheet.get("media", "all").strip().lower()
    elsewhere = any(above.tag in _NEVER_SHOWN for above in sheet.iterancestors())
    return not elsewhere and media.startswith(("all", "screen", "only screen")) and "width" not in media


def _may_hide(declared: Declared) -> bool:
    """Say whether a rule of a style sheet may hide what it is for."""
    if _HIDING.isdisjoint(declared):
        return False
    look = _Look().under(None, declared)
    return not look.shown or _is_veiled(declared) or _is_away(declared) or _is_cut(declared)


def _ground(element: Element, styles: Styles) -> Colour | None:
    """Return what colour an element stands on; None where that is not known."""
    for ancestor in (element, *element.iterancestors()):
        look = _Look(ground=_UNSEEN).under(ancestor, styles.declared(ancestor))
        if look.ground != _UNSEEN:
            return look.ground
    return _WHITE


def _without_article(veiled: list[Element], root: Element) -> list[Element]:
    """Leave out of the veiled elements those that hold the article, where next to nothing else is on the page.

    An article may lie under one veil, or each of its paragraphs under one of its own.
    """
    alike: dict[tuple[str, str | None], list[Element]] = defaultdict(list)
    for element in veiled:
        alike[element.tag, element.get("class")].append(element)
    article = {element for group in alike.values() if _may_be_article(group) for element in group}
    if not article:
        return veiled
    others = [element for element in veiled if element not in article]
    seen = _letters(root, without=veiled)
    return others if seen <= min(_MOST_SEEN, _SEEN_SHARE * _letters(root, without=others)) else veiled


def _may_be_article(group: Sequence[Element]) -> bool:
    paragraphs = sum(max(1, sum(1 for _ in element.iter("p"))) for element in group)
    return paragraphs >= _PARAGRAPHS and sum(len(tree.text_of(element)) for element in group) >= _LEAST_ARTICLE


def _letters(root: Element, *, without: Sequence[Element] = ()) -> int:
    """Count the letters of the prose outside of some elements; what asks for consent is none."""
    skip = set(without)
    count = 0
    stack = [root]
    while stack:
        element = stack.pop()
        if element in skip:
            continue
        text = tree.text_of(element) if element.tag in _PROSE else ""
        if element.tag in _PROSE and not any(inner in skip for inner in element.iter()):
            linked = sum(len(tree.text_of(link)) for link in element.iter("a"))
            prose = linked < len(text) / 2 and not any(above.tag == "a" for above in element.iterancestors())
            count += len(text) if prose and len(text) >= _PARAGRAPH and not asks_consent(text) else 0
        else:
            stack.extend(element)
    return count


def _silence(element: Element) -> None:
    """Take out the text that stands in an element itself."""
    element.text = None
    for inner in element:
        inner.tail = None


def _is_veiled(declared: Declared) -> bool:
    """Say whether something is hidden in a way that scripts undo."""
    opacity = pixels(declared.get("opacity"))
    return (
        declared.get("display") == "none"
        or declared.get("visibility") in ("hidden", "collapse")
        or declared.get("content-visibility") == "hidden"
        or (opacity is not None and opacity <= _FAINT)
        or bool(re.search(r"opacity\(0(?:%|\.0{1,4})?\)", declared.get("filter", "")))
    )


def _is_marked(element: Element) -> bool:
    return element.get("hidden") is not None or element.get("aria-hidden", "").strip().lower() == "true"


def _is_trick(element: Element, declared: Declared) -> bool:
    """Say whether an element is there for machines, or put where nobody looks, or too small to see."""
    name = element.get("class")
    if name and any(word in name for word in _FOR_MACHINES):
        return any(each.endswith(_FOR_MACHINES) and "not-" not in each for each in name.split())
    return _is_away(declared) or _is_cut(declared)


def _is_away(declared: Declared) -> bool:
    if _PLACES.isdisjoint(declared):
        return False
    moved = [declared.get("margin-left"), declared.get("margin-top")]
    if declared.get("position", "static") != "static":
        moved += [declared.get("right"), declared.get("bottom")]
        if any((place := pixels(declared.get(side))) is not None and abs(place) > _FAR for side in ("left", "top")):
            return True
    moved += _MOVED.findall(declared.get("transform", ""))[:4]
    return any((place := pixels(length)) is not None and place < -_FAR for length in moved)


def _is_cut(declared: Declared) -> bool:
    """Say whether nothing is left of an element's box."""
    if _BOXES.isdisjoint(declared):
        return False
    if "hidden" in (declared.get("overflow", ""), declared.get("overflow-x", ""), declared.get("overflow-y", "")):
        sizes = [pixels(declared.get(size)) for size in ("height", "width", "max-height", "max-width")]
        if any(size is not None and size < _TINY for size in sizes):
            return True
    return bool(
        _CLIP.match(declared.get("clip", ""))
        or _CLIP_PATH.match(declared.get("clip-path", ""))
        or _SCALED.search(declared.get("transform", ""))
    )


def _size_in(font: str) -> str:
    """Return the size in the `font` declaration: the first of its words that is a length."""
    return next((word.partition("/")[0] for word in font.split()[:6] if word[:1].isdigit() and not word.isdigit()), "")


def pixels(length: str | None) -> float | None:
    """Return a length in pixels, near enough; None where it is none."""
    match = _LENGTH.fullmatch(length.strip()) if length else None
    return float(match["number"]) * _PIXELS.get(match["unit"] or "px", 1.0) if match else None
