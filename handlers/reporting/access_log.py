"""What an access case's own log adds to its chronology: each attempt with its notice, the days of its ladder, and what the log
does not show. Nothing that is not on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from governance.access.gaps import Log, gaps
from governance.attempts import Attempt
from governance.happening import Happening
from governance.kinds.access import AccessCase
from governance.record import Record
from handlers.reporting.document import Asked
from handlers.reporting.line import Line
from storage.history import IMPORT, READ, REFUSED, Event
from storage.register import Register

# Days of the ladder, in words.
RUNGS: Mapping[str, str] = {
    "check_on": "Vulnerability and capacity check made",
    "warning_on": "Warning letter sent",
    "final_warning_on": "Final warning sent",
    "legal_on": "Handed to Legal",
    "claim_on": "Claim issued",
    "hearing_on": "Hearing",
    "order_sealed_on": "Order sealed",
    "order_served_on": "Order served",
}
THE_LOG = "the log of attempts"
NO_DEED = (READ, REFUSED, "count homes")


async def access_lines(asked: Asked, body: AccessCase, events: list[Event]) -> list[Line]:
    """The attempts and the days of the ladder. A day that a line of the history tells of already is not told twice."""
    register = asked.register
    people = await register.people.all()
    found: list[Line] = []
    for each in await register.attempts.of(asked.held):
        who = people[each.by].name if each.by in people else each.by
        found += _of_attempt(each, who, register)
    told = {name for event in events if event.verb != "log" for name in event.after}
    for name, words in RUNGS.items():
        on = getattr(body, name)
        if on is not None and name not in told and on <= register.today:
            found.append(Line(_midnight(on, register), words, "", "this register", hour=False))
    return found


def _of_attempt(each: Attempt, who: str, register: Register) -> Iterator[Line]:
    source = each.source or THE_LOG
    if each.notice_served_on is not None:
        on, at = each.notice_served_on, each.notice_time
        how = f" ({each.notice_method})" if each.notice_method else ""
        proof = f"; certificate of service {each.certificate}" if each.certificate else ""
        moment = datetime.combine(on, at, register.zone).astimezone(UTC) if at else _midnight(on, register)
        what = f"Notice served for attempt {each.number}{how}{proof}"
        yield Line(moment, what, "", source, hour=at is not None)
    if each.at is not None:
        yield Line(each.at, attempt_words(each, register), who, source)
    elif each.day is not None:
        yield Line(_midnight(each.day, register), attempt_words(each, register), who, source, hour=False)


def attempt_words(each: Attempt, register: Register) -> str:
    """An attempt in one sentence, with all that was noted of it."""
    until = f", until {each.ended_at.astimezone(register.zone):%H:%M}" if each.ended_at else ""
    details = (
        ("card", each.card),
        ("spoke to", each.spoke_to),
        ("was told", f"“{each.said}”" if each.said else ""),
        ("also seen", each.note),
        ("also tried", each.contact_tried),
        ("language", each.language),
        ("file", each.evidence),
    )
    told = "; ".join(f"{label} {held}" for label, held in details if held)
    return f"Attempt {each.number}: {each.outcome}{until}{f'; {told}' if told else ''}"


async def gaps_of(asked: Asked) -> list[str]:
    """What the log of an access case does not show; of other records nothing."""
    record, register = asked.held, asked.register
    if not isinstance(record.body, AccessCase):
        return []
    happenings = await register.happenings.of(record)
    events = await register.history.of(record.ref)
    log = Log(
        body=record.body,
        attempts=await register.attempts.of(record),
        days=_days(record, record.body, happenings, events, register),
        began=record.raised_on,
        today=register.today,
        calendar=await register.calendar(),
        zone=register.zone,
    )
    return gaps(log)


def _days(
    record: Record, body: AccessCase, happenings: list[Happening], events: list[Event], register: Register
) -> list[date]:
    """The days on which something was done in a case. That it was imported, or looked at, is nothing done."""
    moments = [each.at for each in happenings]
    moments += [each.at for each in events if each.verb not in NO_DEED and each.via != IMPORT]
    return [
        *(each.astimezone(register.zone).date() for each in moments),
        *(on for name in RUNGS if (on := getattr(body, name)) is not None),
        *([record.closed_on] if record.closed_on else []),
    ]


def _midnight(on: date, register: Register) -> datetime:
    return datetime.combine(on, time(), register.zone).astimezone(UTC)
