"""Slips of the keyboard in the words that name a field: “likelyhood 4”, “seveirty: 3”, “owenr @sam”."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import OSA

from governance.kind import Body

LONGEST_TO_MEND = 600  # characters
# A field's word stands before its value: only there is a slip put right.
BEFORE_A_VALUE = re.compile(r"(?<![\w@/.-])(?P<word>[A-Za-z]{5,14})(?=\s*(?:[:=]|(?:(?:by|on|is)\s+)?\d|<?@))")


@cache
def _labels(body: type[Body]) -> frozenset[str]:
    asks = (ask for _, ask in body.asks() if ask.input != "none")
    return frozenset(part for ask in asks for word in ask.words for part in word.split() if len(part) >= 5)


@cache
def _meant(word: str, body: type[Body]) -> str | None:
    """The one field's word that this is a slip of: one letter wrong, the first one right, and no mere plural."""
    labels = _labels(body)
    if word in labels or word.removesuffix("s") in labels or word + "s" in labels:
        return None
    near = [label for label in labels if label[0] == word[0] and OSA.distance(word, label, score_cutoff=1) == 1]
    return near[0] if len(near) == 1 else None


def mended_labels(text: str, body: type[Body]) -> str:
    """The text with its fields' words put right; everything else stays as it was typed."""
    if len(text) > LONGEST_TO_MEND:
        return text
    return BEFORE_A_VALUE.sub(lambda match: _meant(match["word"].casefold(), body) or match["word"], text)
