"""Dates as UK officers write them, read on Monday 23 November 2026."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar
from handlers.words.cells import read_cell
from handlers.words.days.dates import Moment, show
from handlers.words.days.numbers import MONTHS, WEEKDAYS
from handlers.words.items.due import due_doubt, read
from tests.words.office import NOW, SHARED

LONDON = NOW.tzinfo
MOMENT = Moment(NOW, WorkingCalendar())
TABLE = SHARED / "sample" / "messy" / "dates_expected.csv"

# Certain: read as that day (and hour) without a question.
CERTAIN = """
Fri → 2026-11-27
friday → 2026-11-27
by Fri. → 2026-11-27
this Friday → 2026-11-27
this coming Thursday → 2026-11-26
Weds → 2026-11-25
thurs → 2026-11-26
thrusday → 2026-11-26
wendesday → 2026-11-25
today → 2026-11-23
tomorrow → 2026-11-24
tmrw → 2026-11-24
day after tomorrow → 2026-11-25
Friday next week → 2026-12-04
next week Friday → 2026-12-04
Friday week → 2026-12-04
a week on Tuesday → 2026-12-01
week on Tuesday → 2026-12-01
Tuesday week → 2026-12-01
a week tomorrow → 2026-12-01
a week today → 2026-11-30
fortnight today → 2026-12-07
a fortnight today → 2026-12-07
in a fortnight → 2026-12-07
Friday fortnight → 2026-12-11
two weeks on Friday → 2026-12-11
in 3 days → 2026-11-26
in three days → 2026-11-26
in two weeks → 2026-12-07
in 2 weeks' time → 2026-12-07
within a week → 2026-11-30
in a month → 2026-12-23
in 10 working days → 2026-12-07
within 5 working days → 2026-11-30
due 10 wd → 2026-12-07
2 days before 10 Dec → 2026-12-08
the day before board (10 Dec) → 2026-12-09
the day before the board on 10 Dec → 2026-12-09
day after the board (10 Dec) → 2026-12-11
the Friday before 10 Dec → 2026-12-04
the working day before 14/12 → 2026-12-11
3/12 → 2026-12-03
03/12/26 → 2026-12-03
3/12/2026 → 2026-12-03
12/3 → 2027-03-12
1/1/27 → 2027-01-01
03.12.2026 → 2026-12-03
by 3.12 → 2026-12-03
3-12-2026 → 2026-12-03
2026-12-03 → 2026-12-03
2026/12/3 → 2026-12-03
2026-12-03T09:00 → 2026-12-03 09:00
on or before 4 Dec → 2026-12-04
by 4 Dec at the latest → 2026-12-04
wk of 30 Nov → 2026-12-04
Thu 3/12 → 2026-12-03
3 Dec → 2026-12-03
3rd December → 2026-12-03
3rd of December 2026 → 2026-12-03
Dec 3 → 2026-12-03
Dec 3rd → 2026-12-03
December 3 2026 → 2026-12-03
3Dec → 2026-12-03
27-Nov → 2026-11-27
27-Nov-26 → 2026-11-27
Fri 27 Nov → 2026-11-27
Friday, 27th November 2026 → 2026-11-27
the 27th → 2026-11-27
by the 3rd → 2026-12-03
Friday the 27th → 2026-11-27
3 Decemebr → 2026-12-03
29/02/2028 → 2028-02-29
29 Feb → 2028-02-29
EOM → 2026-11-30
end of month → 2026-11-30
end of the month → 2026-11-30
month end → 2026-11-30
end of next month → 2026-12-31
end Jan → 2027-01-29
end of January → 2027-01-29
end of Feb 27 → 2027-02-26
Oct 27 → 2027-10-29
Jan 2027 → 2027-01-29
end of week → 2026-11-27
EOW → 2026-11-27
end of next week → 2026-12-04
w/c 30/11 → 2026-12-04
wc 30 Nov → 2026-12-04
week commencing 7 December → 2026-12-11
week ending 4 Dec → 2026-12-04
before Christmas → 2026-12-24
by xmas → 2026-12-24
Christmas Eve → 2026-12-24
before Easter → 2027-03-25
Q4 26/27 → 2027-03-31
end of Q4 2026/27 → 2027-03-31
Q1 2027/28 → 2027-06-30
end of Q3 → 2026-12-31
FY end → 2027-03-31
end of the financial year → 2027-03-31
COP thursday → 2026-11-26 17:00
thursday COP → 2026-11-26 17:00
COB 27/11 → 2026-11-27 17:00
EOP Friday → 2026-11-27 17:00
close of play tomorrow → 2026-11-24 17:00
close of business Friday → 2026-11-27 17:00
end of day → 2026-11-23 17:00
EOD tomorrow → 2026-11-24 17:00
tomorrow noon → 2026-11-24 12:00
noon on Friday → 2026-11-27 12:00
by 3pm → 2026-11-23 15:00
3.30pm Friday → 2026-11-27 15:30
Friday 15:00 → 2026-11-27 15:00
3 Dec 2026 17:00 → 2026-12-03 17:00
Friday at 4 pm → 2026-11-27 16:00
first thing Tuesday → 2026-11-24 09:00
tomorrow morning → 2026-11-24 12:00
Friday pm → 2026-11-27 17:00
no later than Friday → 2026-11-27
deadline 3 Dec → 2026-12-03
due date: 3 Dec → 2026-12-03
"""

# Must be asked about: the proposal, or “?” where there is none; then the days offered.
ASKED = """
next Friday → 2026-12-04 | 2026-12-04 2026-11-27
Friday next → 2026-12-04 | 2026-12-04 2026-11-27
monday → 2026-11-30 | 2026-11-23 2026-11-30
mid december → 2026-12-15 | 2026-12-15
mid-Dec → 2026-12-15 | 2026-12-15
mid month → 2026-12-15 | 2026-12-15
middle of January → 2027-01-15 | 2027-01-15
early December → 2026-12-01 | 2026-12-01
late Jan → 2027-01-29 | 2027-01-29
Nov 26 → ? | 2026-11-26 2026-11-30
Dec 27 → ? | 2026-12-27 2027-12-31
Thursday 27 Nov → ? | 2026-11-26 2026-11-27
Monday 9th → ? | 2026-12-07 2026-12-09
13/13/2026 → ? |
31/11 → ? | 2026-11-30 2026-12-01
31/11/2026 → ? | 2026-11-30 2026-12-01
30 Feb → ? | 2027-02-26 2027-03-01
2026-11-31 → ? | 2026-11-30 2026-12-01
12/13/2026 → ? | 2026-12-13
by December → ? | 2026-11-30 2026-12-31
before Friday → 2026-11-26 | 2026-11-26 2026-11-27
next week → 2026-12-04 | 2026-12-04 2026-11-30
this week → 2026-11-27 | 2026-11-27
early next week → 2026-11-30 | 2026-11-30 2026-12-01
w/c 1/12 → 2026-12-04 | 2026-12-04
w/c Monday → 2026-12-04 | 2026-12-04 2026-11-27
Q1 27 → ? | 2027-03-31 2027-06-30
year end → ? | 2026-12-31 2027-03-31
ASAP → ? | 2026-11-24 2026-11-26 2026-11-30
Friday or Monday → ? | 2026-11-27 2026-11-30
by 3/12 or 4/12 → ? | 2026-12-03 2026-12-04
3 or 4 Dec → ? | 2026-12-03 2026-12-04
3rd or 4th of December → ? | 2026-12-03 2026-12-04
Tues or Weds or Thurs → ? | 2026-11-24 2026-11-25 2026-11-26
Tues, Weds or Thurs → ? | 2026-11-24 2026-11-25 2026-11-26
by Sat or Sun → ? | 2026-11-28 2026-11-29
next Tues or Weds → ? | 2026-12-01 2026-12-02
today or tomorrow → ? | 2026-11-23 2026-11-24
TBC → ? | 2026-11-24 2026-11-26 2026-11-30
the day before board → ? |
in a few days → 2026-11-26 | 2026-11-26 2026-11-30
"""

NO_DATES = [
    "",
    "board pack",
    "part one",
    "3",
    "Sam",
    "1.5",
    "v2.1 release",
    "24/7",
    "10 boxes",
    "section 20",
    "may",
    "sat",
    "March",
]


def _rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("→")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("said", "expected"), _rows(CERTAIN))
def test_a_date_that_needs_no_question(said: str, expected: str) -> None:
    found = read(said, MOMENT)
    assert found is not None
    assert found.certain, found.question
    clock = f" {found.clock:%H:%M}" if found.clock else ""
    assert f"{found.day}{clock}" == expected


@pytest.mark.parametrize(("said", "expected"), _rows(ASKED))
def test_a_date_that_must_be_asked_about(said: str, expected: str) -> None:
    proposal, offered = (part.strip() for part in expected.split("|"))
    found = read(said, MOMENT)
    assert found is not None
    assert found.question
    assert str(found.day or "?") == proposal
    assert [str(day) for day in found.options] == offered.split()


@pytest.mark.parametrize("said", NO_DATES)
def test_words_that_are_no_date(said: str) -> None:
    assert read(said, MOMENT, cued=False) is None


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("Saturday", "2026-11-27 2026-11-30 2026-11-28"),
        ("25/12", "2026-12-24 2026-12-29 2026-12-25"),
        ("28 Dec", "2026-12-24 2026-12-29 2026-12-28"),
        ("1/11/2026", "2026-11-24 2026-11-30 2026-11-01"),
        ("yesterday", "2026-11-24 2026-11-30 2026-11-22"),
        ("20/11", "2027-11-20 2026-11-24 2026-11-20"),
        ("by 9am", "2026-11-24 2026-11-30 2026-11-23"),
    ],
)
def test_a_day_without_work_or_in_the_past_is_asked_about_and_never_moved(said: str, offered: str) -> None:
    found = read(said, MOMENT)
    assert found is not None
    doubt = due_doubt(found, MOMENT)
    assert doubt is not None
    assert [option.value for option in doubt.options] == offered.split()


def _table() -> list[Any]:
    if not TABLE.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no shared sample at {TABLE}"), id="absent")]
    with TABLE.open(encoding="utf-8") as file:
        return [pytest.param(row, id=row["as_typed"].strip()) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", _table())
def test_the_spellings_in_real_spreadsheets(row: dict[str, str]) -> None:
    found = read_cell(row["as_typed"], MOMENT)
    assert found is not None
    assert (found.day.isoformat() if found.day and found.certain else "") == row["expected_iso_on_2026-11-23"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (46370, "2026-12-14 None"),
        (46370.5, "2026-12-14 12:00:00"),
        ("46370", "2026-12-14 None"),
        (datetime(2026, 12, 3, tzinfo=LONDON), "2026-12-03 None"),
        (date(2026, 12, 3), "2026-12-03 None"),
        ("3/12", "2026-12-03 None"),
    ],
)
def test_a_cell_of_a_spreadsheet(cell: object, expected: str) -> None:
    found = read_cell(cell, MOMENT)
    assert found is not None
    assert f"{found.day} {found.clock}" == expected


@pytest.mark.parametrize("cell", [None, "", "   "])
def test_an_empty_cell(cell: object) -> None:
    assert read_cell(cell, MOMENT) is None


@pytest.mark.parametrize("cell", [3, 12, "TBC", "n/a", "ongoing", True, "99999999"])
def test_a_cell_that_is_no_date_is_reported(cell: object) -> None:
    found = read_cell(cell, MOMENT)
    assert found is not None
    assert not found.certain
    assert found.question


def moments(first: date, last: date) -> st.SearchStrategy[datetime]:
    return st.builds(lambda day, clock: datetime.combine(day, clock, LONDON), st.dates(first, last), st.times())


SPELLINGS = (
    lambda day: day.isoformat(),
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day} {day:%b} {day.year}",
    lambda day: (
        f"{day.day}{'th' if 11 <= day.day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')} of {day:%B} {day.year}"
    ),
    lambda day: f"{day:%B} {day.day} {day.year}",
    lambda day: f"{day:%d-%b-%y}",
    show,
    lambda day: f"{day:%A} {day.day} {day:%B} {day.year}",
    lambda day: f"by COP {day:%a} {day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day} {day:%b} '{day:%y}",
)


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)), st.sampled_from(SPELLINGS))
def test_a_date_with_its_year_reads_back_in_every_spelling(day: date, spelling: Any) -> None:
    found = read(spelling(day), MOMENT)
    assert found is not None
    assert found.day == day
    assert found.certain


@given(
    st.dates(date(2026, 11, 23), date(2027, 11, 22)),
    st.sampled_from(["{d}/{m}", "{d} {b}", "{d}th {b}", "{b} {d}th", "{d}-{b}"]),
)
def test_a_date_without_a_year_is_the_next_one(day: date, spelling: str) -> None:
    found = read(spelling.format(d=day.day, m=day.month, b=f"{day:%b}"), MOMENT)
    assert found is not None
    assert found.day == day


@given(moments(date(2020, 1, 1), date(2028, 6, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_the_coming_week(now: datetime, name: str) -> None:
    found = read(name, Moment(now, WorkingCalendar()))
    assert found is not None
    assert found.day is not None
    assert 1 <= (found.day - now.date()).days <= 7
    assert f"{found.day:%A}".lower() == name


@given(st.integers(1, 60), moments(date(2020, 1, 1), date(2027, 6, 1)))
def test_working_days_are_counted_by_the_calendar(count: int, now: datetime) -> None:
    calendar = WorkingCalendar()
    found = read(f"in {count} working days", Moment(now, calendar))
    assert found is not None
    assert found.day == calendar.add(now.date(), count)


@given(st.sampled_from(MONTHS), moments(date(2020, 1, 1), date(2027, 6, 1)))
def test_the_end_of_a_month_is_its_last_working_day(name: str, now: datetime) -> None:
    calendar = WorkingCalendar()
    found = read(f"end of {name}", Moment(now, calendar))
    assert found is not None
    assert found.day is not None
    assert calendar.is_working_day(found.day)
    assert calendar.add(found.day, 1).month != found.day.month


@given(st.times())
def test_an_hour_beside_a_day(clock: time) -> None:
    found = read(f"Friday {clock:%H:%M}", MOMENT)
    assert found is not None
    assert (found.day, found.clock) == (date(2026, 11, 27), clock.replace(second=0, microsecond=0))
