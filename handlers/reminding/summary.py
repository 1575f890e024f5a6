"""The weekly summary of a workstream in its channel: only what changed since the last, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from governance.people import Person, Workstream
from governance.record import Record
from handlers.cards import Buttons, Card, Heading, Para, Part, Small, Strong, button
from handlers.commands import Find
from handlers.outreach.week import residents_week
from handlers.wording import count, day_short
from storage.filters import Filter
from storage.outbox import Notice
from storage.register import Register

WEEKLY = "weekly"
NEXT_DAYS = 7
REFS_SHOWN = 3
OWNERS_SHOWN = 8


async def summary_card(register: Register, notice: Notice) -> Card | None:
    """New, closed, overdue and due next; None when there is nothing to say. How much each owner has open (never how late) only
    where the channel has asked for names."""
    assert notice.place is not None
    place = await register.places.get(notice.place)
    workstream = await register.workstreams.get(place.workstream)
    if workstream is None:
        return None
    today = register.today
    day = date.fromisoformat(notice.payload["day"])
    since = await since_last(register, notice)
    found = {name: await _found(register, wanted) for name, wanted in wanted_of(_own(workstream), since, today).items()}
    residents, named = await residents_week(register, workstream.id)
    if not residents and not any(total for total, _ in found.values()):
        return None
    counts = {name: total for name, (total, _) in found.items()}
    parts: list[Part] = [Heading(f"{workstream.label}: the week from {day_short(since)}")]
    parts += late_words(day, today)
    parts += [
        Para((Strong(f"{name}: {total}"), few(records, total))) for name, (total, records) in found.items() if total
    ]
    parts += [Para((Strong(heading), said)) for heading, said in residents]
    parts += await _by_owner(register, workstream) if place.names else []
    parts.append(_buttons(workstream, counts["Overdue"]))
    text = f"{workstream.label}, the week from {day_short(since)}: " + ", ".join(
        f"{total} {name.lower()}" for name, total in counts.items()
    )
    text = "\n".join([text, *(heading + said for heading, said in residents)])
    refs = tuple(dict.fromkeys([*(record.ref for _, records in found.values() for record in records), *named]))
    return Card(text=text, parts=tuple(parts), refs=refs)


async def since_last(register: Register, notice: Notice) -> date:
    """The day of the last summary that was sent, or a week ago: what happened from that day on is new."""
    assert notice.place is not None
    last = await register.outbox.newest_sent(WEEKLY, notice.place)
    if last is not None and last.payload["day"] < notice.payload["day"]:
        return date.fromisoformat(last.payload["day"])
    return date.fromisoformat(notice.payload["day"]) - timedelta(days=7)


def late_words(day: date, today: date) -> list[Part]:
    return [Small((f"Sorry that this is late: it should have been here on {day_short(day)}.",))] if day < today else []


def wanted_of(own: Filter, since: date, today: date) -> dict[str, Filter]:
    """What each heading counts. A week ends yesterday, so that nothing is told in two summaries or in none."""
    yesterday = today - timedelta(days=1)
    return {
        "New": replace(own, status="any", raised_from=since, raised_to=yesterday, by_hand=True),
        "Closed": replace(own, status="closed", closed_from=since, closed_to=yesterday),
        "Overdue": replace(own, due_to=yesterday),
        "Due in the next 7 days": replace(own, due_from=today, due_to=today + timedelta(days=NEXT_DAYS - 1)),
    }


def _own(workstream: Workstream) -> Filter:
    """What the workstream itself has to do, and everybody may read: what others owe it stands in their summaries."""
    return Filter(workstream=workstream.id, owed_only=True, confidential=False)


async def _found(register: Register, wanted: Filter) -> tuple[int, list[Record]]:
    return await register.records.count(wanted), await register.records.find(wanted, limit=REFS_SHOWN)


def few(records: list[Record], total: int) -> str:
    """`. A-001 Draft the letter; A-002 Book the room; and 3 more`."""
    said = "; ".join(f"{record.ref} {record.title}" for record in records)
    return f". {said}" + (f"; and {total - len(records)} more" if total > len(records) else "")


async def _by_owner(register: Register, workstream: Workstream) -> list[Part]:
    people = await register.people.all()
    owners = await register.records.counts_by_owner(_own(workstream))
    if not owners:
        return []
    said = [f"{_name(owner, people)} {number}" for owner, number in list(owners.items())[:OWNERS_SHOWN]]
    more = len(owners) - len(said)
    return [Para((Strong("Open by owner"), ". " + ", ".join(said) + (f" and {count(more, 'other')}" if more else "")))]


def _name(owner: str | None, people: Mapping[str, Person]) -> str:
    found = people.get(owner) if owner else None
    return found.name if found else "no owner yet"


def _buttons(workstream: Workstream, overdue: int) -> Buttons:
    everything = button("Show all", Find(workstream=workstream.id, owed_only=True))
    late = (button("Show overdue", Find(workstream=workstream.id, overdue=True, owed_only=True)),) if overdue else ()
    return Buttons((*late, everything))
