"""Properties of the ladder, of working hours and of the summaries: whatever the dates, whenever the clock is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from governance.calendar import WorkingCalendar, local
from governance.hours import CLOSES, OPENS, digest_from, next_digest, office_open, reachable
from governance.kind import Body
from governance.kinds.action import Action
from governance.kinds.complaint import Complaint
from governance.kinds.issue import Issue
from governance.kinds.milestone import Milestone
from governance.kinds.risk import Risk
from governance.ladders import DIGEST_AT
from governance.people import Leave, Person
from governance.preferences import Preferences
from governance.programme import Programme
from governance.record import Record
from governance.reminders import (
    DAILY,
    ESCALATION,
    LATE,
    REMINDER,
    Occasion,
    is_long_before,
    ladder,
    ladder_of,
    latest_summary,
    next_summary,
    next_wake,
    quiet_until_at_most,
    reached,
    spans,
    spoken_of,
    wake_after,
)
from tests.clock.house import LONDON

USUAL = Programme()
FIRST, LAST = date(2026, 1, 1), date(2028, 6, 1)
days = some.dates(FIRST, LAST)
moments = some.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1), timezones=some.just(UTC))  # noqa: DTZ001
calendars = some.builds(
    WorkingCalendar,
    closures=some.frozensets(some.dates(date(2026, 12, 20), date(2027, 1, 5)), max_size=6),
    extra_holidays=some.frozensets(days, max_size=3),
)
leave = some.builds(lambda first, length: Leave(first, first + timedelta(days=length)), days, some.integers(0, 30))
people = some.builds(
    Person,
    id=some.just("P001"),
    name=some.just("Meera Patel"),
    active=some.sampled_from([True, True, True, False]),
    working_days=some.frozensets(some.integers(0, 4), min_size=1),
    leave=some.lists(leave, max_size=3).map(tuple),
    preferences=some.builds(
        Preferences,
        digest_at=some.sampled_from([DIGEST_AT, time(8, 30), time(14, 0)]),
        early=some.booleans(),
        soon=some.booleans(),
        on_the_day=some.booleans(),
        after=some.booleans(),
    ),
)


@some.composite
def records(draw: some.DrawFn) -> Record:
    raised = draw(days)
    due = draw(some.none() | some.integers(-40, 120).map(lambda count: raised + timedelta(days=count)))
    snoozed = draw(some.none() | some.integers(0, 60).map(lambda count: raised + timedelta(days=count)))
    return Record(
        id=1,
        ref="A-001",
        body=Action(
            title="Draft the letter", owner="P001", due=due, status=draw(some.sampled_from(["In progress", "Complete"]))
        ),
        workstream="WS01",
        raised_by=None,
        raised_on=raised,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        version=1,
        snoozed_until=snoozed,
    )


BODIES: list[Callable[[date], Body]] = [
    lambda due: Action(title="Draft it", status="In progress", owner="P001", due=due),
    lambda due: Risk(title="Payroll", status="Open", owner="P001", review_on=due),
    lambda due: Milestone(title="Gateway", status="On track", owner="P001", forecast=due),
    lambda due: Issue(title="Reports", status="Open", owner="P001", priority="P1", target_resolution=due),
    lambda due: Complaint(title="Dust", status="Acknowledged", owner="P001", s1_due=due),
]


@some.composite
def of_any_ladder(draw: some.DrawFn) -> Record:
    """A record with a day, on one of the ladders, perhaps snoozed."""
    record = draw(records().filter(lambda each: each.is_open and each.due is not None))
    assert record.due is not None
    return replace(record, body=draw(some.sampled_from(BODIES))(record.due))


@given(of_any_ladder(), calendars, moments, some.lists(some.integers(1, 400_000), max_size=30))
def test_whatever_the_ladder_each_occasion_is_reached_once(
    record: Record, calendar: WorkingCalendar, start: datetime, steps: list[int]
) -> None:
    """Those of its rungs and its triggers; what a daily ladder adds comes once a wake."""
    now, wake = start, next_wake(record, calendar, start, LONDON, USUAL)
    seen: Counter[Occasion] = Counter()
    for step in [*steps, 86_400 * 60]:
        now += timedelta(seconds=step)
        if wake is not None and wake <= now:
            seen.update(reached(record, calendar, wake, now, LONDON, USUAL))
            wake = next_wake(record, calendar, now, LONDON, USUAL)
    told = {each: count for each, count in seen.items() if each.why not in (LATE, DAILY)}
    assert told == Counter(each for each in ladder(record, calendar, USUAL) if start < each.moment(LONDON) <= now)
    assert all(count == 1 for count in seen.values())


@given(of_any_ladder(), calendars, moments)
def test_a_strict_ladder_goes_on_every_working_day(record: Record, calendar: WorkingCalendar, start: datetime) -> None:
    """The clock looks again on the next working morning, however long it is overdue; a snooze changes nothing after its day."""
    assert record.due is not None
    if not ladder_of(record, USUAL).daily:
        return
    past = max(start, local(calendar.add(record.due, 30), DIGEST_AT, LONDON))
    wake = next_wake(record, calendar, past, LONDON, USUAL)
    assert wake is not None
    day = past.astimezone(LONDON).date()
    assert wake.astimezone(LONDON).date() <= calendar.add(day, 1)
    found = reached(record, calendar, wake, wake, LONDON, USUAL)
    assert REMINDER in [each.rule for each in found if each.to == "owner"]
    assert spoken_of(record, calendar, wake.astimezone(LONDON).date(), USUAL)


@given(of_any_ladder(), calendars, days, people)
def test_what_a_digest_speaks_of_is_told_by_the_day_it_is_due(
    record: Record, calendar: WorkingCalendar, day: date, person: Person
) -> None:
    """The spans by which the register finds it say the same as the ladder, whatever its owner can do without."""
    record = replace(record, snoozed_until=None)
    assert record.due is not None
    mine = spans(ladder_of(record, USUAL), calendar, day, person.preferences)
    found = any(
        (span.after is None or record.due > span.after)
        and record.due <= span.until
        and (not span.long_only or record.raised_on <= is_long_before(record.due, calendar, USUAL))
        for span in mine
    )
    assert found == spoken_of(record, calendar, day, USUAL, person.preferences)


@given(of_any_ladder(), calendars, days)
def test_the_law_is_never_quiet_past_its_day(record: Record, calendar: WorkingCalendar, day: date) -> None:
    assert record.due is not None
    last = quiet_until_at_most(record, USUAL)
    assert (last is None) == (not ladder_of(record, USUAL).strict)
    if last is not None and day >= calendar.on_or_after(record.due):
        assert spoken_of(
            record, calendar, day, USUAL, Preferences(early=False, soon=False, on_the_day=False, after=False)
        )


@given(records(), calendars, moments)
def test_the_next_wake_is_always_later(record: Record, calendar: WorkingCalendar, after: datetime) -> None:
    moment = next_wake(record, calendar, after, LONDON, USUAL)
    assert moment is None or moment > after


@given(records(), calendars, moments, some.lists(some.integers(1, 400_000), max_size=60))
def test_each_occasion_is_reached_once_whatever_the_ticks(
    record: Record, calendar: WorkingCalendar, start: datetime, steps: list[int]
) -> None:
    """As the sweep does it: look when the wake has come, take what was reached since, set the next wake."""
    now, wake = start, next_wake(record, calendar, start, LONDON, USUAL)
    seen: Counter[object] = Counter()
    for step in [*steps, 400 * 86_400]:
        now += timedelta(seconds=step)
        if wake is not None and wake <= now:
            seen.update(reached(record, calendar, wake, now, LONDON, USUAL))
            wake = next_wake(record, calendar, now, LONDON, USUAL)
    expected = Counter(each for each in ladder(record, calendar, USUAL) if start < when(each) <= now)
    assert {each: count for each, count in seen.items() if each.why != LATE} == expected
    assert record.snoozed_until is not None or seen == expected


def when(occasion: Occasion) -> datetime:
    return local(occasion.day, DIGEST_AT, LONDON)


def swept(record: Record, calendar: WorkingCalendar, now: datetime) -> tuple[list[Occasion], Record]:
    """What a sweep at `now` finds, and the record with its wake put off."""
    if record.next_wake is None or record.next_wake > now:
        return [], record
    found = reached(record, calendar, record.next_wake, now, LONDON, USUAL)
    return list(found), replace(record, next_wake=next_wake(record, calendar, now, LONDON, USUAL))


def logged(record: Record, calendar: WorkingCalendar, now: datetime, *, chase: bool = True) -> Record:
    return replace(record, next_wake=wake_after(None, record, calendar, now, LONDON, USUAL, chase=chase))


def changed(record: Record, calendar: WorkingCalendar, now: datetime, **values: object) -> Record:
    own = {name: value for name, value in values.items() if name in Action.model_fields}
    common = {name: value for name, value in values.items() if name not in own}
    new = replace(record, body=record.body.model_copy(update=own), **common)  # type: ignore[arg-type]
    return replace(new, next_wake=wake_after(record, new, calendar, now, LONDON, USUAL))


@given(records(), calendars, moments)
def test_nothing_open_with_a_date_begins_its_ladder_unchased(
    record: Record, calendar: WorkingCalendar, now: datetime
) -> None:
    """Logged, given its date or reopened now: there is a wake, on a working morning; by a year later it was escalated, and
    reminded of at least once; and then it is quiet."""
    closed = replace(record, body=record.body.model_copy(update={"status": "Complete"}))
    undated = replace(record, body=record.body.model_copy(update={"due": None}))
    for begun in (
        logged(record, calendar, now),
        changed(logged(closed, calendar, now), calendar, now, status=record.status),
        changed(logged(undated, calendar, now), calendar, now, due=record.due),
    ):
        if not record.is_open or record.due is None:
            assert begun.next_wake is None
            continue
        assert begun.next_wake is not None
        assert begun.next_wake > now
        morning = begun.next_wake.astimezone(LONDON)
        assert morning.time() == time(9, 15)
        assert calendar.is_working_day(morning.date())
        found, after = swept(begun, calendar, now + timedelta(days=1200))
        assert [each.rule for each in found].count(ESCALATION) == 1
        assert after.next_wake is None
        if all(when(each) <= now for each in ladder(record, calendar, USUAL)):
            assert [each.rule for each in found] == [ESCALATION, REMINDER]
            assert begun.next_wake - now < timedelta(days=12)


@given(records(), calendars, moments, some.integers(0, 60))
def test_an_ordinary_change_moves_no_wake(record: Record, calendar: WorkingCalendar, now: datetime, days: int) -> None:
    """Neither one that waits nor, after it has rung, back into being."""
    before = logged(record, calendar, now)
    later = now + timedelta(days=days)
    _, before = swept(before, calendar, later)
    assert changed(before, calendar, later, title="Another title", owner="P002").next_wake == before.next_wake


@given(records(), calendars, moments)
def test_what_rang_late_stays_quiet_whatever_else_is_changed(
    record: Record, calendar: WorkingCalendar, now: datetime
) -> None:
    before = logged(record, calendar, now)
    later = now + timedelta(days=1200)
    _, quiet = swept(before, calendar, later)
    assert changed(quiet, calendar, later, title="Another title").next_wake is None
    closed = changed(quiet, calendar, later, status="Complete")
    assert closed.next_wake is None
    snoozed = changed(quiet, calendar, later, snoozed_until=later.date() + timedelta(days=9))
    assert changed(snoozed, calendar, later, snoozed_until=quiet.snoozed_until).next_wake is None


@given(records(), calendars, moments, some.integers(1, 60))
def test_a_snooze_does_not_take_the_escalation_away(
    record: Record, calendar: WorkingCalendar, now: datetime, days: int
) -> None:
    before = logged(record, calendar, now)
    until = now.astimezone(LONDON).date() + timedelta(days=days)
    snoozed = changed(before, calendar, now, snoozed_until=until)
    rules = []
    for step in range(0, 1200, 7):
        found, snoozed = swept(snoozed, calendar, now + timedelta(days=step))
        rules += [each.rule for each in found]
    assert (ESCALATION in rules) == (record.is_open and record.due is not None)


@given(records(), calendars, moments)
def test_what_is_imported_late_has_no_wake(record: Record, calendar: WorkingCalendar, now: datetime) -> None:
    imported = logged(record, calendar, now, chase=False)
    assert imported.next_wake == next_wake(record, calendar, now, LONDON, USUAL)


@given(records(), calendars)
def test_occasions_are_working_days_at_most_one_escalation(record: Record, calendar: WorkingCalendar) -> None:
    occasions = ladder(record, calendar, USUAL)
    assert all(calendar.is_working_day(occasion.day) for occasion in occasions)
    before = [each for each in occasions if each.rule == REMINDER and each.day <= (record.due or each.day)]
    snoozed = record.snoozed_until is not None
    assert snoozed or all(calendar.is_open(each.day) for each in before if each.part != "after")
    assert sum(occasion.rule == "escalation" for occasion in occasions) == int(
        record.is_open and record.due is not None
    )
    if not record.is_open or record.due is None:
        assert occasions == ()


@given(records(), calendars, days)
def test_a_snoozed_record_is_not_spoken_of(record: Record, calendar: WorkingCalendar, day: date) -> None:
    if record.snoozed_until is not None and day < record.snoozed_until:
        assert not spoken_of(record, calendar, day, USUAL)


@given(people, calendars, moments)
def test_nobody_is_reached_outside_their_hours(person: Person, calendar: WorkingCalendar, moment: datetime) -> None:
    there = moment.astimezone(LONDON)
    if reachable(person, calendar, moment, LONDON):
        assert person.active
        assert OPENS <= there.time() < CLOSES
        assert there.weekday() < 5
        assert there.weekday() in person.working_days
        assert calendar.holiday(there.date()) is None
        assert there.date() not in calendar.closures
        assert not any(spell.covers(there.date()) for spell in person.leave)
        assert office_open(calendar, moment, LONDON)


@given(people, calendars, moments)
def test_the_next_digest_is_later_at_their_hour_and_reaches_them(
    person: Person, calendar: WorkingCalendar, moment: datetime
) -> None:
    following = next_digest(person, calendar, moment, LONDON)
    assert (following is None) == (not person.active)
    if following is not None:
        assert following > moment
        there = following.astimezone(LONDON)
        usual = person.preferences.digest_at == DIGEST_AT and there.weekday() == 0
        assert there.time() == (time(9, 30) if usual else person.preferences.digest_at)
        assert reachable(person, calendar, following, LONDON)


@given(people, calendars, moments)
def test_a_digest_for_now_is_never_more_than_todays_late(
    person: Person, calendar: WorkingCalendar, moment: datetime
) -> None:
    chosen = digest_from(person, calendar, moment, LONDON)
    if chosen is not None:
        today = moment.astimezone(LONDON).date()
        assert chosen.astimezone(LONDON).date() >= today
        assert reachable(person, calendar, chosen, LONDON)
        assert chosen > moment or reachable(person, calendar, max(chosen, moment), LONDON)


@given(calendars, moments)
def test_a_summary_a_week(calendar: WorkingCalendar, moment: datetime) -> None:
    following, latest = next_summary(calendar, moment, LONDON), latest_summary(calendar, moment, LONDON)
    assert latest <= moment < following
    assert next_summary(calendar, latest, LONDON) == following
    assert latest_summary(calendar, following, LONDON) == following
    assert following - latest <= timedelta(days=21)
    assert calendar.is_working_day(following.astimezone(LONDON).date())


def test_over_the_change_of_the_clocks_it_stays_a_quarter_past_nine() -> None:
    """The clocks go back on 25 October 2026 and forward on 28 March 2027."""
    calendar = WorkingCalendar()
    meera = Person("P001", "Meera Patel")
    for day, hour in ((date(2026, 10, 23), 8), (date(2026, 10, 27), 9), (date(2027, 3, 25), 9), (date(2027, 3, 30), 8)):
        before = datetime.combine(day, time(0, 0), LONDON)
        assert next_digest(meera, calendar, before, LONDON) == datetime.combine(day, time(hour, 15), UTC)
