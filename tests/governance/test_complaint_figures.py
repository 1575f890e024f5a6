"""A year of complaints: counted by hand, told in time or not, and no small number to those who may not open cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.complaints.figures import Timeliness, figures, told_number, year_of
from governance.kinds.complaint import Complaint

FIRST, LAST = date(2026, 4, 1), date(2026, 11, 23)


def complaint(received: date, **values: Any) -> Complaint:
    return Complaint.model_validate({"title": "Dust", "received_at": received, **values})


IN_TIME = complaint(
    date(2026, 9, 1), s1_ack_due=date(2026, 9, 8), s1_ack_on=date(2026, 9, 8), s1_due=date(2026, 9, 22),
    s1_responded_on=date(2026, 9, 22), s1_decision="upheld", status="Stage 1 closed", theme="Dust", learning="Sheet the room",
)  # fmt: skip
LATE = complaint(
    date(2026, 9, 1), s1_ack_due=date(2026, 9, 8), s1_ack_on=date(2026, 9, 10), s1_due=date(2026, 9, 24),
    s1_responded_on=date(2026, 9, 28), s1_decision="not upheld", status="Stage 1 responded", theme="Dust",
)  # fmt: skip
EXTENDED = complaint(
    date(2026, 10, 1), s1_ack_due=date(2026, 10, 8), s1_ack_on=date(2026, 10, 2), s1_due=date(2026, 10, 16),
    s1_extended_to=date(2026, 10, 30), s1_responded_on=date(2026, 10, 29), status="Stage 1 responded", theme="Notice",
)  # fmt: skip
OVERDUE = complaint(date(2026, 11, 10), s1_ack_due=date(2026, 11, 17), status="Received")
DUE_TODAY = complaint(date(2026, 11, 16), s1_ack_due=LAST, status="Received")
YEAR_BEFORE = complaint(
    date(2026, 3, 30), s1_ack_due=date(2026, 4, 8), s1_ack_on=date(2026, 4, 1), s1_due=date(2026, 4, 17),
    s1_responded_on=date(2026, 4, 17), s1_decision="upheld", status="Stage 1 closed",
)  # fmt: skip


def test_a_financial_year() -> None:
    assert year_of(date(2027, 3, 31)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert year_of(date(2027, 4, 1)) == (date(2027, 4, 1), date(2028, 3, 31))


def test_what_was_received_and_what_was_in_time() -> None:
    found = figures([IN_TIME, LATE, EXTENDED, OVERDUE, DUE_TODAY, YEAR_BEFORE], FIRST, LAST)
    assert (found.received, found.open_at_end) == (5, 4)
    # Acknowledged in the period: four, one of them late; one more fell due and is not given; the one due today is not late yet.
    assert found.stage_1.acknowledged == Timeliness(due=5, in_time=3, late_open=1)
    assert found.stage_1.acknowledged.percent == 60.0
    # Answered: three of four in time, an extended one by its new day.
    assert found.stage_1.answered == Timeliness(due=4, in_time=3, late_open=0)
    assert found.stage_1.extended == 1
    assert found.stage_1.decisions == {"upheld": 2, "not upheld": 1, "not said": 1}
    assert found.themes == {"Dust": 4, "Notice": 1}
    assert found.learning == ("Sheet the room",)


def test_nothing_is_no_per_cent() -> None:
    assert figures([], FIRST, LAST).stage_2.answered.percent is None


def test_no_small_number_for_those_who_may_not_open_cases() -> None:
    assert [told_number(number, openly=False) for number in (0, 1, 4, 5)] == ["0", "fewer than 5", "fewer than 5", "5"]
    assert told_number(1, openly=True) == "1"
