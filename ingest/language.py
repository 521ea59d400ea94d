"""The language a text is written in; py3langid is known here only. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = (300, 2_000)
"""Characters of a text that are looked at: the first of them, and more where those leave a doubt."""

SURE = 0.99
"""Probability from which the first characters are enough."""

LEAST_BYTES = 40
"""Of letters in UTF-8, which is what the model reads: 40 letters of English, 14 of Chinese."""

LEAST_PROBABILITY = 0.5
"""Of 2,300 headlines of 40 bytes or more none was told wrong above 0.4; a quarter is left untold at 0.5."""

_CODES = {
    "arz": "ar", "ary": "ar", "yue": "zh", "wuu": "zh", "uzs": "uz", "ltg": "lv", "sdh": "ku", "kik": "ki", "gug": "gn",
    "fuv": "ff", "srl": "sr",
}  # fmt: skip
"""The model's codes for a variety whose language has a code of two letters."""


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None where it is too short or too uncertain to tell."""
    letters = "".join(filter(str.isalpha, text[: READ[-1]]))
    if len(letters.encode(errors="ignore")) < LEAST_BYTES:
        return None
    code, probability = "", 0.0
    for length in READ:
        if probability < SURE:
            code, probability = _identifier().classify(text[:length])
    code = _CODES.get(code, code)
    return code if probability >= LEAST_PROBABILITY and len(code) == 2 else None  # noqa: PLR2004


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a second to load, so at its first use

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
