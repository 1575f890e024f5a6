"""Living cards are to be redrawn whenever what they say has changed, whichever record or name it is that changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.kinds import all_kinds
from governance.kinds.action import Action
from governance.kinds.risk import Risk
from governance.people import Person, Workstream
from governance.programme import Bands
from storage.database import Database
from storage.history import Scene
from storage.places import Standing
from storage.records import Filter
from storage.register import Register

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = Scene("P001")
SAM = Person("P002", "Sam Patel")
ICT = Workstream("WS05", "ICT and Digital", "ICT")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A risk of Sam's in ICT with a link to an action of nobody's; a card of each stands in a channel."""
    made = Database(database_url)
    async with made.transaction(NOW) as register:
        await register.workstreams.save(ICT)
        await register.people.save(SAM)
        risk = await register.records.log(
            BY, Risk(title="Late", likelihood=3, impact=3, owner="P002"), workstream="WS05"
        )
        action = await register.records.log(BY, Action(title="Ring"), workstream=None)
        await register.links.add(BY, action, "mitigates", risk)
        for number, record in enumerate((risk, action)):
            card = Standing(0, "slack", "C1", f"{number}.0", "T1", {}, record.id, record.version)
            await register.places.stand(card)
    yield made
    await made.stop()


async def new_name(register: Register) -> None:
    await register.people.save(replace(SAM, name="Samira Patel"))


async def same_name(register: Register) -> None:
    await register.people.save(replace(SAM, role="Lead"))


async def new_workstream_name(register: Register) -> None:
    await register.workstreams.save(replace(ICT, short="Digital"))


async def other_title(register: Register) -> None:
    await register.records.change(BY, await register.records.get("A-001"), {"title": "Ring them"})


async def other_note(register: Register) -> None:
    await register.records.change(BY, await register.records.get("A-001"), {"description": "Twice"})


async def no_link(register: Register) -> None:
    action, risk = await register.records.get("A-001"), await register.records.get("R-001")
    await register.links.remove(BY, action, "mitigates", risk)


async def other_bands(register: Register) -> None:
    await register.decide(BY, (await register.programme()).model_copy(update={"bands": Bands(green_to=9)}))


@pytest.mark.parametrize(
    ("deed", "stale"),
    [
        (new_name, {"R-001"}),
        (same_name, set()),
        (new_workstream_name, {"R-001"}),
        (other_title, {"A-001", "R-001"}),
        (other_note, {"A-001"}),
        (no_link, {"A-001", "R-001"}),
        (other_bands, {"R-001"}),
    ],
)
async def test_a_card_is_redrawn_when_what_it_says_has_changed(
    database: Database, deed: Callable[[Register], Awaitable[None]], stale: set[str]
) -> None:
    async with database.transaction(NOW) as register:
        await deed(register)
    async with database.transaction(NOW) as register:
        cards = await register.places.take_stale(NOW, NOW, ["slack"])
        assert {(await register.records.by_id(card.record)).ref for card in cards if card.record} == stale


async def test_the_calendar_alone_turns_a_milestone_red_and_its_card_is_redrawn(database: Database) -> None:
    passed = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
    async with database.transaction(NOW) as register:
        days = {"baseline": date(2026, 11, 27), "forecast": date(2026, 11, 27)}
        body = all_kinds()["milestone"].model_validate({"title": "Network live", **days})
        milestone = await register.records.log(BY, body, workstream=None)
        await register.places.stand(Standing(0, "slack", "C1", "M9", "", {}, milestone.id, milestone.version))
        assert milestone.rag == "Green"
    async with database.transaction(passed) as register:
        assert milestone.ref in {record.ref for record in (await register.records.to_wake())[0]}
        await register.records.set_wake(await register.records.get(milestone.ref))
    async with database.transaction(passed) as register:
        assert [record.ref for record in await register.records.find(Filter(rag="Red"))] == [milestone.ref]
        assert (await register.records.get(milestone.ref)).version == milestone.version
        cards = await register.places.take_stale(passed, passed, ["slack"])
        assert [card.record for card in cards] == [milestone.id]


async def test_other_bands_give_every_open_risk_its_colour(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.records.AT_ONCE", 2)  # also where they are more than are looked at at once
    async with database.transaction(NOW) as register:
        for impact in (1, 2, 3, 4, 5):
            await register.records.log(BY, Risk(title="Late", likelihood=5, impact=impact), workstream=None)
        await register.decide(
            BY, (await register.programme()).model_copy(update={"bands": Bands(green_to=10, amber_to=19)})
        )
    async with database.reading(NOW) as register:
        colours = [record.rag for record in await register.records.find(Filter(kind="risk", sort="ref"))]
    assert colours == ["Green", "Green", "Green", "Amber", "Red", "Red"]
