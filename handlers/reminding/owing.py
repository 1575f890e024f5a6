"""Owing: which messages the reminders that have come round give rise to, and for whom. It reads nothing: however many records
have come round, what is needed is read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from governance.calendar import WorkingCalendar
from governance.hours import back_on, digest_from
from governance.people import Person
from governance.policy import may
from governance.programme import Programme
from governance.record import Record
from governance.reminders import REMINDER, Occasion, is_wanted, ladder_of
from governance.staff import Staff
from handlers.reminding.answering import AWAY, MANAGER, NOBODY, RECEIVER, answering_notice
from handlers.reminding.digest_notice import LATE_AFTER, digest_notice
from handlers.reminding.nudge import nudge_notice
from storage.outbox import Notice
from storage.register import Register


async def staff_of(register: Register) -> Staff:
    return Staff(await register.people.all(), await register.workstreams.all(), register.today)


@dataclass
class Owing:
    """What is owed as of `now`: notices by key, with the reasons of each (ref and why)."""

    register: Register
    calendar: WorkingCalendar
    programme: Programme
    staff: Staff
    now: datetime
    notices: dict[str, Notice] = field(default_factory=dict)
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)
    _digests: dict[tuple[str, datetime], datetime | None] = field(default_factory=dict)

    def add(self, record: Record, occasions: Iterable[Occasion]) -> None:
        """Owe what reminders of a record give rise to."""
        for occasion in occasions:
            if occasion.rule != REMINDER:
                continue
            if occasion.to == "manager" and occasion.alone:
                self._nudge(self.staff.manager_of(record), record, occasion, away=False)
            elif occasion.to == "manager":
                self._line(self.staff.manager_of(record), record, occasion, MANAGER)
            elif occasion.to == "receiver":
                self._line(self.staff.receiver_of(record), record, occasion, RECEIVER)
            else:
                self._owner(record, occasion)

    def _owner(self, record: Record, occasion: Occasion) -> None:
        owner = self.staff.owner_of(record)
        if owner is None:
            self._line(self.staff.manager_of(record), record, occasion, NOBODY)
        elif is_wanted(occasion, record, self.programme, owner.preferences):
            away = owner.leave_on(self.staff.day) is not None
            if occasion.alone:
                self._nudge(owner, record, occasion, away=away)
                return
            self._digest(owner, record, occasion)
            if away:
                self._cover(owner, record, occasion)

    def _cover(self, owner: Person, record: Record, occasion: Occasion) -> None:
        """What can't wait until its owner is back goes to whoever stands in; without one, only what law or code asks for, and
        that to whoever answers for it. Where both deputies are away it goes there in any case."""
        if not self._cannot_wait(owner, record):
            return
        cover = self.staff.stand_in(owner)
        if cover is not None and may(cover, "receive", record) is None:
            self._digest(cover, record, occasion)
        elif owner.deputy_on(self.staff.day) or ladder_of(record, self.programme).strict:
            self._line(self.staff.manager_of(record), record, occasion, AWAY)

    def _cannot_wait(self, owner: Person, record: Record) -> bool:
        back = back_on(owner, self.calendar, self.staff.day)
        due_before = back is None or record.due is None or record.due < back
        return due_before or ladder_of(record, self.programme).strict

    def _nudge(self, owner: Person | None, record: Record, occasion: Occasion, *, away: bool) -> None:
        """A message of its own, at an hour of the day; a day later the digest says it anyway."""
        if occasion.day != self.staff.day or owner is None:
            return
        told: Person | None = owner
        if away:
            told = self.staff.stand_in(owner)
            if told is None or may(told, "receive", record):
                told = self.staff.manager_of(record)
        if told is not None:
            by_hour = bool(ladder_of(record, self.programme).hours)
            self._keep(nudge_notice(record, occasion, told, self.register.zone, by_hour=by_hour), record, occasion.why)

    def _digest(self, person: Person, record: Record, occasion: Occasion) -> Notice | None:
        moment = self._digest_from(person, self.now)
        if moment is None:
            return None
        notice = digest_notice(person, moment, self.register.zone, late=self._late(person, occasion, moment))
        return self._keep(notice, record, occasion.why)

    def _line(self, person: Person | None, record: Record, occasion: Occasion, role: str) -> None:
        """A line in somebody's digest."""
        if person is None or (role in (MANAGER, RECEIVER) and person.id == record.owner):
            return
        moment = self._digest_from(person, self.now)
        if moment is None:
            return
        digest = self._keep(
            digest_notice(person, moment, self.register.zone, late=self._late(person, occasion, moment)),
            record,
            occasion.why,
        )
        self._keep(answering_notice(record, occasion, person, role, digest), record, occasion.why)

    def _keep(self, notice: Notice, record: Record, why: str) -> Notice:
        """Of one digest that is late for several reasons, the longest delay is told."""
        known = self.notices.get(notice.key)
        late, before = notice.payload.get("late"), known.payload.get("late") if known else None
        if known is None or (late is not None and (before is None or late < before)):
            self.notices[notice.key] = notice
        self.reasons.setdefault(notice.key, {}).setdefault(record.ref, why)
        return self.notices[notice.key]

    def _late(self, person: Person, occasion: Occasion, moment: datetime) -> datetime | None:
        """When it should have been said, where that was long ago: the clock stood still meanwhile."""
        expected = self._digest_from(person, occasion.moment(self.register.zone))
        late = expected is not None and max(moment, self.now) - expected > LATE_AFTER
        return expected if late else None

    def _digest_from(self, person: Person, since: datetime) -> datetime | None:
        known = (person.id, since)
        if known not in self._digests:
            self._digests[known] = digest_from(person, self.calendar, since, self.register.zone)
        return self._digests[known]


async def owing(register: Register, now: datetime, day: date | None = None) -> Owing:
    """Nothing is owed yet; `day` is the local day on which that is asked (today)."""
    staff = await staff_of(register)
    staff = staff if day is None else Staff(staff.people, staff.workstreams, day)
    return Owing(register, await register.calendar(), await register.programme(), staff, now)
