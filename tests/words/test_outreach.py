"""Communications, strategies, stakeholders and themes as officers type of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.people import Workstream
from handlers.commands import (
    AddLine,
    Change,
    ChangeLine,
    Command,
    DropLine,
    Find,
    HeardIn,
    Log,
    Move,
    OfLine,
    OpenForm,
    PlanNext,
    Refuse,
    Report,
    Serve,
    ShowStakeholders,
    ShowStrategy,
    ShowYouSaid,
    Spoke,
    ToldBy,
)
from tests.words.office import OFFICE, STRANDS, hear

LARKSPUR = "MW-2031"
ESTATE = Workstream(LARKSPUR, "Larkspur Estate major works", "", landlord="TMG")
CHANNEL = replace(OFFICE, workstreams=(*STRANDS, ESTATE), here=LARKSPUR, private=False)
PRIVATE = replace(CHANNEL, private=True)
TODAY, YESTERDAY, THIRD = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("strategy", ShowStrategy()),
        ("show me the strategy please", ShowStrategy()),
        ("comms strategy for Larkspur", ShowStrategy(LARKSPUR)),
        ("communications strategy", ShowStrategy()),
        ("strategy gaps", ShowStrategy(part="gaps")),
        ("what’s missing from the strategy?", ShowStrategy(part="gaps")),
        ("gaps in the comms strategy for larkspur", ShowStrategy(LARKSPUR, "gaps")),
        ("what's next in the strategy", ShowStrategy()),
        ("/strategy gaps", ShowStrategy(part="gaps")),
        ("/strategy for larkspur", ShowStrategy(LARKSPUR)),
        ("strategy as a PDF", Report("strategy", workstream=LARKSPUR, suffix=".pdf")),
        ("strategy for Larkspur as a picture", Report("strategy", workstream=LARKSPUR, suffix=".png")),
        ("report strategy", Report("strategy", workstream=LARKSPUR)),
        ("drop line 3 of the strategy", OfLine(3, "drop")),
        ("plan the next one for line 2", OfLine(2, "plan")),
        (
            "strategy line 2: approver Helen, quarterly",
            OfLine(2, "change", {"approver": "P7", "every": "every 3 months"}),
        ),
        ("CS-01.3 monthly", ChangeLine("CS-01", 3, {"every": "every month"})),
        ("cs1 line 3 message costs and dates", ChangeLine("CS-01", 3, {"message": "costs and dates"})),
        ("drop CS-01.3", DropLine("CS-01", 3)),
        ("plan CS-01.3", PlanNext("CS-01", 3)),
        ("edit CS-01.3", OpenForm("line", ref="CS-01", values={"number": 3})),
    ],
)
def test_a_strategy_and_its_lines(text: str, command: Command) -> None:
    assert hear(text, CHANNEL).commands == (command,)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "add to the strategy: TRA, progress, meeting, monthly, Helen approves",
            AddLine("TRA", "progress", "meeting", "every month", approver="P7"),
        ),
        (
            "please add a line to our comms strategy for Larkspur: all homes, dates and dust, newsletter, every six weeks, from "
            "4/12, approved by tom",
            AddLine("all homes", "dates and dust", "newsletter", "every 6 weeks", date(2026, 12, 4), "P2", workstream=LARKSPUR),
        ),
        ("/strategy add leaseholders, costs, letter, on 4/12", AddLine("leaseholders", "costs", "letter", "", date(2026, 12, 4))),
        (
            "add to the strategy - ward councillors, channel: briefing, message: what is coming, as needed, Tom does it",
            AddLine("ward councillors", "what is coming", "briefing", "when needed", owner="P2"),
        ),
    ],
)  # fmt: skip
def test_a_line_is_added_in_whatever_order_it_was_said(text: str, line: AddLine) -> None:
    found = hear(text, CHANNEL)
    assert (found.commands, found.doubts) == ((line,), ())


def test_who_is_not_known_is_asked_about_and_nothing_is_guessed() -> None:
    found = hear("add to the strategy: TRA, progress, meeting, monthly, Vera approves", CHANNEL)
    assert found.commands == (AddLine("TRA", "progress", "meeting", "every month"),)
    assert [doubt.field for doubt in found.doubts] == ["approver"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("spoke to Larkspur TRA today about scaffold", Spoke(TODAY, whom="Larkspur TRA", about="scaffold")),
        ("met Larkspur TRA yesterday", Spoke(YESTERDAY, whom="Larkspur TRA")),
        ("I’ve just spoken with the TRA on 3/11 about the roof", Spoke(THIRD, whom="TRA", about="the roof")),
        ("had a meeting with Teasel Point TMO about dust on 3/11", Spoke(THIRD, whom="Teasel Point TMO", about="dust")),
        ("spoke to SH-002 about the lift", Spoke(TODAY, "SH-002", about="the lift")),
        ("SH-001: spoke to them yesterday about keys", Spoke(YESTERDAY, "SH-001", about="keys")),
        ("/stakeholder spoke to Larkspur TRA today", Spoke(TODAY, whom="Larkspur TRA")),
        ("stakeholder map", ShowStakeholders()),
        ("/stakeholder map", ShowStakeholders()),
        ("power and interest grid for Larkspur", ShowStakeholders(LARKSPUR)),
        ("stakeholder map for Larkspur as a picture", Report("stakeholders", workstream=LARKSPUR, suffix=".png")),
        ("report stakeholders", Report("stakeholders", workstream=LARKSPUR)),
        ("stakeholders", Find(kind="stakeholder")),
        ("SH-001 every four weeks", Change("SH-001", {"every": "every 4 weeks"})),
    ],
)
def test_stakeholders(text: str, command: Command) -> None:
    assert hear(text, CHANNEL).commands == (command,)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("you said we did", ShowYouSaid()),
        ("you said, we did for Larkspur", ShowYouSaid(LARKSPUR)),
        ("show me you said we did for Campion Court", ShowYouSaid(block="Campion Court")),
        ("you said we did for the newsletter", ShowYouSaid(text=True)),
        ("/you-said for Larkspur", ShowYouSaid(LARKSPUR)),
        ("you said we did poster as a picture", Report("you-said", workstream=LARKSPUR, suffix=".png")),
        ("report you said we did for Campion Court", Report("you-said", workstream=LARKSPUR, part="Campion Court")),
        ("YSWD-03 told by COM-07", ToldBy("YSWD-03", "COM-07")),
        ("tell YSWD-3 in COM-7", ToldBy("YSWD-03", "COM-07")),
        ("YSWD-03 done", Change("YSWD-03", {"settled_on": TODAY})),
        ("YSWD-03 done yesterday", Change("YSWD-03", {"settled_on": YESTERDAY})),
        ("YSWD-03 told on 3/11", Move("YSWD-03", "Told", values={"told_on": THIRD})),
        ("YSWD-03 we did: they sweep up", Change("YSWD-03", {"we_did": "they sweep up"})),
        ("YSWD-03 not doing because it is listed", Move("YSWD-03", "Not doing", "it is listed")),
        ("COM-05 serves line 2", Serve("COM-05", 2)),
        ("COM-05 serves no line", Serve("COM-05", 0)),
        ("COM-05 for approval", Move("COM-05", "Awaiting approval")),
        ("/communication COM-05 is ready for sign-off", Move("COM-05", "Awaiting approval")),
        ("COM-05 sent back because of the dates", Move("COM-05", "Draft", "the dates")),
        ("COM-05 follow up by 4/12", Change("COM-05", {"follow_up_by": date(2026, 12, 4)})),
        ("COM-05 proof read by Helen", Change("COM-05", {"proof_read_by": "P7"})),
        ("what have residents not been told yet?", Find(kind="you said", workstream=LARKSPUR)),
    ],
)
def test_what_goes_out_and_what_is_told(text: str, command: Command) -> None:
    assert hear(text, CHANNEL).commands == (command,)


def test_what_goes_out_next_week_is_a_list() -> None:
    (found,) = hear("what goes out next week", CHANNEL).commands
    assert found == Find(kind="communication", due_from=date(2026, 11, 30), due_to=date(2026, 12, 6))


def test_cases_join_a_theme_in_private_only() -> None:
    said = "add CMP-0010 and PET-02 to YSWD-03"
    assert hear(said, PRIVATE).commands == (HeardIn("CMP-0010", "YSWD-03"), HeardIn("PET-02", "YSWD-03"))
    assert hear(said, CHANNEL).commands == (Refuse("complaint"),)


@pytest.mark.parametrize(
    "text",
    [
        "you said you would do it by Friday",
        "you said that A-012 was done",
        "spoke to tom about the firewall",
        "met Helen yesterday about the budget",
        "R-025 strategy avoid",
        "A-012 spoke to supplier, they will send it thursday",
        "action: write the strategy for the board by Friday @tom",
        "action: speak to Larkspur TRA by Friday @tom",
    ],
)
def test_what_is_about_something_else(text: str) -> None:
    ours = AddLine | ShowStrategy | Spoke | ShowYouSaid | OfLine
    for command in hear(text, CHANNEL).commands:
        assert not isinstance(command, ours)
        assert not (isinstance(command, Log) and command.kind in ("strategy", "you said"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("you said: dust after the works, owner tom", "you said"),
        ("/you-said Dust after the works, owner tom", "you said"),
        ("/strategy Larkspur works: communication strategy, owner tom", "strategy"),
    ],
)
def test_records_of_theirs_are_logged_like_any(text: str, kind: str) -> None:
    (command,) = hear(text, CHANNEL).commands
    assert isinstance(command, Log)
    assert (command.kind, command.values["owner"]) == (kind, "P2")
