"""Any words in any field of any kind: kept whole, drawn within the limits and escaped on the three surfaces."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from bot.slack import blocks
from bot.teams import cards as teams
from bot.teams.limits import CARD_BYTES
from bot.web.drawing import Drawing
from governance.kind import TEXT_LIMIT, Body
from governance.kinds import all_kinds
from governance.record import Record
from handlers.records.record_card import record_card, record_row
from storage.history import Scene
from tests.conversation.conftest import Office
from tests.fakes import adaptive
from tests.fakes.slack_blocks import check_message

KINDS = pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))
NASTY = "<!channel> <@U2> <at>Sam</at> *b* _i_ `x` [l](javascript:alert(1)) =cmd|'/c' <script>alert(1)</script> &amp; שָׁלוֹם 𝔘 "
LONG = (NASTY * 200)[:TEXT_LIMIT].strip()


async def _logged(office: Office, body: type[Body]) -> Record:
    """A record whose every text says something nasty, as long as it may be."""
    values = {"title": NASTY.strip(), "status": body.kind.lifecycle.initial}
    for name, ask in body.asks():
        if name not in values and ask.input in ("line", "text", "link") and body.model_fields[name].default == "":
            values[name] = LONG
    async with office.app.database.transaction(office.clock.now()) as register:
        return await register.records.log(Scene(actor="P001"), body.model_validate(values), workstream="WS01")


@KINDS
async def test_its_card_is_drawn_on_every_surface(office: Office, body: type[Body]) -> None:
    record = await _logged(office, body)
    async with office.app.database.reading(office.clock.now()) as register:
        kept = await register.records.get(record.ref)
        card = await record_card(register, kept)
        row = record_row(kept, register)
        people = await register.people.all()
    assert kept.body == record.body
    assert "…" in str(card.parts), "long words are cut on the card and kept whole in the register"

    message = blocks.message(card)
    check_message(message["text"], message["blocks"])
    assert "<!channel>" not in json.dumps([each for each in message["blocks"] if each["type"] != "header"])
    assert "<@U2>" not in message["text"]

    drawn = teams.draw(card)
    adaptive.check(drawn)
    assert teams.size(drawn) <= CARD_BYTES

    page = Drawing(people, ZoneInfo("Europe/London")).card(card)
    assert "<script>" not in page
    assert "javascript:" not in "".join(part for part in page.split('"') if part.startswith("javascript:"))
    assert NASTY.strip() in "".join(piece if isinstance(piece, str) else "" for piece in row.text)
