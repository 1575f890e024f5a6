"""Bank holidays and closures in words: what adds one, what takes one out, what asks for them; and what is something else."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.commands import AddDays, Command, ListDays, RemoveDays, SetRule, ShowSettings
from tests.words.office import hear

MONDAY = date(2027, 1, 18)
EVE, LAST = date(2026, 12, 24), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Monday 18 January is a bank holiday: the Coronation", AddDays(MONDAY, name="The Coronation")),
        ("18 January 2027 is a bank holiday", AddDays(MONDAY)),
        ("18/1/2027 will be an extra bank holiday for the Coronation", AddDays(MONDAY, name="The Coronation")),
        ("Monday 18 January has been declared a public holiday (Coronation)", AddDays(MONDAY, name="Coronation")),
        ("fyi Monday 18 January is a bank holiday in Scotland only: World Cup",
         AddDays(MONDAY, name="World Cup", nation="SCT")),
        ("add bank holiday 18 January 2027: the Coronation", AddDays(MONDAY, name="The Coronation")),
        ("please add a bank holiday on 18 January", AddDays(MONDAY)),
        ("the office is closed 24 to 31 December", AddDays(EVE, LAST, "closure")),
        ("The office is closed from 24 to 31 December: Christmas closure", AddDays(EVE, LAST, "closure", "Christmas closure")),
        ("our offices will be shut on 29 December", AddDays(date(2026, 12, 29), None, "closure")),
        ("council offices closed 24-31 dec", AddDays(EVE, LAST, "closure")),
        ("office closure 24 to 31 December", AddDays(EVE, LAST, "closure")),
        ("add a closure from 24 to 31 December", AddDays(EVE, LAST, "closure")),
        ("remove the bank holiday on 18 January", RemoveDays(MONDAY, None, "holiday")),
        ("cancel the closure 24 to 31 December please", RemoveDays(EVE, LAST, "closure")),
        ("Monday 18 January is not a bank holiday after all", RemoveDays(MONDAY, None, "holiday")),
        ("the office is open on 29 December after all", RemoveDays(date(2026, 12, 29), None, "closure")),
        ("bank holidays", ListDays()),
        ("list bank holidays and closures", ListDays()),
        ("which bank holidays are there?", ListDays()),
        ("when is the office closed?", ListDays()),
    ],
)  # fmt: skip
def test_what_a_text_does_to_the_calendar(text: str, command: Command) -> None:
    found = hear(text)
    assert (found.commands, found.doubts) == ((command,), ())


@pytest.mark.parametrize(
    "text",
    [
        "is Monday 18 January a bank holiday?",
        "Monday 18 January is a bank holiday?",
        "action Check that Monday 18 January is a bank holiday",
        "/action Tell residents the office is closed 24 to 31 December",
        "A-012 note the office is closed 24 to 31 December",
        "I'm off on the bank holiday",
        "cancel my holiday on 21 december",
        "complaint closed 24 December",
    ],
)
def test_what_leaves_the_calendar_alone(text: str) -> None:
    commands = hear(text).commands
    assert not any(isinstance(command, AddDays | RemoveDays | ListDays) for command in commands)


def test_a_closure_without_an_end_is_asked_about() -> None:
    found = hear("the office is closed from 24 December")
    assert [doubt.field for doubt in found.doubts] == ["last"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("pre-election period 22 March to 6 May 2027", SetRule("pre-election period", "add 22 March 2027 to 6 May 2027")),
        ("settings pre-election period 22 March to 6 May 2027",
         SetRule("pre-election period", "add 22 March 2027 to 6 May 2027")),
        ("the pre-election period is from 22 March to 6 May 2027 (county elections)",
         SetRule("pre-election period", "add 22 March 2027 to 6 May 2027 (county elections)")),
        ("purdah 22/3/2027 - 6/5/2027", SetRule("pre-election period", "add 22 March 2027 to 6 May 2027")),
        ("remove the pre-election period 22 March to 6 May 2027",
         SetRule("pre-election period", "remove 22 March 2027 to 6 May 2027")),
        ("settings pre-election period reset", SetRule("pre-election period", "reset")),
        ("pre-election periods", ShowSettings()),
        ("when is the next pre-election period?", ShowSettings()),
        ("settings nation Wales", SetRule("nation", "Wales")),
    ],
)  # fmt: skip
def test_pre_election_periods_and_the_nation(text: str, command: Command) -> None:
    assert hear(text).commands == (command,)
