"""A document on its way: for whom it is, what is known of an attempt that is in doubt, and who hears when it cannot be sent."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.platform import Address, MaybeSent, NotSent, Sent
from governance.kinds import all_kinds
from governance.record import Record
from handlers.cards import Card
from reports.paper import File
from storage.outbox import Notice
from tests.clock.house import SCENE, House
from tests.fakes.recorder import Recorder


class Tracing(Recorder):
    """Tells something of an attempt that is in doubt, and hears it again when it is asked about it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.doubts = 0

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        if self.doubts:
            self.doubts -= 1
            raise MaybeSent("taken, and not shown", trace={"upload": f"F{self.doubts}"})
        return await super().upload(to, card, file, key)

    async def find(self, to: Address, key: str) -> Sent | None:
        self.heard.append(to.data.get("upload"))
        return await super().find(to, key)


async def complaint(house: House) -> Record:
    values = {"title": "Dust", "status": "Received", "received_at": date(2026, 11, 23), "owner": "P001"}
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        body = all_kinds()["complaint"].model_validate(values)
        return await register.records.log(SCENE, body, workstream="WS01")


async def owe(house: House, case: Record | None, document: str = "chronology", *, channel: bool = False) -> None:
    asked = {"document": document, "ref": case.ref if case else "", "workstream": None, "suffix": "", "reader": "P001"}
    async with house.database.transaction(house.clock.now()) as register:
        person, place = (None, house.channel) if channel else ("P001", None)
        refs = (case.ref,) if case else ()
        await register.outbox.owe(
            Notice("document:1", "document", register.now, person, place, refs=refs, payload=asked)
        )


async def test_it_knows_whom_alone_it_is_for(house: House) -> None:
    await owe(house, await complaint(house))
    await house.delivery.drain()
    (message,) = house.slack.of_key("document:1")
    assert message.file is not None
    assert (message.place, message.file.reader) == ("dm-UP001", "P001")


async def test_for_a_channel_it_is_for_nobody_alone(house: House) -> None:
    await owe(house, None, "complaints", channel=True)
    await house.delivery.drain()
    (message,) = house.slack.of_key("document:1")
    assert message.file is not None
    assert (message.place, message.file.reader) == ("C1", None)


async def test_what_has_become_confidential_since_is_not_posted_where_others_read(house: House) -> None:
    await owe(house, await complaint(house), channel=True)
    await house.delivery.drain()
    (message,) = house.slack.of_key("document:1")
    assert message.file is None
    assert message.text == "CMP-0001 is confidential, so I don’t show it here."


async def test_whoever_may_not_open_it_any_more_gets_nothing(house: House) -> None:
    await owe(house, await complaint(house))
    async with house.database.transaction(house.clock.now()) as register:
        meera = await register.people.get("P001")
        assert meera
        await register.people.save(replace(meera, active=False))
    await house.delivery.drain()
    assert house.slack.messages == []
    assert (await house.notices())["document:1"].state == "lapsed"


async def test_what_is_known_of_an_attempt_comes_back_when_it_is_asked_about(house: House) -> None:
    slack = Tracing()
    slack.doubts = 2
    house.delivery = house.deliverer("first", slack=slack)
    await owe(house, await complaint(house))
    await house.delivery.drain(timedelta(minutes=5))
    assert slack.heard == ["F1", "F0"], "of each attempt its own"
    assert len(slack.of_key("document:1")) == 1
    assert "trace" not in (await house.notices())["document:1"].payload
    async with house.database.reading(house.clock.now()) as register:
        (known,) = await register.people.identities("P001")
        assert "upload" not in known.address


async def test_what_cannot_be_drawn_says_nothing_of_the_platform(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> File:
        raise RuntimeError("the template is broken")

    monkeypatch.setattr("bot.sending.drawn", broken)
    async with house.database.transaction(house.clock.now()) as register:
        await register.reaches.failed("slack", "it was away", house.clock.now())
    await owe(house, await complaint(house))
    await house.delivery.run_once()
    async with house.database.reading(house.clock.now()) as register:
        assert (await register.reaches.all())["slack"].failing_since is not None
    await house.delivery.drain()
    (told,) = house.slack.to("dm-UP001")
    assert "“chronology CMP-0001”" in told.text


async def test_what_takes_for_ever_to_draw_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr("bot.sending.drawn", lambda *_: release.wait(30))
    monkeypatch.setattr("bot.sending.DRAWING", timedelta(seconds=0.05))
    await owe(house, await complaint(house))
    await house.delivery.drain()
    release.set()
    assert (await house.notices())["document:1"].state == "failed"
    assert "I could not send you what you asked for" in house.slack.messages[-1].text


async def test_where_the_asker_is_not_reached_either_the_office_hears_of_it(house: House) -> None:
    house.slack.gone.add("UP001")
    await owe(house, await complaint(house))
    await house.delivery.drain()
    assert {notice.state for key, notice in (await house.notices()).items() if "document:1" in key} == {"failed"}
    assert any("I could not reach Meera Patel" in message.text for message in house.slack.messages)


async def test_a_channel_that_takes_no_files_and_the_asker_who_is_told(house: House) -> None:
    class NoFiles(Recorder):
        async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
            raise NotSent("files are switched off in this workspace")

    slack = NoFiles()
    house.delivery = house.deliverer("first", slack=slack)
    await owe(house, None, "complaints", channel=True)
    await house.delivery.drain()
    (told,) = slack.to("dm-UP001")
    assert told.text == (
        "I could not send you what you asked for (“report complaints”): files are switched off in this workspace. "
        "To have another try, type “report complaints”."
    )
