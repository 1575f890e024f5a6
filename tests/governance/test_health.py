"""The rules of the health check: each fires where something is wrong, is silent where it is right, and never raises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar
from governance.health import Around, score_of
from governance.health_rules import RULES, examine
from governance.kind import Body
from governance.kinds import all_kinds
from governance.people import Leave, Person
from governance.programme import Programme
from governance.record import Record
from governance.text import keepable

TODAY = date(2026, 11, 23)
PEOPLE = {
    "P1": Person(
        "P1",
        "Olu Adeyemi",
        leave=(Leave(date(2026, 12, 21), date(2027, 1, 1)), Leave(date(2027, 2, 15), date(2027, 2, 19), "P4")),
        deputy="P3",
    ),
    "P2": Person("P2", "Rosa Northgate", active=False),
    "P3": Person("P3", "Sam Patel"),
    "P4": Person("P4", "Ade Balogun"),
}
AROUND = Around(PEOPLE, WorkingCalendar(), Programme(), TODAY)


@dataclass(frozen=True)
class Tie:
    ref: str
    kind: str
    open: bool = True
    relation: str = "mitigates"


def record(kind: str, ref: str = "", **given: Any) -> Record:
    """A record with nothing wrong but what is given; fields of the record itself may be given too."""
    body = all_kinds()[kind]
    common = {name: given.pop(name) for name in list(given) if name in Record.__dataclass_fields__ and name != "status"}
    common.pop("owner", None)
    fields = {"title": "Send the draft letter to unions", "status": body.kind.lifecycle.initial, "owner": "P3", **given}
    made = Record(
        id=1,
        ref=ref or body.kind.ref(1),
        body=body.model_validate(fields),
        workstream="WS1",
        raised_by="P3",
        raised_on=date(2026, 11, 20),
        updated_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        version=1,
    )
    made = replace(made, **common)
    return replace(made, rag=made.body.rag(Programme(), TODAY))


def risk(**given: Any) -> Record:
    whole = {
        "title": "The supplier may miss the firewall date",
        "likelihood": 2,
        "impact": 3,
        "cause": "one engineer",
        "event": "a late firewall",
        "effect": "no test window",
        "response": "accept",
    }
    return record("risk", **{**whole, **given})


def dependency(**given: Any) -> Record:
    whole = {
        "giver": "WS1",
        "receiver": "WS2",
        "need_by": "2026-12-11",
        "promised": "2026-12-09",
        "agreed_by_giver": True,
        "agreed_by_receiver": True,
    }
    return record("dependency", **{**whole, **given})


def fired(checked: Record, *others: Record, around: Around = AROUND) -> dict[str, str]:
    """The rules that find something in the first record, each with why."""
    findings = examine([checked, *others], around)
    return {finding.rule: finding.why for finding in findings if finding.ref == checked.ref}


WELL = [
    record("action", due="2026-11-27"),
    risk(review_on="2026-12-14"),
    record(
        "issue", title="Highlight reports from three councils are missing", severity=3, target_resolution="2026-12-01"
    ),
    record("assumption", title="Each council gives two officers until vesting day", validate_by="2027-01-05"),
    dependency(),
    record("decision", title="Plan for council tax harmonisation over seven years", needed_by="2026-12-10"),
    record("milestone", title="Stage 2 gateway", baseline="2026-12-01", forecast="2026-12-01"),
    record("change", title="Move the gateway by ten days"),
    record("lesson", title="Ask for written promise dates", owner=None),
    record("stakeholder", title="Larkspur tenants"),
    record("communication", title="Newsletter 5"),
    record("document", title="TUPE measures letter"),
]


@pytest.mark.parametrize("checked", WELL, ids=lambda each: each.kind.name)
def test_nothing_is_found_where_nothing_is_wrong(checked: Record) -> None:
    assert fired(checked) == {}


WRONG: list[tuple[str, Record, str]] = [
    ("H01", record("action", due="2026-11-27", owner=None), "nobody owns it"),
    ("H02", record("action", due="2026-11-27", owner="P2"), "its owner, Rosa Northgate, is no longer here"),
    (
        "H02",
        record("action", due="2026-12-22", owner="P1"),
        "Olu Adeyemi is on leave when it is due, on Tue 22 Dec 2026; Sam Patel stands in",
    ),
    (
        "H02",
        record("action", due="2027-02-16", owner="P1"),
        "Olu Adeyemi is on leave when it is due, on Tue 16 Feb 2027; Ade Balogun stands in",
    ),
    (
        "H03",
        record("action", due="2026-11-27", updated_at=datetime(2026, 10, 23, 9, tzinfo=UTC)),
        "it has not been updated for 31 days",
    ),
    (
        "H03",
        risk(
            likelihood=5,
            impact=5,
            escalated_to="Programme Board",
            approver="Board",
            updated_at=datetime(2026, 11, 8, 9, tzinfo=UTC),
        ),
        "it is red and has not been updated for 15 days",
    ),
    ("H04", risk(review_on="2026-11-22"), "its review was due on Sun 22 Nov 2026"),
    ("H05", record("action", title="TUPE stuff", due="2026-11-27"), "its title says “stuff”, which could be anything"),
    ("H06", risk(cause="", effect=""), "its cause and effect are not said"),
    ("H07", risk(likelihood=None), "it has no likelihood"),
    ("H07", risk(likelihood=3, impact=3, said_score=12), "its score was written down as 12, but 3 × 3 is 9"),
    ("H08", risk(response="reduce"), "no action mitigates it, and it is not accepted"),
    (
        "H10",
        risk(likelihood=3, impact=4),
        "it is accepted at 12, above the appetite of 9, and nobody has agreed to that",
    ),
    ("H11", risk(likelihood=4, impact=4, approver="Board"), "it is red and has not been escalated"),
    (
        "H11",
        record("issue", title="Reports from three councils are missing", severity=5),
        "its severity is 5 and has not been escalated",
    ),
    ("H12", record("action"), "it has no due date"),
    ("H12", record("action", due="2026-11-20"), "it was due on Fri 20 Nov 2026"),
    ("H12", record("action", due="2026-11-28"), "it is due on Sat 28 Nov 2026, a Saturday"),
    ("H12", record("action", due="2026-12-25"), "a bank holiday"),
    ("H13", record("action", due="2026-11-27", times_rescheduled=3), "its date has been moved 3 times"),
    (
        "H14",
        record("action", status="Complete", priority="High"),
        "it was a high priority and nothing shows that it was done",
    ),
    (
        "H14",
        record("milestone", status="Complete", tier="1"),
        "it is a tier 1 milestone and nothing shows that it was done",
    ),
    (
        "H15",
        record("issue", title="Reports from three councils are missing", target_resolution="2026-11-20"),
        "it was to be resolved by Fri 20 Nov 2026",
    ),
    (
        "H16",
        record("assumption", title="Each council gives two officers", validate_by="2026-11-20"),
        "it was to be validated by Fri 20 Nov 2026",
    ),
    (
        "H16",
        record("assumption", title="Each council gives two officers", status="Invalidated"),
        "it does not hold, and no risk or issue has come of it",
    ),
    ("H17", dependency(promised=None), "no day is promised"),
    ("H17", dependency(promised="2026-12-12"), "it is promised 1 day after it is needed"),
    ("H17", dependency(agreed_by_receiver=False), "the receiver has not agreed"),
    ("H17", dependency(agreed_by_receiver=False, agreed_by_giver=False), "neither side has agreed"),
    ("H18", record("milestone", title="Stage 2 gateway", baseline="2026-12-01"), "it has no forecast"),
    (
        "H18",
        record("milestone", title="Stage 2 gateway", forecast="2026-11-20"),
        "its forecast, Fri 20 Nov 2026, has passed and it has not been reached",
    ),
    ("H20", risk(status="Closed"), "it is closed and nothing says why"),
    ("H20", record("issue", status="Closed"), "it is closed and nothing says why"),
    ("H21", record("decision", status="Approved", decided_by="Board"), "nothing says why it was decided"),
    (
        "H22",
        record("action", due="2026-11-27", description="Ring Mrs Jones on 07700 900123"),
        "there seems to be a telephone number under “Details”",
    ),
]


@pytest.mark.parametrize(
    ("rule", "checked", "why"), WRONG, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(WRONG)]
)
def test_what_is_wrong_is_found_and_nothing_else(rule: str, checked: Record, why: str) -> None:
    found = fired(checked)
    assert set(found) == {rule}
    assert why in found[rule]


@pytest.mark.parametrize(
    ("checked", "rule"),
    [
        (risk(response="reduce", status="Draft"), "H08"),
        (risk(likelihood=5, impact=5, status="Escalated"), "H11"),
        (
            risk(title="Because one engineer does it all, the date may slip, so tests are late", cause="", effect=""),
            "H06",
        ),
        (record("assumption", title="Each council gives two officers", status="Invalidated", became="R-021"), "H16"),
        (dependency(status="Delivered", promised="2026-12-20"), "H17"),
        (record("milestone", forecast="2026-11-20", status="Complete", actual="2026-11-20"), "H18"),
        (risk(status="Closed", closure_reason="The date has passed"), "H20"),
        (record("action", status="Complete", priority="High", evidence="https://intranet.example/letter"), "H14"),
        (record("action", due="2026-11-27", description="Ring 07700 900123", confidential=True), "H22"),
        (record("action", owner=None, withdrawn=True), "H01"),
    ],
)
def test_what_is_in_order_is_left_alone(checked: Record, rule: str) -> None:
    assert rule not in fired(checked)


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        ((), "no action mitigates"),
        ((Tie("A-001", "action", open=False),), "all actions that mitigate it are closed"),
        ((Tie("A-001", "action", relation="led to"),), "no action mitigates"),
        ((Tie("A-001", "action", open=False), Tie("A-002", "action")), ""),
    ],
)
def test_a_risk_needs_an_open_action(ties: tuple[Tie, ...], found: str) -> None:
    why = fired(risk(response="reduce"), around=replace(AROUND, links={"R-001": ties})).get("H08", "")
    assert found in why
    assert bool(why) == bool(found)


def test_reducing_a_risk_aims_lower() -> None:
    around = replace(AROUND, links={"R-001": (Tie("A-001", "action"),)})
    found = fired(risk(response="reduce", target_l=2, target_i=3), around=around)
    assert found == {"H09": "it is being reduced, but its target score (6) is not below its score (6)"}
    assert fired(risk(response="reduce", target_l=1, target_i=3), around=around) == {}


def test_an_invalid_assumption_is_followed_up_by_what_came_of_it_not_by_what_rests_on_it() -> None:
    wrong = record("assumption", title="Each council gives two officers", status="Invalidated")
    for relation, expected in (("became", False), ("led to", False), ("rests on", True)):
        around = replace(AROUND, links={"AS-001": (Tie("R-001", "risk", relation=relation),)})
        assert ("H16" in fired(wrong, around=around)) is expected


def test_the_later_of_two_duplicates_is_found_unless_they_are_linked_or_elsewhere() -> None:
    one = record("action", "A-001", title="Send the draft TUPE letter to the unions", due="2026-11-27")
    two = record("action", "A-002", title="Send draft TUPE letter to unions", due="2026-11-27")
    (found,) = examine([one, two], AROUND)
    assert (found.rule, found.ref, found.why) == ("H19", "A-002", "it says nearly the same as A-001 (100 % alike)")
    assert examine([one, replace(two, workstream="WS2")], AROUND) == []
    for tied in ({"A-001": (Tie("A-002", "action"),)}, {"A-002": (Tie("A-001", "action"),)}):
        assert examine([one, two], replace(AROUND, links=tied)) == []
    contained = record("action", "A-003", title="Letters", due="2026-11-27")
    assert "H19" not in {finding.rule for finding in examine([one, contained], AROUND)}


def test_a_ref_that_is_used_twice_shows() -> None:
    found = fired(
        record("action", "A-12", due="2026-11-27"),
        record("action", "A-012", title="Book the hall for May", due="2026-11-27"),
    )
    assert found == {"H23": "A-012 has the same number"}


def test_thresholds_and_appetite_are_the_programmes_own() -> None:
    programme = Programme.model_validate({"appetite": {"": 4, "Legal": 12}, "health": {"moved_times": 2}})
    around = replace(AROUND, programme=programme)
    assert "appetite of 4" in fired(risk(), around=around)["H10"]
    assert "H10" not in fired(risk(category="legal", likelihood=3, impact=4), around=around)
    assert "H13" in fired(record("action", due="2026-11-27", times_rescheduled=2), around=around)


def test_a_score_is_a_hundred_less_what_records_lose_on_average() -> None:
    well = record("action", "A-001", due="2026-11-27")
    unowned = record("action", "A-002", title="Book the hall for May", owner=None)
    findings = examine([well, unowned], AROUND)
    assert {finding.rule for finding in findings} == {"H01", "H12"}
    score = score_of([well, unowned], findings, RULES)
    assert (score.score, score.judged, score.findings) == (70, 2, 2)
    assert score.points == {"H01": 4, "H12": 2}
    assert score_of([], [], RULES).score == 100


def test_a_record_with_everything_wrong_costs_no_more_than_one_record() -> None:
    awful = record("action", title="stuff", owner=None, times_rescheduled=9, description="ring 07700 900123")
    others = [
        record("action", f"A-00{at}", title=title, due="2026-11-27")
        for at, title in enumerate(("Book the hall for May", "Send out the ward maps"), 2)
    ]
    everything = [awful, *others]
    assert score_of(everything, examine(everything, AROUND), RULES).score == 67


def test_every_rule_says_what_it_is_for() -> None:
    assert list(RULES) == [f"H{number:02d}" for number in range(1, 24)]
    for rule in RULES.values():
        assert rule.name
        assert rule.means.endswith(".")
        assert 1 <= rule.weight <= 5
        assert set(rule.kinds) <= set(all_kinds())


def bodies() -> st.SearchStrategy[Body]:
    """Any valid record of any kind: each field left at its default, or given one of the values that its declaration allows."""

    def of(body: type[Body]) -> st.SearchStrategy[Body]:
        days = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(date.isoformat)
        fields: dict[str, st.SearchStrategy[Any]] = {
            "title": st.text(min_size=1, max_size=120).filter(lambda text: bool(keepable(text).strip())),
            "status": st.sampled_from(body.kind.lifecycle.states),
        }
        by_input = {
            "date": days,
            "scale": st.integers(1, 5),
            "text": st.text(max_size=200),
            "person": st.sampled_from(["P1", "P2", "P9"]),
            "flag": st.booleans(),
        }
        for name, ask in body.asks():
            if name not in fields and ask.input in by_input:
                fields[name] = by_input[ask.input]
            elif name not in fields and ask.choices:
                fields[name] = st.sampled_from(list(ask.choices))
        optional = {name: each for name, each in fields.items() if name not in ("title", "status")}
        must = {name: fields[name] for name in ("title", "status")}
        return st.fixed_dictionaries(must, optional=optional).map(body.model_validate)

    return st.sampled_from(list(all_kinds().values())).flatmap(of)


@given(st.lists(bodies(), min_size=1, max_size=4))
@settings(max_examples=150)
def test_no_rule_ever_raises(held: list[Body]) -> None:
    records = [
        replace(WELL[0], id=at, ref=body.kind.ref(at + 1), body=body, rag=body.rag(Programme(), TODAY))
        for at, body in enumerate(held)
    ]
    findings = examine(records, AROUND)
    assert all(finding.why and finding.ref for finding in findings)
    assert 0 <= score_of(records, findings, RULES).score <= 100
