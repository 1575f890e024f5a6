"""Ballots and surveys as officers speak of them: what is meant, by the ref or by words of the title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import commands as do
from handlers.words.as_json import as_json
from handlers.words.understanding import KnownBallot, KnownSurvey
from tests.words.office import OFFICE, hear

AROUND = replace(
    OFFICE,
    ballots=(
        KnownBallot("BAL-01", "Estate regeneration resident ballot"),
        KnownBallot("BAL-02", "Door entry choice"),
        KnownBallot("BAL-03", "TMO continuation (Teasel Point)"),
    ),
    surveys=(
        KnownSurvey("SUR-01", "Perception survey (tenants)", ("TP01 overall service", "TP02 repairs")),
        KnownSurvey("SUR-02", "Larkspur windows: after works", ("Quality of work", "Kept informed")),
        KnownSurvey("SUR-03", "Door entry after installation", ("Overall", "Kept informed")),
    ),
)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("freeze the register of BAL-03", do.FreezeRegister("BAL-03")),
        ("please freeze bal3", do.FreezeRegister("BAL-03")),
        ("BAL-03 freeze the register", do.FreezeRegister("BAL-03")),
        ("freeze the register of voters for the door entry ballot", do.FreezeRegister("BAL-02")),
        ("count BAL-03", do.CountVotes("BAL-03")),
        ("count the votes of BAL-03 please", do.CountVotes("BAL-03")),
        ("result of the door entry ballot", do.CountVotes("BAL-02")),
        ("how did the door entry ballot go?", do.CountVotes("BAL-02")),
        ("how many have voted in BAL-03 so far", do.CountVotes("BAL-03")),
        ("what's the turnout of the TMO ballot", do.CountVotes("BAL-03")),
        ("declare the result of BAL-03", do.DeclareResult("BAL-03")),
        ("BAL-03 result declared", do.DeclareResult("BAL-03")),
        ("tell the project manager the result of BAL-01", do.ReportResult("BAL-01")),
        ("report BAL-01 to the PM", do.ReportResult("BAL-01")),
        ("is V12345678 on the register of BAL-03?", do.IsOnRegister("BAL-03", "V12345678")),
        ("add a voter to the register of BAL-03", do.CorrectRegister("BAL-03", "add")),
        ("close voting in BAL-03", do.Move("BAL-03", "Closed")),
        ("open the poll in BAL-03", do.Move("BAL-03", "Open")),
        ("BAL-03 published", do.Move("BAL-03", "Published")),
        ("report ballot BAL-01", do.Report("ballot", "BAL-01")),
        ("ballot result BAL-01 as a picture", do.Report("ballot", "BAL-01", suffix=".png")),
        ("BAL-01", do.Show("BAL-01")),
    ],
)
def test_what_is_said_of_ballots(said: str, wanted: do.Command) -> None:
    assert hear(said, AROUND).commands == (wanted,)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("what did people say about windows", do.ShowComments("SUR-02")),
        ("what did residents say about dust in the windows survey", do.ShowComments("SUR-02", "dust")),
        ("comments about noise in SUR-02", do.ShowComments("SUR-02", "noise")),
        ("themes of the door entry survey", do.ShowComments("SUR-03")),
        ("survey results windows by tenure", do.ShowSurvey("SUR-02", by="tenure")),
        ("SUR-02 results by block", do.ShowSurvey("SUR-02", by="block")),
        ("kept informed in the door entry survey by method", do.ShowSurvey("SUR-03", "Kept informed", "method")),
        ("survey results windows % satisfied", do.ShowSurvey("SUR-02")),
        ("compare SUR-02 and SUR-03", do.CompareSurveys("SUR-02", "SUR-03")),
        ("SUR-02 vs SUR-03", do.CompareSurveys("SUR-02", "SUR-03")),
        ("compare the windows and door entry surveys", do.CompareSurveys("SUR-02", "SUR-03")),
        (
            "compare secure tenants and leaseholders in SUR-02",
            do.CompareGroups("SUR-02", "secure tenants", "leaseholders"),
        ),
        ("report of findings for the windows survey", do.Report("findings", "SUR-02")),
        ("findings SUR-02", do.Report("findings", "SUR-02")),
    ],
)
def test_what_is_said_of_surveys(said: str, wanted: do.Command) -> None:
    assert hear(said, AROUND).commands == (wanted,)


@pytest.mark.parametrize(
    "said",
    [
        "compare the baseline with the forecast",
        "what did people say about the budget",
        "tom and jo",
        "result of the election ballot paper order",
        "action Count the votes of the board @tom by Friday",
        "action Compare the quotes with the budget @tom by Friday",
        "action Freeze the register of interests @tom by Friday",
    ],
)
def test_what_is_about_neither(said: str) -> None:
    of_them = (do.CountVotes, do.FreezeRegister, do.CompareSurveys, do.CompareGroups, do.ShowComments)
    assert not any(isinstance(command, of_them) for command in hear(said, AROUND).commands)


def test_a_ballot_is_logged_by_its_words() -> None:
    [command] = hear("/ballot Colour of the stair doors, opens 11/1, closes 1/2, local", AROUND).commands
    assert isinstance(command, do.Log)
    assert (command.kind, command.values["title"], command.values["sort"]) == (
        "ballot",
        "Colour of the stair doors",
        "local",
    )
    [again] = hear("ballot Which fobs, opens 11/1, closes 1/2", AROUND).commands
    assert isinstance(again, do.Log)
    assert again.kind == "ballot"


def test_as_machines_read_it() -> None:
    assert as_json(hear("result of the door entry ballot", AROUND), AROUND)["items"] == [
        {"kind": "ballot", "ref": "BAL-02"}
    ]
    grouped = as_json(hear("survey results windows by tenure", AROUND), AROUND)["items"]
    assert grouped == [{"kind": "survey", "ref": "SUR-02", "answers": {}, "by": "tenure"}]
