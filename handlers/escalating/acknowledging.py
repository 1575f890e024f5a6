"""Acknowledging: somebody has seen an escalation and says so, by pressing or typing; reading it is not enough."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.escalation import Escalation
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Card, say
from handlers.commands import Acknowledge
from handlers.escalating.alert import alert_card, escalations_of
from handlers.escalating.escalated import ESCALATED, escalated_card
from handlers.escalating.following_up import acknowledged
from handlers.escalating.standing import newest
from handlers.reply import Reply
from handlers.wording import day_short
from storage.history import Scene
from storage.outbox import Notice
from storage.register import Register

ACKNOWLEDGED = "acknowledge"


class NotHandedUp(ChivvyError):
    """{ref} is not waiting for anybody's answer, so there is nothing to acknowledge or answer. Nothing was changed. To hand it
    up, type “escalate {ref} to … because …”."""


async def acknowledge(
    command: Acknowledge, register: Register, speaker: Person, record: Record, scene: Scene, answer: Answer
) -> Reply:
    """The history says who, and so do the messages that told of it; once is enough. It still waits for its answer."""
    notice = await register.outbox.by_key(command.key) if command.key else None
    if command.key and (notice is None or record.ref not in notice.refs):
        return Reply()
    waiting = await _told_by(register, record, notice)
    for each in waiting:
        if each.acknowledged_by is None:
            seen = await register.escalations.acknowledge(each, speaker.id)
            after = {"escalation": each.id, "to": each.to, **({"key": command.key} if command.key else {})}
            await register.history.add(scene, ACKNOWLEDGED, record.ref, after=after)
            await register.outbox.owe_all(await acknowledged(register, seen, record, speaker))
    if not waiting and (notice is None or not escalations_of(notice)):
        raise NotHandedUp(ref=record.ref)
    if notice is not None:
        await register.places.touch(notice=notice.key)
        return Reply(face=await _face(register, notice))
    return await answer.about(record, say(await _said(register, record, waiting[-1], speaker)))


async def _told_by(register: Register, record: Record, notice: Notice | None) -> list[Escalation]:
    """What a message told of and still waits; without one, or of one that an older Chivvy wrote, all that the record is handed up
    for."""
    if notice is None or not escalations_of(notice):
        return await register.escalations.unanswered_of(record)
    told = await register.escalations.with_ids(escalations_of(notice))
    now = [await newest(register, record, each) for each in told if each.ref == record.ref]
    return [each for each in now if each.is_unanswered]


async def _face(register: Register, notice: Notice) -> Card | None:
    draw = escalated_card if notice.rule == ESCALATED else alert_card
    return await draw(register, notice)


async def _said(register: Register, record: Record, escalation: Escalation, speaker: Person) -> str:
    last = escalation.acknowledged_at
    if escalation.acknowledged_by in (None, speaker.id) or last is None:
        return f"You have acknowledged {record.ref}. It still waits for an answer: type “answer {record.ref}: …”."
    by, day = await register.people.name(escalation.acknowledged_by), last.astimezone(register.zone).date()
    return f"{by} acknowledged {record.ref} on {day_short(day)} already. It still waits for an answer."
