"""Personal data is told by its form, and what merely looks like it is left alone."""

from __future__ import annotations

import pytest

from governance.personal import personal


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Ring Mrs Jones on 07700 900123", "a telephone number"),
        ("her number is +44 (0)20 7946 0018", "a telephone number"),
        ("write to jo.bloggs@mail.example", "an e-mail address"),
        ("NI AB 12 34 56 C", "a National Insurance number"),
        ("lives at Flat 12, Campion Court, ZZ1 4AB", "a home address"),
        ("leak at 14 Larkspur Road, ZZ1 4AB", "a home address"),
        ("DOB 3/4/1956", "a date of birth"),
        ("born on 3 April 1956", "a date of birth"),
        ("The tenant has lung cancer", "somebody’s health"),
        ("off sick with depression", "somebody’s health"),
        ("she is disabled", "somebody’s health"),
    ],
)
def test_what_is_personal(text: str, sort: str) -> None:
    assert personal(text) == (sort,)


@pytest.mark.parametrize(
    "text",
    [
        "Dementia care strategy goes to the board",
        "Adults with autism service moves on vesting day",
        "Residents with learning disabilities may lose transport",
        "The account was disabled on 3/4/2027 at 10:30",
        "Staff have anxiety about TUPE",
        "Cost 240000 in 2026-27, see R-018 and https://intranet.example/07700900123",
        "Move 12 teams to ZZ1 4AB",
        "Ledger code 0123456789012",
    ],
)
def test_what_is_not(text: str) -> None:
    assert personal(text) == ()
