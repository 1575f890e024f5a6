"""A complaint's life in a direct message: logged, acknowledged, extended, answered, taken to stage 2, closed; each clock on
the way, and each thing that the codes forbid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.people import Person
from tests.conversation.conftest import Office

UNDERSTOOD = {
    "definition": "Dust was left in the kitchen after the windows were changed.",
    "outcome_sought": "The kitchen cleaned, and an apology.",
    "responsibility": "Our contractor works for us, so we answer for it.",
    "reasonable_adjustment": "n/a: asked, none needed",
}
ANSWERED = {
    "points": "Dust in the kitchen\nNobody rang back",
    "s1_answers": "The room was not sheeted.\nTwo calls were not returned.",
    "s1_decision": "upheld",
    "s1_reasons": "The works code asks for sheets (policy 4.2).",
    "remedy": "A deep clean and an apology.",
    "outstanding_actions": "Deep clean the kitchen by 11 Dec",
}


@pytest.fixture
async def case(office: Office) -> Office:
    """CMP-0001 of Olu, who is a liaison officer; Sam Patel manages cases."""
    await office.says("U1", "/action Something for everybody <@U2> and <@U3> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        people = await register.people.all()
        roles = {"Olu Adeyemi": "Project Liaison Officer", "Sam Patel": "Resident Liaison Manager"}
        for person in people.values():
            await register.people.save(replace(person, role=roles.get(person.name, ""), organisation="TMG"))
    asked = await office.writes("U1", "complaint in today: dust and debris after window works")
    assert "Shall I save this?" in asked.last.words
    assert "Acknowledge by Mon 30 Nov 2026" in asked.last.words
    await asked.last.press("Save")
    await office.settle()
    return office


async def fill_in(office: Office, user: str, button: str, **values: str) -> None:
    """Press a button of the record's own card, and send the form that it opens."""
    dm = await office.writes(user, "CMP-0001")
    await dm.last.press(button)
    await office.settle()
    sent = await office.slack.user(user).modal.fill(**values).submit()
    assert sent.errors == {}
    await office.settle()


async def person(office: Office, name: str) -> Person:
    async with office.app.database.reading(office.clock.now()) as register:
        return next(each for each in (await register.people.all()).values() if each.name == name)


async def test_an_acknowledgement_is_held_back_until_each_point_is_answered(case: Office) -> None:
    told = await case.writes("U1", "acknowledged CMP-0001 just now")
    assert "the stage 1 acknowledgement is held back" in told.last.words
    assert "our understanding of the complaint" in told.last.words
    assert "the form keeps that" in told.last.words
    assert (await case.record("CMP-0001")).status == "Received"
    await told.last.press("Go on with the reply")
    await case.settle()
    modal = case.slack.user("U1").modal
    assert modal.value("on") == "2026-11-23"
    await modal.fill(**{**UNDERSTOOD, "reasonable_adjustment": "n/a"}).submit()
    await case.settle()
    assert "reasonable adjustments (not applicable: say why)" in case.dm("U1").last.words
    kept = await case.record("CMP-0001")
    assert (kept.status, kept.body.outcome_sought) == ("Received", UNDERSTOOD["outcome_sought"])
    await fill_in(case, "U1", "Acknowledge", **UNDERSTOOD, on="2026-11-23")
    record = await case.record("CMP-0001")
    assert (record.status, record.body.s1_ack_on, record.due) == ("Acknowledged", date(2026, 11, 23), date(2026, 12, 7))


async def acknowledged(office: Office) -> None:
    await fill_in(office, "U1", "Acknowledge", **UNDERSTOOD, on="2026-11-23")


async def test_an_extension_says_why_until_when_and_that_the_resident_knows(case: Office) -> None:
    await acknowledged(case)
    dm = await case.writes(
        "U1", "extend CMP-0001 to 14 Dec because the surveyor comes on Thursday, resident told today"
    )
    record = await case.record("CMP-0001")
    assert (record.status, record.due) == ("Stage 1 extended", date(2026, 12, 14))
    assert record.body.s1_extension_told_on == date(2026, 11, 23)
    await dm.last.press("Undo")
    await case.settle()
    assert ((await case.record("CMP-0001")).status, (await case.record("CMP-0001")).due) == (
        "Acknowledged", date(2026, 12, 7),
    )  # fmt: skip


async def test_an_extension_that_says_too_little_opens_the_form(case: Office) -> None:
    await acknowledged(case)
    dm = await case.writes("U1", "extend CMP-0001 to 14 Dec")
    assert (await case.record("CMP-0001")).status == "Acknowledged"
    await dm.last.press("Extend CMP-0001")
    await case.settle()
    assert case.slack.user("U1").modal.value("until") == "2026-12-14"


