"""Assignments: the owner hears at once what somebody else gave them, or with the next digest when they are not at work; what is
for the same day, at any hour."""

from __future__ import annotations

from dataclasses import replace

from governance.ladders import AT_ONCE
from governance.people import Person
from governance.policy import may
from governance.record import Record
from handlers.cards import Button, Buttons, Card, Facts, Para, Part, Rich, Small, Strong, button
from handlers.commands import Accept, OpenForm, Show
from handlers.forms.redating import REDATE, can_be_redated
from handlers.people.telling import tell
from handlers.records.accepted import taken_up, taken_up_words
from handlers.records.moves import next_move
from handlers.wording import due_fact, due_words, who
from storage.outbox import STATUTORY, Notice
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
    if record.body.ladder in AT_ONCE:
        await register.outbox.owe(replace(notice, urgency=STATUTORY))
        return
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
    taken = await taken_up(register, record) if theirs else None
    if taken is not None:
        parts.append(Small((await taken_up_words(register, taken),)))
    if theirs:
        parts.append(Buttons(_buttons(record, accepted=taken is not None)))
    else:
        now = f"It is {record.status.lower()} now." if not record.is_open else "It is somebody else’s now."
        parts += [Small((now,)), Buttons((button("Show", Show(record.ref)),))]
    text = f"{giver_name} gave you {record.ref}: {record.title}, {due}"
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


def _buttons(record: Record, *, accepted: bool) -> tuple[Button, ...]:
    """First whether they take it on; then what can be done with it."""
    onward = (one,) if (one := next_move(record, primary=accepted)) else ()
    redate = (button("Change date", OpenForm(REDATE, ref=record.ref)),) if can_be_redated(record) else ()
    not_me = button("Not me", OpenForm("reassign", ref=record.ref, values={"declined": True}))
    if accepted:
        return (*onward, *redate, not_me)
    return (button("Accept", Accept(record.ref), "primary"), not_me, *redate, *onward)
