"""Escalation: what is handed up by itself, to whom, and when it goes one step further. Pure.

The ladder is the programme's bodies, lowest first, as they were when the escalation began. It goes up by a trigger or by a
person; an answer is a decision, a resource or awareness; without one in the set time it goes one step further, once, and after
that it stands in the board pack. It never goes round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar, local
from governance.ladders import DIGEST_AT
from governance.programme import Programme
from governance.record import Record
from governance.trigger import Trigger

SAID = "said"
OVERDUE = "overdue"
NO_UPDATE = "no update"
SCORE_ROSE = "score rose"
# Those whose people hear of it at once, while they are at work, and before the rest.
URGENT = ("severity", "P1 open", "score of the board")

Response = Literal["decision", "resource", "awareness"]
State = Literal["due", "open", "answered", "passed on", "board pack", "ended"]
DUE: State = "due"
OPEN: State = "open"
ANSWERED: State = "answered"
PASSED_ON: State = "passed on"
BOARD_PACK: State = "board pack"
ENDED: State = "ended"
# Those that somebody has yet to answer.
UNANSWERED: tuple[State, ...] = (DUE, OPEN, BOARD_PACK)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step of an escalation. `ref` is the record's; `ladder` the programme's bodies when it began, `step` the place in it;
    `to_people` are those who hold that role. `next_wake` is when it goes one further (UTC)."""

    id: int
    ref: str
    cause: str
    occasion: str
    step: int
    ladder: tuple[str, ...]
    reason: str
    raised_at: datetime
    to_people: tuple[str, ...] = ()
    wants: str = ""
    wanted_by: date | None = None
    raised_by: str | None = None
    state: str = OPEN
    next_wake: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    response: str = ""
    response_words: str = ""
    returned_on: date | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None

    @property
    def to(self) -> str:
        """The body that it is put before; the one to which a person handed it may be on no ladder."""
        return self.ladder[self.step]

    @property
    def has_gone_up(self) -> bool:
        """Whether this is the one step that nobody asked for."""
        return self.occasion.endswith(GONE_UP)

    @property
    def is_unanswered(self) -> bool:
        return self.state in UNANSWERED

    @property
    def is_urgent(self) -> bool:
        return self.cause in URGENT

    @property
    def next_to(self) -> str | None:
        """The body to which it goes when nobody answers; None when it has gone up once, or nobody is above."""
        return None if self.has_gone_up or self.step + 1 >= len(self.ladder) else self.ladder[self.step + 1]


# What the occasion of the one further step ends with, so that each step of one time has a name of its own.
GONE_UP = " (no answer)"


def triggers(record: Record, programme: Programme, calendar: WorkingCalendar) -> tuple[Trigger, ...]:
    """Every reason, holding now or from a day to come, to hand an open record up by itself."""
    if not record.is_open:
        return ()
    found = list(record.body.triggers(programme, calendar, record.raised_on))
    if (late := _overdue(record, programme, calendar)) is not None:
        found.append(late)
    if (quiet := _quiet(record, programme)) is not None:
        found.append(quiet)
    return tuple(found)


def _overdue(record: Record, programme: Programme, calendar: WorkingCalendar) -> Trigger | None:
    """A review that is late goes to whoever answers for it and no further (its ladder says so). Days on which the office is
    closed do not count: a whole team's work would go up on its first morning back."""
    if record.due is None or not record.kind.reminds or record.body.ladder == "review":
        return None
    days = programme.reminding.escalate_after
    return Trigger(
        OVERDUE, str(record.due), f"{days} working days overdue", calendar.of_the_office().add(record.due, days)
    )


def _quiet(record: Record, programme: Programme) -> Trigger | None:
    if record.rag != "Red":
        return None
    days = programme.escalating.quiet_days
    since = record.updated_at.date()
    return Trigger(
        NO_UPDATE, str(since), f"red, and not updated for {days} days", date.fromordinal(since.toordinal() + days)
    )


def begun(
    old: Record | None, new: Record, programme: Programme, calendar: WorkingCalendar, today: date
) -> tuple[Trigger, ...]:
    """The triggers that hold of `new` as it stands and did not hold of `old`, which it has just become (None: just logged). Those
    that hold from a day are the clock's, when that day comes."""
    before = set() if old is None else {(each.cause, each.occasion) for each in triggers(old, programme, calendar)}
    standing = (each for each in triggers(new, programme, calendar) if each.day is None)
    return tuple(each for each in standing if (each.cause, each.occasion) not in before)


