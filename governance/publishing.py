"""Publishing: what must not stand in words that residents and anybody else will read (a notice board, a newsletter). Stricter
than the check of what is typed in chat: there a name alone is nobody's secret, here it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from governance.personal import ILLNESS, SERVICE, STREET, personal

FLAT = re.compile(
    r"\b(?:flat|apartment|apt|maisonette|bungalow)\s?(?:no\.?\s?|number\s)?\d{1,4}[a-z]?\b", re.IGNORECASE
)
# “12 Campion Court”, never “14 complaints about the estate”: the street's name is written with capitals.
DOOR = re.compile(rf"\b\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}(?=[A-Z])(?i:{STREET})\b")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z][\w'’-]+")
ILL = re.compile(rf"\b{ILLNESS}\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?")


def unfit(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """What in a text must not be published, in words and never repeated; empty where all of it may. `names` are those of the
    people who live there."""
    found = dict.fromkeys(personal(text))
    if FLAT.search(text) or DOOR.search(text):
        found["a flat or a house number"] = None
    if TITLED.search(text) or _named(text, names):
        found["somebody’s name"] = None
    if ILL.search(SERVICE.sub(" ", text)):
        found["somebody’s health"] = None
    return tuple(found)


def _named(text: str, names: Collection[str]) -> bool:
    """Whether a text names one of these people: their whole name, or an initial and their surname (“A Bell”, not “a bell”)."""
    whole = {tuple(name.casefold().split()) for name in names if len(name.split()) > 1}
    initials = {(name[0][0], name[-1]) for name in whole}
    words = WORD.findall(text)
    said = [word.casefold() for word in words]
    for length in {len(name) for name in whole}:
        if any(tuple(said[at : at + length]) in whole for at in range(len(said) - length + 1)):
            return True
    return any(
        len(first) == 1 and first.isupper() and last[0].isupper() and (first.casefold(), last.casefold()) in initials
        for first, last in pairwise(words)
    )
