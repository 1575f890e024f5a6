"""Deciding: the answer to an escalation becomes a decision of the decision log, linked with what it settles, by one press."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.kind import TITLE_LIMIT
from governance.kinds.decision import Decision
from governance.people import Person, Place
from governance.record import Record
from handlers.answer import Answer
from handlers.commands import RecordDecision
from handlers.encoding import ButtonUnreadable
from handlers.records.entering import enter
from handlers.reply import Reply
from handlers.wording import cut
from storage.history import Scene
from storage.register import Register

LED_TO = "led to"


class DecidedAlready(ChivvyError):
    """That answer is in the decision log already, as {other}, so nothing more was logged. Type “{other}” to see it."""


async def record_decision(
    command: RecordDecision,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
) -> Reply:
    """Log what was answered as decided by the body that it was before. Once, however often it is pressed."""
    answered = await register.escalations.get(command.escalation)
    if answered is None or answered.ref != record.ref or answered.response != "decision":
        raise ButtonUnreadable
    title = cut(answered.response_words.splitlines()[0], TITLE_LIMIT)
    for link in await register.links.of(record):
        if link.relation == LED_TO and link.forward and link.kind == Decision.kind.name and link.title == title:
            raise DecidedAlready(other=link.ref)
    values = {
        "title": title,
        "decided_by": answered.to,
        "decided_on": answered.returned_on or register.today,
        "rationale": f"{record.ref} {record.title} was escalated: {answered.reason}",
        "description": answered.response_words if answered.response_words != title else "",
    }
    scene = replace(scene, batch=answer.batch())
    hidden = record.confidential or record.kind.confidential
    new = await enter("decision", values, record.workstream, register, scene, speaker, place, confidential=hidden)
    await register.links.add(scene, record, LED_TO, new)
    return await answer.with_card(new)
