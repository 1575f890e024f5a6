"""Access cases and Section 20 in words: what is typed at the door is an attempt with its evidence, and what belongs to another
room is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers.commands as do
from governance.attempts import AT_DOOR, BROKEN, BY_PHONE, CARD_LEFT, GIVEN, NO_ANSWER, OUTCOMES, REFUSED
from tests.words.office import OFFICE, hear

PRIVATE = replace(OFFICE, private=True)
MON, FRI, SUN, NINETEENTH = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 19)


def commands(said: str) -> tuple[do.Command, ...]:
    return hear(said, PRIVATE).commands


def told(said: str) -> do.LogAttempt:
    [command] = commands(said)
    assert isinstance(command, do.LogAttempt), command
    return command


@pytest.mark.parametrize(
    ("said", "outcome", "day", "start", "besides"),
    [
        ("attempt ACC-04 no answer, card 1123 left, 14:10 today", CARD_LEFT, MON, time(14, 10), {"card": "1123"}),
        ("no answer at ACC-04, card 1123 left", CARD_LEFT, None, None, {"card": "1123"}),
        ("called at ACC-04 just now, no answer, left card 88", CARD_LEFT, MON, None, {"card": "88"}),
        ("ACC-04 card left, 17:35 today", CARD_LEFT, MON, time(17, 35), {}),
        ("ACC-04 refused at the door, she said come back Monday", REFUSED, None, None,
         {"said": "she said come back Monday"}),
        ("attempt at ACC-04 2pm Friday: refused, photo door_4.jpg", REFUSED, FRI, time(14), {"evidence": "door_4.jpg"}),
        ("tried ACC-04 again at 9.15 this morning, nobody in", NO_ANSWER, MON, time(9, 15), {}),
        ("went to ACC-04 at 4.30 this afternoon, refused", REFUSED, MON, time(16, 30), {}),
        ("visited ACC-04 yesterday 18:20, appointment missed", BROKEN, SUN, time(18, 20), {}),
        ("ACC-04 no reply 8:10", NO_ANSWER, MON, time(8, 10), {}),
        ("2nd attempt ACC-04 no access 16:40, tried phone and text", NO_ANSWER, MON, time(16, 40),
         {"contact_tried": "phone and text"}),
        ("ACC-04 spoke by phone, no appointment, 11:00", BY_PHONE, MON, time(11), {}),
        ("ACC-04 attempt: access given 10:15 to 11:00", GIVEN, MON, time(10, 15), {}),
        ("ACC-04 they let us in, 10:15", GIVEN, MON, time(10, 15), {}),
        ("attempt ACC-04 asked to come back 9:40, needs a Somali interpreter", AT_DOOR, MON, time(9, 40),
         {"language": "Somali"}),
    ],
)  # fmt: skip
def test_attempts_as_they_are_typed(
    said: str, outcome: str, day: date | None, start: time | None, besides: dict[str, str]
) -> None:
    found = told(said)
    assert (found.ref, found.outcome, found.day, found.start) == ("ACC-04", outcome, day, start)
    assert {name: found.told.get(name) for name in besides} == besides


def test_the_notice_its_day_and_who_was_there() -> None:
    found = told("attempted visit ACC-04 yesterday at 6pm, no one home, notice served by hand on 19 Nov, by @Tom")
    assert (found.day, found.start, found.by) == (SUN, time(18), "P2")
    assert (found.notice_on, found.told["notice_method"]) == (NINETEENTH, "by hand")
    assert told("attempt ACC-04 no reply 10:15 to 10:30 on 21 Nov").end == time(10, 30)


def test_one_at_each_of_several_homes() -> None:
    found = commands("ACC-04 and ACC-05 no answer 14:00")
    assert [(each.ref, each.outcome) for each in found if isinstance(each, do.LogAttempt)] == [
        ("ACC-04", NO_ANSWER), ("ACC-05", NO_ANSWER),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("attempt ACC-04 no reply, 21 Nov", {"outcome": NO_ANSWER, "day": "2026-11-21"}),
        ("ACC-04 let us in at 10", {"outcome": GIVEN, "start": "10:00"}),
        ("went to ACC-04 at 14:10, spoke to the daughter", {"start": "14:10", "spoke_to": "the daughter"}),
    ],
)
def test_what_is_in_doubt_is_asked_and_what_was_said_stands_in_the_form(said: str, values: dict[str, str]) -> None:
    [command] = commands(said)
    assert command == do.OpenForm("attempt", ref="ACC-04", values=values)


@given(st.sampled_from(sorted(OUTCOMES)), st.times(), st.integers(1, 99))
def test_every_outcome_by_its_own_name(outcome: str, at: time, number: int) -> None:
    found = told(f"attempt ACC-{number:02} {outcome}, {at:%H:%M} today")
    assert (found.outcome, found.start) == (outcome, at.replace(second=0, microsecond=0))


@given(st.text(max_size=120))
def test_nothing_that_is_typed_breaks_it(words: str) -> None:
    assert hear(f"attempt ACC-04 {words}", PRIVATE) is not None
    assert hear(f"visit ACC-04 {words}", PRIVATE) is not None


@pytest.mark.parametrize(
    "said",
    [
        "ACC-04 note no answer from Legal",
        "complaint in today: no answer at the door for the gas man",
        "no answer from Legal yet",
        "A-012 refused by the board",
        "R-007 attempt to mitigate failed",
        "CMP-0010 no answer from the contractor",
        "ENQ-0002 spoke by phone with the MP",
        "tried to call Legal about the order",
        "the attempt to get consent failed",
        "call with RES0134 today, no answer",
        "service request: nobody let in to mend the door",
        "petition handed in today, access to the lift refused, 40 names",
        "/action Attempt access to the boiler house by Friday",
        "/risk Residents refuse access to flats L4 I4",
        "list access cases",
        "what did the resident say at ACC-04?",
        "who visited ACC-04",
        "ACC-04 access gained",
        "access gained at ACC-04",
        "ACC-04 done",
        "why ACC-04",
    ],
)
def test_what_is_no_attempt(said: str) -> None:
    found = hear(said, PRIVATE)
    assert not any(isinstance(each, do.LogAttempt | do.PlanVisit) for each in found.commands)
    assert not any(isinstance(each, do.OpenForm) and each.form == "attempt" for each in found.commands)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("visit ACC-04 3 Dec 10:00 @Tom Bracegirdle, notice by post",
         {"visit_on": date(2026, 12, 3), "visit_time": time(10), "visitors": ("P2",), "notice_how": "first class post"}),
        ("please move the visit to ACC-04 to 4 Dec 2pm", {"visit_on": date(2026, 12, 4), "visit_time": time(14)}),
        ("notice posted ACC-04 today", {"notice_on": MON, "notice_how": "first class post"}),
        ("notice served by hand ACC-04 at 9:15", {"notice_on": MON, "notice_how": "by hand", "notice_time": time(9, 15)}),
        ("ACC-04 notice emailed just now", {"notice_on": MON, "notice_how": "email", "notice_time": time(10)}),
        ("cancel visit ACC-04", {"visit_on": None, "visit_time": None}),
    ],
)  # fmt: skip
def test_visits_and_their_notice(said: str, values: dict[str, Any]) -> None:
    assert commands(said) == (do.PlanVisit("ACC-04", values),)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("check ACC-04", do.OpenForm("vulnerability check", ref="ACC-04")),
        ("hand ACC-04 to legal", do.OpenForm("to legal", ref="ACC-04")),
        ("final warning letter ACC-04", do.Report("final warning letter", "ACC-04")),
        ("ACC-04 warning letter", do.Report("warning letter", "ACC-04")),
        ("notice letter ACC-04", do.Report("notice", "ACC-04")),
        ("my visits", do.ListVisits()),
        ("ACC-04 warning letter sent", do.Move("ACC-04", "Warning letter sent", values={"warning_on": MON})),
        ("ACC-04 final warning sent today, access by 4 Dec",
         do.Move("ACC-04", "Final warning sent",
                 values={"final_warning_on": MON, "final_warning_until": date(2026, 12, 4)})),
        ("access gained at ACC-04", do.Move("ACC-04", "Access gained")),
        ("S20-4 posted today first class, prints 31 Dec, 96 leaseholders",
         do.Move("S20-4", "Served", values={"printed_end": date(2026, 12, 31), "leaseholders_served": 96,
                                            "posted_on": MON, "posted_how": "first class post"})),
        ("serve S20-4", do.OpenForm("serve", ref="S20-4")),
    ],
)  # fmt: skip
def test_the_rungs(said: str, command: do.Command) -> None:
    assert commands(said) == (command,)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("ACC-04 order made today", do.Move("ACC-04", "Order made")),
        ("ACC-04 order granted", do.Move("ACC-04", "Order made")),
        ("/access-case ACC-04 order made", do.Move("ACC-04", "Order made")),
        ("/access-case ACC-04 order served", do.Change("ACC-04", {"order_served_on": MON})),
        ("ACC-04 order sealed", do.OpenForm("order", ref="ACC-04")),
        ("ACC-04 order sealed on 20 Nov", do.Change("ACC-04", {"order_sealed_on": FRI})),
        ("ACC-04 order served", do.Change("ACC-04", {"order_served_on": MON})),
        ("order served on ACC-04 on Friday by the process server",
         do.Change("ACC-04", {"order_served_on": FRI, "order_served_how": "the process server"})),
        ("ACC-04 claim issued", do.Change("ACC-04", {"claim_on": MON})),
        ("ACC-04 hearing listed for 9 Dec at 10:00",
         do.Change("ACC-04", {"hearing_on": date(2026, 12, 9), "hearing_time": time(10)})),
        ("ACC-04 hearing listed", do.OpenForm("hearing", ref="ACC-04")),
        ("ACC-04 to legal", do.OpenForm("to legal", ref="ACC-04")),
        ("ACC-04 vulnerability check done", do.OpenForm("vulnerability check", ref="ACC-04")),
        ("ACC-04 court order injunction, access only", do.Change("ACC-04", {"court_order": "injunction, access only"})),
        ("ACC-04 legal ref LEG/1", do.Change("ACC-04", {"legal_ref": "LEG/1"})),
    ],
)  # fmt: skip
def test_the_court(said: str, command: do.Command) -> None:
    assert commands(said) == (command,)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("can we force entry at ACC-04", do.AskForce("ACC-04")),
        ("are we allowed to break the lock", do.AskForce()),
        ("can we force our way in", do.AskForce()),
        ("could the locksmith drill the lock at ACC-04?", do.AskForce("ACC-04")),
        ("forced entry ACC-04 from 9 Dec to 11 Dec: paragraph 3, by reasonable force",
         do.NoteForce("ACC-04", date(2026, 12, 9), date(2026, 12, 11), "paragraph 3, by reasonable force")),
        ("withdraw forced entry ACC-04", do.NoteForce("ACC-04", withdraw=True)),
        ("forced entry ACC-04 from 9 Dec to 11 Dec",
         do.OpenForm("forced entry", ref="ACC-04", values={"first": "2026-12-09", "last": "2026-12-11"})),
    ],
)  # fmt: skip
def test_force(said: str, command: do.Command) -> None:
    assert commands(said) == (command,)


@pytest.mark.parametrize(
    "said",
    [
        "force majeure clause in the contract?",
        "we need to force the issue with the contractor",
        "should we force a decision at board on Friday?",
        "action Agree the enforcement policy @tom by Friday",
    ],
)
def test_other_force(said: str) -> None:
    assert not any(isinstance(each, do.AskForce | do.NoteForce) for each in commands(said))


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("access case: Fire door replacement, safety critical, uprn 990000000199",
         {"title": "Fire door replacement", "safety_critical": True, "uprn": "990000000199"}),
        ("new access case for window survey at UPRN 990000000199", {"title": "Window survey", "uprn": "990000000199"}),
        ("access case window survey, resident RES0199", {"title": "Window survey", "resident_id": "RES0199"}),
        ("access case Electrical test", {"title": "Electrical test"}),
    ],
)  # fmt: skip
def test_a_case_says_which_home_it_is_about_outside_of_its_title(said: str, values: dict[str, Any]) -> None:
    [command] = commands(said)
    assert isinstance(command, do.Log)
    assert (command.kind, dict(command.values)) == ("access case", values)


def test_after_its_own_slash_command_too() -> None:
    assert told("/access-case attempt ACC-04 no answer, card 1123 left, 14:10 today").outcome == CARD_LEFT
    [command] = commands("/access-case Window survey, uprn 990000000199")
    assert isinstance(command, do.Log)
    assert dict(command.values) == {"title": "Window survey", "uprn": "990000000199"}


def test_a_notice_is_begun() -> None:
    [command] = commands("s20 notice of intention for door entry, sch 4 part 2")
    assert isinstance(command, do.Log)
    assert dict(command.values) == {"title": "Door entry", "notice": "Notice of intention", "route": "Sch 4 Part 2"}
