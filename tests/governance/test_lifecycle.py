"""What lifecycles say of themselves: the next move, the way from state to state, the words on a button."""

from __future__ import annotations

from governance.kinds import all_kinds


def test_what_usually_comes_next() -> None:
    risk, change = (all_kinds()[name].kind.lifecycle for name in ("risk", "change"))
    assert risk.onward("Open") == "Closed"
    assert risk.onward("Escalated") == "Open"
    assert change.onward("Proposed") == "Under assessment"
    assert change.onward("Rejected") is None


def test_the_shortest_way_by_allowed_moves() -> None:
    risk = all_kinds()["risk"].kind.lifecycle
    assert risk.way("Escalated", "Closed") == ("Open", "Closed")
    assert risk.way("Open", "Open") == ()
    assert risk.way("Open", "Draft") is None


def test_what_a_button_says() -> None:
    action, issue = (all_kinds()[name].kind.lifecycle for name in ("action", "issue"))
    assert action.label("Not started", "Complete") == "Done"
    assert action.label("Complete", "In progress") == "Reopen"
    assert issue.label("Open", "Resolved") == "Resolve"
    assert issue.label("In progress", "Blocked") == "Blocked"


def test_a_decision_that_was_taken_starts_as_approved() -> None:
    decision = all_kinds()["decision"]
    assert decision.starts_as({"decided_by": "Board", "decided_on": "2026-11-20"}) == "Approved"
    assert decision.starts_as({"decided_by": "Board"}) == "Proposed"
    assert decision.starts_as({"status": "Approved"}) == "Approved"
    assert decision.starts_as({"status": "Superseded"}) == "Proposed"
