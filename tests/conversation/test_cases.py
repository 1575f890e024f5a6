"""Residents' cases: logged and moved in private, explained step by step, and never in a channel."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text as sql

from governance.kinds import all_kinds
from governance.surveys import Answered
from storage.history import Scene
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared

SECRET = "Dust and debris after window works"


@prepared
async def case(office: Office) -> None:
    """CMP-0001, logged by Olu in a DM; Sam is in the programme and has nothing to do with it."""
    await office.says("U1", "/action Something for everybody <@U2> by Friday")
    await office.takes_in("U1", f"complaint in today: {SECRET}")


async def everything(office: Office) -> str:
    """All that the database keeps, as text."""
    async with office.app.database.reading(office.clock.now()) as register:
        session = register._session  # what is kept, not what is shown, is in question here
        tables = ("record", "event", "question", "notice", "seen_turn", "word", "card", "page_message")
        kept = [str(row) for table in tables for row in await session.execute(sql(f"SELECT * FROM {table}"))]
    return "\n".join(kept)


async def test_logged_in_a_direct_message_with_its_clock(case: Office) -> None:
    record = await case.record("CMP-0001")
    assert (record.title, record.status, record.confidential) == (SECRET, "Received", True)
    assert record.due == date(2026, 11, 30)
    assert SECRET in case.dm("U1").last.words
    assert SECRET not in "\n".join(card.words for card in case.channel("U1").cards)


async def test_acknowledged_it_moves_and_the_next_clock_begins(case: Office) -> None:
    await case.answers("CMP-0001", "Acknowledged")
    await case.writes("U1", "acknowledged CMP-0001 just now")
    record = await case.record("CMP-0001")
    assert (record.status, record.due) == ("Acknowledged", date(2026, 12, 7))
    again = await case.writes("U1", "undo")
    assert "CMP-0001" in again.last.words
    assert ((await case.record("CMP-0001")).status, (await case.record("CMP-0001")).due) == (
        "Received", date(2026, 11, 30),
    )  # fmt: skip


async def test_stage_two_before_an_answer_is_refused_with_the_moves(case: Office) -> None:
    dm = await case.writes("U1", "CMP-0001 wants stage 2")
    assert "can't become Stage 2 requested" in dm.last.words
    assert "Acknowledged" in dm.last.words
    assert (await case.record("CMP-0001")).status == "Received"


async def test_stage_two_after_an_answer_and_only_once(case: Office) -> None:
    for state, words in (("Acknowledged", "acknowledged CMP-0001"), ("Stage 1 responded", "responded to CMP-0001")):
        await case.answers("CMP-0001", state)
        await case.writes("U1", words)
    await case.writes("U1", "CMP-0001 wants stage 2")
    record = await case.record("CMP-0001")
    assert (record.status, record.due) == ("Stage 2 requested", date(2026, 11, 30))
    dm = await case.writes("U1", "CMP-0001 wants stage 2")
    assert "already" in dm.last.words
    assert "due Mon 30 Nov" in dm.last.words
    await case.answers("CMP-0001", "Stage 2 acknowledged", s2_handler="P002", owner="P002")
    await case.writes("U1", "acknowledged CMP-0001")
    record = await case.record("CMP-0001")
    assert (record.status, record.due) == ("Stage 2 acknowledged", date(2026, 12, 21))


async def test_a_foi_is_an_enquiry_with_the_acts_clock(case: Office) -> None:
    await case.takes_in("U1", "FOI in today about roof contract costs")
    record = await case.record("ENQ-0001")
    assert (record.title, record.due) == ("Roof contract costs", date(2026, 12, 22))
    dm = await case.writes("U1", "why ENQ-0001")
    assert "Freedom of Information Act 2000" in dm.last.words
    assert "Saint Andrew" in dm.last.words or "St Andrew" in dm.last.words


@pytest.mark.parametrize(
    "said",
    [
        "complaint in today: Quagmire in the stairwell",
        "/complaint Quagmire in the stairwell, received today",
        "Mrs Quagmire at flat 12 is upset about the damp",
        "/action ring Quagmire on 07700 900123 by Friday",
    ],
)
async def test_nothing_of_it_is_kept_or_repeated_in_a_channel(case: Office, said: str) -> None:
    channel = await case.says("U1", said)
    assert "I have not kept it" in channel.whisper.text
    assert "Quagmire" not in channel.whisper.text
    assert "Quagmire" not in "\n".join(card.words for card in channel.cards)
    assert "quagmire" not in (await everything(case)).casefold()


async def test_an_open_question_does_not_take_it_for_its_answer(case: Office) -> None:
    await case.says("U1", "action Ring the contractor about the lift")
    channel = await case.says("U1", "Mrs Quagmire at flat 12")
    assert "I have not kept it" in channel.whisper.text
    assert "quagmire" not in (await everything(case)).casefold()


async def test_the_private_form_opens_empty(case: Office) -> None:
    channel = await case.says("U1", "/complaint Quagmire in the stairwell, received today")
    await channel.whisper.press("Open a private form")
    await case.settle()
    assert channel.modal.title == "Log a complaint"
    assert not channel.modal.value("title")
    assert "Quagmire" not in channel.modal.words


async def test_that_it_was_refused_is_in_the_history_without_its_words(case: Office) -> None:
    await case.says("U1", "complaint in today: Quagmire in the stairwell")
    async with case.app.database.reading(case.clock.now()) as register:
        olu = next(person for person in (await register.people.all()).values() if person.name == "Olu Adeyemi")
        event = await register.history.last_of(olu.id)
        await register.history.verify()
    assert event is not None
    assert (event.verb, event.ref, event.after) == ("refuse", None, {"kind": "complaint"})


async def test_others_see_nothing_of_it(case: Office) -> None:
    for said in ("CMP-0001", "why CMP-0001", "list complaints", "find debris"):
        await case.writes("U2", said)
        assert SECRET not in case.dm("U2").last.words
    channel = await case.says("U1", "why CMP-0001")
    assert SECRET not in channel.whisper.text
    assert "Stage 1 acknowledgement" in case.dm("U1").last.words


async def test_a_clock_explains_itself_to_everybody(office: Office) -> None:
    channel = await office.says("U1", "s20 notice posted today first class when does consultation end")
    words = channel.cards[-1].words
    assert "Thu 24 Dec 2026" in words
    assert "Thu 31 Dec 2026" in words, "a safe date to print"
    assert "Section 20" in words
    channel = await office.says("U1", "how long do we have for a SAR")
    assert "You named no day" in channel.cards[-1].words


async def test_survey_results_always_with_base_and_interval(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        body = all_kinds()["survey"].model_validate(
            {
                "title": "Windows: after works",
                "status": "Closed",
                "population": 60,
                "questions": "Quality | Kept informed",
            }
        )
        survey = await register.records.log(Scene(), body, workstream=None)
        for number in range(40):
            answers = (
                "Very satisfied" if number < 30 else "Fairly dissatisfied",
                "Fairly satisfied" if number < 3 else "",
            )
            assert await register.surveys.keep(survey, Answered(str(number), f"9{number}", None, answers))
    channel = await office.says("U1", "survey results windows % satisfied")
    words = channel.cards[-1].words
    assert "75.0 % satisfied (30 of 40; 59.8 to 85.8 %)" in words
    assert "too few answers to show (fewer than 5)" in words
    await office.says("U1", survey.ref)
    assert "30 of 40" in channel.cards[-1].words
