"""The news that a record was handed up, for those whom it is put before: by itself, or by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from governance.escalation import SAID, Escalation
from governance.hours import reachable
from governance.people import Person
from governance.policy import may
from handlers.cards import Buttons, Card, Para, Part, Small, Strong, button
from handlers.commands import Show
from handlers.escalating.audience import Audience, Step
from handlers.escalating.standing import acknowledging, answers, newest, standing
from handlers.records.moves import ESCALATED as ESCALATED_STATE
from handlers.reminding.digest import owe_digest
from handlers.wording import cut
from storage.outbox import STATUTORY, USUAL, Notice
from storage.register import Register

ESCALATED = "escalated"
REASON_SHOWN = 600


async def to_people(register: Register, there: Audience, step: Step) -> list[Notice]:
    """What those who hold the role hear of a step. The workstream's lead reads the channel, where there is one; what a person
    handed up, and what is urgent, goes at once while they are at work, the rest with their digest."""
    escalation = step.escalation
    alerted = there.alerted(step)
    people = [await register.people.get(id) for id in escalation.to_people if id != alerted]
    told = [person for person in people if person is not None and _hears(person, step)]
    notices = [await _to(register, person, step) for person in told]
    return [notice for notice in notices if notice is not None]


async def told_of(register: Register, step: Step, people: Sequence[Person]) -> list[Person]:
    """Owe people the news of what was just handed up; those of them who will hear of it."""
    told = []
    for person in people:
        if _hears(person, step) and (notice := await _to(register, person, step)) is not None:
            await register.outbox.owe(notice)
            told.append(person)
    return told


def _hears(person: Person, step: Step) -> bool:
    """Nobody is told what they did themselves, nor what they may not read."""
    return person.id != step.escalation.raised_by and may(person, "receive", step.record) is None


async def _to(register: Register, person: Person, step: Step) -> Notice | None:
    """None for somebody who gets nothing for a year."""
    escalation, record = step.escalation, step.record
    notice = Notice(
        key=f"{ESCALATED}:{record.ref}:{escalation.id}:{person.id}",
        rule=ESCALATED,
        due_at=register.now,
        person=person.id,
        refs=(record.ref,),
        payload={"escalations": [escalation.id], "by": escalation.raised_by, "remark": await _remark(register, step)},
        urgency=STATUTORY if escalation.is_urgent else USUAL,
    )
    calendar = await register.calendar()
    at_once = escalation.cause == SAID or escalation.is_urgent
    if at_once and reachable(person, calendar, register.now, register.zone):
        return notice
    digest = await owe_digest(register, person, calendar)
    return replace(notice, due_at=digest.due_at, carrier=digest.key) if digest is not None else None


async def _remark(register: Register, step: Step) -> str:
    """One line, where it goes with a digest."""
    record, escalation = step.record, step.escalation
    return f"{record.ref} {record.title} {await _came(register, escalation)}: {cut(escalation.reason).rstrip('.')}."


async def _came(register: Register, escalation: Escalation) -> str:
    """`was escalated to the Programme Board by Olu Adeyemi`, `was escalated to the Project Manager`."""
    if escalation.has_gone_up:
        return f"had no answer, so it was escalated to the {escalation.to}"
    if escalation.cause == SAID:
        return f"was escalated to the {escalation.to} by {await register.people.name(escalation.raised_by)}"
    return f"was escalated to the {escalation.to}"


async def escalated_card(register: Register, notice: Notice) -> Card | None:
    """What somebody reads before whom a record was put, with the answers as buttons; later also what became of it."""
    record = await register.records.get(notice.refs[0])
    ids = [int(each) for each in notice.payload.get("escalations", ())]
    first = next(iter(await register.escalations.with_ids(ids)), None)
    if first is None:
        return await _from_before(register, notice)
    escalation = await newest(register, record, first)
    if notice.sent_at is None and (not record.is_open or not escalation.is_unanswered):
        return None
    came = await _opening(register, first)
    opening = f"{came[0]}{record.ref} {record.title}{came[1]}"
    parts: list[Part] = [
        Para((came[0], Strong(record.ref), f" {record.title}{came[1]}")),
        Para((f"Because: {cut(first.reason, REASON_SHOWN)}",)),
    ]
    if not record.is_open:
        parts.append(Small((f"It is {record.status.lower()} now.",)))
    said = await standing(register, record, escalation, named=True)
    parts.append(Small((" ".join(said),)))
    buttons = (*acknowledging(record, escalation, notice.key), *answers(record, escalation))
    parts.append(Buttons((*buttons, button("Show", Show(record.ref)))))
    text = f"{opening} Because: {cut(first.reason)}. {' '.join(said)}"
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


async def _opening(register: Register, escalation: Escalation) -> tuple[str, str]:
    """What stands before the ref and title, and after them."""
    if escalation.cause == SAID and not escalation.has_gone_up:
        by = await register.people.name(escalation.raised_by)
        return f"{by} escalated ", f" to the {escalation.to}."
    return "", f" {await _came(register, escalation)}."


async def _from_before(register: Register, notice: Notice) -> Card | None:
    """What an older Chivvy owed, or what was taken back: what it said then, and how the record stands."""
    record = await register.records.get(notice.refs[0])
    payload = notice.payload
    if notice.sent_at is None and (record.withdrawn or "to" not in payload):
        return None
    by = await register.people.name(payload.get("by"))
    said = f"{by} escalated {record.ref} {record.title} to the {payload['to']}." if "to" in payload else ""
    said = said or f"{record.ref} {record.title} was escalated; that was taken back."
    parts: list[Part] = [Para((said,))]
    if reason := str(payload.get("reason", "")):
        parts.append(Para((f"Because: {cut(reason, REASON_SHOWN)}",)))
    if record.status != ESCALATED_STATE:
        parts.append(Small((f"It is {record.status.lower()} now.",)))
    parts.append(Buttons((button("Show", Show(record.ref)),)))
    return Card(text=said, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))
