"""Leave, working days, handing over and deployments, in the words that officers use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.people import Leave
from handlers.commands import (
    Deploy,
    HandOver,
    SetPattern,
    ShowPerson,
    ShowWorkstream,
    TakeLeave,
    WhoIsAway,
    Worklist,
    Workload,
)
from handlers.words.as_json import as_json
from handlers.words.understanding import Understanding
from tests.words.office import BY_ID, ICT_CHANNEL, hear

TOM, AISHA, HELEN, GRACE = "P2", "P3", "P7", "P9"


def leave(first: str, last: str = "", deputy: str | None = None, person: str | None = None) -> TakeLeave:
    return TakeLeave(date.fromisoformat(first), date.fromisoformat(last) if last else None, deputy, person)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("im off 21 dec to 1 jan, cover is <@U2>", leave("2026-12-21", "2027-01-01", AISHA)),
        ("I'm off 21 Dec - 1 Jan. Cover: tom", leave("2026-12-21", "2027-01-01", TOM)),
        ("hi all, I'm off next week, Tom is covering", leave("2026-11-30", "2026-12-04", TOM)),
        ("on leave next week", leave("2026-11-30", "2026-12-04")),
        ("next week I'm on leave", leave("2026-11-30", "2026-12-04")),
        ("annual leave 3-7 aug back on the 10th", leave("2027-08-03", "2027-08-07")),
        ("I am on leave 21 dec, back 4 jan", leave("2026-12-21", "2027-01-03")),
        ("I'm away tomorrow, Tom covering", leave("2026-11-24", "", TOM)),
        ("AL 24/12 - 4/1", leave("2026-12-24", "2027-01-04")),
        ("A/L 24/12-4/1 cover helen", leave("2026-12-24", "2027-01-04", HELEN)),
        ("annual leave: 21/12/2026 to 01/01/2027; deputy = grace", leave("2026-12-21", "2027-01-01", GRACE)),
        ("off 21/12-1/1 (cover: grace)", leave("2026-12-21", "2027-01-01", GRACE)),
        ("out of office friday", leave("2026-11-27")),
        ("off sick today", leave("2026-11-23")),
        ("I'm off sick", leave("2026-11-23")),
        ("sick today, no cover", leave("2026-11-23")),
        ("I won't be in tomorrow", leave("2026-11-24")),
        ("I am taking thursday and friday off", leave("2026-11-26", "2026-11-27")),
        ("can I book friday off", leave("2026-11-27")),
        ("I'm off for two weeks from 21 dec", leave("2026-12-21", "2027-01-01")),
        ("I'll be away w/c 30 nov, speak to grace instead", leave("2026-11-30", "2026-12-04", GRACE)),
        ("I'm off 20 nov to 25 nov", leave("2026-11-20", "2026-11-25")),
        ("from 21 dec to 1 jan I'm on annual leave", leave("2026-12-21", "2027-01-01")),
        ("Grace is covering for me while I'm on leave 1-5 dec", leave("2026-12-01", "2026-12-05", GRACE)),
        ("Tom is off 1-5 dec, cover Aisha", leave("2026-12-01", "2026-12-05", AISHA, TOM)),
        ("@tom is on annual leave from 1 dec to 5 dec and grace is covering", leave("2026-12-01", "2026-12-05", GRACE, TOM)),
        ("im on hols 21st-24th dec n tom is covering", leave("2026-12-21", "2026-12-24", TOM)),
        ("please can you put me down for leave 21-24 dec", leave("2026-12-21", "2026-12-24")),
        ("I'm on annual leave w/b Monday 7 December", leave("2026-12-07", "2026-12-11")),
        ("Just a heads up I'm on leave from 14/12 back 04/01", leave("2026-12-14", "2027-01-03")),
        ("jury service 7 dec for two weeks", leave("2026-12-07", "2026-12-18")),
        ("I'll be on leave between 21 dec and 4 jan, contact Tom for anything urgent", leave("2026-12-21", "2027-01-04", TOM)),
        ("put tom down as off 1-5 dec", leave("2026-12-01", "2026-12-05", None, TOM)),
        ("Grace's off next week", leave("2026-11-30", "2026-12-04", None, GRACE)),
    ],
)  # fmt: skip
def test_leave(text: str, expected: TakeLeave) -> None:
    found = hear(text)
    assert (found.intent, found.commands, found.doubts) == ("absence", (expected,), ())


@pytest.mark.parametrize(
    ("text", "first", "last", "workstream"),
    [
        ("who's away next week", "2026-11-30", "2026-12-06", None),
        ("whos away next week?", "2026-11-30", "2026-12-06", None),
        ("who is on leave this week", "2026-11-23", "2026-11-29", None),
        ("who is away", "2026-11-23", "2026-11-23", None),
        ("who's off today", "2026-11-23", "2026-11-23", None),
        ("who is not in at the moment", "2026-11-23", "2026-11-23", None),
        ("is anyone away tomorrow?", "2026-11-24", "2026-11-24", None),
        ("anyone off on friday", "2026-11-27", "2026-11-27", None),
        ("who will be on leave 21 dec to 1 jan", "2026-12-21", "2027-01-01", None),
        ("who's on holiday in december", "2026-12-01", "2026-12-31", None),
        ("who's on annual leave between 21 dec and 4 jan and who is covering", "2026-12-21", "2027-01-04", None),
        ("people on leave next week", "2026-11-30", "2026-12-06", None),
        ("please show me who is on leave in HR this week", "2026-11-23", "2026-11-29", "WS4"),
        ("who's away next week in ICT", "2026-11-30", "2026-12-06", "WS5"),
        ("list leave next week", "2026-11-30", "2026-12-06", None),
        ("/chivvy who's away next week", "2026-11-30", "2026-12-06", None),
    ],
)
def test_who_is_away(text: str, first: str, last: str, workstream: str | None) -> None:
    found = hear(text)
    wanted = WhoIsAway(date.fromisoformat(first), date.fromisoformat(last), workstream)
    assert (found.intent, found.commands, found.doubts) == ("query", (wanted,), ())


@pytest.mark.parametrize(
    "text", ["who's away with the fairies", "who is off his head", "who is leaving", "who's out to lunch"]
)
def test_what_is_no_question_of_leave_is_not_answered_as_one(text: str) -> None:
    assert not [command for command in hear(text).commands if isinstance(command, WhoIsAway)]


def test_who_is_away_as_json() -> None:
    found = as_json(hear("who's away next week in ICT"), ICT_CHANNEL)
    item = {"kind": "away", "first": "2026-11-30", "last": "2026-12-06", "workstream": "WS5"}
    assert found == {"intent": "query", "items": [item], "ask": []}


def test_days_that_do_not_follow_one_another_are_spells_of_their_own() -> None:
    assert hear("I'm off tuesday and friday").commands == (leave("2026-11-24"), leave("2026-11-27"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I'm on leave from 21 dec", ["to_date"]),
        ("I'm away until 4 jan", ["to_date"]),
        ("I'm on leave", ["from_date", "to_date"]),
        ("im off over christmas, cover is tom", ["from_date", "to_date"]),
        ("I'm off monday", ["from_date"]),
        ("I'm off mon-wed", ["from_date", "to_date"]),
        ("I'm off 21 dec to 1 jan, bob is covering", ["deputy"]),
        ("I'm off 21 dec to 1 jan cover is <@U9>", ["deputy"]),
        ("Bob is on leave tomorrow", ["person"]),
    ],
)
def test_what_is_missing_or_unclear_is_asked(text: str, asked: list[str]) -> None:
    found = hear(text)
    assert found.intent == "absence"
    assert as_json(found, ICT_CHANNEL)["ask"] == asked


def test_an_absence_as_json() -> None:
    found = as_json(hear("im off 21 dec to 1 jan, cover is <@U2>"), ICT_CHANNEL)
    item = {"kind": "absence", "person": "P1", "from_date": "2026-12-21", "to_date": "2027-01-01", "deputy": AISHA}
    assert found == {"intent": "absence", "items": [item], "ask": []}


@pytest.mark.parametrize(
    "text",
    [
        "I'm off", "right I'm off, bye", "leave the keys at reception by friday", "Holiday cover rota by Friday",
        "the server is off tomorrow", "send Tom the leave policy by friday", "kick off on friday", "on hold until friday",
        "sign off the budget by friday", "put the risk on ICT", "put tom on the agenda", "move the deadline to Friday",
        "give tom the board pack by friday", "pass the minutes to grace", "I work on the migration", "who owns A-012",
    ],
)  # fmt: skip
def test_other_things_are_not_taken_for_it(text: str) -> None:
    about_people = (TakeLeave, SetPattern, HandOver, Deploy, ShowPerson)
    assert not [command for command in hear(text).commands if isinstance(command, about_people)]


def _on_leave(text: str) -> Understanding:
    """As heard from somebody who is away from 20 to 27 November."""
    me = replace(BY_ID["P1"], leave=(Leave(date(2026, 11, 20), date(2026, 11, 27)),))
    return hear(text, replace(ICT_CHANNEL, speaker=me, people=(me, *ICT_CHANNEL.people[1:])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cancel my leave", TakeLeave(date(2026, 11, 23), date(2026, 11, 27), cancel=True)),
        ("back early, on 25 nov", TakeLeave(date(2026, 11, 25), date(2026, 11, 27), cancel=True)),
        ("I'm back", TakeLeave(date(2026, 11, 23), date(2026, 11, 27), cancel=True)),
        ("cancel my leave on 24 nov", TakeLeave(date(2026, 11, 24), date(2026, 11, 24), cancel=True)),
        ("my cover is @tom", TakeLeave(date(2026, 11, 20), date(2026, 11, 27), TOM)),
    ],
)
def test_leave_that_is_changed(text: str, expected: TakeLeave) -> None:
    assert _on_leave(text).commands == (expected,)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("i work mon-wed", (0, 1, 2)),
        ("I don't work fridays", (0, 1, 2, 3)),
        ("my working days are mon, wed and fri", (0, 2, 4)),
        ("I only work mondays", (0,)),
        ("I work full time", (0, 1, 2, 3, 4)),
    ],
)
def test_working_days(text: str, days: tuple[int, ...]) -> None:
    assert hear(text).commands == (SetPattern(days),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hand over everything I own to <@U1>", HandOver(TOM)),
        ("hand everything over to tom", HandOver(TOM)),
        ("give all my ICT actions to grace", HandOver(GRACE, None, "WS5")),
        ("move tom's work to aisha", HandOver(AISHA, TOM)),
        ("transfer all of Tom's items in ICT to grace", HandOver(GRACE, TOM, "WS5")),
        ("give tom everything I have", HandOver(TOM)),
        ("hand over everything tom owns in finance to helen", HandOver(HELEN, TOM, "WS3")),
        ("workload", Workload()),
        ("who's overloaded?", Workload()),
        ("workload for HR", Workload("WS4")),
        ("put @grace on ICT as BA from 1/12 to 31/3",
         Deploy(GRACE, "WS5", "BA", date(2026, 12, 1), date(2027, 3, 31))),
        ("deploy helen to legal as project manager 1 dec to 31 mar",
         Deploy(HELEN, "WS2", "project manager", date(2026, 12, 1), date(2027, 3, 31))),
        ("add grace to ICT until end of march", Deploy(GRACE, "WS5", "", None, date(2027, 3, 31))),
        ("take @tom off HR at end of month", Deploy(TOM, "WS4", last=date(2026, 11, 30), off=True)),
        ("tom leaves HR on 18 dec", Deploy(TOM, "WS4", last=date(2026, 12, 18), off=True)),
        ("remove tom from HR", Deploy(TOM, "WS4", off=True)),
        ("who is in HR", ShowWorkstream("WS4")),
        ("who is @tom", ShowPerson(TOM)),
        ("workload for tom", ShowPerson(TOM)),
        ("what is tom working on", Worklist(TOM)),
    ],
)  # fmt: skip
def test_handing_over_and_deploying(text: str, expected: object) -> None:
    found = hear(text)
    assert (found.commands, found.doubts) == ((expected,), ())


@pytest.mark.parametrize(
    "text", ["I'm off " * 1500, "put @tom on ICT " * 800, "hand over all of " * 700, "cover is " * 1300]
)
def test_long_texts_are_something_else_and_are_read_at_once(text: str) -> None:
    assert hear(text[:12_000]).intent not in ("absence", "deploy", "handover")


def test_somebody_unknown_is_asked_about_and_never_invented() -> None:
    found = hear("hand over my actions to bob")
    assert [doubt.field for doubt in found.doubts] == ["to"]
