"""What is wrong gets a clear answer and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event

from handlers.commands import Move
from handlers.encoding import encode
from tests.conversation.conftest import Office
from tests.fakes.slack import BOT


async def test_a_button_with_data_of_another_record(office: Office) -> None:
    await office.says("U1", "/action First thing <@U2> by Friday")
    channel = await office.says("U1", "/action Second thing <@U2> by Friday")
    await channel.cards[-1].press_with("Done", encode(Move("A-001", "Complete")))
    await office.settle()
    assert "That button belongs to A-001, but it came from the card of A-002" in channel.whisper.text
    assert {each.status for each in await office.records()} == {"Not started"}


async def test_a_button_that_nobody_made(office: Office) -> None:
    channel = await office.says("U1", "/action First thing <@U2> by Friday")
    for data in (
        "",
        "nonsense",
        "[]",
        '{"do":"Nothing"}',
        '{"do":"Move"}',
        json.dumps({"do": "Move", "ref": {}, "to": []}),
    ):
        await channel.cards[-1].press_with("Done", data)
        await office.settle()
        assert "I can't read that button" in channel.whisper.text
    assert (await office.record("A-001")).version == 1


async def test_a_replayed_press_changes_nothing_more(office: Office) -> None:
    channel = await office.says("U1", "/action First thing <@U2> by Friday")
    await channel.cards[-1].press("Done")
    await office.slack.replay()
    await office.settle()
    assert [event.verb for event in await office.history("A-001")] == ["log", "move"]


async def test_a_retried_mention_is_one_action(office: Office) -> None:
    mention = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "event_ts": "1.1", "team": "T1"}
    mention["text"] = f"<@{BOT}> action First thing <@U2> by Friday"
    for retry in range(3):
        await office.slack.event(mention, event_id="Ev1", retry=retry)
        await office.settle()
    assert len(await office.records()) == 1


async def test_an_unknown_ref(office: Office) -> None:
    channel = await office.says("U1", "/action A-999 done")
    assert channel.whisper.text.startswith("There is no A-999 in this register.")


async def test_a_form_with_a_past_date_and_one_without_a_title_show_it_inside(office: Office) -> None:
    channel = await office.says("U1", "/action")
    modal = await channel.modal.fill(title="Buy chairs", due="2026-11-01").submit()
    assert modal.errors == {"due": "This day has passed. Choose today or a later day, or leave it empty."}
    modal = await channel.modal.fill(title="Buy chairs", due="2026-11-28").submit()
    assert modal.errors == {"due": "Sat 28 Nov 2026 is a Saturday. Choose Fri 27 Nov 2026 or Mon 30 Nov 2026."}
    modal = await channel.modal.fill(title="   ", due="2026-11-30").submit()
    assert modal.errors == {"title": "Say in a few words what the action is."}
    assert await office.records() == []
    await channel.modal.fill(title="Buy chairs", due="2026-11-30").submit()
    await office.settle()
    assert (await office.record("A-001")).title == "Buy chairs"


async def test_an_archived_channel_is_noted_and_the_lead_gets_its_alert(office: Office) -> None:
    await office.says("U1", "/action First thing <@U2> by Friday")
    office.slack.workspace.channels["C1"].archived = True  # Slack did not tell us
    await office.tick("2026-12-04T09:20")
    async with office.app.database.reading(office.clock.now()) as register:
        sent = await register.outbox.of_ref("A-001")
    escalation = next(each for each in sent if each.rule == "escalation")
    assert (escalation.state, "archived" in escalation.outcome) == ("failed", True)
    alert = office.dm("U1").cards[-1]
    assert "First thing is overdue by 5 working days" in alert.words, "the lead gets it instead"
    refused = [error for error in office.slack.refusals if "is_archived" in str(error)]
    office.slack.refusals[:] = [error for error in office.slack.refusals if error not in refused]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_register_that_cannot_be_written(office: Office) -> None:
    engine = office.app.database.engine

    def read_only(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    await engine.dispose()
    event.listen(engine.sync_engine, "connect", read_only)
    channel = office.channel("U1")
    await channel.say("/action Second thing <@U2> by Friday")
    assert office.app.slack is not None
    await office.app.slack.settle()
    assert "I can't write to the register just now, so nothing was changed." in channel.whisper.text

    event.remove(engine.sync_engine, "connect", read_only)
    await engine.dispose()
    await office.says("U1", "/action Second thing <@U2> by Friday")
    assert [each.ref for each in await office.records()] == ["A-001"]
