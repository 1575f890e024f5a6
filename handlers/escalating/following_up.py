"""Following up: what becomes of an escalation is said in the thread of its alert, and to whoever handed it up and owns it."""

from __future__ import annotations

from governance.escalation import SAID, Escalation, newest_step
from governance.people import Person
from governance.record import Record
from governance.reminders import ESCALATION
from handlers.cards import Card, say
from handlers.escalating.alert import escalations_of
from handlers.escalating.standing import answered_words
from handlers.people.telling import tell_news
from handlers.wording import count
from storage.claims import UNCERTAIN
from storage.outbox import SENT, Notice
from storage.register import Register

FOLLOW_UP = "follow-up"


async def follow_up_card(_register: Register, notice: Notice) -> Card | None:
    """One sentence under the alert."""
    card = say(str(notice.payload["remark"]))
    return Card(card.text, card.parts, refs=notice.refs)


async def in_threads(
    register: Register, escalation: Escalation, record: Record, what: str, remark: str
) -> list[Notice]:
    """What is owed under each alert that told a channel of this escalation; `what` names the occasion."""
    owed = []
    for alert in await _alerts(register, escalation, record):
        key = f"{FOLLOW_UP}:{record.ref}:{escalation.id}:{what}:{alert.place}"
        payload = {"remark": remark}
        owed.append(
            Notice(
                key, FOLLOW_UP, register.now, place=alert.place, refs=(record.ref,), payload=payload, under=alert.key
            )
        )
    return owed


async def _alerts(register: Register, escalation: Escalation, record: Record) -> list[Notice]:
    """The alerts in channels that told of it, or of the step before it, and that arrived."""
    steps = await register.escalations.of(record)
    newest = newest_step(escalation, steps)
    same = {each.id for each in steps if newest_step(each, steps) == newest}
    return [
        notice
        for notice in await register.outbox.of_ref(record.ref)
        if notice.rule == ESCALATION and notice.place is not None and notice.state in (SENT, UNCERTAIN)
        if same & set(escalations_of(notice))
    ]


async def acknowledged(register: Register, escalation: Escalation, record: Record, by: Person) -> list[Notice]:
    remark = f"{by.name} has acknowledged {record.ref}. It still waits for an answer."
    return await in_threads(register, escalation, record, "acknowledged", remark)


async def answered(register: Register, escalation: Escalation, record: Record, by: Person) -> list[Notice]:
    """The thread, whoever handed it up and the owner hear the answer."""
    words = await answered_words(register, escalation)
    remark = f"{record.ref} {record.title}: {words[0].lower()}{words[1:]}"
    for id in dict.fromkeys((escalation.raised_by, record.owner)):
        await tell_news(
            register, await register.people.get(id), by, f"{record.ref}:answered {escalation.id}", remark, record
        )
    return await in_threads(register, escalation, record, "answered", remark)


async def gone_further(register: Register, escalation: Escalation, further: Escalation, record: Record) -> list[Notice]:
    """Nobody answered at the one step, so it is before the next."""
    days = (await register.programme()).escalating.answer_days
    waited = "in time" if escalation.wanted_by else f"in {count(days, 'working day')}"
    remark = f"Nobody answered {record.ref} {record.title} {waited}, so it is with the {further.to} now."
    await _tell_raiser(register, further, record, remark)
    return await in_threads(register, further, record, "further", remark)


async def in_the_board_pack(register: Register, escalation: Escalation, record: Record) -> list[Notice]:
    remark = (
        f"Nobody answered {record.ref} {record.title} at the {escalation.to} either. It stands in the board pack now, until "
        "somebody answers."
    )
    await _tell_raiser(register, escalation, record, remark)
    return await in_threads(register, escalation, record, "board pack", remark)


async def settled(register: Register, escalation: Escalation, record: Record) -> list[Notice]:
    """What it was handed up for is no longer so."""
    how = f"it is {record.status.lower()} now" if not record.is_open else f"{escalation.reason} is no longer so"
    remark = f"{record.ref} {record.title} is settled: {how}."
    return await in_threads(register, escalation, record, f"settled {register.today}", remark)


async def _tell_raiser(register: Register, escalation: Escalation, record: Record, remark: str) -> None:
    if escalation.cause == SAID:
        by = await register.people.get(escalation.raised_by)
        await tell_news(register, by, None, f"{record.ref}:{escalation.state} {escalation.id}", remark, record)
