"""A small register with known things wrong in it, for tests of what looks at the whole of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.kinds import all_kinds
from governance.record import Record
from storage.history import Scene
from tests.conversation.conftest import Office

TOLD = {"cause": "one engineer", "event": "a late firewall", "effect": "no test window"}
RISKS: tuple[Mapping[str, Any], ...] = (
    {
        "title": "The supplier may miss the firewall date",
        "likelihood": 4,
        "impact": 5,
        "response": "reduce",
        "owner": "P001",
        **TOLD,
    },
    {
        "title": "The payroll mandate may be late for vesting day",
        "likelihood": 2,
        "impact": 3,
        "response": "accept",
        **TOLD,
    },
)
ACTIONS: tuple[Mapping[str, Any], ...] = (
    {"title": "Send the draft letter to the unions", "owner": "P001", "due": "2026-11-20"},
    {"title": "Book the hall for the May meeting", "owner": "P001", "due": "2026-11-26"},
    {"title": "Map every licence that we pay for", "owner": "P001"},
)
DEPENDENCY: Mapping[str, Any] = {
    "title": "Establishment baseline with costs",
    "giver": "WS01",
    "receiver": "WS02",
    "need_by": "2026-12-09",
    "promised": "2026-12-11",
    "agreed_by_giver": True,
    "agreed_by_receiver": True,
    "owner": "P001",
}


async def log(
    office: Office, kind: str, values: Mapping[str, Any], workstream: str | None = "WS01", **common: Any
) -> Record:
    """One record, as an import would add it."""
    async with office.app.database.transaction(office.clock.now()) as register:
        body = all_kinds()[kind]
        whole = {"status": body.kind.lifecycle.initial, **values}
        return await register.records.log(
            Scene("P001", "import"), body.model_validate(whole), workstream=workstream, common=common
        )


async def filled(office: Office) -> Office:
    """R-001 is red, has no action and is not escalated; R-002 has no owner; A-001 is late, A-003 has no date;
    D-001 is promised late."""
    for values in RISKS:
        await log(office, "risk", values)
    for values in ACTIONS:
        await log(office, "action", values)
    await log(office, "dependency", DEPENDENCY)
    return office
