"""Rhythms: what comes round, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rhythm import RHYTHMS, comes_round, rhythm_words

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("every", "last", "following"),
    [
        ("every week", "2026-11-23", "2026-11-30"),
        ("every 4 weeks", "2026-11-03", "2026-12-01"),
        ("every month", "2027-01-31", "2027-02-28"),
        ("every month", "2026-12-15", "2027-01-15"),
        ("every 6 months", "2026-08-31", "2027-02-28"),
        ("every year", "2028-02-29", "2029-02-28"),
    ],
)
def test_when_it_comes_round(every: str, last: str, following: str) -> None:
    assert comes_round(every, date.fromisoformat(last)) == date.fromisoformat(following)


@given(st.sampled_from(list(RHYTHMS)), DAYS, DAYS)
def test_it_always_comes_later_and_in_order(every: str, one: date, other: date) -> None:
    first, second = comes_round(every, min(one, other)), comes_round(every, max(one, other))
    assert first is not None
    assert second is not None
    assert first > min(one, other)
    assert first <= second


@given(st.sampled_from(list(RHYTHMS)), DAYS)
def test_weeks_keep_the_weekday_and_months_the_day_where_there_is_one(every: str, day: date) -> None:
    following = comes_round(every, day)
    assert following is not None
    if "week" in every:
        assert following.weekday() == day.weekday()
    else:
        assert following.day == day.day or (following + timedelta(days=1)).day == 1


def test_what_is_no_rhythm_never_comes_round() -> None:
    for said in ("", "once", "when needed", "now and then"):
        assert comes_round(said, date(2026, 11, 23)) is None


def test_it_is_read_aloud() -> None:
    assert rhythm_words("every 4 weeks") == "every four weeks"
    assert rhythm_words("every month") == "every month"
