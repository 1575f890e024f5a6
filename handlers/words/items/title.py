"""What is left of a text when everything else has been read from it: the title."""

from __future__ import annotations

import re

from governance.kind import TEXT_LIMIT, TITLE_LIMIT
from handlers.words.people import MENTION
from handlers.words.understanding import Surroundings
from handlers.words.verbs import is_verb, mended

OPENERS = re.compile(r"(?:(?:that|we|i) (?:need|have) to\s+|to\s+(?=\w)|[-–—•*:,;>]+\s+|[:,;–—]+\s*)+", re.IGNORECASE)
CLOSERS = " \t\r\n.,;:!-–—"
ENDS = re.compile(r"(?<=[.!?])\s+(?=\S)|\n")


def tidy(text: str, around: Surroundings) -> str:
    """A title: mentions as names, no leading “to”, a capital first letter, no punctuation at the end."""
    text = rendered(text, around)
    if match := OPENERS.match(text):
        text = text[match.end() :]
    text = mended(_closed(text))
    if text.endswith("?") and is_verb(text.split()[0]):  # “can you draft the FAQ?” asks for it to be done
        text = _closed(text.rstrip("?"))
    return capitalised(text)


def rendered(text: str, around: Surroundings) -> str:
    """The text as typed, mentions as names."""
    return MENTION.sub(lambda found: _name(found, around), text).strip()[:TEXT_LIMIT]


def _name(found: re.Match[str], around: Surroundings) -> str:
    person = around.mentions.get(found["key"])
    return person.name if person else found["label"] or "somebody"


def _closed(text: str) -> str:
    """Without punctuation at the end; “etc.” and “...” inside stay."""
    return text.strip().rstrip(CLOSERS) or text.strip()


def capitalised(text: str) -> str:
    """A capital first letter, unless the first word has its own ways (iPad, https://…, eForms, v2)."""
    first = re.match(r"\S+", text)
    if not first or not text[0].islower() or not re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*[.,;:!?)]*", first[0]):
        return text
    letter = text[0].upper()
    own_ways = first[0] != first[0].lower() and not is_verb(first[0])
    return text if own_ways or len(letter) != 1 or letter.lower() != text[0] else letter + text[1:]


def shortened(text: str) -> str:
    """A title of at most 200 characters on one line: the first sentence if it fits, else as many whole words as do, with “…”."""
    whole = text.strip()
    first = next((piece.strip() for piece in ENDS.split(whole) if piece.strip()), "")
    if len(whole) <= TITLE_LIMIT and "\n" not in whole:
        return whole
    return _cut(first) if len(first) > TITLE_LIMIT else _closed(first)


def _cut(text: str) -> str:
    room = text[: TITLE_LIMIT - 1]
    at = room.rfind(" ")
    return (room[:at] if at > TITLE_LIMIT // 2 else room).rstrip(CLOSERS) + "…"