def still_holds(escalation: Escalation, record: Record, programme: Programme, calendar: WorkingCalendar) -> bool:
    """Whether what it was handed up for is still so: also where a promise is too late by other days now, or another limit is
    crossed. What a person handed up is theirs to settle, until the record is closed."""
    if not record.is_open:
        return False
    if escalation.cause == SAID:
        return True
    occasion = escalation.occasion.removesuffix(GONE_UP)
    if escalation.cause == SCORE_ROSE:
        rose = ROSE_FROM.match(occasion)
        return rose is not None and risen(int(rose[1]), record, programme) is not None
    return any(
        each.cause == escalation.cause and (each.day is None or each.occasion == occasion)
        for each in triggers(record, programme, calendar)
    )


# The occasion of a score that rose: what it was at the lowest.
ROSE_FROM = re.compile(r"from (\d+)")


def risen(lowest: int, record: Record, programme: Programme) -> Trigger | None:
    """That a record's score has risen far from `lowest`, which it was not long ago; None where it has not."""
    score = record.body.score
    if score is None or score - lowest < programme.escalating.score_rise:
        return None
    return Trigger(SCORE_ROSE, f"from {lowest}", f"its score rose from {lowest} to {score}")


def put_before(record: Record, trigger: Trigger, programme: Programme, moment: datetime, today: date) -> Escalation:
    """The first step of an escalation by a trigger, on the programme's ladder as it is now; nobody has been told yet. A trigger
    that holds as the record stands is told from a later time of the same by the day on which it began."""
    occasion = trigger.occasion if trigger.day is not None else f"{trigger.occasion} since {today}"
    return Escalation(
        id=0,
        ref=record.ref,
        cause=trigger.cause,
        occasion=occasion,
        step=first_step(trigger.cause, programme),
        ladder=programme.bodies,
        reason=trigger.why,
        raised_at=moment,
        state=DUE,
        next_wake=moment,
    )


def rings_again(last: Escalation, today: date, zone: ZoneInfo, programme: Programme, calendar: WorkingCalendar) -> bool:
    """Whether a cause that held before, and holds again, is a time of its own: long enough after the `last` one began."""
    return today > calendar.add(last.raised_at.astimezone(zone).date(), programme.escalating.again_after)


def first_step(cause: str, programme: Programme) -> int:
    """The place on the programme's ladder at which a cause begins."""
    wanted = programme.escalating.to.get(cause, "").casefold()
    names = [body.casefold() for body in programme.bodies]
    return names.index(wanted) if wanted in names else 0


def answer_by(
    moment: datetime, programme: Programme, calendar: WorkingCalendar, zone: ZoneInfo, wanted_by: date | None = None
) -> datetime:
    """The moment (UTC) at which an escalation of `moment` that nobody answered goes one step further: the morning after the last
    of the days that there are for it, or after the day by which an answer was wanted, whichever is first. Days on which
    the office is closed do not count: nobody can answer then."""
    calendar = calendar.of_the_office()
    day = calendar.add(moment.astimezone(zone).date(), programme.escalating.answer_days)
    last = day if wanted_by is None else min(day, wanted_by)
    return local(calendar.add(last, 1), DIGEST_AT, zone)


def last_day(escalation: Escalation, calendar: WorkingCalendar, zone: ZoneInfo) -> date | None:
    """The last day on which an answer is in time."""
    if escalation.next_wake is None or escalation.state != OPEN:
        return None
    return calendar.of_the_office().add(escalation.next_wake.astimezone(zone).date(), -1)


def newest_step(escalation: Escalation, steps: Iterable[Escalation]) -> Escalation:
    """Of a record's `steps`, oldest first, the newest of the same escalation: where it has gone further, that one."""
    first = escalation.occasion.removesuffix(GONE_UP)
    same = [each for each in steps if each.cause == escalation.cause and each.occasion.removesuffix(GONE_UP) == first]
    return same[-1] if same else escalation


def next_step(escalation: Escalation) -> Escalation | None:
    """The one further step of an escalation that nobody answered; None when it has gone up once, or nobody is above."""
    if escalation.next_to is None:
        return None
    return replace(
        escalation,
        id=0,
        step=escalation.step + 1,
        occasion=escalation.occasion + GONE_UP,
        to_people=(),
        acknowledged_by=None,
        acknowledged_at=None,
    )
