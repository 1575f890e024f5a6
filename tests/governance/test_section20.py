"""Section 20: when a consultation is over at the earliest, what a notice may print, and which notice comes next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar
from governance.clocks.reckoning import Reckoning
from governance.gates import shut
from governance.kinds.section20 import SectionTwenty
from governance.section20.gates import GATES
from governance.section20.printing import (
    EndedTooEarly,
    PrintedTooEarly,
    advice,
    lawful_end,
    printed_too_early,
    safe_to_print,
)
from governance.section20.routes import INTENTION, PROPOSAL, REASONS, ROUTES
from governance.section20.states import COMPLETE, ENDED, SERVED

CALENDAR = WorkingCalendar()
RECKONING = Reckoning(CALENDAR)
MON = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 5), date(2027, 6, 30))
POST, HAND = "first class post", "by hand"


def notice(**values: Any) -> SectionTwenty:
    return SectionTwenty.model_validate({"title": "Door entry", "status": "Draft", **values})


def served(**values: Any) -> SectionTwenty:
    printed = {"address_printed": "yes", "wording_printed": "yes", "posted_on": MON, "posted_how": POST}
    return notice(**{**printed, "status": SERVED, "printed_end": date(2026, 12, 31), **values})


def test_thirty_days_begin_with_the_day_of_receipt() -> None:
    assert lawful_end(served(), RECKONING) == date(2026, 12, 24)
    assert lawful_end(notice(received_on=date(2026, 3, 18)), RECKONING) == date(2026, 4, 16), "Trafford v Rubinstein"
    assert lawful_end(served(posted_how=HAND), RECKONING) == date(2026, 12, 22)
    assert lawful_end(notice(), RECKONING) is None


@given(DAYS, st.sampled_from([POST, HAND, "email", "email and letter"]), st.integers(-40, 40))
def test_no_notice_prints_a_date_before_the_lawful_end(posted: date, how: str, days: int) -> None:
    body = served(posted_on=posted, posted_how=how)
    lawful = lawful_end(body, RECKONING)
    assert lawful is not None
    printed = lawful + timedelta(days=days)
    found = printed_too_early(body.model_copy(update={"printed_end": printed}), "S20-4", RECKONING)
    assert (found is not None) == (days < 0)
    if found is not None:
        assert isinstance(found, PrintedTooEarly)
        assert "Nothing was changed" in str(found)


@given(DAYS)
def test_post_is_never_earlier_than_by_hand(posted: date) -> None:
    post, hand = (lawful_end(served(posted_on=posted, posted_how=how), RECKONING) for how in (POST, HAND))
    assert post is not None
    assert hand is not None
    assert hand == posted + timedelta(days=29)
    assert post >= hand + timedelta(days=2)


@given(DAYS)
def test_a_safe_date_is_three_working_days_later_and_the_office_is_open(last: date) -> None:
    safe = safe_to_print(last, CALENDAR)
    assert CALENDAR.is_open(safe)
    assert len([day for day in (last + timedelta(days=n) for n in range(1, (safe - last).days + 1))
                if CALENDAR.is_working_day(day)]) >= 3  # fmt: skip


def test_a_safe_date_is_in_no_closure() -> None:
    closed = WorkingCalendar(closures=frozenset({date(2026, 12, 31)}))
    assert safe_to_print(date(2026, 12, 24), closed) == date(2027, 1, 4)


def test_what_is_said_of_a_printed_date() -> None:
    body = served(period_ends=date(2026, 12, 24))
    assert advice(body, CALENDAR) == ""
    short = body.model_copy(update={"printed_end": date(2026, 12, 29)})
    assert "fewer than 3 working days after the last day: Thu 31 Dec 2026 would be safe" in advice(short, CALENDAR)
    holiday = body.model_copy(update={"printed_end": date(2026, 12, 28)})
    assert "better print Thu 31 Dec 2026" in advice(holiday, CALENDAR)
    wrong = body.model_copy(update={"printed_end": date(2026, 12, 23)})
    assert "ask Legal whether the notice stands" in advice(wrong, CALENDAR)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"address_printed": ""}, "the address to which observations are sent"),
        ({"wording_printed": "no"}, "“delivered within the relevant period”"),
        ({"printed_end": None}, "the date on which the period ends"),
        ({"posted_how": ""}, "nobody has said how it was served"),
        ({"posted_on": None}, "nobody has said when it was served"),
    ],
)
def test_what_holds_it_back_from_being_served(values: dict[str, Any], missing: str) -> None:
    gate = shut(served(**values), "S20-4", SERVED, GATES)
    assert gate is not None
    assert missing in str(gate)
    assert "“serve S20-4”" in str(gate)
    assert shut(served(), "S20-4", SERVED, GATES) is None


def test_reasons_need_no_end_date_on_them() -> None:
    assert shut(served(notice=REASONS, printed_end=None), "S20-4", SERVED, GATES) is None


@given(st.integers(0, 60), st.integers(0, 60))
def test_it_is_complete_once_all_are_answered(observations: int, replied: int) -> None:
    gate = shut(served(observations=observations, replied=replied), "S20-4", COMPLETE, GATES)
    assert (gate is not None) == (observations > replied)


@given(st.sampled_from([ENDED, COMPLETE]), st.integers(-20, 20))
def test_it_is_not_over_before_the_end_of_what_it_prints(to: str, days: int) -> None:
    old = served()
    today = date(2026, 12, 31) + timedelta(days=days)
    found = old.model_copy(update={"status": to}).refusal(old, "S20-4", today, RECKONING)
    assert isinstance(found, EndedTooEarly) == (days <= 0)


def test_which_notice_comes_next() -> None:
    assert notice().next_notice == "Statement of estimates"
    assert notice(route="Sch 4 Part 1").next_notice == PROPOSAL
    assert notice(route="Sch 3").next_notice == ""
    assert notice(notice="Statement of estimates").next_notice == REASONS
    assert notice(notice="Statement of estimates", award_to="lowest estimate").next_notice == ""
    assert all(route.stages[0] == INTENTION for route in ROUTES.values())


def test_reasons_within_21_days_of_the_contract_unless_it_went_to_the_lowest() -> None:
    signed = {"notice": "Statement of estimates", "contract_on": date(2026, 12, 9)}
    assert served(**signed).worked_out(RECKONING)["reasons_by"].day == date(2026, 12, 30)
    assert "reasons_by" not in served(**signed, award_to="lowest estimate").worked_out(RECKONING)


def test_a_sheet_has_no_states_and_they_follow_from_its_dates() -> None:
    sheet = {"posted_on": date(2026, 10, 19), "period_ends": date(2026, 11, 19), "printed_end": MON}
    assert notice(**sheet, observations=22, replied=17).as_of(date(2026, 11, 24)).status == ENDED
    assert notice(**sheet, observations=22, replied=22).as_of(date(2026, 11, 24)).status == COMPLETE
    assert notice(**sheet).as_of(MON).status == SERVED
