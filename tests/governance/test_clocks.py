"""Clocks: deadlines by their rules, and how they explain themselves."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar
from governance.clocks.deadline import (
    BadOption,
    Circumstances,
    Deadline,
    NoSuchRule,
    circumstances_from,
    last_open_day,
    rule_named,
    work_out,
)
from governance.clocks.rules import RULES
from governance.clocks.stop import Stop

SHARED = Path(__file__).parents[3] / "shared" / "examples" / "deadlines.csv"


def when(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def found(rule: str, trigger: str, **options: str) -> Deadline:
    circumstances, closed = circumstances_from(options)
    return work_out(rule_named(rule), when(trigger), WorkingCalendar(closures=closed), circumstances)


@pytest.mark.skipif(not SHARED.exists(), reason="the worked rows are not beside this clone")
def test_every_worked_row_comes_out() -> None:
    with SHARED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        options = dict(pair.split("=") for pair in row["options"].split())
        assert found(row["kind"], row["trigger"], **options).due == when(row["expected_due"]), row["event"]


@pytest.mark.parametrize(
    ("rule", "trigger", "due"),
    [
        # Rows of our own, worked by hand.
        ("hos.s1.ack", "2026-11-28", "2026-12-04"),  # Saturday is day 0: Mon 30 is day 1
        ("hos.s2.extension_max", "2027-01-07", "2027-02-04"),
        ("hos.ombudsman_window", "2026-11-23", "2027-11-23"),
        ("lgsco.s2.ack", "2026-12-23", "2027-01-04"),  # 24, 29, 30, 31 Dec, 4 Jan
        ("member.ack", "2026-12-24", "2026-12-29"),
        ("foi.response", "2026-11-23", "2026-12-22"),  # Saint Andrew's Day is skipped
        ("foi.response", "2026-06-10", "2026-07-09"),  # a bank holiday in Scotland alone
        ("eir.extended", "2026-11-23", "2027-01-25"),
        ("sar.response", "2026-12-25", "2027-01-25"),
        ("s20.period_end_received", "2026-03-18", "2026-04-16"),  # the dates of the leading case
        ("s20.observations_reply", "2026-12-04", "2026-12-25"),  # never rolls
        ("ballot.earliest_close", "2027-01-15", "2027-02-05"),
        ("ballot.earliest_close", "2027-01-16", "2027-02-08"),  # day 21 is a Saturday
        ("awaab.investigate", "2026-12-21", "2027-01-07"),
        ("dp.complaint_ack", "2026-11-01", "2026-11-30"),
        ("preaction.response", "2026-12-01", "2026-12-31"),
        ("access.post_by", "2026-12-30", "2026-12-23"),  # 29 Dec is delivery; 24 and 29 are the two working days
    ],
)
def test_rules_count_as_they_say(rule: str, trigger: str, due: str) -> None:
    assert found(rule, trigger).due == when(due)


def test_each_step_is_told() -> None:
    basis = " ".join(found("hos.s1.ack", "2026-12-18").basis)
    assert "Fri 18 Dec 2026 (complaint received) is day 0." in basis
    assert "Fri 25 Dec 2026 (Christmas Day)" in basis
    assert "Working day 5 is Tue 29 Dec 2026." in basis


def test_a_stopped_clock_says_from_when_to_when_and_why() -> None:
    stop = Stop(date(2026, 11, 26), date(2026, 12, 3), "clarification asked")
    deadline = work_out(rule_named("sar.paused"), date(2026, 11, 23), WorkingCalendar(), Circumstances(stops=(stop,)))
    assert deadline.due == date(2026, 12, 30)
    assert any("clarification asked" in step and "7 days" in step for step in deadline.basis)


def test_a_closure_moves_what_is_asked_of_people_and_not_the_due_date() -> None:
    closed = frozenset(date(2026, 12, day) for day in (29, 30, 31))
    deadline = work_out(rule_named("hos.s1.ack"), date(2026, 12, 18), WorkingCalendar(closures=closed))
    assert deadline.due == date(2026, 12, 29)
    assert deadline.act_by == date(2026, 12, 24)
    assert any("does not move" in step for step in deadline.basis)


def test_hours_run_through_a_change_of_the_clocks() -> None:
    from zoneinfo import ZoneInfo

    london = ZoneInfo("Europe/London")
    deadline = work_out(rule_named("awaab.emergency"), datetime(2027, 3, 27, 12, tzinfo=london), WorkingCalendar())
    assert deadline.due == datetime(2027, 3, 28, 13, tzinfo=london)


def test_dates_beyond_the_certain_holidays_are_called_provisional() -> None:
    assert found("hos.s1.response", "2029-03-01").provisional
    assert not found("hos.s1.response", "2026-03-02").provisional


def test_a_council_sets_its_own_periods_but_not_national_ones() -> None:
    assert found("petition.ack", "2026-12-16", days="5").due == date(2026, 12, 23)
    with pytest.raises(BadOption, match="national rule"):
        found("hos.s1.ack", "2026-12-16", days="7")


@pytest.mark.parametrize("options", [{"mode": "late"}, {"n": "-1"}, {"n": "x"}, {"colour": "red"}, {"closure": "soon"}])
def test_options_that_make_no_sense_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(BadOption):
        found("foi.response", "2026-11-23", **options)


def test_an_unknown_rule_names_those_there_are() -> None:
    with pytest.raises(NoSuchRule, match=re.escape("hos.s1.ack")):
        rule_named("hos.s3.ack")


DAYS = st.dates(date(2024, 1, 1), date(2028, 6, 30))


@given(rule=st.sampled_from(sorted(RULES)), day=DAYS)
def test_any_rule_from_any_day_explains_itself(rule: str, day: date) -> None:
    deadline = work_out(RULES[rule], day, WorkingCalendar())
    assert deadline.basis or RULES[rule].id == "internal.act_by"
    assert RULES[rule].unit == "hours" or WorkingCalendar().is_open(deadline.act_by)
    assert deadline.act_by <= deadline.day
    if RULES[rule].unit == "working days" and RULES[rule].count:
        calendar = WorkingCalendar()
        calendar = calendar.of_any_nation() if RULES[rule].nation == "UKANY" else calendar
        assert calendar.between(day, deadline.day) == RULES[rule].count
        assert calendar.is_working_day(deadline.day)


@given(day=DAYS)
def test_receiving_later_never_makes_it_due_earlier(day: date) -> None:
    for rule in RULES.values():
        later = work_out(rule, day + timedelta(days=1), WorkingCalendar())
        assert later.day >= work_out(rule, day, WorkingCalendar()).day


@given(day=DAYS)
def test_deemed_receipt_is_never_earlier_than_the_same_day(day: date) -> None:
    rule = rule_named("hos.s1.ack")
    deemed = work_out(rule, day, WorkingCalendar(), Circumstances(mode="deemed"))
    assert deemed.day >= work_out(rule, day, WorkingCalendar()).day


@given(day=DAYS)
def test_the_last_open_day_is_open(day: date) -> None:
    calendar = replace(WorkingCalendar(), closures=frozenset({day}))
    found = last_open_day(day, calendar)
    assert found < day
    assert calendar.is_open(found)
