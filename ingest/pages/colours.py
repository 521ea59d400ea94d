"""Colours as style sheets write them; pure."""

from __future__ import annotations

import colorsys
import re

Colour = tuple[int, int, int]

_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "yellow": (255, 255, 0), "blue": (0, 0, 255),
    "green": (0, 128, 0), "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192),
    "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240), "mintcream": (245, 255, 250), "azure": (240, 255, 255), "navy": (0, 0, 128),
    "maroon": (128, 0, 0), "lime": (0, 255, 0), "aqua": (0, 255, 255), "orange": (255, 165, 0),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169),
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-f])")
_CALL = re.compile(r"(rgb|hsl)a?\(([^()]{1,60})\)")
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,6})?%?|\.[0-9]{1,6}")
_FAINT = 0.05


def colour_of(text: str) -> Colour | None:
    """Return the first colour a declaration names; None where it is not known, or lies under a picture."""
    text = text.strip().lower()
    if "url(" in text or "gradient(" in text or "var(" in text:
        return None
    if match := _HEX.search(text):
        digits = match[1] if len(match[1]) >= 6 else "".join(2 * digit for digit in match[1])  # noqa: PLR2004
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := _CALL.search(text):
        return _called(match[1], match[2])
    return next((_NAMED[word] for word in text.split()[:6] if word in _NAMED), None)


def is_clear(text: str) -> bool:
    """Say whether a colour lets everything through."""
    text = text.strip().lower()
    if text == "transparent":
        return True
    if match := _HEX.fullmatch(text):
        alpha = {4: match[1][3:] * 2, 8: match[1][6:]}.get(len(match[1]), "ff")
        return int(alpha, 16) <= 255 * _FAINT
    if match := _CALL.fullmatch(text):
        numbers = _NUMBER.findall(match[2])
        return len(numbers) == 4 and _share(numbers[3], 1.0) <= _FAINT  # noqa: PLR2004
    return False


def distance(one: Colour, other: Colour) -> int:
    """Return how far two colours are apart, over red, green and blue."""
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2])


def _called(name: str, arguments: str) -> Colour | None:
    numbers = _NUMBER.findall(arguments)[:3]
    if len(numbers) < 3:  # noqa: PLR2004
        return None
    if name == "rgb":
        red, green, blue = (_share(number, 255.0) for number in numbers)
    else:
        hue, saturation, light = _share(numbers[0], 360.0), _share(numbers[1], 100.0), _share(numbers[2], 100.0)
        red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return round(255 * red), round(255 * green), round(255 * blue)


def _share(number: str, whole: float) -> float:
    value = float(number.rstrip("%")) / (100.0 if number.endswith("%") else whole)
    return min(value, 1.0)
