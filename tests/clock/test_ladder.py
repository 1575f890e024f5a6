"""Properties of the ladder, of working hours and of the summaries: whatever the dates, whenever the clock is looked at."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from governance.calendar import WorkingCalendar
from governance.hours import CLOSES, OPENS, digest_from, next_digest, office_open, reachable
from governance.kinds.action import Action
from governance.people import Leave, Person
from governance.record import Record
from governance.reminders import ladder, latest_summary, next_summary, next_wake, reached, spoken_of
from tests.clock.house import LONDON

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


@given(records(), calendars, moments)
def test_the_next_wake_is_always_later(record: Record, calendar: WorkingCalendar, after: datetime) -> None:
    moment = next_wake(record, calendar, after, LONDON)
    assert moment is None or moment > after


@given(records(), calendars, moments, some.lists(some.integers(1, 400_000), max_size=60))
def test_each_occasion_is_reached_once_whatever_the_ticks(
    record: Record, calendar: WorkingCalendar, start: datetime, steps: list[int]
) -> None:
    """As the sweep does it: look when the wake has come, take what was reached since, set the next wake."""
    now, wake = start, next_wake(record, calendar, start, LONDON)
    seen: Counter[object] = Counter()
    for step in [*steps, 400 * 86_400]:
        now += timedelta(seconds=step)
        if wake is not None and wake <= now:
            seen.update(reached(record, calendar, wake, now, LONDON))
            wake = next_wake(record, calendar, now, LONDON)
    expected = Counter(reached(record, calendar, start + timedelta(microseconds=1), now, LONDON))
    assert seen == expected


@given(records(), calendars)
def test_occasions_are_working_days_at_most_one_escalation(record: Record, calendar: WorkingCalendar) -> None:
    occasions = ladder(record, calendar)
    assert all(calendar.is_working_day(occasion.day) for occasion in occasions)
    assert sum(occasion.rule == "escalation" for occasion in occasions) == int(
        record.is_open and record.due is not None
    )
    if not record.is_open or record.due is None:
        assert occasions == ()


@given(records(), calendars, days)
def test_a_snoozed_record_is_not_spoken_of(record: Record, calendar: WorkingCalendar, day: date) -> None:
    if record.snoozed_until is not None and day < record.snoozed_until:
        assert not spoken_of(record, calendar, day)


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
def test_the_next_digest_is_later_at_a_quarter_past_nine_and_reaches_them(
    person: Person, calendar: WorkingCalendar, moment: datetime
) -> None:
    following = next_digest(person, calendar, moment, LONDON)
    assert (following is None) == (not person.active)
    if following is not None:
        assert following > moment
        assert following.astimezone(LONDON).time() == time(9, 15)
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
    for day, hour in ((date(2026, 10, 23), 8), (date(2026, 10, 26), 9), (date(2027, 3, 25), 9), (date(2027, 3, 30), 8)):
        before = datetime.combine(day, time(0, 0), LONDON)
        assert next_digest(meera, calendar, before, LONDON) == datetime.combine(day, time(hour, 15), UTC)
