"""What the composer completes: commands, from what the kinds declare and what help says, and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance.kinds import all_kinds
from governance.people import Person
from handlers.guidance.help import GENERAL


def commands() -> list[dict[str, str]]:
    """Each thing that can be typed: its text, what it does, an example where that helps."""
    found = []
    for body in all_kinds().values():
        kind = body.kind
        found.append(
            {
                "text": f"/{kind.command}",
                "says": f"log {'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}: {kind.meaning}",
                "example": kind.example,
            }
        )
    known = {entry["text"] for entry in found}
    for typed, meaning in GENERAL:
        top = typed.split()[0]
        if top not in known and top != typed:
            known.add(top)
            found.append({"text": top, "says": "help, and undo", "example": typed})
        found.append({"text": typed, "says": meaning, "example": ""})
    return found


def mentions(people: Iterable[Person], bot: str) -> list[dict[str, Any]]:
    """Everybody who can be mentioned; the bot first."""
    named = [{"id": bot, "name": "Chivvy", "says": "talk to Chivvy in this channel"}]
    for person in people:
        if person.active and person.member:
            named.append({"id": person.id, "name": person.name, "says": person.role})
    return named
