"""Checklists: what a reply must say before it may be sent. Each point is answered in words, or marked as not applicable with a
reason; a point without either holds the reply back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NOT_APPLICABLE = re.compile(r"\s*(?:n\s*/\s*a|n\.a\.|not applicable)\b[\s:,.;–—-]*", re.IGNORECASE)
FEWEST = 4  # characters of a reason


@dataclass(frozen=True)
class Point:
    """One thing that a reply must say. `field` is the record's field that holds it; `hint` says what belongs there. `choice`:
    it is one of a few, and can't be not applicable. `more` looks at what is written, and says what is still missing ("" for
    nothing)."""

    field: str
    label: str
    hint: str = ""
    choice: bool = False
    more: Callable[[Any], str] = lambda body: ""


@dataclass(frozen=True)
class Checklist:
    """The points of one reply. `name` is what it is called ("stage 1 response"), `letter` the document that says it all,
    `sent` the field of the day on which it went; `source` is the rule that asks for it. `besides` is what the letter says by
    itself."""

    name: str
    letter: str
    sent: str
    source: str
    points: tuple[Point, ...]
    besides: tuple[str, ...] = ()


def open_points(body: Any, checklist: Checklist) -> tuple[str, ...]:
    """What of a checklist is not answered yet, in words; nothing when the reply may go."""
    found = []
    for point in checklist.points:
        held = getattr(body, point.field)
        said = held if isinstance(held, str) else ("" if held in (None, ()) else str(held))
        if not said.strip():
            found.append(point.label)
        elif (match := NOT_APPLICABLE.match(said)) and not point.choice:
            if len(said[match.end() :].strip()) < FEWEST:
                found.append(f"{point.label} (not applicable: say why)")
        elif missing := point.more(body):
            found.append(f"{point.label} ({missing})")
    return tuple(found)


def is_not_applicable(said: str) -> bool:
    """Whether a point is marked as not applicable."""
    return NOT_APPLICABLE.match(said) is not None


def told(said: str) -> str:
    """What a point says in a letter: nothing where it does not apply."""
    return "" if is_not_applicable(said) else said.strip()
