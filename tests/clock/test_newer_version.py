"""A newer Chivvy runs beside this one: what this one does not know is left for the other, and is not lost."""

from __future__ import annotations

import pytest

from handlers.cards import Card, say
from handlers.reminding import notices
from storage.outbox import DUE, SENT, Notice
from storage.register import Register
from tests.clock.house import House


async def test_a_notice_of_an_unknown_rule_is_left_for_who_knows_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.owe(Notice("horoscope:1", "horoscope", register.now, person="P001"))
        await register.outbox.owe(
            Notice("news:1:P001", "news", register.now, person="P001", payload={"remark": "Tea!"})
        )
    await house.delivery.run_once()
    await house.delivery.run_once()
    kept = (await house.notices())["horoscope:1"]
    assert (kept.state, kept.begun) == (DUE, False)
    assert kept.retry_at is not None
    assert "a newer one has to send it" in kept.outcome
    assert (await house.notices())["news:1:P001"].state == SENT  # it holds nobody up

    async def horoscope(_register: Register, _notice: Notice) -> Card:
        return say("All will be well.")

    monkeypatch.setitem(notices.COMPOSERS, "horoscope", horoscope)
    await house.delivery.drain()
    assert (await house.notices())["horoscope:1"].state == SENT
    assert [message.card.text for message in house.slack.messages] == ["Tea!", "All will be well."]
