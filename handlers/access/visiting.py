"""Visiting: what those who only go there may ask for. They see where and when, and may say how it went; nothing else of a
case."""

from __future__ import annotations

from governance.access.states import GAINED
from governance.kinds.access import AccessCase
from governance.people import Person
from governance.policy import cleared, is_confidential, may, visitors
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Card, Heading, Para, Part, Row, Strong, button, say
from handlers.commands import Command, ListVisits, Move, Show, ShowVisit
from handlers.reply import Reply
from handlers.wording import count, day
from storage.filters import Filter
from storage.register import Register


def as_visitor(command: Command, record: Record | None, speaker: Person | None) -> Command:
    """What somebody means who may only visit: a case that they ask for is the visit; “done” shows it too, with the outcomes to
    press, for an outcome that nobody named is no evidence."""
    if record is None or speaker is None or not is_confidential(record) or cleared(speaker, record):
        return command
    if speaker.id not in visitors(record):
        return command
    if isinstance(command, Show) or (isinstance(command, Move) and command.to == GAINED):
        return ShowVisit(record.ref)
    return command


async def show_visit(command: ShowVisit, record: Record, speaker: Person, answer: Answer) -> Reply:
    """Where and when, for whoever goes there; where no visit is planned, only how to tell of one that was made."""
    body = record.body
    if not isinstance(body, AccessCase) or body.visit_on is None or not record.is_open:
        said = f"{record.ref}: no visit is planned. You will be told when there is one."
        if record.is_open:
            said += (
                f" To tell of one that you made, type “attempt {record.ref} no answer, card 1123 left, 14:10 today”."
            )
        return await answer.about(record, Card(text=said, parts=(Para((said,)),), refs=(record.ref,)))
    return await answer.with_visit(record, body.plan, speaker)


async def list_visits(command: ListVisits, register: Register, speaker: Person, answer: Answer) -> Reply:
    """The visits that somebody is to make, soonest first: when, and the way to each; where others read along nothing else
    either."""
    wanted = Filter(kind=AccessCase.kind.name, confidential=None)
    found = [
        (each.body.visit_on, each.body.visit_time, each.ref)
        for each in await register.records.find(wanted, limit=None)
        if isinstance(each.body, AccessCase)
        and each.body.visit_on is not None
        and speaker.id in visitors(each)
        and may(speaker, "visit", each) is None
    ]
    if not found:
        return await answer.alone(say("No visits are planned for you."))
    title = f"Your visits: {count(len(found), 'visit')}"
    lines, parts = [title], list[Part]([Heading(title)])
    for on, at, ref in sorted(found, key=lambda each: (each[0], str(each[1] or ""))):
        when = f" {day(on)}{f', {at:%H:%M}' if at else ''}"
        lines.append(f"{ref}{when}")
        parts.append(Row((Strong(ref), when), (button("Show", ShowVisit(ref)),)))
    return await answer.alone(Card(text="\n".join(lines), parts=tuple(parts), refs=tuple(ref for _, _, ref in found)))
