"""The action's lifecycle, as the trade has it."""

from __future__ import annotations

from datetime import date

import pytest

from governance.errors import MoveRefused, ReasonNeeded
from governance.kinds.action import LIFECYCLE, Action

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Not started", "In progress"),
        ("In progress", "Blocked"),
        ("Blocked", "In progress"),
        ("Not started", "Complete"),
        ("In progress", "Complete"),
        ("Blocked", "Cancelled"),
        ("Complete", "In progress"),
    ],
)
def test_allowed(old: str, new: str) -> None:
    LIFECYCLE.check("A-001", old, new, "because")
    assert new in LIFECYCLE.moves[old]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Not started", "Blocked"), ("Complete", "Blocked"), ("Cancelled", "In progress"), ("Complete", "Cancelled")],
)
def test_refused(old: str, new: str) -> None:
    with pytest.raises(MoveRefused):
        LIFECYCLE.check("A-001", old, new, "because")


@pytest.mark.parametrize(
    ("old", "new"), [("In progress", "Cancelled"), ("In progress", "Blocked"), ("Complete", "In progress")]
)
def test_reasons(old: str, new: str) -> None:
    with pytest.raises(ReasonNeeded):
        LIFECYCLE.check("A-001", old, new, "")


def test_what_follows_from_a_move() -> None:
    blocked = Action(title="Do it", status="In progress").on_move("Blocked", "waiting for legal", TODAY)
    assert blocked == {"blocked_reason": "waiting for legal"}
    done = Action(title="Do it", status="Blocked", blocked_reason="waiting").on_move("Complete", "", TODAY)
    assert done == {"completed_on": TODAY, "percent": 100, "blocked_reason": ""}
    reopened = Action(title="Do it", status="Complete", percent=100).on_move("In progress", "it broke", TODAY)
    assert reopened == {"completed_on": None, "percent": 0}
