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
    TooFarAway,
    last_open_day,
    work_out,
)
from governance.clocks.naming import NoSuchRule, rule_named
from governance.clocks.options import options_for
from governance.clocks.reckoning import Reckoning
from governance.clocks.rules import RULES
from governance.clocks.stop import Stop
from governance.clocks.timer import Timer
from governance.programme import Clocks

SHARED = Path(__file__).parents[3] / "shared" / "examples" / "deadlines.csv"


def when(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def found(rule: str, trigger: str, **options: str) -> Deadline:
    said = options_for(rule_named(rule), options)
    counted, calendar = said.applied(rule_named(rule), WorkingCalendar())
    return work_out(counted, when(trigger), calendar, said.circumstances)


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


@pytest.mark.parametrize(
    ("rule", "trigger", "options", "due"),
    [
        # Deemed receipt. Christmas Day is a Friday; 28 Dec is a substitute: Tue 29 is day 0; 30, 31 Dec, 4, 5, 6 Jan.
        ("hos.s1.ack", "2026-12-25T09:30", "mode=deemed", "2027-01-06"),
        # Fri 27 Nov 17:01 is Mon 30's; 17:00 sharp is still Friday's: Mon 30 is day 1.
        ("hos.s1.ack", "2026-11-27T17:01", "mode=deemed", "2026-12-07"),
        ("hos.s1.ack", "2026-11-27T17:00", "mode=deemed", "2026-12-04"),
        # 18:40 on Maundy Thursday 25 Mar 2027: Good Friday and Easter Monday are off, Tue 30 is day 0; 31 Mar, 1, 2, 5, 6 Apr.
        ("hos.s2.ack", "2027-03-25T18:40", "mode=deemed", "2027-04-06"),
        # The response runs from the acknowledgement, which the council itself sends: the mode says nothing about it.
        ("hos.s1.response", "2026-11-28", "mode=deemed", "2026-12-11"),
        # FOI received Sat 28 Nov and deemed Mon 30? St Andrew's Day is off (UKANY): Tue 1 Dec is day 0. 2-4 (3), 7-11 (8), 14-18
        # (13), 21-24 (17), 29-31 (20).
        ("foi.response", "2026-11-28", "mode=deemed", "2026-12-31"),
        # Without it Sat 28 is day 0, Tue 1 Dec day 1: a day earlier.
        ("foi.response", "2026-11-28", "", "2026-12-30"),
        # Leap day 2028, a Tuesday. SAR of 29 Feb: 29 Mar, a Wednesday. Of 30 Jan: there is no 30 Feb, so the 29th.
        ("sar.response", "2028-02-29", "", "2028-03-29"),
        ("sar.response", "2028-01-30", "", "2028-02-29"),
        # 31 Jan 2027 to 28 Feb, a Sunday: rolls to Mon 1 Mar.
        ("sar.response", "2027-01-31", "", "2027-03-01"),
        ("hos.ombudsman_window", "2028-02-29", "", "2029-02-28"),
        # Ten working days over it: Mon 21 Feb is 1 … Fri 25 is 5, 28, 29 Feb, 1, 2, 3 Mar.
        ("lgsco.s1.response", "2028-02-18", "", "2028-03-03"),
        # A bank holiday of Northern Ireland (12 July 2027, a Monday) puts off FOI and leaves a complaint alone. FOI of 1 July: 2
        # (1), 5-9 (6), 13-16 (10), 19-23 (15), 26-30 (20).
        ("foi.response", "2027-07-01", "", "2027-07-30"),
        ("hos.s2.response", "2027-07-01", "", "2027-07-29"),
        # Scotland's August holiday (Mon 2 Aug 2027) and England's (30 Aug): FOI of 29 July: 30 (1), 3-6 (5), 9-13 (10), 16-20
        # (15), 23-27 (20).
        ("foi.response", "2027-07-29", "", "2027-08-27"),
        # An office in Scotland keeps its own: St Andrew's Day is off for its complaints. 1, 2, 3, 4, 7 Dec.
        ("hos.s1.ack", "2026-11-27", "nation=SCT", "2026-12-07"),
        # EIR extended from Wed 9 Dec 2026: day 20 is 12 Jan (25, 28 Dec, 1, 4 Jan are off); day 40 is 9 Feb.
        ("eir.extended", "2026-12-09", "", "2027-02-09"),
        # SAR of 30 Nov extended: 30 Feb does not exist, 28 Feb 2027 is a Sunday. Of 25 Sep: 25 Dec is Christmas: Tue 29.
        ("sar.extended", "2026-09-25", "", "2026-12-29"),
        # SAR stops. 23 Dec and 2 days is Christmas Day: rolls to Tue 29. 3 days is Boxing Day, a Saturday: Tue 29 too.
        ("sar.response", "2026-11-23", "stop=2026-11-26/2026-11-28", "2026-12-29"),
        ("sar.response", "2026-11-23", "n=3", "2026-12-29"),
        # Two stops, 2 and 4 days: 23 Dec and 6 days is Tue 29 Dec.
        ("sar.response", "2026-11-23", "stop=2026-11-26/2026-11-28,2026-12-04/2026-12-08", "2026-12-29"),
        # The days are added to the corresponding date before it rolls: 28 Nov gives Mon 28 Dec, off; and a day is Tue 29.
        ("sar.response", "2026-11-28", "n=1", "2026-12-29"),
        # Extended and stopped: 30 Nov gives 28 Feb 2027, 7 days more is Sun 7 Mar: Mon 8.
        ("sar.extended", "2026-11-30", "stop=2026-12-04/2026-12-11", "2027-03-08"),
        # It still stands still: nothing is added yet.
        ("sar.response", "2026-11-23", "stop=2026-11-26", "2026-12-23"),
        # FOI clarified on Thu 3 Dec: that is day 0. 4 (1), 7-11 (6), 14-18 (11), 21-24 (15), 29-31 (18), 5, 6 Jan.
        ("foi.response", "2026-11-23", "stop=2026-11-26/2026-12-03", "2027-01-06"),
        # A council's own ten working days, of which two (27, 30 Nov) did not count: 7 Dec becomes 9 Dec.
        ("enquiry.response", "2026-11-23", "stop=2026-11-26/2026-11-30", "2026-12-09"),
        # Section 20 over Easter 2027, by hand or e-mail: Thu 25 Mar is day 1, day 30 is 23 Apr.
        ("s20.period_end_received", "2027-03-25", "", "2027-04-23"),
        # Posted first class that day: Tue 30 and Wed 31 are the two working days. 31 Mar is day 1, day 30 is 29 Apr.
        ("s20.period_end_posted", "2027-03-25", "", "2027-04-29"),
        # Posted on a Saturday: Mon and Tue.
        ("s20.period_end_posted", "2026-11-28", "", "2026-12-30"),
        # Never rolls: day 30 from Fri 27 Nov is Boxing Day, a Saturday.
        ("s20.period_end_received", "2026-11-27", "", "2026-12-26"),
        ("s20.award_reasons", "2026-12-04", "", "2026-12-25"),
        # A ballot from Fri 5 Mar 2027: 21 days is Good Friday; Easter Monday is off too: Tue 30.
        ("ballot.earliest_close", "2027-03-05", "", "2027-03-30"),
        # Hours that pass: the clocks go forward in the night of 28 March 2027 and back in that of 31 October 2027.
        ("awaab.emergency", "2027-03-27T22:10", "", "2027-03-28T23:10"),
        ("awaab.emergency", "2027-10-30T22:10", "", "2027-10-31T21:10"),
        ("dp.breach_ico", "2027-03-26T16:20", "", "2027-03-29T17:20"),
        ("access.notice", "2026-12-24T15:00", "", "2026-12-25T15:00"),
        # Without an hour the notice may have come at the end of the day.
        ("access.notice", "2026-12-01", "", "2026-12-03T00:00"),
        # Working days of a hazard: 24, 29, 30, 31 Dec, 4 Jan.
        ("awaab.safety_works", "2026-12-23", "", "2027-01-04"),
        ("awaab.begin_works", "2026-12-23", "", "2027-01-04"),
        ("awaab.investigate", "2026-12-23", "", "2027-01-11"),
        # 12 weeks are 84 days, whatever they end on: Fri 1 Jan 2027 to Fri 26 Mar, Good Friday.
        ("awaab.start_12w", "2027-01-01", "", "2027-03-26"),
        # Post for a visit on Tue 29 Dec: it must be there by Thu 24 (25 to 28 are off), so two working days before: Tue 22.
        ("access.post_by", "2026-12-29", "", "2026-12-22"),
        # For Tue 30 Mar 2027, after Easter: there by Thu 25, posted Tue 23. For a Monday: there on Friday, posted on Wednesday.
        ("access.post_by", "2027-03-30", "", "2027-03-23"),
        ("access.post_by", "2026-12-07", "", "2026-12-02"),
        # The day of receipt is day 1 of the 30; the last may be a Sunday.
        ("dp.complaint_ack", "2026-11-23", "", "2026-12-22"),
        ("dp.complaint_ack", "2026-11-28", "", "2026-12-27"),
        ("dp.complaint_ack", "2028-02-01", "", "2028-03-01"),
        # Only the day to act by is drawn forward by closures, over a weekend and the bank holidays: Wed 23 Dec.
        ("internal.act_by", "2027-01-01", "closure=2026-12-24..2027-01-03", "2026-12-23"),
        ("internal.act_by", "2026-12-27", "", "2026-12-24"),
        ("hos.s1.ack", "2026-12-18", "closure=2026-12-24/2026-12-29", "2026-12-29"),
        ("petition.response", "2026-12-16", "", "2027-01-18"),
        ("petition.ack", "2026-12-16", "days=5", "2026-12-23"),
        ("foi.review", "2026-11-23", "", "2026-12-22"),
        # Forty working days of any nation from Mon 23 Nov: day 20 is 22 Dec, 23, 24 (22), 29-31 (25), 5-8 (29), 11-15 (34), 18-22
        # (39), Mon 25 Jan.
        ("eir.review", "2026-11-23", "", "2027-01-25"),
        ("tmo.reply", "2026-12-01", "", "2026-12-29"),
        ("hos.evidence", "2026-12-17", "", "2027-01-12"),
    ],
)
def test_rows_worked_by_hand(rule: str, trigger: str, options: str, due: str) -> None:
    assert found(rule, trigger, **dict(pair.split("=", 1) for pair in options.split())).due == when(due)


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


@pytest.mark.parametrize(
    "options",
    [
        {"mode": "late"},
        {"n": "-1"},
        {"n": "x"},
        {"n": "5"},
        {"colour": "red"},
        {"closure": "soon"},
        {"closure": "2026-12-01..2027-12-01"},
        {"stop": "soon"},
        {"stop": "2026-12-03/2026-11-26"},
        {"nation": "FRA"},
        {"days": "0"},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(BadOption):
        found("foi.response", "2026-11-23", **options)


def test_an_unknown_rule_names_those_there_are() -> None:
    with pytest.raises(NoSuchRule, match=re.escape("hos.s1.ack")):
        rule_named("hos.s3.ack")
    with pytest.raises(NoSuchRule, match=re.escape("lgsco.s1.ack")):
        rule_named("s1.ack")  # of which code, only they can say


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("hos.stage1.ack", "hos.s1.ack"),
        ("HOS stage 1 acknowledgement", "hos.s1.ack"),
        ("hos_s1_ack", "hos.s1.ack"),
        ("hos.s1.extension", "hos.s1.extension_max"),
        ("sar.extension", "sar.extended"),
        ("eir.max", "eir.extended"),
        ("FOI", "foi.response"),
        ("dsar", "sar.response"),
        ("petition.reply", "petition.response"),
        ("s20.period_end_email", "s20.period_end_received"),
        ("s20 period end by hand", "s20.period_end_received"),
        ("access.post", "access.post_by"),
        ("data breach", "dp.breach_ico"),
        ("letter of claim", "preaction.response"),
        *((id, id) for id in RULES),
    ],
)
def test_a_rule_is_found_however_it_is_typed(typed: str, rule: str) -> None:
    assert rule_named(typed).id == rule


def test_a_holiday_of_another_nation_says_whose_it_is() -> None:
    basis = " ".join(found("foi.response", "2026-12-09").basis)
    assert "Mon 4 Jan 2027 (New Year Holiday (observed), a bank holiday in Scotland)" in basis
    assert "Fri 25 Dec 2026 (Christmas Day)" in basis


def test_freedom_of_information_is_acted_on_by_the_offices_own_days() -> None:
    """4 January 2027 is off in Scotland alone: an office in England is open, and closed on the day it is due."""
    deadline = found("foi.response", "2026-12-02", closure="2027-01-05")
    assert (deadline.due, deadline.act_by) == (date(2027, 1, 5), date(2027, 1, 4))


def test_each_day_on_which_the_office_is_closed_is_named() -> None:
    basis = found("internal.act_by", "2026-12-31", closure="2026-12-29/2026-12-30/2026-12-31").basis
    assert basis[0] == "The due date is Thu 31 Dec 2026."
    for said in ("Thu 31 Dec 2026 (a closure)", "Fri 25 Dec 2026 (Christmas Day)", "act by Thu 24 Dec 2026"):
        assert said in basis[1]


def test_what_may_begin_on_a_day_is_never_done_before_it() -> None:
    deadline = found("ballot.earliest_close", "2027-01-11", closure="2027-02-01")
    assert deadline.due == deadline.act_by == date(2027, 2, 1)


def test_a_clock_that_never_stops_says_so() -> None:
    for rule in ("hos.s1.ack", "awaab.emergency", "s20.period_end_received", "access.notice", "dp.breach_ico"):
        with pytest.raises(BadOption, match="never stops"):
            found(rule, "2026-11-23", stop="2026-11-26/2026-12-03")
    stop = Stop(date(2026, 11, 26), date(2026, 12, 3))
    kept = Reckoning(WorkingCalendar()).of(Timer("due", "preaction.response", date(2026, 11, 23), (stop,)))
    assert kept.due == found("preaction.response", "2026-11-23").due
    assert any("does not stop" in step for step in kept.basis)


def test_each_council_has_its_own_period() -> None:
    clocks = Clocks(periods={"member.response": 15, "member.response TMG": 5})
    monday = date(2026, 11, 23)
    due = {
        council: Reckoning(WorkingCalendar(), clocks).of(Timer("due", "member.response", monday, council=council)).day
        for council in ("", "TMG", "ALD")
    }
    assert due == {"": date(2026, 12, 14), "TMG": date(2026, 11, 30), "ALD": date(2026, 12, 14)}


def test_what_no_calendar_has_is_refused() -> None:
    for rule in ("s20.award_reasons", "sar.extended", "dp.breach_ico"):
        with pytest.raises(TooFarAway):
            found(rule, "9999-12-31")


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
