"""Gaps: what an access case's own log does not show, and somebody will be asked. It says what is missing, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from governance.attempts import EVENING, FEWEST, NOON, Attempt, Tried, by_post, one_part_only
from governance.calendar import ONE_DAY, WorkingCalendar, spoken
from governance.clocks.deadline import POSTING_DAYS

if TYPE_CHECKING:
    from governance.kinds.access import AccessCase

QUIET = 21  # days: for longer than that a log that says nothing is asked about


@dataclass(frozen=True)
class Log:
    """What is known of a case. `days` are those on which something was done in it, besides the attempts; `began` is when it was
    opened, `today` when it is looked at."""

    body: AccessCase
    attempts: Sequence[Attempt]
    days: Sequence[date]
    began: date
    today: date
    calendar: WorkingCalendar
    zone: ZoneInfo


def gaps(log: Log) -> list[str]:
    """What the log does not show, most telling first."""
    return [*_of_visits(log), *_of_each(log), *_of_check(log), *_quiet(log)]


def _of_visits(log: Log) -> Iterable[str]:
    done = [each for each in log.attempts if each.day is not None]
    if len(done) < FEWEST:
        noun = "attempt is" if len(done) == 1 else "attempts are"
        yield f"{len(done) or 'No'} {noun} on record; at least {FEWEST} are expected."
    if not done:
        return
    hours = [hour for each in done if (hour := hour_of(each, log.zone)) is not None]
    if not any(hour < NOON for hour in hours):
        yield "No attempt in the morning."
    if not any(hour >= EVENING for hour in hours):
        yield "No attempt after 17:00."
    if not any(each.day.weekday() >= 5 for each in done if each.day):
        yield "No attempt at a weekend."
    if part := one_part_only(_tried(done, log.zone)):
        yield f"Every attempt whose hour is known was in the same part of the day ({part})."


# What each attempt should show, and by what it is seen that it does not.
LACKING: Mapping[str, Callable[[Attempt], bool]] = {
    "no record that notice was served": lambda each: each.notice_served_on is None,
    "no certificate of service": lambda each: not each.certificate,
    "no hour of the visit": lambda each: each.at is None,
    "no end of the visit": lambda each: each.ended_at is None,
    "nobody named who went": lambda each: not each.by,
    "no photo or file": lambda each: not each.evidence,
    "no SHA-256 of the file": lambda each: bool(each.evidence) and not each.digest,
    "no other way of reaching the resident that was tried": lambda each: not each.contact_tried,
}


def _of_each(log: Log) -> Iterable[str]:
    for what, is_missing in LACKING.items():
        numbers = [each.number for each in log.attempts if is_missing(each)]
        if numbers:
            yield f"{what[0].upper()}{what[1:]} for {_attempts(numbers)}."
    for each in log.attempts:
        if each.notice_served_on is not None and (why := _late_notice(each, log)):
            yield f"Attempt {each.number}: {why}."


def _late_notice(attempt: Attempt, log: Log) -> str:
    """Why the notice of an attempt gave less than 24 hours, as far as the log tells."""
    if attempt.day is None or attempt.notice_served_on is None:
        return ""
    served = attempt.notice_served_on
    if by_post(attempt.notice_method):
        delivered = log.calendar.add(served, POSTING_DAYS)
        if attempt.day < delivered + ONE_DAY:
            return (
                f"the notice was posted on {spoken(served)} and is deemed delivered on {spoken(delivered)}, less than a whole "
                "day before the visit"
            )
        return ""
    if attempt.notice_time is not None and attempt.at is not None:
        there = attempt.at.astimezone(log.zone).replace(tzinfo=None)
        enough = there - datetime.combine(served, attempt.notice_time) >= timedelta(hours=24)
        return "" if enough else "the notice was served less than 24 hours before the visit"
    return "" if attempt.day > served else "the notice was served on the day of the visit"


def _of_check(log: Log) -> Iterable[str]:
    body = log.body
    told = (("by whom", body.check_by.strip()), ("when", body.check_on), ("what it found", body.check_outcome.strip()))
    lacks = [words for words, held in told if not held]
    if len(lacks) == len(told) and not body.vulnerability_check:
        yield "No vulnerability and capacity check."
    elif lacks:
        yield f"The vulnerability and capacity check does not say {_listed(lacks)}."
    if not body.reasonable_adjustment.strip():
        yield "No record of reasonable adjustments that were offered."
    if not body.tenancy_clause.strip():
        yield "No clause of the tenancy or lease."
    if body.letters_sent:
        letters = "1 letter was" if body.letters_sent == 1 else f"{body.letters_sent} letters were"
        yield f"{letters} sent by the count: see that each is an exhibit, with its date."


def _quiet(log: Log) -> Iterable[str]:
    """Spells in which nothing was done, by the log."""
    known = {log.began, *log.days, *(each.day for each in log.attempts if each.day)}
    known |= {each.notice_served_on for each in log.attempts if each.notice_served_on}
    days = sorted(day for day in known if day <= log.today)
    ends = [*days[1:], log.today] if log.body.is_open else days[1:]
    for first, last in zip(days, ends, strict=False):
        if (last - first).days > QUIET:
            until = "today" if last == log.today else spoken(last)
            yield f"Nothing between {spoken(first)} and {until} ({(last - first).days} days)."


def hour_of(attempt: Attempt, zone: ZoneInfo) -> time | None:
    """The local hour of an attempt."""
    return attempt.at.astimezone(zone).time().replace(tzinfo=None) if attempt.at else None


def _tried(attempts: Iterable[Attempt], zone: ZoneInfo) -> list[Tried]:
    return [Tried(each.id, each.number, each.day, hour_of(each, zone)) for each in attempts]


def _attempts(numbers: Sequence[int]) -> str:
    """`attempt 2`, `attempts 1, 2 and 4`."""
    return f"attempt{'s' if numbers[1:] else ''} {_listed(list(map(str, numbers)))}"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if words[1:] else words[0]