async def test_an_extension_after_the_day_is_refused(case: Office) -> None:
    await acknowledged(case)
    await case.tick("2026-12-08T10:00")
    dm = await case.writes("U1", "extend CMP-0001 to 14 Dec because the surveyor is ill, resident told today")
    assert "it can’t be extended any more" in dm.last.words
    assert "Mon 7 Dec 2026" in dm.last.words
    assert (await case.record("CMP-0001")).status == "Acknowledged"


async def test_an_extension_beyond_ten_working_days_needs_a_good_reason(case: Office) -> None:
    await acknowledged(case)
    dm = await case.writes("U1", "extend CMP-0001 to 8 Jan because the surveyor is ill, resident told today")
    assert "without good reason" in dm.last.words
    assert "Mon 21 Dec 2026" in dm.last.words
    await fill_in(
        case, "U1", "Extend…", until="2027-01-08", reason="The surveyor is ill", told_on="2026-11-23",
        good_reason="The only lift surveyor is in hospital until January",
    )  # fmt: skip
    assert (await case.record("CMP-0001")).due == date(2027, 1, 8)


async def test_an_answer_is_held_back_then_goes_and_its_promises_become_actions(case: Office) -> None:
    await acknowledged(case)
    told = await case.writes("U1", "answered CMP-0001 today")
    assert "the stage 1 answer is held back" in told.last.words
    await fill_in(case, "U1", "Answer", **{**ANSWERED, "s1_answers": "The room was not sheeted."}, on="2026-11-23")
    assert "1 of 2 points have none" in case.dm("U1").last.words
    await fill_in(case, "U1", "Answer", **ANSWERED, on="2026-11-23")
    record = await case.record("CMP-0001")
    assert (record.status, record.body.s1_decision) == ("Stage 1 responded", "upheld")
    action = await case.record("A-001")
    assert (action.title, action.due, action.confidential) == ("Deep clean the kitchen", date(2026, 12, 11), True)
    assert action.owner == (await person(case, "Olu Adeyemi")).id


async def test_a_promise_without_a_day_holds_the_answer_back(case: Office) -> None:
    await acknowledged(case)
    await fill_in(
        case, "U1", "Answer", **{**ANSWERED, "outstanding_actions": "Deep clean the kitchen"}, on="2026-11-23"
    )
    assert "it has no day" in case.dm("U1").last.words
    assert (await case.record("CMP-0001")).status == "Acknowledged"


async def test_stage_two_is_for_somebody_else(case: Office) -> None:
    await acknowledged(case)
    await fill_in(case, "U1", "Answer", **ANSWERED, on="2026-11-23")
    dm = await case.writes("U1", "CMP-0001 wants stage 2")
    assert "It needs a handler who did not handle stage 1 (Olu Adeyemi did)" in dm.last.words
    assert "CMP-0001 wants stage 2" in case.dm("U2").last.words
    olu, sam = await person(case, "Olu Adeyemi"), await person(case, "Sam Patel")
    dm = await case.writes("U1", f"CMP-0001 stage 2 handler {olu.name}")
    assert "can’t be handled at stage 2 by whoever handled it at stage 1" in dm.last.words
    dm = await case.writes("U1", "CMP-0001")
    await dm.last.press("Acknowledge stage 2")
    await case.settle()
    refused = await case.slack.user("U1").modal.fill(on="2026-11-23").submit()
    assert "nobody yet who handles it at stage 2" in " ".join(refused.errors.values())
    await fill_in(case, "U1", "Choose a handler…", s2_handler=sam.id)
    record = await case.record("CMP-0001")
    assert (record.owner, record.body.s1_handler, record.body.s2_handler) == (sam.id, olu.id, sam.id)
    await fill_in(case, "U2", "Acknowledge stage 2", on="2026-11-23")
    record = await case.record("CMP-0001")
    assert (record.status, record.due) == ("Stage 2 acknowledged", date(2026, 12, 21))
    dm = await case.writes("U2", "CMP-0001 owner Olu Adeyemi")
    assert "can’t be handled at stage 2" in dm.last.words


async def test_the_clock_speaks_to_the_handler_and_two_days_before_to_the_manager(case: Office) -> None:
    await case.tick("2026-11-26T09:20")
    assert "CMP-0001" in case.dm("U1").last.words
    assert "CMP-0001" in case.dm("U2").last.words


async def test_a_hazard_runs_its_own_clock_beside(case: Office) -> None:
    await case.writes("U1", "CMP-0001 is an emergency hazard too")
    hazard = await case.record("HAZ-001")
    assert (hazard.body.sort, hazard.due, hazard.body.aware_on) == ("emergency", date(2026, 11, 24), date(2026, 11, 23))
    assert (await case.record("CMP-0001")).is_open


