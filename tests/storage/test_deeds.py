"""What one person did, counted by span, kind and verb, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from governance.kinds.action import Action
from governance.kinds.risk import Risk
from governance.people import Person
from storage.database import Database
from storage.history import IMPORT, Scene

OCTOBER = datetime(2026, 9, 30, 23, tzinfo=UTC)  # its first local midnight
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
LATE_IN_SEPTEMBER = datetime(2026, 9, 30, 22, 59, tzinfo=UTC)
OLU, SAM = Scene("P001"), Scene("P002")


async def test_deeds_are_counted_where_they_belong(database_url: str) -> None:
    database = Database(database_url)
    try:
        async with database.transaction(LATE_IN_SEPTEMBER) as register:
            for person in (Person("P001", "Olu"), Person("P002", "Sam")):
                await register.people.save(person)
            await register.records.log(OLU, Action(title="Before it all"), workstream=None)
        async with database.transaction(OCTOBER) as register:
            for title in ("One", "Two"):
                await register.records.log(OLU, Action(title=title), workstream=None)
            await register.records.log(SAM, Action(title="Somebody else's"), workstream=None)
            await register.records.log(Scene("P001", via=IMPORT), Action(title="From a sheet"), workstream=None)
        async with database.transaction(NOVEMBER) as register:
            risk = await register.records.log(OLU, Risk(title="A risk"), workstream=None)
            risk, _ = await register.records.change(OLU, risk, {"status": "Mitigating"}, "move")
            risk, changed = await register.records.change(OLU, risk, {"impact": 4})
            await register.records.change(OLU, risk, {"impact": None}, "undo", undoes=changed.id)
        async with database.reading(NOVEMBER) as register:
            deeds = await register.history.deeds_of("P001", [OCTOBER, NOVEMBER])
        assert sorted((deed.span, deed.kind, deed.verb, deed.status or "", deed.count) for deed in deeds) == [
            (0, "action", "log", "Not started", 2),
            (1, "risk", "log", "Open", 1),
            (1, "risk", "move", "Mitigating", 1),
        ]
    finally:
        await database.stop()
