"""What is handed up by itself and to whom, when it goes one step further, who may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.calendar import WorkingCalendar
from governance.escalation import (
    GONE_UP,
    OPEN,
    SAID,
    Escalation,
    answer_by,
    begun,
    last_day,
    next_step,
    put_before,
    rings_again,
    risen,
    still_holds,
    triggers,
)
from governance.health import Around
from governance.health_rules.risks import not_escalated
from governance.holders import Office, holders, may_answer
from governance.kind import Body
from governance.kinds.action import Action
from governance.kinds.dependency import Dependency
from governance.kinds.issue import Issue
from governance.kinds.milestone import Milestone
from governance.kinds.risk import Risk
from governance.people import Leave, Membership, Person, Workstream
from governance.programme import Escalating, Programme
from governance.record import Record

LONDON = ZoneInfo("Europe/London")
CALENDAR = WorkingCalendar()
USUAL = Programme()
TODAY = date(2026, 11, 23)  # a Monday
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def record(body: Body, **values: object) -> Record:
    common = Record(
        id=1, ref="X-1", body=body, workstream="WS01", raised_by=None, raised_on=TODAY, updated_at=NOON, version=1,
        rag=body.rag(USUAL, TODAY),
    )  # fmt: skip
    return replace(common, **values)  # type: ignore[arg-type]


def risk(likelihood: int, impact: int, **values: object) -> Record:
    return record(Risk(title="Reserves fall below plan", likelihood=likelihood, impact=impact, **values))


LATE = {"promised": date(2027, 1, 8), "need_by": date(2027, 1, 4)}


@pytest.mark.parametrize(
    ("held", "cause", "body", "day"),
    [
        (risk(3, 5), "score", "Programme Manager", None),
        (risk(4, 5), "score of the board", "Programme Board", None),
        (risk(3, 5, target_by=date(2026, 12, 1)), "target passed", "Programme Manager", date(2026, 12, 2)),
        (record(Issue(title="Payroll stops", severity=5)), "severity", "Programme Manager", None),
        (record(Issue(title="Payroll stops", priority="P1")), "P1 open", "Programme Manager", date(2026, 11, 26)),
        (
            record(Milestone(title="Go live", tier="1", baseline=date(2026, 12, 1), forecast=date(2026, 12, 16))),
            "slip", "Programme Manager", None,
        ),
        (
            record(Milestone(title="Go live", critical=True, baseline=date(2026, 12, 1), forecast=date(2026, 12, 2))),
            "slip", "Programme Manager", None,
        ),
        (
            record(Dependency(title="Baseline", giver="WS02", receiver="WS01", **LATE)),
            "promise after need", "Project Manager", None,
        ),
        (risk(3, 5), "no update", "Project Manager", date(2026, 12, 23)),
        (record(Action(title="Draft", due=date(2026, 11, 27))), "overdue", "Workstream Lead", date(2026, 12, 4)),
    ],
)  # fmt: skip
def test_each_trigger_goes_to_its_body(held: Record, cause: str, body: str, day: date | None) -> None:
    [found] = [each for each in triggers(held, USUAL, CALENDAR) if each.cause == cause]
    step = put_before(held, found, USUAL, NOON, TODAY)
    assert (step.to, found.day) == (body, day)
    assert found.holds(TODAY) == (day is None)
    assert step.ladder == USUAL.bodies


@pytest.mark.parametrize(
    "held",
    [
        risk(2, 5),
        record(Issue(title="Payroll is slow", severity=4, priority="P2")),
        record(Milestone(title="Go live", tier="1", baseline=date(2026, 12, 1), forecast=date(2026, 12, 15))),
        record(Milestone(title="Go live", critical=True, baseline=date(2026, 12, 1), forecast=date(2026, 12, 1))),
        record(
            Dependency(title="Baseline", giver="A", receiver="B", promised=date(2027, 1, 4), need_by=date(2027, 1, 4))
        ),
        record(Risk(title="Reserves", likelihood=4, impact=5, status="Closed")),
    ],
)
def test_what_is_within_its_limits_is_nobody_elses(held: Record) -> None:
    assert [each for each in triggers(held, USUAL, CALENDAR) if each.cause != "overdue"] == []


def test_a_programme_moves_the_limits_and_the_bodies() -> None:
    programme = Programme(escalating=Escalating(score=9, to={**Escalating().to, "score": "Project Manager"}))
    [found] = [each for each in triggers(risk(3, 3), programme, CALENDAR) if each.cause == "score"]
    assert put_before(risk(3, 3), found, programme, NOON, TODAY).to == "Project Manager"
    renamed = programme.model_copy(update={"bodies": ("Theme Lead", "Joint Committee")})
    assert put_before(risk(3, 3), found, renamed, NOON, TODAY).to == "Theme Lead"


def test_only_what_has_just_begun_rings() -> None:
    assert [each.cause for each in begun(risk(2, 5), risk(3, 5), USUAL, CALENDAR, TODAY)] == ["score"]
    assert begun(risk(3, 5), risk(3, 5, target_by=TODAY), USUAL, CALENDAR, TODAY) == ()
    assert [each.cause for each in begun(None, risk(4, 5), USUAL, CALENDAR, TODAY)] == ["score of the board"]


def of(held: Record, cause: str, **values: object) -> Escalation:
    [found] = [each for each in triggers(held, USUAL, CALENDAR) if each.cause == cause]
    told = replace(put_before(held, found, USUAL, NOON, TODAY), state=OPEN)
    return replace(told, **values)  # type: ignore[arg-type]


def test_it_holds_as_long_as_its_cause_does() -> None:
    score = of(risk(3, 5), "score")
    assert score.occasion == "15 since 2026-11-23"
    assert still_holds(score, risk(4, 4), USUAL, CALENDAR)
    assert not still_holds(score, risk(2, 5), USUAL, CALENDAR)
    assert not still_holds(score, risk(4, 5), USUAL, CALENDAR)  # the board's, by now
    late = of(record(Action(title="Draft", due=date(2026, 11, 27))), "overdue")
    assert not still_holds(late, record(Action(title="Draft", due=date(2026, 12, 4))), USUAL, CALENDAR)
    said = replace(late, cause=SAID, occasion="17")
    assert still_holds(said, record(Action(title="Draft")), USUAL, CALENDAR)
    assert not still_holds(said, record(Action(title="Draft", status="Complete")), USUAL, CALENDAR)


def test_a_score_that_rises_far_holds_while_it_is_so_much_higher() -> None:
    found = risen(6, risk(3, 4), USUAL)
    assert found is not None
    assert found.why == "its score rose from 6 to 12"
    step = put_before(risk(3, 4), found, USUAL, NOON, TODAY)
    assert step.to == "Programme Manager"
    assert still_holds(step, risk(3, 4), USUAL, CALENDAR)
    assert not still_holds(step, risk(2, 5), USUAL, CALENDAR)
    assert risen(8, risk(3, 4), USUAL) is None


def test_five_working_days_for_an_answer_and_the_next_morning_it_goes_further() -> None:
    assert answer_by(NOON, USUAL, CALENDAR, LONDON) == datetime(2026, 12, 1, 9, 15, tzinfo=UTC)
    wanted = answer_by(NOON, USUAL, CALENDAR, LONDON, date(2026, 11, 25))
    assert wanted == datetime(2026, 11, 26, 9, 15, tzinfo=UTC)
    later = answer_by(NOON, USUAL, CALENDAR, LONDON, date(2027, 3, 1))
    assert later == datetime(2026, 12, 1, 9, 15, tzinfo=UTC)
    assert last_day(of(risk(3, 5), "score", next_wake=wanted), CALENDAR, LONDON) == date(2026, 11, 25)


def test_while_the_office_is_closed_the_days_for_an_answer_stand_still() -> None:
    shut = replace(CALENDAR, closures=frozenset(date(2026, 11, day) for day in (25, 26, 27)))
    wake = answer_by(NOON, USUAL, shut, LONDON)
    assert wake == datetime(2026, 12, 4, 9, 15, tzinfo=UTC)
    assert last_day(of(risk(3, 5), "score", next_wake=wake), shut, LONDON) == date(2026, 12, 3)
    wanted = answer_by(NOON, USUAL, shut, LONDON, date(2026, 11, 26))
    assert wanted == datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


def test_one_step_further_once_and_never_in_a_loop() -> None:
    first = of(risk(3, 5), "score")
    second = next_step(first)
    assert second is not None
    assert (first.to, first.next_to) == ("Programme Manager", "Programme Board")
    assert (second.to, second.step) == ("Programme Board", 3)
    assert second.occasion == first.occasion + GONE_UP
    assert still_holds(second, risk(3, 5), USUAL, CALENDAR)
    assert next_step(second) is None
    assert next_step(replace(first, step=4)) is None


def test_the_same_cause_rings_again_after_twenty_working_days() -> None:
    last = of(risk(3, 5), "score")
    assert not rings_again(last, date(2026, 12, 21), LONDON, USUAL, CALENDAR)
    assert rings_again(last, date(2026, 12, 22), LONDON, USUAL, CALENDAR)


def test_what_was_handed_up_is_no_finding_of_the_health_check() -> None:
    around = Around({}, CALENDAR, USUAL, TODAY)
    assert not_escalated.check(risk(4, 5), around) is not None
    assert not_escalated.check(risk(4, 5), replace(around, handed_up=frozenset({"X-1"}))) is None


LEAD = Person("P1", "Lena Okafor", workstream="WS01")
MANAGER = Person("P2", "Mo Hussain", role="Project manager", workstream="WS01")
ELSEWHERE = Person("P3", "Nia Evans", role="Project Manager", workstream="WS02")
DIRECTOR = Person("P4", "Olu Adeyemi", role="Programme Director")
MEMBER = Person("P5", "Priya Shah", role="Programme Board Member")
OFFICER = Person("P6", "Gareth Hughes", role="Project Officer", workstream="WS01")
GONE = Person("P7", "Ann Lee", role="Programme Manager", active=False)


def office(*people: Person, memberships: tuple[Membership, ...] = ()) -> Office:
    everybody = people or (LEAD, MANAGER, ELSEWHERE, DIRECTOR, MEMBER, OFFICER, GONE)
    return Office(everybody, (Workstream("WS01", "Human Resources", "HR", "P1"),), memberships, TODAY)


@pytest.mark.parametrize(
    ("body", "names", "stands_in"),
    [
        ("Workstream Lead", ["P1"], False),
        ("Project Manager", ["P2"], False),
        ("Programme Manager", ["P4"], True),  # the only one has left
        ("Programme Board", ["P5"], False),
        ("Chief Executives Group", ["P4"], True),
    ],
)
def test_who_holds_the_role(body: str, names: list[str], stands_in: bool) -> None:
    found = holders(body, risk(3, 5), office())
    assert ([each.id for each in found.people], found.stands_in) == (names, stands_in)


def test_a_role_on_the_workstream_goes_before_the_same_role_elsewhere() -> None:
    acting = Membership("P6", "WS01", "Project Manager", first=TODAY)
    there = office(LEAD, ELSEWHERE, OFFICER, memberships=(acting,))
    assert [each.id for each in holders("Project Manager", risk(3, 5), there).people] == ["P6"]
    nobody = office(LEAD, ELSEWHERE, OFFICER)
    assert [each.id for each in holders("Project Manager", risk(3, 5), nobody).people] == ["P3"]


def test_a_deputy_hears_too_and_what_is_confidential_only_those_who_may() -> None:
    away = replace(MANAGER, leave=(Leave(TODAY, TODAY + timedelta(days=5)),), deputy="P6")
    found = holders("Project Manager", risk(3, 5), office(LEAD, away, OFFICER))
    assert [each.id for each in found.people] == ["P2", "P6"]
    hidden = replace(risk(3, 5, owner="P2"), confidential=True)
    assert [each.id for each in holders("Project Manager", hidden, office(LEAD, away, OFFICER)).people] == ["P2"]
    assert holders("Workstream Lead", hidden, office(LEAD, away, OFFICER)).people == ()


def test_those_who_were_told_or_are_above_or_in_the_office_may_answer() -> None:
    held, there = risk(3, 5), office()
    step = replace(of(held, "score"), step=1, to_people=("P2",))
    assert [each.id for each in there.people if may_answer(each, step, held, there)] == ["P2", "P4", "P5"]
    hidden = replace(held, confidential=True)
    assert not may_answer(MANAGER, step, hidden, there)