async def test_why_tells_each_step_and_a_closed_case_keeps_them(case: Office) -> None:
    dm = await case.writes("U1", "why CMP-0001")
    assert "Working day 5 is Mon 30 Nov 2026" in dm.last.words
    await fill_in(case, "U1", "Edit", title="Dust after window works")
    await case.writes("U1", "CMP-0001 withdrawn because it is all clean now, thank you")
    assert not (await case.record("CMP-0001")).is_open
    dm = await case.writes("U1", "why CMP-0001")
    assert "Working day 5 is Mon 30 Nov 2026" in dm.last.words


async def test_who_answered_stage_one_is_known_whoever_has_it_since(case: Office) -> None:
    await acknowledged(case)
    await fill_in(case, "U1", "Answer", **ANSWERED, on="2026-11-23")
    await case.writes("U2", "CMP-0001 owner Sam Patel")
    await case.writes("U2", "CMP-0001 wants stage 2")
    dm = await case.writes("U2", "CMP-0001 stage 2 handler Olu Adeyemi")
    assert "can’t be handled at stage 2 by whoever handled it at stage 1" in dm.last.words
    assert (await case.record("CMP-0001")).body.s1_handler == (await person(case, "Olu Adeyemi")).id


async def test_nobody_handles_stage_two_before_it_is_asked_for(case: Office) -> None:
    dm = await case.writes("U1", "CMP-0001 stage 2 handler Sam Patel")
    assert "CMP-0001 is at stage 1, so nobody handles stage 2 yet. Nothing was changed." in dm.last.words
    assert (await case.record("CMP-0001")).owner == (await person(case, "Olu Adeyemi")).id


async def test_what_a_later_step_stands_on_is_not_taken_back_beneath_it(case: Office) -> None:
    await acknowledged(case)
    await fill_in(case, "U1", "Answer", **ANSWERED, on="2026-11-23")
    await case.writes("U1", "CMP-0001 wants stage 2")
    chosen = (await case.writes("U1", "CMP-0001 stage 2 handler Sam Patel")).last
    await fill_in(case, "U2", "Acknowledge stage 2", on="2026-11-23")
    await chosen.press("Undo")
    await case.settle()
    assert "something else has been done to CMP-0001 since" in case.dm("U1").whisper.text
    record = await case.record("CMP-0001")
    assert (record.status, record.owner) == ("Stage 2 acknowledged", (await person(case, "Sam Patel")).id)


async def test_several_are_not_given_another_day_past_the_code(case: Office) -> None:
    await acknowledged(case)
    await case.takes_in("U1", "complaint in today: no hot water since the boiler came")
    due = (await case.record("CMP-0001")).due
    dm = await case.writes("U1", "list complaints")
    await dm.last.press("Change several…")
    await case.settle()
    await case.slack.user("U1").modal.fill(refs=["CMP-0001"], deed="date", day="2027-01-15").submit()
    await case.settle()
    assert "its day follows from a rule" in case.dm("U1").last.words
    assert (await case.record("CMP-0001")).due == due


async def test_a_promise_that_was_typed_without_a_day_holds_the_answer_back_too(case: Office) -> None:
    await acknowledged(case)
    promised = {**ANSWERED, "outstanding_actions": "Deep clean the kitchen"}
    await fill_in(case, "U1", "Answer", **promised, on="2026-11-23")
    dm = await case.writes("U1", "responded to CMP-0001")
    assert "it has no day" in dm.last.words
    assert (await case.record("CMP-0001")).status == "Acknowledged"


async def test_one_that_may_not_change_hands_holds_up_nothing_else(case: Office) -> None:
    await acknowledged(case)
    await fill_in(case, "U1", "Answer", **ANSWERED, on="2026-11-23")
    await case.writes("U1", "CMP-0001 wants stage 2")
    await case.writes("U1", "CMP-0001 stage 2 handler Sam Patel")
    await case.says("U1", "/action Order the dust sheets <@U2> by Friday")
    offered = await case.writes("U2", "hand over everything I own to Olu Adeyemi")
    await offered.last.press("Hand over 2")
    await case.settle()
    told = " ".join(card.words for card in case.dm("U2").cards)
    assert "can’t be handled at stage 2 by whoever handled it at stage 1" in told
    olu, sam = await person(case, "Olu Adeyemi"), await person(case, "Sam Patel")
    owners = {record.title: record.owner for record in await case.records()}
    assert (owners["Dust and debris after window works"], owners["Order the dust sheets"]) == (sam.id, olu.id)
