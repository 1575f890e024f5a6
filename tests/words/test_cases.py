"""Residents' cases in words: what came in when, the steps of a case, clocks, and what is refused where others read along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from handlers.commands import AskDeadline, Change, Command, Find, OpenForm, Refuse, ShowSurvey, Why
from handlers.words.as_json import as_json
from handlers.words.understanding import KnownSurvey
from tests.words.office import OFFICE, hear

SURVEYS = (
    KnownSurvey("SUR-01", "Perception survey (tenants)", ("TP01 overall service", "TP02 repairs")),
    KnownSurvey(
        "SUR-02", "Larkspur windows: after works", ("Quality of work", "Kept informed"), {"Kept informed": 55.6}
    ),
    KnownSurvey("SUR-03", "Door entry after installation", ("Overall", "Easy to use")),
)
PRIVATE = replace(OFFICE, surveys=SURVEYS)
CHANNEL = replace(PRIVATE, private=False)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (
            "FOI in today about roof contract costs",
            {"kind": "foi", "title": "Roof contract costs", "received_at": "2026-11-23", "due": "2026-12-22"},
        ),
        (
            "EIR request came in friday re asbestos",
            {"kind": "eir", "title": "Asbestos", "received_at": "2026-11-20", "due": "2026-12-21"},
        ),
        (
            "cllr sedge asked about scaffold dates, got it yesterday",
            {
                "kind": "enquiry",
                "title": "Scaffold dates",
                "from_type": "councillor",
                "from_name": "Cllr Sedge",
                "received_at": "2026-11-22",
                "due": "2026-12-04",
            },
        ),
        (
            "members enquiry from Cllr Reed re parking came in 12/11",
            {
                "kind": "enquiry",
                "title": "Parking",
                "from_type": "councillor",
                "from_name": "Cllr Reed",
                "received_at": "2026-11-12",
                "due": "2026-11-26",
            },
        ),
        (
            "petition handed in at last nights... sorry thursdays meeting, 132 names scaffold",
            {
                "kind": "petition",
                "title": "Scaffold",
                "received_at": "2026-11-19",
                "signatures_claimed": 132,
                "ack_due": "2026-12-03",
            },
        ),
        (
            "complaint in today: dust after window works",
            {
                "kind": "complaint",
                "title": "Dust after window works",
                "received_at": "2026-11-23",
                "s1_ack_due": "2026-11-30",
            },
        ),
        (
            "FOI in today no sorry yesterday about lift costs",
            {"kind": "foi", "title": "Lift costs", "received_at": "2026-11-22", "due": "2026-12-21"},
        ),
        (
            "SAR in this morning",
            {"kind": "sar", "title": "Subject access request", "received_at": "2026-11-23", "due": "2026-12-23"},
        ),
    ],
)
def test_a_case_came_in(text: str, item: dict[str, Any]) -> None:
    assert as_json(hear(text, PRIVATE), PRIVATE) == {"intent": "create", "items": [item], "ask": []}


def test_when_it_came_in_is_asked_where_nobody_said() -> None:
    found = hear("/complaint Dust and debris left after window works", PRIVATE)
    assert as_json(found, PRIVATE)["ask"] == ["confirm received_at"]


def test_two_cases_of_one_message_are_two() -> None:
    found = as_json(hear("FOI in today about lift costs; EIR in yesterday re asbestos", PRIVATE), PRIVATE)
    assert [item["kind"] for item in found["items"]] == ["foi", "eir"]


def test_without_a_subject_the_form_opens_with_what_is_known() -> None:
    values = {"from_type": "FOI", "received_at": date(2026, 11, 23)}
    assert hear("FOI in today", PRIVATE).commands == (OpenForm("log", kind="enquiry", values=values),)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("acknowledged CMP-0001 just now", Change("CMP-0001", {"s1_ack_on": date(2026, 11, 23)})),
        ("CMP-0001 acknowledged yesterday", Change("CMP-0001", {"s1_ack_on": date(2026, 11, 22)})),
        ("ack sent for CMP-0003 on friday", Change("CMP-0003", {"s1_ack_on": date(2026, 11, 20)})),
        ("answered ENQ-0002 today", Change("ENQ-0002", {"answered_on": date(2026, 11, 23)})),
        ("PET-01 acknowledged", Change("PET-01", {"ack_on": date(2026, 11, 23)})),
        ("CMP-0027 wants stage 2", Change("CMP-0027", {"stage": 2})),
        ("escalate CMP-0012 to stage two", Change("CMP-0012", {"stage": 2})),
        ("CMP-0009 stage 2 because we never answered", Change("CMP-0009", {"stage": 2}, reason="we never answered")),
    ],
)
def test_a_step_of_a_case(text: str, command: Command) -> None:
    found = hear(text, PRIVATE)
    assert (found.intent, found.commands) == ("update", (command,))


def test_an_acknowledgement_tells_when_the_response_is_due() -> None:
    item = as_json(hear("acknowledged CMP-0001 just now", PRIVATE), PRIVATE)["items"][0]
    assert item == {"kind": "complaint", "ref": "CMP-0001", "set": {"s1_ack_on": "2026-11-23"}, "s1_due": "2026-12-07"}


@pytest.mark.parametrize(
    ("text", "rule", "trigger"),
    [
        (
            "s20 notice posted today first class when does consultation end",
            "s20.period_end_posted",
            date(2026, 11, 23),
        ),
        ("s20 notice received 18 Mar when does it end", "s20.period_end_received", date(2026, 3, 18)),
        ("if we post the s20 notice on friday when does it end", "s20.period_end_posted", date(2026, 11, 27)),
        ("when is a foi received today due", "foi.response", date(2026, 11, 23)),
        ("when is the eir due that came in on friday?", "eir.response", date(2026, 11, 20)),
        ("if I acknowledge today when is the response due", "hos.s1.response", date(2026, 11, 23)),
        ("petition handed in yesterday when must we acknowledge", "petition.ack", date(2026, 11, 22)),
        ("stage 2 requested today when must it be acknowledged", "hos.s2.ack", date(2026, 11, 23)),
        (
            "breach noticed 16:20 today when do we tell the ICO",
            "dp.breach_ico",
            datetime.fromisoformat("2026-11-23T16:20"),
        ),
    ],
)
def test_when_a_clock_runs_out(text: str, rule: str, trigger: date) -> None:
    assert hear(text, CHANNEL).commands == (AskDeadline(rule, trigger),)


@pytest.mark.parametrize("text", ["why CMP-0010", "/why CMP-0010", "why is CMP-0010 due then?"])
def test_why_a_date_is_what_it_is(text: str) -> None:
    assert hear(text, PRIVATE).commands == (Why("CMP-0010"),)


@pytest.mark.parametrize("text", ["when is the next board meeting?", "action: find out when the FOI is due by Friday"])
def test_other_questions_and_deeds_are_no_clocks(text: str) -> None:
    assert not any(isinstance(command, AskDeadline) for command in hear(text, PRIVATE).commands)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("survey results windows % satisfied", ShowSurvey("SUR-02")),
        ("how many were kept informed in the windows survey", ShowSurvey("SUR-02", "Kept informed")),
        ("door entry survey results", ShowSurvey("SUR-03")),
        ("survey results", Find(kind="survey", status="any")),
    ],
)
def test_survey_results(text: str, command: Command) -> None:
    found = hear(text, CHANNEL)
    assert (found.intent, found.commands) == ("query", (command,))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FOI in today about roof contract costs", "enquiry"),
        ("/complaint Dust after window works, received today", "complaint"),
        ("acknowledged CMP-0001 just now", "complaint"),
        ("Mrs Bell at flat 12 is upset about the damp", "enquiry"),
        ("action ring 07700 900123 about the lift by Friday", "enquiry"),
        ("find jo.bloggs@mail.example", "enquiry"),
        ("note: the tenant has cancer", "enquiry"),
    ],
)
def test_refused_where_others_read_along(text: str, kind: str) -> None:
    found = hear(text, CHANNEL)
    assert found.commands == (Refuse(kind),)
    assert as_json(found, CHANNEL) == {"intent": "refuse_in_channel", "items": [], "ask": []}


@pytest.mark.parametrize(
    "text",
    [
        "CMP-0010",
        "list complaints",
        "/complaint",
        "when is a foi received today due",
        "action Draft the letter by Friday @samuel.eskdale@brightwater.example",
        "action Write to the residents of Larkspur by Friday",
        "thanks",
    ],
)
def test_what_holds_nobodys_data_is_not(text: str) -> None:
    assert hear(text, CHANNEL).intent != "refuse_in_channel"
