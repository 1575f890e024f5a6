"""What the readers of words about communications share: polite openings, “for Larkspur”, “as a PDF”."""

from __future__ import annotations

import re

from handlers.commands import Report
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

LONGEST = 600  # characters
POLITE = re.compile(
    r"(?:(?:please|pls|can (?:you|i)(?: have)?|could (?:you|i)(?: have)?|give me|get me|send me|show(?: me| us)?|open|see|make"
    r"|draw(?: up)?|i need|reports?(?: on| of)?|what['’]?s|what is|an?|the|our)\s+)+",
    re.IGNORECASE,
)
FOR = r"(?:\s+(?:for|of|in|at|on)\s+(?:the\s+)?(?P<where>[^:?!]{2,80}?))?"
END = r"(?:\s+(?:please|pls|thanks))?[\s?!.]*"
AS = r"(?:\s+(?:as|in)\s+(?:an?\s+)?(?P<form>picture|png|svg|pdf|poster|text|plain text|words))?"
FORMS = {"picture": ".png", "png": ".png", "svg": ".svg", "pdf": ".pdf", "poster": ".pdf"}


def reported(text: str) -> bool:
    """Whether a text asks for a report by that name."""
    return re.match(r"reports?\b", text, re.IGNORECASE) is not None


def place_named(said: str | None, hearing: Hearing) -> str | None:
    """The workstream that is named, None where none is."""
    strand = hearing.strands.find(said, loose=True) if said else None
    return strand.id if strand else None


def here(hearing: Hearing) -> str | None:
    """The workstream of the place, else of the speaker."""
    speaker = hearing.around.speaker
    return hearing.around.here or (speaker.workstream if speaker else None)


def report(document: str, workstream: str | None, form: str | None, part: str = "") -> Understanding:
    suffix = FORMS.get((form or "").casefold(), "")
    return Understanding("query", (Report(document, workstream=workstream, suffix=suffix, part=part),))
