"""Tables: one for each kind, with a column for each field that it declares. What is confidential is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from governance.kind import Body
from governance.kinds import all_kinds
from governance.kinds.strategy import Strategy
from governance.policy import is_confidential
from governance.record import Record
from handlers.importing.columns import fields_of, mapped
from handlers.importing.links import LINKS
from handlers.importing.recognising import COVER
from storage.filters import Filter
from storage.history import Scene
from storage.links import Link
from storage.register import Register

CLASSIFICATION = "OFFICIAL"
LINKED_AT_ONCE = 500
BEFORE = {"ref": "Ref"}
AFTER = {
    "workstream": "Workstream",
    "raised_by": "Raised by",
    "raised_on": "Raised on",
    "original_due": "Original due",
    "times_rescheduled": "Times rescheduled",
    "closed_on": "Closed on",
    "updated_at": "Last updated",
    LINKS: "Links",
}

LINE_HEADINGS = (
    "Strategy", "Line", "Audience", "Message", "Channel", "How often", "First on", "Approved by", "Seen to by",
)  # fmt: skip

Value = str | int | date | None


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its headings, its rows of plain values."""

    name: str
    headings: tuple[str, ...]
    rows: list[list[Value]]


@dataclass(frozen=True)
class Export:
    """The cover, which says what this is, and a table for each kind."""

    about: Table
    tables: list[Table]

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


async def exported(register: Register, scene: Scene, by: str) -> Export:
    """Everything in the register that is not confidential, open or closed. That it was taken out is a line of the history.

    `by` says on the cover who made it.
    """
    names = _Names(await _names(register), {one.id: one.label for one in (await register.workstreams.all()).values()})
    tables, left_out = [], 0
    for body in all_kinds().values():
        found = await register.records.find(Filter(kind=body.kind.name, status="any", sort="ref"), limit=None)
        shown = [record for record in found if not is_confidential(record)]
        left_out += len(found) - len(shown)
        if not body.kind.confidential:
            tables.append(await _table(register, body, shown, names))
    records = sum(len(table.rows) for table in tables)
    tables += await _strategy_lines(register, names)
    export = Export(await _about(register, by, records, left_out), tables)
    await register.history.add(scene, "export", after={"records": export.count, "left out": left_out, "by": by})
    return export


@dataclass(frozen=True)
class _Names:
    """People and workstreams by id, as they are written where the name is theirs alone, else by id."""

    people: Mapping[str, str]
    workstreams: Mapping[str, str]


async def _names(register: Register) -> dict[str, str]:
    people = await register.people.all()
    often = Counter(person.name.casefold() for person in people.values())
    return {id: person.name if often[person.name.casefold()] == 1 else id for id, person in people.items()}


async def _about(register: Register, by: str, count: int, left_out: int) -> Table:
    local = register.now.astimezone(register.zone)
    rows: list[list[Value]] = [
        ["Classification", CLASSIFICATION],
        ["Programme", await register.programme_name()],
        ["Made on", f"{local:%Y-%m-%d %H:%M}"],
        ["Made by", by],
        ["Holds", "every kind of record, open and closed; nothing that is confidential"],
        ["Records", count],
        ["Confidential records left out", left_out],
    ]
    return Table("About", (COVER, ""), rows)


async def _strategy_lines(register: Register, names: _Names) -> list[Table]:
    """The lines of communication strategies, which a cell has no room for; no sheet where there are none."""
    found = await register.records.find(Filter(kind=Strategy.kind.name, status="any", sort="ref"), limit=None)
    rows = [
        [
            record.ref,
            line.number,
            *(line.audience, line.message, line.channel, line.every),
            line.first_on,
            *(names.people.get(who, who) if who else None for who in (line.approver, line.owner)),
        ]
        for record in found
        if isinstance(record.body, Strategy) and not is_confidential(record)
        for line in record.body.standing()
    ]
    return [Table("Strategy lines", LINE_HEADINGS, rows)] if rows else []


async def _table(register: Register, body: type[Body], records: list[Record], names: _Names) -> Table:
    columns = columns_of(body)
    rows: list[list[Value]] = []
    for start in range(0, len(records), LINKED_AT_ONCE):
        page = records[start : start + LINKED_AT_ONCE]
        links = await register.links.of_many([record.id for record in page])
        rows += [[_value(record, name, names, links.get(record.id, [])) for name in columns] for record in page]
    return Table(body.kind.plural.capitalize(), tuple(columns.values()), rows)


def columns_of(body: type[Body]) -> dict[str, str]:
    """Field → heading, in the order of the declaration. Each heading is one that an import takes for that very field."""
    fields = {name: ask.column or ask.label for name, ask in body.asks() if _fits_a_cell(body, name)}
    wanted = {**BEFORE, **fields, **{name: heading for name, heading in AFTER.items() if name not in fields}}
    taken = {field: heading for heading, field in mapped(dict.fromkeys(wanted.values()), fields_of(body)).items()}
    return {
        name: heading if taken.get(name) == heading else name.replace("_", " ").capitalize()
        for name, heading in wanted.items()
    }


def _fits_a_cell(body: type[Body], name: str) -> bool:
    default = body.model_fields[name].get_default()
    return not isinstance(default, (tuple, list, dict)) or body.ask(name).input == "people"


def _value(record: Record, name: str, names: _Names, links: list[Link]) -> Value:
    if name == LINKS:
        return "; ".join(f"{link.relation} {link.ref}" for link in links if link.forward and not link.confidential)
    value = record.value(name)
    asked = type(record.body).ask(name).input if name in type(record.body).model_fields else ""
    if asked == "person" or name == "raised_by":
        return names.people.get(value, value) if value else None
    if asked == "people":
        return "; ".join(names.people.get(one, one) for one in value)
    if asked == "workstream" or name == "workstream":
        return names.workstreams.get(value, value) if value else None
    return _plain(value)


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value if value is None or isinstance(value, (int, date)) else str(value)
