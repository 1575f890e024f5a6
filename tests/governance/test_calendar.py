"""Working days of England: worked by hand from the announced bank holidays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar, bank_holidays, days

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))

BANK_HOLIDAYS = {
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_bank_holidays_on_weekdays(year: int) -> None:
    found = sorted(day for day in bank_holidays(year) if day.weekday() < 5)
    assert found == [date.fromisoformat(f"{year}-{day}") for day in BANK_HOLIDAYS[year]]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-12-18", 5, "2026-12-29"),
        ("2026-12-25", 5, "2027-01-05"),
        ("2027-03-25", 5, "2027-04-05"),
        ("2027-08-25", 5, "2027-09-02"),
        ("2026-11-30", -1, "2026-11-27"),
        ("2026-12-29", -2, "2026-12-23"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_adding(day: str, count: int, expected: str) -> None:
    assert CALENDAR.add(date.fromisoformat(day), count) == date.fromisoformat(expected)


def test_proclaimed_days_and_closures_differ() -> None:
    day = date(2026, 11, 24)
    proclaimed = WorkingCalendar(extra_holidays=frozenset({day}), names={day: "a coronation"})
    closed = WorkingCalendar(closures=frozenset({day}))
    assert not proclaimed.is_working_day(day)
    assert proclaimed.why_not(day) == "a bank holiday (a coronation)"
    assert closed.is_working_day(day)
    assert not closed.is_open(day)


def test_years_beyond_the_announced_ones_are_not_certain() -> None:
    assert CALENDAR.is_certain(date(2028, 12, 31))
    assert not CALENDAR.is_certain(date(2029, 1, 1))


@given(DAYS, st.integers(-60, 60))
def test_adding_lands_on_a_working_day_that_many_away(day: date, count: int) -> None:
    landed = CALENDAR.add(day, count)
    if count:
        assert CALENDAR.is_working_day(landed)
    if count > 0:
        assert CALENDAR.between(day, landed) == count


@given(DAYS, DAYS, st.sets(DAYS, max_size=3).map(frozenset))
def test_between_counts_each_working_day(one: date, two: date, proclaimed: frozenset[date]) -> None:
    calendar = WorkingCalendar(extra_holidays=proclaimed)
    first, last = sorted((one, two))
    counted = sum(calendar.is_working_day(day) for day in days(first, last) if day != first)
    assert calendar.between(first, last) == counted


@pytest.mark.parametrize(("end", "count"), [(date.max, 3), (date.min, -3)])
def test_beyond_the_last_day_of_all_there_is_none(end: date, count: int) -> None:
    assert CALENDAR.add(end, count) == end
    assert list(days(end, end)) == [end]


@given(DAYS, DAYS)
def test_between_is_the_same_both_ways(one: date, two: date) -> None:
    assert CALENDAR.between(one, two) == -CALENDAR.between(two, one)


@given(DAYS)
def test_nearest_working_days(day: date) -> None:
    assert CALENDAR.on_or_before(day) <= day <= CALENDAR.on_or_after(day)
    assert CALENDAR.is_working_day(CALENDAR.on_or_before(day))
    assert CALENDAR.is_working_day(CALENDAR.on_or_after(day))
