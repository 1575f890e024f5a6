"""Numbers as officers write them: 240000, 240,000, £38k, 1.2m, -5, “two”, nil."""

from __future__ import annotations

import re

from handlers.words.days.numbers import COUNTS

TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000, "": 1}
_WRITTEN = r"[+-]?\s*£?\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|[+-]?\s*£?\s*[+-]?\d{1,9}(?:\.\d{1,3})?"
_IN_WORDS = "|".join(sorted((word for word in COUNTS if len(word) > 2), key=len, reverse=True))
AMOUNT = rf"(?:(?:{_WRITTEN})\s?(?:k|mn?|thousand|million)?\b(?!/)|(?:{_IN_WORDS}|no|nil|zero|none)\b)"


def amount(said: str) -> int | None:
    """The whole number that `said` means, or None: pence are left off, “no” and “nil” are 0."""
    plain = " ".join(said.casefold().replace("£", "").replace(",", "").replace("–", "-").split())
    if plain in ("no", "nil", "zero", "none"):
        return 0
    if plain in COUNTS:
        return COUNTS[plain]
    match = re.fullmatch(r"([+-]?)\s*([+-]?)(\d{1,12}(?:\.\d{1,3})?)\s?(k|mn?|thousand|million|)", plain)
    if not match:
        return None
    value = float(match[3]) * TIMES[match[4]]
    return -int(value) if "-" in (match[1], match[2]) else int(value)
