"""Who is a stakeholder of a workstream, and where each of them stands by influence and interest."""

from __future__ import annotations

from collections.abc import Iterable

from governance.kinds.stakeholder import QUADRANTS, Stakeholder
from governance.record import Record
from storage.filters import Filter
from storage.register import Register

STAKEHOLDER = Stakeholder.kind.name
UNPLACED = "Not placed yet"
MOST = 500


async def stakeholders_of(register: Register, workstream: str | None) -> list[Record]:
    """The stakeholders that everybody may read of, the most influential first."""
    wanted = Filter(kind=STAKEHOLDER, workstream=workstream, confidential=False)
    found = await register.records.find(wanted, limit=MOST)
    return sorted(found, key=lambda each: (-(each.value("influence") or 0), -(each.value("interest") or 0), each.title))


def by_quadrant(found: Iterable[Record]) -> dict[str, list[Record]]:
    """The stakeholders by what their place on the map asks for; those without a place last."""
    groups: dict[str, list[Record]] = {name: [] for name in (*QUADRANTS.values(), UNPLACED)}
    for each in found:
        quadrant = each.body.quadrant if isinstance(each.body, Stakeholder) else ""
        groups[quadrant or UNPLACED].append(each)
    return {name: those for name, those in groups.items() if those}
