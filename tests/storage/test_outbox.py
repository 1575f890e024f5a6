"""The outbox: what goes first, what a record was spoken of in, and questions that cost only what is due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.clock import FixedClock
from bot.delivery import Delivery
from governance.people import Person
from handlers.cards import say, to_plain
from storage.claims import Apart
from storage.database import Database
from storage.outbox import ANSWER, SENT, STATUTORY, Notice
from storage.tables import NoticeRow
from tests.fakes.recorder import Recorder

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LEASE = NOW + timedelta(seconds=30)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    async with made.transaction(NOW) as register:
        for number in range(1, 10):
            await register.people.save(Person(f"P{number:03d}", f"Person {number}"))
    yield made
    await made.stop()


def notice(key: str, person: str = "P001", **more: Any) -> Notice:
    return Notice(key, "news", more.pop("due_at", NOW), person, **more)


async def test_most_urgent_first_then_earliest_then_as_they_were_owed(database: Database) -> None:
    early = NOW - timedelta(hours=1)
    async with database.transaction(NOW) as register:
        await register.outbox.owe_all(
            [
                notice("a usual", "P001"),
                notice("b usual", "P002"),
                notice("c early", "P003", due_at=early),
                notice("d statutory", "P004", urgency=STATUTORY),
                notice("e early statutory", "P005", urgency=STATUTORY, due_at=early),
                notice("f answer", "P006", urgency=ANSWER),
                notice("g later", "P007", urgency=ANSWER, due_at=NOW + timedelta(hours=1)),
                notice("h carried", "P008", carrier="digest"),
            ]
        )
        claimed = await register.outbox.claim("me", NOW, LEASE)
    order = ["f answer", "e early statutory", "d statutory", "c early", "a usual", "b usual"]
    assert [each.key for each in claimed] == order


async def test_to_one_receiver_one_at_a_time_unless_it_is_slow(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.outbox.owe_all([notice("1"), notice("2"), notice("3", "P002")])
        assert [each.key for each in await register.outbox.claim("me", NOW, LEASE)] == ["1", "3"]
        assert await register.outbox.claim("another", NOW, LEASE) == []
        later = timedelta(seconds=3)
        assert [each.key for each in await register.outbox.claim("another", NOW + later, LEASE + later)] == ["2"]


async def test_whom_a_platform_does_not_reach_is_left_alone(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.people.identify("P001", "slack", "U1")
        await register.people.identify("P002", "slack", "U2")
        await register.people.identify("P002", "teams", "T2")
        place = await register.places.meet("slack", "C1", "channel", address={})
        await register.outbox.owe_all(
            [notice("one"), notice("both", "P002"), notice("none", "P003"), notice("a place", "P004", place=place.id)]
        )
        apart = Apart(platforms=frozenset({"slack"}))
        assert {each.key for each in await register.outbox.claim("me", NOW, LEASE, apart=apart)} == {"both", "none"}


async def test_owed_once_also_in_one_breath(database: Database) -> None:
    many = [notice(f"k{number:04}", refs=(f"A-{number}",)) for number in range(1_200)]
    async with database.transaction(NOW) as register:
        assert await register.outbox.owe(many[7])
        new = await register.outbox.owe_all([*many, many[3]])
        assert len(new) == 1_199
        assert new == sorted(new)
        assert await register.outbox.owe_all(many) == []
        with pytest.raises(ValueError, match="urgency"):
            await register.outbox.owe(notice("odd", urgency=7))


async def test_what_was_said_of_a_record_is_found_as_it_was_said(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.outbox.owe_all([notice("first", refs=("A-001", "A-002", "A-001")), notice("second", "P002")])
        [first, second] = await register.outbox.claim("me", NOW, LEASE)
        assert await register.outbox.begin(second.id, "me", LEASE, refs=["A-001"])
        assert not await register.outbox.begin(first.id, "somebody else", LEASE, refs=["A-009"])
        await register.outbox.settle(first.id, SENT, "me", refs=["A-002"])
        outbox = register.outbox
        found = {ref: [each.key for each in await outbox.of_ref(ref)] for ref in ("A-001", "A-002", "A-009")}
    assert found == {"A-001": ["second"], "A-002": ["first"], "A-009": []}


async def test_what_an_older_chivvy_owed_is_filed_at_the_start(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.filing.AT_ONCE", 2)
    columns = (
        "(key, rule, refs, payload, planned_at, due_at, state, attempts, claimed_by, begun, platform, external_id, message, "
        "text, outcome)"
    )
    values = "'news', '{refs}', '{{}}', :at, :at, '{state}', 0, '', false, '', '', '', '', ''"
    async with database.engine.begin() as connection:
        for number, (refs, state) in enumerate(
            (('["A-001"]', "due"), ("[]", "sent"), ("[]", "due"), ('["A-001"]', "sent"))
        ):
            row = f"('old {number}', {values.format(refs=refs, state=state)})"
            await connection.execute(text(f"INSERT INTO notice {columns} VALUES {row}"), {"at": NOW.isoformat(" ")})
    await database.start()
    async with database.reading(NOW) as register:
        assert [each.key for each in await register.outbox.of_ref("A-001")] == ["old 0", "old 3"]
        left = await register.session.execute(text("SELECT key FROM notice WHERE NOT filed"))
        assert left.scalars().all() == ["old 2"]


async def test_what_belongs_under_another_message_goes_into_its_thread(database: Database) -> None:
    slack = Recorder()
    async with database.transaction(NOW) as register:
        place = await register.places.meet("slack", "C1", "channel", address={})
        payload = to_plain(say("There."))
        for key, under, to in (("alert", "", place.id), ("follow up", "alert", place.id), ("alone", "alert", None)):
            owed = Notice(key, "said", NOW, None if to else "P001", to, payload=payload, under=under)
            await register.outbox.owe(owed)
        await register.outbox.owe(
            Notice("lost", "said", NOW + timedelta(minutes=1), None, place.id, payload=payload, under="none")
        )
        await register.people.identify("P001", "slack", "U1", seen=True)
    for minutes in (0, 1):
        await Delivery(database, {"slack": slack}, FixedClock(NOW + timedelta(minutes=minutes))).drain()
    assert {message.key: message.thread for message in slack.messages} == {
        "alert": None,
        "follow up": "1" if slack.messages[0].key == "alert" else "2",
        "alone": None,
        "lost": None,
    }


async def test_a_look_reads_nothing_that_is_settled(sqlite_url: str) -> None:
    """Every question of an idle round, and of one in which something is due, as the database plans it: no table of notices is
    read from end to end."""
    database = Database(sqlite_url)
    await database.start()
    asked: list[tuple[str, Any]] = []

    def ask(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    delivery = Delivery(database, {"slack": Recorder()}, FixedClock(NOW))
    await delivery._claim()
    event.listen(database.engine.sync_engine, "before_cursor_execute", ask)
    await delivery._claim()
    await delivery._until_next()
    idle = len(asked)
    async with database.transaction(NOW) as register:
        await register.outbox.owe(Notice("due", "said", NOW))
    assert [each.key for each in (await delivery._claim())[0]] == ["due"]
    event.remove(database.engine.sync_engine, "before_cursor_execute", ask)
    plans = []
    async with database.engine.connect() as connection:
        for statement, parameters in asked:
            if "notice" in statement and statement.startswith(("SELECT", "UPDATE")):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [row[3] for row in plan]
    await database.stop()
    assert idle == 2, "an idle round asks one thing, and one more before it rests"
    assert any("ix_notice_state_due (state=? AND due_at<?)" in line for line in plans), plans
    assert any("ix_notice_to_send (state=? AND urgency=? AND due_at<?)" in line for line in plans), plans
    assert [line for line in plans if line.startswith("SCAN notice")] == []


async def test_what_a_digest_left_behind_goes_by_itself(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.outbox.owe_all([notice("digest"), replace(notice("left", "P002"), carrier="digest")])
        [digest] = await register.outbox.claim("me", NOW, LEASE)
        await register.outbox.settle(digest.id, SENT, "me")
        assert [each.key for each in await register.outbox.claim("me", NOW, LEASE)] == ["left"]
        await register.session.execute(
            NoticeRow.__table__.update().values(carrier="digest", state="due")  # type: ignore[attr-defined]
        )
        await register.outbox.settle(digest.id, SENT)
        await register.outbox.let_go()
        assert {each.carrier for each in await register.outbox.all() if each.key == "left"} == {None}
