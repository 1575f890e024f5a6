"""The alert: what was handed up by itself, put before its workstream; without the names of those who are late, unless its channel
has asked for names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from governance.escalation import OVERDUE, SAID, Escalation, newest_step, still_holds
from governance.people import Place
from governance.policy import may
from governance.record import Record
from governance.reminders import ESCALATION
from handlers.cards import Button, Buttons, Card, Para, Part, Row, Small, Strong, button
from handlers.commands import Acknowledge, ListEscalations, Show
from handlers.escalating.audience import Audience, Step, answerable, audience
from handlers.escalating.standing import acknowledging, answer_form, otherwise, standing
from handlers.records.moves import next_move
from handlers.reminding.digest import DIGEST
from handlers.wording import COMES_ROUND, count, cut, day, day_short, due_words, times
from storage.outbox import SENT, STATUTORY, USUAL, Notice
from storage.register import Register

ROWS_SHOWN = 10
REASON_SHOWN = 600
BLOCKED = "Blocked"


async def alerts(register: Register, there: Audience, steps: Sequence[Step]) -> list[Notice]:
    """One alert into each channel of the workstreams, however many things have come round for it; where there is no channel, a DM
    to the lead, or else to whoever raised the record. What a person handed up needs no alert: they said it there themselves."""
    owed: list[Notice] = []
    by_place: dict[int, list[Step]] = {}
    for step in steps:
        if step.escalation.cause == SAID:
            continue
        channels = await there.channels(step.record)
        for place in channels:
            by_place.setdefault(place.id, []).append(step)
        told = await answerable(register, step.record) if not channels else None
        if told is not None and (told.id == there.alerted(step) or told.id not in step.escalation.to_people):
            owed.append(replace(_alert([step], told.id), person=told.id))
    return [*owed, *(replace(_alert(some, place), place=place) for place, some in by_place.items())]


async def apart(register: Register, alert: Notice, hidden: Sequence[Record]) -> list[Notice]:
    """What an alert may not put before its channel any more, because it is confidential now, put before whoever may read it."""
    by_ref = {record.ref: record for record in hidden}
    told = await register.escalations.with_ids(escalations_of(alert))
    steps = [Step(each, by_ref[each.ref], register.now) for each in told if each.ref in by_ref]
    return await alerts(register, await audience(register), steps)


def _alert(steps: Sequence[Step], receiver: int | str) -> Notice:
    """The key of an alert of one record says its occasion, so that none is put twice before anybody."""
    first = steps[0]
    more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
    occasion = _occasion(first.escalation)
    return Notice(
        key=f"{ESCALATION}:{first.record.ref}{more}:{occasion}:{receiver}",
        rule=ESCALATION,
        due_at=min(step.since for step in steps),
        refs=tuple(dict.fromkeys(step.record.ref for step in steps)),
        payload={"escalations": [step.escalation.id for step in steps], "due": str(first.record.due)},
        urgency=STATUTORY if any(step.escalation.is_urgent for step in steps) else USUAL,
    )


def _occasion(escalation: Escalation) -> str:
    """What the clock itself counts is named by its day alone."""
    return escalation.occasion if escalation.cause == OVERDUE else f"{escalation.cause} {escalation.occasion}"


def escalations_of(notice: Notice) -> list[int]:
    """Which escalations a message tells of; none where an older Chivvy wrote it."""
    return [int(each) for each in notice.payload.get("escalations", ())]


async def alert_card(register: Register, notice: Notice) -> Card | None:
    """The alert as it is to be said now. Before it is sent, None once nothing of it holds any more; afterwards it says what
    became of each record and who acknowledged or answered."""
    place = await register.places.get(notice.place) if notice.place is not None else None
    person = await register.people.get(notice.person)
    held = [each for each in await _held(register, notice) if may(person, "receive", each[0], place) is None]
    if not held:
        return None
    waiting = [each for each in held if each[2]]
    if not waiting and notice.sent_at is None:
        return None
    shown = held if notice.sent_at is not None else waiting
    if len(shown) == 1:
        return await _of_one(register, notice, place, *shown[0])
    return await _of_several(register, notice, shown)


Held = tuple[Record, Escalation, bool]


async def _held(register: Register, notice: Notice) -> list[Held]:
    """The records that it tells of, each with the newest step, and whether what it was handed up for still holds."""
    programme, calendar = await register.programme(), await register.calendar()
    told = await register.escalations.with_records(escalations_of(notice))
    steps = await register.escalations.steps_of([record for _, record in told])
    found = [
        (record, newest_step(each, steps[each.ref]), still_holds(each, record, programme, calendar))
        for each, record in told
    ]
    return found or [await _from_before(register, notice)]


async def _from_before(register: Register, notice: Notice) -> Held:
    """An alert that an older Chivvy wrote, or of what was taken back: the record as it stands."""
    record = await register.records.get(notice.refs[0])
    due = str(notice.payload.get("due", ""))
    late = record.is_overdue(register.today) and str(record.due) == due
    body = Escalation(
        0, record.ref, OVERDUE, due, 0, ("workstream",), "", notice.planned_at or register.now, state="ended"
    )
    return record, body, late


async def _of_one(
    register: Register, notice: Notice, place: Place | None, record: Record, escalation: Escalation, holds: bool
) -> Card:
    named = place is None or place.names
    title = await _title(register, record, escalation, holds)
    parts: list[Part] = [Para((Strong(record.ref), f" {title}"))]
    text = f"{record.ref} {title}"
    if holds and escalation.cause == OVERDUE:
        circumstances = await _circumstances(register, record, notice.person, named=named)
        parts.append(Para((circumstances,)))
        text = f"{text} {circumstances}"
    if escalation.id and (holds or escalation.answered_by or escalation.acknowledged_by):
        said = await standing(register, record, escalation, named=named)
        parts.append(Small((" ".join(said),)))
        text = f"{text} {' '.join(said)}"
    parts.append(Buttons(_buttons(record, escalation, notice.key, holds=holds)))
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


async def _of_several(register: Register, notice: Notice, held: Sequence[Held]) -> Card:
    """The count, and a row with buttons for each."""
    opening = await _opening(register, held)
    parts: list[Part] = [Para((Strong(opening),))]
    lines = [opening]
    for record, escalation, holds in held[:ROWS_SHOWN]:
        title = await _title(register, record, escalation, holds)
        seen = await _seen(register, record, escalation)
        lines.append(f"{record.ref} {title}{seen}")
        parts.append(
            Row((Strong(record.ref), f" {title}{seen}"), _buttons(record, escalation, notice.key, holds=holds))
        )
    if len(held) > ROWS_SHOWN:
        more = f"… and {len(held) - ROWS_SHOWN} more"
        lines.append(f"{more}: type “list escalations”.")
        parts.append(Row((more,), (button("All of them", ListEscalations(held[0][0].workstream)),)))
    if onward := await _onward(register, held):
        lines.append(onward)
        parts.append(Small((onward,)))
    return Card(text="\n".join(lines), parts=tuple(parts), refs=tuple(record.ref for record, _, _ in held))


async def _onward(register: Register, held: Sequence[Held]) -> str:
    """What becomes of all of them without an answer, where that is the same and no row says it yet."""
    said = {
        await otherwise(register, escalation) for _, escalation, holds in held if holds and escalation.is_unanswered
    }
    told = any(escalation.acknowledged_by or escalation.has_gone_up for _, escalation, _ in held)
    return f"For each: {words[0].lower()}{words[1:]}" if len(said) == 1 and not told and (words := said.pop()) else ""


async def _seen(register: Register, record: Record, escalation: Escalation) -> str:
    """What has become of one row of several."""
    if not (escalation.acknowledged_by or escalation.answered_by or escalation.has_gone_up):
        return ""
    said = await standing(register, record, escalation, named=False)
    return f" {' '.join(said)}"


async def _opening(register: Register, held: Sequence[Held]) -> str:
    """`3 actions in HR are overdue by 5 working days or more.`"""
    records = [record for record, _, _ in held]
    kinds = {record.kind.name: record.kind for record in records}
    things = count(len(held), *(_called(records[0]) if len(kinds) == 1 else ("thing", "things")))
    workstream = await register.workstreams.get(records[0].workstream)
    where = f" in {workstream.label}" if workstream else ""
    if all(escalation.cause == OVERDUE for _, escalation, _ in held):
        days = (await register.programme()).reminding.escalate_after
        return f"{things}{where} are overdue by {count(days, 'working day')} or more."
    return f"{things}{where} need somebody who can move them."


def _called(record: Record) -> tuple[str, str]:
    return record.kind.name, record.kind.plural


async def _title(register: Register, record: Record, escalation: Escalation, holds: bool) -> str:
    """What became of it since, else why it went up."""
    if not record.is_open:
        return f"{record.title} is {record.status.lower()} now."
    if escalation.cause == OVERDUE:
        if holds:
            late = due_words(record, register.today, await register.calendar())
            what = COMES_ROUND.get(record.kind.due_field)
            return f"{record.title}: its {what} is {late}." if what else f"{record.title} is {late}."
        return f"{record.title} is now due {day(record.due)}." if record.due else f"{record.title} has no date now."
    reason = cut(escalation.reason, REASON_SHOWN)
    return f"{record.title}: {reason}." if holds else f"{record.title} was {reason}; it is no longer so."


async def _circumstances(register: Register, record: Record, reader: str | None, *, named: bool) -> str:
    """How it came to this. In a channel nobody is named as late, unless it asked for names."""
    assert record.due is not None
    said = f"It was due {day_short(record.due)}."
    if record.status == BLOCKED:
        why = cut(getattr(record.body, "blocked_reason", ""), REASON_SHOWN).rstrip(".")
        return f"{said} It is blocked: {why}." if why else f"{said} It is blocked."
    sent = await register.outbox.of_ref(record.ref)
    reminded = sum(1 for each in sent if each.rule == DIGEST and each.state == SENT)
    if record.owner is None:
        return f"{said} It has no owner."
    owner = await register.people.name(record.owner) if named else "Its owner"
    has = "You have" if reader == record.owner else f"{owner} has"
    return f"{said} {has} been reminded {times(reminded)}." if reminded else f"{said} {has} had no reminder yet."


def _buttons(record: Record, escalation: Escalation, key: str, *, holds: bool) -> tuple[Button, ...]:
    show = button("Show", Show(record.ref))
    if not holds:
        return (show,)
    onward = (one,) if (one := next_move(record, primary=False)) else ()
    seen = (
        acknowledging(record, escalation, key)
        if escalation.id
        else (button("Acknowledge", Acknowledge(record.ref, key), "primary"),)
    )
    return (*seen, *onward, *answer_form(record, escalation), show)
