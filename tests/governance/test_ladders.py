"""Which days each ladder has, at what hour and for whom; the programme's own days; a snooze."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from governance.calendar import WorkingCalendar
from governance.kind import Body
from governance.kinds import all_kinds
from governance.kinds.action import Action
from governance.kinds.complaint import Complaint
from governance.kinds.dependency import Dependency
from governance.kinds.issue import Issue
from governance.kinds.milestone import Milestone
from governance.kinds.risk import Risk
from governance.programme import Programme, Reminding
from governance.record import Record
from governance.reminders import DAILY, REMINDER, ladder, next_wake, reached

LONDON = ZoneInfo("Europe/London")
CALENDAR = WorkingCalendar()
USUAL = Programme()
DUE = date(2026, 12, 9)  # a Wednesday


def record(body: Body, **values: object) -> Record:
    common = Record(
        id=1, ref="X-1", body=body, workstream="WS01", raised_by=None, raised_on=date(2026, 10, 1),
        updated_at=datetime(2026, 10, 1, tzinfo=UTC), version=1,
    )  # fmt: skip
    return replace(common, **values)  # type: ignore[arg-type]


def reminders(body: Body, programme: Programme = USUAL, **values: object) -> list[tuple[str, str, str, bool]]:
    """Day, hour, for whom, and whether it comes alone."""
    return [
        (f"{each.day:%d %b}", f"{each.at:%H:%M}", each.to, each.alone)
        for each in ladder(record(body, **values), CALENDAR, programme)
        if each.rule == REMINDER
    ]


def owned(*days: str) -> list[tuple[str, str, str, bool]]:
    return [(day, "09:15", "owner", False) for day in days]


COMPLAINT = Complaint(title="Dust", status="Acknowledged", s1_due=DUE)
NEAR = ("07 Dec", "09 Dec", "10 Dec", "14 Dec")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Action(title="Draft it", status="Not started", due=DUE), owned("02 Dec", *NEAR)),
        (Risk(title="Payroll", status="Open", review_on=DUE), [*owned(*NEAR), ("16 Dec", "09:15", "manager", False)]),
        (
            Dependency(title="Baseline", status="Agreed", promised=DUE, giver="WS01", receiver="WS02"),
            [*owned("25 Nov", "02 Dec", *NEAR[:3]), ("10 Dec", "09:15", "receiver", False), *owned("14 Dec")],
        ),
        (Milestone(title="Gateway", status="Planned", forecast=DUE), owned("25 Nov", "02 Dec", *NEAR)),
        (
            Issue(title="Down", status="Open", priority="P1", target_resolution=DUE),
            [*owned("08 Dec", "09 Dec"), ("09 Dec", "14:00", "owner", True)],
        ),
        (Issue(title="Slow", status="Open", priority="P3", target_resolution=DUE), owned("02 Dec", *NEAR)),
    ],
    ids=lambda given: getattr(getattr(given, "kind", None), "name", ""),
)
def test_the_ladder_of_each_kind(body: Body, expected: list[tuple[str, str, str, bool]]) -> None:
    assert sorted(reminders(body)) == sorted(expected)


def test_a_statutory_clock_speaks_more_often_and_to_the_manager_too() -> None:
    expected = [
        *owned("02 Dec", "07 Dec", "08 Dec", "09 Dec"),
        *(("07 Dec", "09:15", "manager", False), ("08 Dec", "09:15", "manager", False)),
        *(("09 Dec", "09:15", "manager", False), ("09 Dec", "14:00", "owner", True)),
    ]
    assert sorted(reminders(COMPLAINT)) == sorted(expected)


def test_after_its_day_a_statutory_clock_speaks_every_working_day() -> None:
    case, now = record(COMPLAINT), datetime(2026, 12, 9, 15, 0, tzinfo=UTC)
    days = []
    for _ in range(14):
        wake = next_wake(case, CALENDAR, now, LONDON, USUAL)
        assert wake is not None
        [*_, spoken] = reached(case, CALENDAR, wake, wake, LONDON, USUAL)
        days.append(wake.date())
        now = wake
        assert spoken.why in (DAILY, "5 working days overdue")
    skipped = {date(2026, 12, 25), date(2026, 12, 28)}
    first = (date(2026, 12, 10) + timedelta(days=count) for count in range(40))
    assert days == [day for day in first if day.weekday() < 5 and day not in skipped][:14]


def test_a_short_action_has_no_early_reminder() -> None:
    short = Action(title="Draft it", status="Not started", due=DUE)
    assert reminders(short, raised_on=date(2026, 11, 19)) == owned(*NEAR)


def test_a_snooze_silences_the_usual_ladder_and_not_the_law() -> None:
    usual = Action(title="Draft it", status="Not started", due=DUE)
    assert reminders(usual, snoozed_until=date(2026, 12, 11)) == owned("11 Dec", "14 Dec")
    strict = reminders(COMPLAINT, snoozed_until=date(2026, 12, 11))
    assert [each for each in strict if each[2] == "owner"] == [
        *owned("09 Dec", "09 Dec"),
        ("09 Dec", "14:00", "owner", True),
    ]
    assert [each[0] for each in strict if each[2] == "manager"] == ["07 Dec", "08 Dec", "09 Dec"]


def test_the_days_are_the_programmes_own() -> None:
    own = Programme(reminding=Reminding(early_days=10, soon_days=3, first_after=2, second_after=4, escalate_after=6))
    action = Action(title="Draft it", status="Not started", due=DUE)
    assert reminders(action, own) == owned("25 Nov", "04 Dec", "09 Dec", "11 Dec", "15 Dec")
    with pytest.raises(ValidationError, match="one after the other"):
        Reminding(first_after=3, second_after=3)


@pytest.mark.parametrize("body", all_kinds().values(), ids=lambda body: body.kind.name)
def test_every_kind_with_a_day_is_reminded_of_it_on_that_day(body: type[Body]) -> None:
    if not body.kind.reminds:
        assert reminders(example(body)) == []
    else:
        assert ("09 Dec", "09:15", "owner", False) in reminders(example(body))


def example(body: type[Body]) -> Body:
    """One that is due on the day, in the first of its states in which it has such a day."""
    lifecycle = body.kind.lifecycle
    for status in (lifecycle.initial, *lifecycle.moves):
        found = body(title="Example", status=status, **{body.kind.due_field: DUE})
        if found.deadline == DUE and found.is_open:
            return found
    raise AssertionError(f"no {body.kind.name} is ever due")
