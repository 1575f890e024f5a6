"""What comes back from a client may have been changed there: nothing gets in that people cannot set themselves."""

from __future__ import annotations

from dataclasses import replace as copy
from uuid import uuid4

import pytest

from handlers.commands import Change, Command, Log, OpenForm, Worklist
from handlers.encoding import encode
from handlers.reply import Reply
from handlers.turn import Deed, Face, Pressed, Submitted, Turn, Where
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared

CHANNEL = Where("slack", "C1", "channel")


@prepared
async def logged(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")


async def forge(office: Office, deed: Deed, user: str = "U1") -> Reply:
    """A deed as somebody would send it who makes requests up."""
    reply = await office.app.conversation.take(Turn(str(uuid4()), Face("slack", user), CHANNEL, deed))
    await office.settle()
    return reply


@pytest.mark.parametrize(
    "values",
    [
        {"status": "Complete"},
        {"raised_by": "P002"},
        {"ref": "A-777"},
        {"confidential": True},
        {"withdrawn": True},
        {"version": 99},
        {"completed_on": "2026-01-01"},
        {"owner": "P999"},
        {"supporters": ["P999"]},
        {"workstream": "WS99"},
    ],
)
async def test_fields_that_nobody_may_set(logged: Office, values: dict[str, object]) -> None:
    before = await logged.record("A-001")
    pressed = await forge(logged, Pressed(encode(Change("A-001", values))))
    assert pressed.whisper is not None
    assert "I couldn't save that" in pressed.whisper.text
    sent = await forge(logged, Submitted('{"form":"edit","ref":"A-001","seen":1}', {"title": "Fix it", **values}))  # type: ignore[dict-item]
    assert "I couldn't save that" in sent.errors[""]
    assert await logged.record("A-001") == before


async def test_a_record_begins_at_the_beginning(office: Office) -> None:
    await forge(office, Pressed(encode(Log("action", {"title": "Skip ahead", "owner": "P001"}))))
    assert (await office.record("A-001")).status == "Not started"
    token = '{"form":"log","kind":"action","keep":{"status":"Complete","completed_on":"2026-01-01"}}'
    sent = await forge(office, Submitted(token, {"title": "Skip ahead"}))
    assert "can't be set like that" in sent.errors[""]
    assert len(await office.records()) == 1


@pytest.mark.parametrize(
    "command",
    [
        OpenForm("zzz", ref="A-001"),
        OpenForm("log", kind="zz"),
        OpenForm("move", ref="A-001"),
        Log("zz", {"title": "x"}),
    ],
)
async def test_commands_that_nobody_made(logged: Office, command: Command) -> None:
    reply = await forge(logged, Pressed(encode(command)))
    assert reply.whisper is not None
    assert "I can't read that button" in reply.whisper.text


@pytest.mark.parametrize(
    "token", ["", "{}", '{"form":"zzz"}', '{"form":"log","kind":"zz"}', '{"form":"move","ref":"A-001"}']
)
async def test_forms_that_nobody_made(logged: Office, token: str) -> None:
    reply = await forge(logged, Submitted(token, {"title": "x", "reason": "y"}))
    assert "I can't read that form" in reply.errors[""]


async def test_a_refused_turn_is_refused_once_and_a_retry_of_it_does_nothing(logged: Office) -> None:
    turn = Turn("T1", Face("slack", "U1"), CHANNEL, Pressed(encode(Change("A-001", {"owner": "P999"}))))
    assert (await logged.app.conversation.take(turn)).whisper is not None
    assert await logged.app.conversation.take(turn) == Reply()


async def test_somebody_who_has_left_lets_nobody_in(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        person = await register.people.get("P001")
        assert person is not None
        await register.people.save(copy(person, active=False))
    channel = await office.says("U1", "/action Fix it <@U9> by Friday")
    assert "left the programme" in channel.whisper.text
    assert await office.knows("Stan Stranger") is False


async def test_a_mention_in_words_that_ask_for_nothing_lets_nobody_in(office: Office) -> None:
    await office.says("U1", "thanks <@U9>")
    assert await office.knows("Stan Stranger") is False


async def test_editing_what_a_leaver_owns_takes_nothing_away(logged: Office) -> None:
    async with logged.app.database.transaction(logged.clock.now()) as register:
        person = await register.people.get("P003")
        assert person is not None
        await register.people.save(copy(person, active=False))
    channel = logged.channel("U1")
    await channel.cards[-1].press("Edit")
    await logged.settle()
    assert channel.modal.value("owner") == "P003"
    await channel.modal.fill(priority="High").submit()
    await logged.settle()
    record = await logged.record("A-001")
    assert (record.owner, record.body.priority) == ("P003", "High")  # type: ignore[attr-defined]


async def test_what_was_undone_is_not_changed(logged: Office) -> None:
    await logged.channel("U1").cards[-1].press("Undo")
    await logged.settle()
    channel = await logged.says("U1", "/action A-001 done")
    assert "was undone when it had just been logged" in channel.whisper.text


async def test_undoing_a_reassignment_tells_the_one_who_has_it_again(logged: Office) -> None:
    told = len(logged.dm("U2").cards)
    await logged.says("U1", "/action A-001 owner <@U3>")
    await logged.says("U1", "/chivvy undo")
    assert len(logged.dm("U2").cards) == told + 1
    assert "gave you A-001" in logged.dm("U2").last.text


async def test_notes_are_on_the_card(logged: Office) -> None:
    await logged.says("U1", "/action A-001 note rang the supplier")
    assert "Note by Olu Adeyemi, Mon 23 Nov: rang the supplier" in logged.channel("U1").cards[-1].words


async def test_a_worklist_asked_for_in_company_is_not_read_out(logged: Office) -> None:
    channel = await logged.says("U2", "my list")
    assert "A-001" in channel.whisper.words
    assert encode(Worklist()) == '{"do":"Worklist"}'


async def test_chatter_and_commands_answer_no_question(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Friday")
    await office.writes("U1", "thanks")
    await office.writes("U1", "my")
    assert await office.records() == []


async def test_words_answer_a_question_for_a_day_only(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Friday")
    await office.tick("2026-11-25T10:00")
    chat = await office.writes("U1", "Sam Okoro")
    assert await office.records() == []
    assert "didn't understand" in chat.last.text
