"""What `chivvy understand --json` prints for what somebody wants of a record, of people and of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers import commands as do
from handlers.words.as_json import as_json
from handlers.words.understanding import Understanding
from tests.words.office import OFFICE, hear

RISK = {"kind": "risk", "ref": "R-016"}


@pytest.mark.parametrize(
    ("text", "intent", "items", "asked"),
    [
        (
            "raise impact on R-025 to 5 and keep red",
            "update",
            [{"kind": "risk", "ref": "R-025", "set": {"impact": 5}}],
            [],
        ),
        ("A-012 in HR", "update", [{"kind": "action", "ref": "A-012", "set": {"workstream": "WS4"}}], []),
        (
            "escalate R-016 to programme board - reserves below plan already",
            "escalate",
            [{**RISK, "to": "Programme Board", "reason": "reserves below plan already"}],
            [],
        ),
        (
            "need a decision from the board on R-016 by 3/12: money",
            "escalate",
            [{**RISK, "to": "Programme Board", "reason": "money", "wants": "decision", "wanted_by": "2026-12-03"}],
            [],
        ),
        ("escalate R-016", "escalate", [RISK], ["reason"]),
        ("R-016 has happened", "update", [{**RISK, "becomes": "issue"}], []),
        ("R-016 rests on AS-003", "update", [{**RISK, "link": "AS-003", "relation": "rests on"}], []),
        ("unlink R-016 from AS-003", "update", [{**RISK, "unlink": "AS-003"}], []),
        (
            "what rests on AS-003?",
            "query",
            [{"kind": "assumption", "ref": "AS-003", "links": "rests on", "backward": True}],
            [],
        ),
        (
            "M-003 baseline 4/1 by CR-001",
            "update",
            [{"kind": "milestone", "ref": "M-003", "set": {"baseline": "2027-01-04"}, "by": "CR-001"}],
            [],
        ),
        (
            "M-005 amber: waiting for the supplier",
            "update",
            [{"kind": "milestone", "ref": "M-005", "set": {"rag": "Amber", "rag_why": "waiting for the supplier"}}],
            [],
        ),
        (
            "M-001 done on 19/10",
            "update",
            [{"kind": "milestone", "ref": "M-001", "set": {"actual": "2026-10-19", "status": "Complete"}}],
            [],
        ),
        (
            "R-016 4x5, supplier late",
            "update",
            [{**RISK, "set": {"likelihood": 4, "impact": 5}, "note": "supplier late"}],
            [],
        ),
        (
            "close R-1 and R-2: passed",
            "update",
            [
                {"kind": "risk", "ref": "R-001", "set": {"status": "Closed"}, "reason": "passed"},
                {"kind": "risk", "ref": "R-002", "set": {"status": "Closed"}, "reason": "passed"},
            ],
            [],
        ),
        ("we agree D-003", "update", [{"kind": "dependency", "ref": "D-003", "agreed_by": "own side"}], []),
        ("D-003 agreed by giver", "update", [{"kind": "dependency", "ref": "D-003", "agreed_by": "giver"}], []),
        ("thanks all, good meeting", "none", [], []),
    ],
)
def test_what_is_done_with_a_record(text: str, intent: str, items: list[dict[str, Any]], asked: list[str]) -> None:
    assert as_json(hear(text, OFFICE), OFFICE) == {"intent": intent, "items": items, "ask": asked}


@pytest.mark.parametrize(
    ("command", "item"),
    [
        (
            do.TakeLeave(date(2026, 12, 21), date(2027, 1, 1), deputy="P2"),
            {"kind": "absence", "person": "P1", "from_date": "2026-12-21", "to_date": "2027-01-01", "deputy": "P2"},
        ),
        (do.HandOver("P2"), {"kind": "handover", "to": "P2", "person": "P1"}),
        (
            do.Deploy("P2", "WS4", "lead", date(2026, 12, 1)),
            {"kind": "deployment", "person": "P2", "workstream": "WS4", "role": "lead", "first": "2026-12-01"},
        ),
        (do.SetPattern((0, 1, 2)), {"kind": "pattern", "days": [0, 1, 2], "person": "P1"}),
        (do.ShowPerson("P2"), {"kind": "person", "person": "P2"}),
        (do.Workload("WS4"), {"kind": "workload", "workstream": "WS4"}),
        (do.Glance("WS4"), {"kind": "glance", "workstream": "WS4"}),
        (do.CheckHealth(rule="H01"), {"kind": "health", "rule": "H01"}),
        (do.Explain("RAID"), {"kind": "glossary", "term": "RAID"}),
    ],
)
def test_what_is_asked_of_people_and_the_register(command: do.Command, item: dict[str, Any]) -> None:
    assert as_json(Understanding("query", (command,)), OFFICE)["items"] == [item]
