"""Pre-election periods, and bank holidays of one nation only: as they are typed, kept and counted."""

from __future__ import annotations

from datetime import date

import pytest

from governance.calendar import UK_NATIONS, WorkingCalendar
from governance.programme import Election, Programme
from governance.rules import RuleRefused, decided, rule_named, said

SPRING = Election(first=date(2027, 3, 22), last=date(2027, 5, 6))
NAME = "pre-election period"


def with_periods(*values: str) -> Programme:
    programme = Programme()
    for value in values:
        programme, _ = decided(programme, NAME, value)
    return programme


@pytest.mark.parametrize(
    "value", ["22 March 2027 to 6 May 2027", "add 2027-03-22 until 2027-05-06", "22 Mar 2027 to 6 May 2027"]
)
def test_a_period_is_kept_however_it_is_typed(value: str) -> None:
    assert with_periods(value).elections == (SPRING,)


def test_what_is_said_of_them_sets_them_again() -> None:
    programme = with_periods("22 March 2027 to 6 May 2027", "add 1 March 2028 to 4 May 2028 (all councils)")
    found = rule_named(NAME)
    assert found is not None
    told = said(programme, found[0])
    assert told == "22 March 2027 to 6 May 2027; 1 March 2028 to 4 May 2028 (all councils)"
    assert with_periods(told).elections == programme.elections
    assert with_periods(told, "remove 1 April 2028 to 2 April 2028").elections == (SPRING,)
    assert with_periods(told, "reset").elections == ()


@pytest.mark.parametrize("value", ["soon", "6 May 2027 to 22 March 2027", "remove 1 April 2030 to 2 April 2030"])
def test_what_is_no_period_is_refused(value: str) -> None:
    with pytest.raises(RuleRefused):
        with_periods("22 March 2027 to 6 May 2027", value)


def test_the_nation_goes_by_its_name() -> None:
    programme, rule = decided(Programme(), "nation", "Wales")
    assert (programme.nation, said(programme, rule)) == ("WLS", "Wales")
    with pytest.raises(RuleRefused, match="Northern Ireland"):
        decided(programme, "nation", "France")


@pytest.mark.parametrize(("nations", "counts"), [(("ENG",), True), (("SCT",), False), (UK_NATIONS, False)])
def test_a_day_of_one_nation_counts_elsewhere(nations: tuple[str, ...], counts: bool) -> None:
    day = date(2027, 6, 14)
    calendar = WorkingCalendar(nations=nations, national=frozenset({(day, "SCT")}))
    assert calendar.is_working_day(day) is counts
    week = calendar.between(date(2027, 6, 11), date(2027, 6, 18))
    assert week == (5 if counts else 4)
    assert calendar.add(date(2027, 6, 11), week) == date(2027, 6, 18)
