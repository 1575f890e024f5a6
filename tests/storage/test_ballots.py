"""Ballots in the register: votes are taken once, judged together, added up after the close, and forgotten one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance.ballots import DUPLICATE, LATE, NOT_ON_REGISTER, Envelope, Judged
from governance.eligibility import Entry
from governance.kinds import all_kinds
from governance.record import Record
from storage.ballots import Cast, StillOpen, VoterTaken, VotesSealed
from storage.database import Database
from storage.history import Scene
from storage.register import Register

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
BALLOT = {
    "title": "Doors",
    "status": "Closed",
    "options": "Sage; Slate",
    "closes": date(2026, 11, 27),
    "eligible_count": 10,
}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.start()
    yield database
    await database.stop()


async def logged(register: Register, **values: Any) -> Record:
    body = all_kinds()["ballot"].model_validate({**BALLOT, **values})
    return await register.records.log(Scene(), body, workstream=None)


def cast(order: int, voter: str, choice: str, home: str = "", on: date = date(2026, 11, 20), **judged: Any) -> Cast:
    return Cast(Envelope(order, voter, home, on, None, bool(choice), Judged(**judged)), choice, "post")


THREE = [cast(0, "V1", "Sage"), cast(1, "V2", "Slate"), cast(2, "V1", "Slate", on=date(2026, 11, 21))]


async def test_a_file_is_taken_once_whatever_its_order_and_its_name_is_its_place(database: Database) -> None:
    async with database.transaction(NOW) as register:
        ballot = await logged(register)
        take_in = register.ballots.take_in
        assert await take_in(ballot, "a.csv", THREE) == "created"
        assert await take_in(ballot, "a.csv", THREE[::-1]) == "unchanged"
        assert await take_in(ballot, "copy of a.csv", THREE) == "unchanged"
        assert await take_in(ballot, "b.csv", [cast(0, "V3", "Sage")]) == "created"
        await register.ballots.settle(ballot)
        assert (await register.ballots.count(ballot)).tally == {"Sage": 2, "Slate": 1}
        corrected = [replace(one, choice="Slate") for one in THREE]
        assert await take_in(ballot, "a.csv", corrected) == "updated"
        await register.ballots.settle(ballot)
        found = await register.ballots.count(ballot)
    assert (found.received, found.valid, found.rejected_by) == (4, 3, {DUPLICATE: 1})
    assert found.tally == {"Sage": 1, "Slate": 2}
    assert found.turnout == 30.0


@pytest.mark.parametrize(
    "values", [{"status": "Open"}, {"status": "Planned"}, {"closes": date(2026, 12, 1)}, {"status": "Cancelled"}]
)
async def test_nothing_is_added_up_while_people_can_vote(database: Database, values: dict[str, Any]) -> None:
    async with database.transaction(NOW) as register:
        ballot = await logged(register, **values)
        await register.ballots.take_in(ballot, "a.csv", THREE)
        await register.ballots.settle(ballot)
        for refused in (register.ballots.count, register.ballots.seal):
            with pytest.raises(StillOpen):
                await refused(ballot)


async def test_sealed_only_the_sums_are_left_and_more_may_come_where_nothing_was_declared_here(
    database: Database,
) -> None:
    async with database.transaction(NOW) as register:
        ballot = await logged(register, status="Result declared")
        await register.ballots.take_in(ballot, "a.csv", THREE)
        await register.ballots.settle(ballot)
        before = await register.ballots.count(ballot)
        await register.ballots.seal(ballot)
        await register.ballots.settle(ballot)
        assert await register.ballots.count(ballot) == before
        assert await register.ballots.take_in(ballot, "a.csv", THREE) == "unchanged"
        with pytest.raises(VotesSealed):
            await register.ballots.take_in(ballot, "a.csv", THREE[:1])
        more = [cast(0, "V2", "Sage", on=date(2026, 11, 10)), cast(1, "V4", ""), cast(2, "V5", "Sage")]
        assert await register.ballots.take_in(ballot, "b.csv", more) == "created"
        objections = await register.ballots.settle(ballot)
        assert [bool(objection) for objection in objections] == [False] * 6
        await register.ballots.seal(ballot)
        found = await register.ballots.count(ballot)
        assert (found.received, found.valid, found.tally) == (6, 3, {"Sage": 2, "Slate": 1})
        ballot, _ = await register.records.change(Scene(), ballot, {"result": "Sage"})
        with pytest.raises(VotesSealed):
            await register.ballots.take_in(ballot, "c.csv", [cast(0, "V6", "Sage")])


async def test_votes_are_checked_by_the_register_once_it_is_there(database: Database) -> None:
    async with database.transaction(NOW) as register:
        ballot = await logged(register)
        votes = [
            cast(0, "V1", "Sage", "1"),
            cast(1, "V2", "Sage", "9"),
            cast(2, "V3", "Slate", "2", date(2026, 11, 28)),
        ]
        await register.ballots.take_in(ballot, "a.csv", votes)
        await register.ballots.settle(ballot)
        assert (await register.ballots.count(ballot)).rejected_by == {LATE: 1}
        await register.ballots.freeze(ballot, [Entry("1", "secure tenant"), Entry("2", "secure tenant")])
        ballot, _ = await register.records.change(Scene(), ballot, {"frozen_on": NOW.date()})
        await register.ballots.settle(ballot)
        found = await register.ballots.count(ballot)
        assert found.rejected_by == {NOT_ON_REGISTER: 1, LATE: 1}
        assert found.eligible == 2
        assert await register.ballots.name_voter(ballot, "1", "X1") == "updated"
        await register.ballots.settle(ballot)
        assert (await register.ballots.count(ballot)).rejected_by == {NOT_ON_REGISTER: 3}, "its refs are others"


async def test_the_register_is_put_right_line_by_line(database: Database) -> None:
    async with database.transaction(NOW) as register:
        ballot = await logged(register)
        await register.ballots.freeze(ballot, [Entry("1", "secure tenant"), Entry("2", "secure tenant")])
        assert await register.ballots.size(ballot) == 2
        given_out = await register.ballots.electors(ballot)
        assert len({one.voter for one in given_out}) == 2
        assert await register.ballots.electors(ballot) == given_out, "a ref is given once"
        assert await register.ballots.has_voter(ballot, given_out[0].voter.lower())
        with pytest.raises(VoterTaken):
            await register.ballots.name_voter(ballot, "2", given_out[0].voter)
        with pytest.raises(VoterTaken):
            await register.ballots.add(ballot, Entry("3", "register"), "left out", given_out[0].voter)
        await register.ballots.add(ballot, Entry("3", "register"), "left out", "V9")
        assert await register.ballots.strike(ballot, given_out[0].voter, "moved out")
        assert not await register.ballots.strike(ballot, given_out[0].voter, "moved out")
        assert not await register.ballots.has_voter(ballot, given_out[0].voter)
        assert await register.ballots.size(ballot) == 2
