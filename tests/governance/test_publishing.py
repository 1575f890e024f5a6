"""What must not stand on a notice board."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.publishing import unfit

NAMES = frozenset({"Dev Dummett", "Fergal Pretendham", "Anna Bell"})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Dev Dummett says it is dusty", "somebody’s name"),
        ("dev dummett says it is dusty", "somebody’s name"),
        ("D Dummett told us", "somebody’s name"),
        ("Mrs Bell is upset", "somebody’s name"),
        ("Dr. Okoro wrote", "somebody’s name"),
        ("It is worst in flat 12", "a flat or a house number"),
        ("It is worst at 12 Campion Court", "a flat or a house number"),
        ("My asthma got worse from the dust", "somebody’s health"),
        ("One of us is pregnant", "somebody’s health"),
        ("Ring 07700 900123", "a telephone number"),
        ("Write to me@home.example", "an e-mail address"),
    ],
)
def test_what_is_found(text: str, what: str) -> None:
    assert what in unfit(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Our homes are left dusty when the windows are done",
        "14 complaints about the estate",
        "We ring a bell before we come in",
        "Bridlebuild covers your floors, and sweeps up each day",
        "The hoist stands in front of Campion Court until May",
        "We asked the dementia care team to help with the door entry",
        "240 homes of the estate will have new windows by 4 December 2026",
        "Ask your resident liaison officer",
    ],
)
def test_plain_words_are_let_through(text: str) -> None:
    assert unfit(text, NAMES) == ()


@given(st.text(max_size=60), st.sampled_from(sorted(NAMES)), st.text(max_size=60))
def test_a_name_is_found_whatever_stands_around_it(before: str, name: str, after: str) -> None:
    assert "somebody’s name" in unfit(f"{before} {name}, {after}", NAMES)


@given(st.text(max_size=200))
def test_what_was_found_is_never_repeated(text: str) -> None:
    for said in unfit(text, NAMES):
        assert said in {
            "an e-mail address",
            "a telephone number",
            "a National Insurance number",
            "a home address",
            "a date of birth",
            "who lives where",
            "a flat or a house number",
            "somebody’s name",
            "somebody’s health",
        }
