"""The RAID report as plain values: how many there are of each kind, by state and colour, and the refs behind every number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from governance.kinds import all_kinds
from governance.kinds.dependency import Dependency
from governance.programme import Programme
from governance.record import Record
from storage.filters import Filter
from storage.register import Register

COLOURS = ("Red", "Amber", "Green", "Grey", "Blue")


async def raid_report(register: Register, workstream: str | None = None) -> dict[str, Any]:
    """The report of a workstream, or of the whole programme, as things stand on the register's day."""
    wanted = Filter(workstream=workstream, status="any", owed_only=True, sort="ref")
    records = await register.records.find(wanted, limit=None)
    return raid(records, await register.programme(), register.today) | {"workstream": workstream}


def raid(records: Iterable[Record], programme: Programme, today: date) -> dict[str, Any]:
    """`{"on", "kinds": {"risk": {"total", "open", "status": {"Open": {"count", "refs"}}, "rag": {"Red": …}, "overdue": …,
    "unowned": …}}, "dependencies_promise_after_need": [refs]}`.

    `rag`, `overdue` and `unowned` are of open records; colours are those of `today`. Every kind is there, also where there is
    nothing of it.
    """
    by_kind: dict[str, list[Record]] = {name: [] for name in all_kinds()}
    for record in records:
        if not record.withdrawn:
            by_kind[record.kind.name].append(record)
    return {
        "on": today.isoformat(),
        "kinds": {name: _kind(held, programme, today) for name, held in by_kind.items()},
        "dependencies_promise_after_need": [record.ref for record in by_kind["dependency"] if _after_need(record)],
    }


def _kind(records: list[Record], programme: Programme, today: date) -> dict[str, Any]:
    opened = [record for record in records if record.is_open]
    return {
        "total": len(records),
        "open": len(opened),
        "status": _grouped(records, lambda record: record.status),
        "rag": _grouped(opened, lambda record: record.body.rag(programme, today), COLOURS),
        "overdue": _counted(record for record in opened if record.is_overdue(today)),
        "unowned": _counted(record for record in opened if record.owner is None),
    }


def _grouped(
    records: Iterable[Record], by: Callable[[Record], str | None], order: tuple[str, ...] = ()
) -> dict[str, dict[str, Any]]:
    """Counts and refs by what `by` says of a record; those of which it says nothing are left out."""
    groups: dict[str, list[Record]] = {name: [] for name in order}
    for record in records:
        if (name := by(record)) is not None:
            groups.setdefault(name, []).append(record)
    return {name: _counted(held) for name, held in groups.items() if held}


def _counted(records: Iterable[Record]) -> dict[str, Any]:
    refs = [record.ref for record in records]
    return {"count": len(refs), "refs": refs}


def _after_need(record: Record) -> bool:
    """Whether it is still owed, and promised later than it is needed."""
    body = record.body
    return isinstance(body, Dependency) and record.is_open and body.float_days is not None and body.float_days < 0
