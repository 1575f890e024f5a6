"""Assignments: the owner hears at once what somebody else gave them, or with the next digest when they are not at work."""

from __future__ import annotations

from governance.people import Person
from governance.policy import may
from governance.record import Record
from handlers.cards import Button, Buttons, Card, Facts, Para, Part, Rich, Small, Strong, button
from handlers.commands import OpenForm, Show
from handlers.people.telling import tell
from handlers.records.moves import next_move
from handlers.wording import due_fact, due_words, who
from storage.outbox import Notice
from storage.register import Register

ASSIGNMENT = "assignment"


async def tell_owner(register: Register, record: Record, by: Person | None) -> None:
    """Owe the owner of `record` the news that it is theirs. Nobody is told what they did themselves; somebody who is unknown
    or has left is told nothing."""
    owner = await register.people.get(record.owner)
    if owner is None or (by is not None and by.id == owner.id) or may(owner, "receive", record):
        return
    if not record.is_open:
        return
    notice = Notice(
        key=f"{ASSIGNMENT}:{record.ref}:{record.version}",
        rule=ASSIGNMENT,
        due_at=register.now,
        person=owner.id,
        refs=(record.ref,),
        payload={"by": by.id if by else None},
    )
    await tell(register, owner, by, notice)


async def assignment_card(register: Register, notice: Notice) -> Card | None:
    """`Gareth Hughes gave you A-012 …`. Before it is sent, None once it is settled or somebody else's; afterwards it says
    what became of it."""
    record = await register.records.get(notice.refs[0])
    theirs = record.is_open and record.owner == notice.person
    if not theirs and notice.sent_at is None:
        return None
    people = await register.people.all()
    giver = who(notice.payload.get("by"), people, "Somebody")
    giver_name = giver if isinstance(giver, str) else people[notice.payload["by"]].name
    calendar = await register.calendar()
    due = due_words(record, register.today, calendar)
    opening: Rich = (giver, " gave you ", Strong(record.ref), f" {record.title}, {due}.")
    workstream = await register.workstreams.get(record.workstream)
    facts: list[tuple[str, Rich]] = [
        ("Due", (due_fact(record, register.today, calendar),)),
        ("Status", (record.status,)),
    ]
    if workstream is not None:
        facts.append(("Workstream", (workstream.name,)))
    parts: list[Part] = [Para(opening), Facts(tuple(facts))]
    if theirs:
        parts.append(Buttons(_buttons(record)))
    else:
        now = f"It is {record.status.lower()} now." if not record.is_open else "It is somebody else’s now."
        parts += [Small((now,)), Buttons((button("Show", Show(record.ref)),))]
    text = f"{giver_name} gave you {record.ref}: {record.title}, {due}"
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


def _buttons(record: Record) -> tuple[Button, ...]:
    onward = (one,) if (one := next_move(record)) else ()
    snooze = (button("Snooze", OpenForm("snooze", ref=record.ref)),) if record.kind.reminds else ()
    return (
        *onward,
        button("New date", OpenForm("edit", ref=record.ref)),
        *snooze,
        button("Not me", OpenForm("reassign", ref=record.ref)),
    )
