"""Redaction: what is personal is taken out, what is not stays, and nothing that can be told by its form is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.personal import personal
from governance.redaction import MARKS, Redactor, redacted

TAKEN = [
    ("My mum has asthma and dust was bad 😡", "My mum has [health] and dust was bad 😡"),
    ("Mrs Bell at flat 12 is upset about the damp", "[name] at [home] is upset about the damp"),
    ("I'm Dave Smith of 14 Larkspur House, ring 07700 900123", "I'm [name] of [home], ring [telephone number]"),
    ("dave was rude, susan's door sticks", "[name] was rude, [name]'s door sticks"),
    ("Mark was lovely and Grace too", "[name] was lovely and [name] too"),
    ("Will you fix it? I asked Will Harris", "Will you fix it? I asked [name]"),
    ("Thank you to Tamsin Kirkfold!", "Thank you to [name]!"),
    ("the foreman Bogumil knew", "the foreman [name] knew"),
    ("I am 82 and live at 23", "I am [age] and live at [home]"),
    ("my 3 year old coughs", "my [age] coughs"),
    ("write to b.bell@mail.example, ZZ1 1AB", "write to [e-mail address], [home]"),
    ("born on 3/4/1950", "[date of birth]"),
    ("UPRN 990000000123", "UPRN [number]"),
    ("the white van AB12 CDE", "the white van [number]"),
    ("my neighbour Olive is deaf", "my neighbour [name] is [health]"),
    ("he is in a wheelchair", "he is [health]"),
    ("see www.bad.example/x now", "see [link] now"),
    ("I complained before, CMP-0010", "I complained before, [number]"),
]
KEPT = [
    "Too noisy",
    "Good team",
    "Nobody told us dates",
    "Thank you to the liaison officer",
    "We waited 3 weeks and 2 men came on 12 October",
    "May I say that the June works were bad",
    "Mark the doors, please. Hope it gets better",
    "number 1 priority is the 20 year old boiler",
    "We were told Friday, then Monday",
    "The heart of the estate; sick of the dust",
    "Health and safety was ignored",
    "£1,234,567 wasted, 50 % too much, at 9 am",
]


@pytest.mark.parametrize(("said", "left"), TAKEN)
def test_what_is_personal_is_taken_out(said: str, left: str) -> None:
    assert redacted(said).text == left


@pytest.mark.parametrize("said", KEPT)
def test_what_is_nobodys_stays(said: str) -> None:
    assert redacted(said).text == said
    assert redacted(said).found == ()


def test_a_formula_is_left_a_text_without_its_link() -> None:
    found = redacted('=HYPERLINK("http://bad.example","click")')
    assert "bad.example" not in found.text
    assert found.found == ("a link",)


def test_who_is_known_is_found_by_any_part_of_the_name() -> None:
    redactor = Redactor(["Zebedee Quagmire", "Mo"])
    assert redactor.redacted("Quagmire said so").text == "[name] said so"
    assert redactor.redacted("zebedee   quagmire said so").text == "[name] said so"
    assert redactor.redacted("a quagmire outside").text == "a quagmire outside"
    assert Redactor().redacted("A Quagmire outside").text == "A Quagmire outside"


def test_a_contractor_is_nobody_private() -> None:
    said = "We told Bridlebuild twice, and thanked Larkspur House"
    assert Redactor(keep=["Bridlebuild Ltd", "Larkspur House"]).redacted(said).text == said


def test_what_was_found_is_said_in_words_and_never_repeated() -> None:
    found = redacted("Ring Susan on 07700 900123")
    assert found.found == ("a telephone number", "a name")
    assert not any(word in " ".join(found.found) for word in ("Susan", "07700"))


def test_marks_that_follow_one_another_are_one() -> None:
    assert redacted("[home] [home], [name]").text == "[home], [name]"
    assert redacted("flat 2, ZZ1 1AB").text == "[home]"


WORDS = st.sampled_from(
    "Mrs Bell flat 12 at of in Dave Smith dave 07700 900123 has asthma is disabled born 3/4/1950 ZZ1 1AB QQ123456C my "
    "4 Elm Court the tenant b@c.example http://x.example [name] [home] , . ; ( ) 's she vulnerable Will May".split()
)


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=14).map(" ".join)))
def test_once_is_enough_and_nothing_that_can_be_told_is_left(said: str) -> None:
    found = redacted(said)
    assert redacted(found.text).text == found.text
    assert personal(found.text) == ()
    assert set(found.found) <= set(MARKS.values())


@given(st.text(max_size=80))
def test_nothing_is_added_but_marks(said: str) -> None:
    left = redacted(said).text
    for mark in MARKS:
        left = left.replace(mark, "")
    letters = iter(said)
    assert all(letter in letters for letter in left)
