"""The living card of a record: one message that always shows it as it is now, with what can be done next."""

from __future__ import annotations

from governance.record import Record
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Row, Small, Strong, button, plain
from handlers.commands import Move, OpenForm, Show, Undo
from handlers.wording import day, day_short, due_fact, due_words, value, who
from storage.history import Event
from storage.register import Register

# Said elsewhere on the card: the heading has the title, the facts begin with these in this order.
LEADING = ("owner", "due", "status")
DETAIL_SHOWN = 600
NOTES_SHOWN = 2
NOTE_SHOWN = 200


async def record_card(register: Register, record: Record) -> Card:
    """The card of `record` as it stands in this transaction."""
    people = await register.people.all()
    workstream = await register.workstreams.get(record.workstream)
    calendar = await register.calendar()
    today = register.today
    owner = who(record.owner, people)
    facts: list[tuple[str, Rich]] = [
        ("Owner", (owner,)),
        ("Due", (due_fact(record, today, calendar),)),
        ("Status", (_status(record),)),
    ]
    for name, ask in type(record.body).asks():
        held = getattr(record.body, name)
        if ask.on_card and name not in (*LEADING, "title", "description") and held not in (None, "", (), 0):
            facts.append((ask.label, value(ask, held, people)))
    if workstream:
        facts.append(("Workstream", (workstream.name,)))
    if record.snoozed_until and record.is_open and record.snoozed_until > today:
        facts.append(("Snoozed", (f"reminders are quiet until {day_short(record.snoozed_until)}",)))
    parts: list[Part] = [Heading(f"{record.ref} {record.title}"), Facts(tuple(facts))]
    if description := getattr(record.body, "description", ""):
        shown = description if len(description) <= DETAIL_SHOWN else description[: DETAIL_SHOWN - 1] + "…"
        parts.append(Para((shown,)))
    raised = await register.people.name(record.raised_by)
    parts.append(Small((f"Raised by {raised} on {day(record.raised_on)}.",)))
    parts += [
        Small((await _note(register, event),)) for event in await register.history.notes_of(record.ref, NOTES_SHOWN)
    ]
    undoable = await register.history.last_change_of(record.ref)
    parts.append(Buttons(_buttons(record, undoable.id if undoable else None)))
    told = f"{_status(record)}; owner: {plain((owner,))}; due: {due_fact(record, today, calendar)}"
    return Card(
        text=f"{record.ref} {record.title}: {told}", parts=tuple(parts), record=record.ref, version=record.version
    )


def record_row(record: Record, register: Register, owner_shown: Rich = ()) -> Row:
    """One line of a list: ref, title, when, whose; with the button that opens its card."""
    when = due_words(record, register.today, register.records.calendar)
    text: Rich = (Strong(record.ref), f" {record.title}, {when}")
    if not record.is_open:
        text = (*text, f", {record.status.lower()}")
    if owner_shown:
        text = (*text, ", ", *owner_shown)
    return Row(text, (button("Show", Show(record.ref)),))


async def _note(register: Register, event: Event) -> str:
    """`Note by Olu Adeyemi, Mon 23 Nov: rang the supplier`."""
    text = str(event.after.get("note", ""))
    when = day_short(event.at.astimezone(register.zone).date())
    shown = text if len(text) <= NOTE_SHOWN else text[: NOTE_SHOWN - 1] + "…"
    return f"Note by {await register.people.name(event.actor)}, {when}: {shown}"


def _status(record: Record) -> str:
    if record.withdrawn:
        return "Withdrawn (it was undone; its ref is not used again)"
    return record.status


def _buttons(record: Record, undoes: int | None) -> tuple[Button, ...]:
    lifecycle = record.kind.lifecycle
    undo = [button("Undo", Undo(undoes), asks=f"Take back the last change to {record.ref}?")] if undoes else []
    if record.withdrawn:
        return tuple(undo)
    if not record.is_open:
        back = lifecycle.moves[record.status]
        reopen = [button("Reopen", OpenForm("move", ref=record.ref, values={"to": back[0]}))] if back else []
        return (*reopen, *undo)
    return (
        button("Done", Move(record.ref, lifecycle.done), "primary"),
        button("Edit", OpenForm("edit", ref=record.ref)),
        button("Snooze", OpenForm("snooze", ref=record.ref)),
        button("Reassign", OpenForm("reassign", ref=record.ref)),
        *undo,
    )
