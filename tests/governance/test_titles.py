"""Titles: which say too little, and cause, event and effect in the ways in which people put them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.kind import Body
from governance.kinds import all_kinds
from governance.programme import Health, Programme
from governance.titles import cause_event_effect, parts_of, sentence_of, vague, with_parts

PROGRAMME = Programme()


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Payroll", "only 1 word"),
        ("Bank mandate", "only 2 words"),
        ("Payroll owner still TBC by the board", "TBC"),
        ("Stuff might go wrong with elections", "“stuff”"),
        ("Website issues are holding up the launch", "“issues”"),
        ("Various problems with the data", "could be anything"),
        ("Payroll bank mandate for vesting day", "no verb"),
        ("Complaints backlog of 41 at one district", "no verb"),
    ],
)
def test_a_vague_title_is_told_why(title: str, why: str) -> None:
    said = vague(title, PROGRAMME)
    assert said is not None
    assert why in said


@pytest.mark.parametrize(
    "title",
    [
        "Bank mandate not in place by vesting day",
        "No council issues a section 114 notice before vesting",
        "Payments fail at cutover in two councils",
        "Temporary accommodation budget overspent in two districts",
        "Employee data incomplete for the migration",
        "Send the draft TUPE letter to the unions",
        "A key officer leaves before handover",
        "Proceedings are issued against the order",
    ],
)
def test_a_title_that_says_what_happens_is_left_alone(title: str) -> None:
    assert vague(title, PROGRAMME) is None


@pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))
def test_the_examples_of_every_kind_are_what_they_say_they_are(body: type[Body]) -> None:
    kind = body.kind
    assert vague(kind.poor, PROGRAMME), "a poor example is vague"
    assert vague(kind.better, PROGRAMME) is None, "a better one is not"


def test_the_programme_says_how_many_words_are_enough() -> None:
    assert vague("Payments fail", Programme(health=Health(vague_words=2))) is None
    assert vague("Payments fail at cutover now", Programme(health=Health(vague_words=6))) == "has only 5 words"


@pytest.mark.parametrize(
    "text",
    [
        "Because the lists are late, payroll may not run, so staff are not paid",
        "because the lists are late, payroll may not run so that staff are not paid.",
        "Due to the lists are late, there is a risk that payroll may not run, leading to staff are not paid",
        "There is a risk that payroll may not run because the lists are late, so staff are not paid",
        "Payroll may not run, so staff are not paid, because the lists are late",
        "As a result of the lists are late, payroll may not run, which would mean staff are not paid",
    ],
)
def test_cause_event_and_effect_are_read_in_any_order(text: str) -> None:
    assert cause_event_effect(text) == ("The lists are late", "Payroll may not run", "Staff are not paid")


@pytest.mark.parametrize(
    "text", ["", "Because it is late", "Payroll may not run", "Payroll may fail, so staff are not paid"]
)
def test_what_lacks_a_part_has_none(text: str) -> None:
    assert cause_event_effect(text) is None


def test_only_kinds_that_keep_the_three_apart_get_them() -> None:
    said = "Because the lists are late, payroll may not run, so staff are not paid"
    kinds = all_kinds()
    assert parts_of(kinds["risk"], said) == {
        "cause": "The lists are late",
        "event": "Payroll may not run",
        "effect": "Staff are not paid",
    }
    assert parts_of(kinds["action"], said) == {}


def test_what_was_said_apart_is_put_together_and_what_was_given_is_kept() -> None:
    risk = all_kinds()["risk"]
    assert with_parts(risk, {"title": "Payroll may fail", "cause": "a", "effect": "b"})["event"] == "Payroll may fail"
    assert "event" not in with_parts(risk, {"title": "Payroll may fail", "cause": "a"})
    said = "Because the lists are late, payroll may not run, so staff are not paid"
    kept = with_parts(risk, {"title": said, "cause": "mine", "effect": ""})
    assert (kept["cause"], kept["effect"]) == ("mine", "Staff are not paid")
    assert with_parts(all_kinds()["action"], {"title": said}) == {"title": said}


def test_the_three_make_one_sentence_and_can_be_read_back() -> None:
    said = sentence_of("because the lists are late", "The payroll may not run.", "so that Meera is not paid")
    assert said == "Because the lists are late, the payroll may not run, so Meera is not paid"
    assert cause_event_effect(said) == ("The lists are late", "The payroll may not run", "Meera is not paid")


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_fuss(text: str) -> None:
    lacks = vague(text, PROGRAMME)
    assert lacks is None or lacks.split(" ")[0] in ("does", "has", "says", "still")
    found = cause_event_effect(text)
    assert found is None or all(found)
