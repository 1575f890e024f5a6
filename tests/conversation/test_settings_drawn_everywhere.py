"""One's own settings, a channel's, proof and forecast: drawn within the limits on the three surfaces, form included."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.slack import blocks, modals
from bot.slack.origin import Origin
from bot.teams import cards as teams
from bot.teams import dialogs
from bot.teams.limits import CARD_BYTES
from bot.web.drawing import Drawing
from governance.kinds.action import Action
from governance.people import Place
from handlers.answer import Answer
from handlers.cards import Card, from_plain
from handlers.commands import Command, OpenForm, SetPlace, ShowForecast, ShowPlace, ShowPreferences, ShowProof
from handlers.dispatch import dispatch
from handlers.forms.form import Form
from handlers.reply import Reply
from handlers.turn import Face, Opened, Turn, Where
from storage.history import Scene
from storage.register import Register
from tests.conversation.conftest import Office
from tests.fakes import adaptive
from tests.fakes.slack_blocks import check_message

NASTY = "<!channel> <@U2> *b* `x` <script>alert(1)</script> &amp; שָׁלוֹם 𝔘"
LONDON = ZoneInfo("Europe/London")


async def asked(register: Register, command: Command, where: Place) -> Reply:
    """The answer to a command, to Sam alone."""
    sam = next(each for each in (await register.people.all()).values() if each.name == "Sam Patel")
    at = Where(where.platform, where.external_id, where.type)  # type: ignore[arg-type]
    turn = Turn("drawn", Face("slack", "U2"), at, Opened())
    answer = Answer(register, turn, where, sam)
    known: dict[str, Any] = {"register": register, "turn": turn, "speaker": sam, "place": where, "answer": answer}
    return await dispatch(command, **known, scene=Scene(actor=sam.id))


@asynccontextmanager
async def a_busy_register(office: Office) -> AsyncIterator[tuple[Register, Place]]:
    """Many things to be told about, with nasty words in every one."""
    await office.writes("U2", "hello")
    async with office.app.database.transaction(office.clock.now()) as register:
        for number in range(12):
            body = Action(title=f"{NASTY} {number}", owner="P003", due=date(2026, 11, 24 + number % 4))
            await register.records.log(Scene(actor="P001"), body, workstream="WS01")
    for _ in range(10):
        await office.writes("U2", "A-001")
    async with office.app.database.transaction(office.clock.now()) as register:
        channel = await register.places.find("slack", "C1")
        assert channel is not None
        yield register, channel


@pytest.mark.parametrize(
    "command",
    [
        ShowPreferences(),
        ShowPlace(),
        SetPlace("names", True),
        ShowProof("A-001"),
        ShowForecast(person="P003"),
        ShowForecast(workstream="WS01"),
    ],
    ids=lambda command: type(command).__name__,
)
async def test_its_card_is_drawn_on_every_surface(office: Office, command: Command) -> None:
    async with a_busy_register(office) as (register, channel):
        reply = await asked(register, command, channel)
        people = await register.people.all()
        card = reply.whisper or await _owed(register)
    message = blocks.message(card)
    check_message(message["text"], message["blocks"])
    assert "<!channel>" not in message["text"]
    drawn = teams.draw(card)
    adaptive.check(drawn)
    assert teams.size(drawn) <= CARD_BYTES
    assert "<script>" not in Drawing(people, LONDON).card(card)


async def _owed(register: Register) -> Card:
    return from_plain(dict((await register.outbox.waiting())[-1].payload))


@pytest.mark.parametrize("name", ["preferences", "leave"])
async def test_its_form_is_drawn_on_every_surface(office: Office, name: str) -> None:
    await office.writes("U2", "hello")
    async with office.app.database.transaction(office.clock.now()) as register:
        channel = await register.places.find("slack", "C1")
        assert channel is not None
        form = (await asked(register, OpenForm(name), channel)).form
        people = await register.people.all()
    assert isinstance(form, Form)
    view = modals.draw(form, Origin(channel="C1", type="channel", user="U2"))
    assert {block["block_id"] for block in view["blocks"] if block["type"] == "input"} == {f.name for f in form.fields}
    dialog = dialogs.dialog(form)["task"]["value"]["card"]["content"]
    adaptive.check(dialog)
    page = Drawing(people, LONDON).form(form)
    assert all(field.label in page for field in form.fields if "“" not in field.label)
