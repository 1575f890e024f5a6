"""The map of stakeholders by influence and interest: a picture that is read without colours, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance.kinds.stakeholder import QUADRANTS, Stakeholder
from governance.people import Person
from governance.record import Record
from handlers.outreach.quadrants import UNPLACED, by_quadrant, stakeholders_of
from handlers.reporting.document import Asked
from handlers.reporting.marks import footer_of, mark_of
from handlers.wording import day
from reports.paper import Paper

LINES_IN_A_CELL = 6
LETTERS_IN_A_LINE = 29
LONGEST_NAME = 2 * LETTERS_IN_A_LINE - 4


async def stakeholder_map(asked: Asked) -> Paper:
    register = asked.register
    found = await stakeholders_of(register, asked.workstream)
    strand = await register.workstreams.get(asked.workstream)
    where = strand.name if strand else await register.programme_name()
    people = await register.people.all()
    groups = by_quadrant(found)
    title, shows = f"Stakeholders of {where}", _in_words(where, groups)
    values = {
        "mark": mark_of(None),
        "footer": footer_of(asked),
        "day": day(register.today),
        "cells": _cells(found),
        "groups": [{"name": name, "rows": [_row(each, people) for each in those]} for name, those in groups.items()],
        "alt": shows,
    }
    name = f"Stakeholders {strand.label if strand else 'of the programme'}.pdf"
    return Paper("stakeholders", name, title, values, shows)


def _cells(found: Iterable[Record]) -> list[dict[str, Any]]:
    """Who stands in each cell of the map, as many as there is room for; the others are counted there and named in the list."""
    held: dict[tuple[int, int], list[Record]] = {}
    for record in found:
        body = record.body
        if isinstance(body, Stakeholder) and body.interest and body.influence:
            held.setdefault((body.interest, body.influence), []).append(record)
    return [_cell(*place, those) for place, those in sorted(held.items())]


def _cell(interest: int, influence: int, those: list[Record]) -> dict[str, Any]:
    titled = {interest, influence} <= {1, 5}  # the corner says what its quarter of the map asks for
    shown = _fitting(those, LINES_IN_A_CELL - titled)
    names = [[_cut(each.title), _stance(each)] for each in shown]
    return {"interest": interest, "influence": influence, "names": names, "more": len(those) - len(shown)}


def _fitting(those: list[Record], room: int) -> list[Record]:
    """The first few whose names have room on so many lines of one cell."""
    shown: list[Record] = []
    lines = 0
    for each in those:
        lines += 1 if len(each.title) <= LETTERS_IN_A_LINE else 2
        if lines > room - (len(those) > len(shown) + 1):
            break
        shown.append(each)
    return shown


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _stance(record: Record) -> str:
    return str(record.value("stance") or "")


def _row(record: Record, people: dict[str, Person]) -> list[str]:
    body = record.body
    assert isinstance(body, Stakeholder)
    degrees = f"{body.influence or '–'} / {body.interest or '–'}"
    last = day(body.last_contact) if body.last_contact else "never"
    return [
        f"{record.ref} {record.title}",
        body.sort or "–",
        degrees,
        body.stance or "–",
        people[record.owner].name if record.owner in people else "nobody yet",
        body.every or "not said",
        last,
    ]


def _in_words(where: str, groups: dict[str, list[Record]]) -> str:
    """What the picture shows, for people who do not see it: `To work with closely: Larkspur TRA (critical) …`."""
    told = [
        f"{name}: {', '.join(each.title + (f' ({_stance(each).lower()})' if _stance(each) else '') for each in groups[name])}"
        for name in (*QUADRANTS.values(), UNPLACED)
        if name in groups
    ]
    return f"Map of the stakeholders of {where} by influence and interest. {'. '.join(told) or 'Nobody is in the register yet'}."
