"""Telling the project manager: a message with the result, and the paper that goes with it; then the public."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.hours import next_open, reachable
from governance.kinds.ballot import DECLARED, PUBLISHED, Ballot
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.ballots.counters import estate_of, permit_counting
from handlers.ballots.deeds import REPORT
from handlers.ballots.result_words import count_words, declared_count, outcome_of, turnout_words
from handlers.commands import ReportResult
from handlers.encoding import ButtonUnreadable
from handlers.people.telling import tell_news
from handlers.records.changing import set_fields
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Scene
from storage.outbox import Notice
from storage.register import Register

DOCUMENT, PAPER = "document", "ballot"


class NoResultYet(ChivvyError):
    """The result of {ref} has not been declared, so there is nothing to report. Nothing was sent. Type “declare the result of
    {ref}” once it has closed."""


class NobodyToTell(ChivvyError):
    """I don't know who the project manager of {ref} is. Nothing was sent. Type “{ref} project manager @name”, then press “Report
    to the project manager” again."""


async def report_result(
    command: ReportResult, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Send the result to the project manager, and note the day."""
    await permit_counting(register, record, speaker)
    found = await declared_count(register, record)
    if found is None or record.status not in (DECLARED, PUBLISHED):
        raise NoResultYet(ref=record.ref)
    manager = await _manager(register, record)
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    publish = f" It is to be published by {day(body.report_by)}." if body.report_by and not body.published_on else ""
    remark = (
        f"The result of {record.ref} {record.title}: {count_words(found)}. {turnout_words(found)}. "
        f"{outcome_of(record, found).words} The paper follows.{publish}"
    )
    key = f"ballot:{record.ref}:{record.version}"
    await tell_news(register, manager, speaker, key, remark, record)
    await _send_paper(register, record, manager, key)
    wanted = {"reported_on": register.today, "project_manager": manager.id}
    return await set_fields(register, scene, record, wanted, REPORT, speaker, answer, reason=f"sent to {manager.name}")


async def _manager(register: Register, record: Record) -> Person:
    """Who is told: whom the ballot names, else who leads its workstream or its estate's."""
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    estate = await estate_of(register, record)
    strand = await register.workstreams.get(record.workstream)
    named = (body.project_manager, strand.lead if strand else None, estate.lead if estate else None)
    for each in named:
        found = await register.people.get(each)
        if found is not None and found.active and found.member:
            return found
    raise NobodyToTell(ref=record.ref)


async def _send_paper(register: Register, record: Record, manager: Person, key: str) -> None:
    """Owe the paper, at once while they are at work, else for the next morning."""
    calendar = await register.calendar()
    now = register.now
    at = now if reachable(manager, calendar, now, register.zone) else next_open(calendar, now, register.zone)
    payload = {"document": PAPER, "ref": record.ref, "workstream": None, "suffix": ".pdf", "reader": manager.id}
    notice = Notice(f"{DOCUMENT}:{key}", DOCUMENT, at, manager.id, refs=(record.ref,), payload=payload)
    await register.outbox.owe(notice)
