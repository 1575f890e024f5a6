"""Texts that log any kind of record, as officers type them: `typed/*.txt` says what each becomes, every field of it.

A line reads: the text → kind | title | field=value | … ?what is asked. `\\n` is a line break, `&&` stands between two records.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from governance.kinds import all_kinds
from handlers.commands import Log
from handlers.words.answering import answers, resolve
from handlers.words.as_json import as_json
from handlers.words.understanding import Doubt
from tests.words.office import ICT_CHANNEL, OFFICE, hear

TYPED = Path(__file__).parent / "typed"


def _lines() -> list[Any]:
    found = []
    for path in sorted(TYPED.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text, _, expected = line.rpartition(" → ")
                found.append(pytest.param(text.replace("\\n", "\n"), expected, id=text[:70]))
    return found


def _shown(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("text", "expected"), _lines())
def test_what_is_typed_is_logged(text: str, expected: str) -> None:
    heard = hear(text, OFFICE)
    told = as_json(heard, OFFICE)
    assert told["intent"] == "create"
    records, *asked = expected.split(" ?")
    items = []
    for item in told["items"]:
        kind, title = item.pop("kind"), item.pop("title")
        items.append([kind, title, *sorted(f"{name}={_shown(value)}" for name, value in item.items())])
    wanted = [record.strip().split(" | ") for record in records.split(" && ")]
    assert items == [[kind, title, *sorted(facts)] for kind, title, *facts in wanted]
    assert told["ask"] == asked
    for command in heard.commands:
        assert isinstance(command, Log)
        body = all_kinds()[command.kind]
        assert body.model_validate({**command.values, "status": body.starts_as(command.values)}).title


@pytest.mark.parametrize(
    "text",
    [
        "thanks all, good meeting, speak Thursday",
        "great news about the milestone",
        "lol that was an issue",
        "good decision everyone",
        "ok noted on the dependency",
        "cheers, lesson learned",
        "👍",
    ],
)
def test_chatter_about_records_is_chatter(text: str) -> None:
    assert hear(text, OFFICE).intent == "none"


@pytest.mark.parametrize(
    "text",
    [
        "the risk is real",
        "HR gives me a headache",
        "risk register needs tidying",
        "comms owe us one",
        "issue log is a mess",
    ],
)
def test_words_about_records_log_none_of_them(text: str) -> None:
    assert not [one for one in hear(text, OFFICE).commands if isinstance(one, Log) and one.kind != "action"]


def _doubt(text: str, field: str) -> Doubt:
    return next(doubt for doubt in hear(text, OFFICE).doubts if doubt.field == field)


def test_a_missing_score_is_asked_with_the_programmes_own_steps() -> None:
    doubt = _doubt("risk: supplier late, high @tom", "likelihood")
    assert [option.label for option in doubt.options] == [
        "1 Rare",
        "2 Unlikely",
        "3 Possible",
        "4 Likely",
        "5 Almost certain",
    ]
    assert doubt.question == "How likely is it, from 1 (rare) to 5 (almost certain)?"


def test_a_number_off_the_scale_is_asked_about_and_never_made_to_fit() -> None:
    heard = hear("risk: supplier late, L6 I5 @tom", OFFICE)
    (log,) = heard.commands
    assert isinstance(log, Log)
    assert "likelihood" not in log.values
    (doubt,) = heard.doubts
    assert doubt.question.startswith("6 is not on the scale.")
    assert doubt.said == "6"


def test_we_means_the_speakers_workstream_and_is_confirmed() -> None:
    doubt = _doubt("we give finance the baseline 14/12", "giver")
    assert doubt.question == "Which workstream gives it? PMO?"
    assert doubt.options[0].label == "PMO"
    assert resolve(doubt, "yes", OFFICE) == {"giver": "WS1"}
    assert resolve(doubt, "people and hr", OFFICE) == {"giver": "WS4"}


@pytest.mark.parametrize(
    ("said", "step"), [("4", "4"), ("likely", 4), ("Likely", 4), ("4 Likely", "4"), ("almost certain", 5), ("4/5", 4)]
)
def test_a_score_is_answered_by_a_button_or_a_word(said: str, step: object) -> None:
    doubt = _doubt("risk: supplier late @tom", "likelihood")
    assert resolve(doubt, said, OFFICE) == {"likelihood": step}
    assert answers(doubt, said, OFFICE)


@pytest.mark.parametrize("said", ["yes", "banana", "9", "0", ""])
def test_what_is_no_score_is_asked_again(said: str) -> None:
    doubt = _doubt("risk: supplier late @tom", "likelihood")
    assert isinstance(resolve(doubt, said, OFFICE), Doubt)
    assert not answers(doubt, said, OFFICE)


def test_the_day_of_a_decision_is_looked_back_for() -> None:
    doubt = _doubt("decision: board agreed one log", "decided_on")
    assert doubt.ask == "confirm decided_on"
    told = [resolve(doubt, said, OFFICE) for said in ("yes", "12/11", "thursday")]
    assert [str(one["decided_on"]) for one in told if isinstance(one, dict)] == [
        "2026-11-23",
        "2026-11-12",
        "2026-11-19",
    ]


def test_who_decided_is_one_of_the_programmes_bodies() -> None:
    doubt = _doubt("decision: adopt one log", "decided_by")
    assert [option.label for option in doubt.options] == list(OFFICE.programme.bodies)
    assert resolve(doubt, "the board", OFFICE) == {"decided_by": "Programme Board"}


def test_only_kinds_that_need_an_owner_ask_for_one() -> None:
    asked = set()
    for body in all_kinds().values():
        heard = hear(f"/{body.kind.command} Rewiring of the annexe", ICT_CHANNEL)
        asked |= {body.kind.name for doubt in heard.doubts if doubt.field == "owner"}
    assert asked == {name for name, body in all_kinds().items() if body.ask("owner").missing}
    assert {"action", "risk", "issue", "assumption"} <= asked
    assert not asked & {
        "decision",
        "dependency",
        "lesson",
        "milestone",
        "change",
        "stakeholder",
        "communication",
        "document",
    }


def test_a_long_risk_keeps_every_word() -> None:
    text = "Payroll may fail. " + "Every council keeps its own calendar. " * 200
    (log,) = hear(f"/risk L4 I5 @tom: {text}", OFFICE).commands
    assert isinstance(log, Log)
    assert log.values["title"] == "Payroll may fail"
    assert text.strip() in log.values["description"]
    assert (log.values["likelihood"], log.values["impact"]) == (4, 5)
