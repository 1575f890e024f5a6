"""Ballots from register to result, as people do them: and what nobody is shown on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text as sql

from governance.ballots import Envelope
from governance.homes import Home
from governance.kinds import all_kinds
from governance.record import Record
from handlers.commands import Undo
from handlers.encoding import encode
from handlers.reporting.document import Asked
from handlers.reporting.documents import document_named
from reports.drawing import drawn
from storage.ballots import Ballots, Cast, Elector, StillOpen
from storage.history import Scene
from tests.conversation.conftest import Office

TENURES = (
    *("secure tenant",) * 7,
    "introductory tenant",
    "resident leaseholder",
    "resident leaseholder",
    "non-resident leaseholder",
    "temporary licensee",
)
BALLOT = {
    "title": "Stair doors",
    "status": "Planned",
    "question": "Which colour?",
    "options": "Sage; Slate",
    "sort": "local",
    "eligibility": "tenants and leaseholders of Teasel Point",
    "pass_rule": "simple majority of votes cast",
    "opens": date(2026, 11, 9),
    "closes": date(2026, 11, 27),
}
COLOURS = ("Sage", "Slate")
# What anybody might ask to learn how it stands.
ASKED = (
    "BAL-01",
    "count BAL-01",
    "result of the stair doors ballot",
    "how many have voted in BAL-01 so far",
    "turnout of BAL-01",
    "report ballot BAL-01",
    "why BAL-01",
    "proof BAL-01",
    "forecast BAL-01",
    "links BAL-01",
    "list ballots",
    "find stair doors",
    "find Sage",
    "raid health",
    "/raid",
    "declare the result of BAL-01",
)


@pytest.fixture
async def estate(office: Office) -> Office:
    """Olu is the ballot officer, Sam Patel leads ICT, which is the estate's project; twelve homes, eleven of them in Teasel
    Point; BAL-01 is planned there."""
    await office.says("U1", "/action Something for everybody <@U2> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        people = {person.name: person for person in (await register.people.all()).values()}
        await register.people.save(replace(people["Olu Adeyemi"], role="Ballot Officer", organisation="TMG"))
        [ict] = (await register.workstreams.all()).values()
        await register.workstreams.save(replace(ict, landlord="TMG", lead=people["Sam Patel"].id))
        for number, tenure in enumerate(TENURES, 1):
            block = "Campion Court" if number == 3 else "Teasel Point"
            home = Home(
                f"99{number:02d}", ict.id, f"{number} {block}", block, "ZZ1 1AB", tenure, moved_in=date(2010, 1, 1)
            )
            await register.homes.keep_home(home)
        body = all_kinds()["ballot"].model_validate(BALLOT)
        await register.records.log(Scene(), body, workstream=ict.id)
    return office


def cast(order: int, home: str, choice: str, on: date = date(2026, 11, 20)) -> Cast:
    return Cast(Envelope(order, f"V{order:04d}", home, on, None, bool(choice)), choice, "post")


async def voted(office: Office, votes: Iterable[Cast], file: str = "votes.csv") -> list[str]:
    async with office.app.database.transaction(office.clock.now()) as register:
        ballot = await register.records.get("BAL-01")
        await register.ballots.take_in(ballot, file, list(votes))
        return await register.ballots.settle(ballot)


async def seven_votes(office: Office) -> None:
    """Four valid votes (three Sage, one Slate), one twice, one spoilt, one of nobody on the register."""
    await voted(
        office,
        [
            cast(1, "9901", "Sage"),
            cast(2, "9902", "Sage"),
            cast(3, "9904", "Slate"),
            cast(4, "9905", "Sage"),
            cast(5, "9905", "Slate", date(2026, 11, 21)),
            cast(6, "9906", ""),
            cast(7, "9999", "Slate"),
        ],
    )


async def frozen(office: Office) -> None:
    dm = await office.writes("U1", "freeze the register of BAL-01")
    await dm.last.press("Freeze it")
    await office.settle()


async def closed(office: Office) -> None:
    await office.writes("U1", "BAL-01 open")
    await office.tick("2026-11-28T09:30")
    await office.writes("U1", "close voting in BAL-01")
    assert (await office.record("BAL-01")).status == "Closed"


async def kept(office: Office, *tables: str) -> str:
    """What the database keeps, as text."""
    async with office.app.database.reading(office.clock.now()) as register:
        session = register._session  # what is kept, not what is shown, is in question here
        found = [dict(row._mapping) for table in tables for row in await session.execute(sql(f"SELECT * FROM {table}"))]
    return json.dumps(found, default=str)


async def test_the_register_is_shown_in_numbers_and_frozen_once(estate: Office) -> None:
    dm = await estate.writes("U1", "freeze the register of BAL-01")
    words = dm.last.words
    assert "9 households would be on it" in words
    assert "Secure tenant*\n6" in words or "6" in words
    assert "Teasel Point" in words
    assert not any(f"99{number:02d}" in words for number in range(1, 13))
    assert (await estate.record("BAL-01")).version == 1
    await dm.last.press("Freeze it")
    await estate.settle()
    record = await estate.record("BAL-01")
    assert (record.value("frozen_on"), record.value("eligible_count")) == (date(2026, 11, 23), 9)
    again = await estate.writes("U1", "BAL-01 freeze")
    assert "was frozen on Mon 23 Nov 2026 with 9 on it" in again.last.words
    undone = await estate.writes("U1", "undo")
    assert "I can't undo that" in undone.last.words
    assert "Undo" not in (await estate.writes("U1", "BAL-01")).last.buttons
    changed = await estate.writes("U1", "BAL-01 voters one per household")
    assert "the register of voters is frozen" in changed.last.words


async def test_only_those_who_count_may_freeze_look_up_and_count(estate: Office) -> None:
    await frozen(estate)
    for said in ("freeze the register of BAL-01", "is V0001 on the register of BAL-01", "declare the result of BAL-01"):
        dm = await estate.writes("U2", said)
        assert "are for the ballot officer and the case manager" in dm.last.words, said
    async with estate.app.database.transaction(estate.clock.now()) as register:
        olu = next(one for one in (await register.people.all()).values() if one.name == "Olu Adeyemi")
        await register.people.save(replace(olu, organisation="OAK"))
    dm = await estate.writes("U1", "is V0001 on the register of BAL-01")
    assert "of that landlord alone" in dm.last.words, "another landlord's ballot officer has no business here"


async def test_the_register_is_put_right_with_a_reason_and_nobody_is_named(estate: Office) -> None:
    await frozen(estate)
    dm = await estate.writes("U1", "correct the register of BAL-01")
    await dm.last.press("Correct the register")
    await estate.settle()
    modal = dm.modal.fill(deed="Add a household", uprn="9912", reason="told us on 07700 900123")
    await modal.submit()
    assert "a telephone number" in modal.errors["reason"]
    await modal.fill(reason="on the housing register since 2024", basis="housing register").submit()
    await estate.settle()
    assert "10 voters can vote now" in dm.last.words
    await (await estate.writes("U1", "BAL-01")).last.press("Correct the register")
    await estate.settle()
    await dm.modal.fill(deed="Take a household off", uprn="9901", reason="moved out before the offer").submit()
    await estate.settle()
    assert (await estate.record("BAL-01")).value("eligible_count") == 9
    history = await estate.history("BAL-01")
    assert [event.verb for event in history] == ["log", "freeze register", "correct register", "correct register"]
    assert "housing register since 2024" in history[2].reason
    held = await kept(estate, "event", "notice", "record", "word")
    assert not re.search(r"(?<![0-9a-f.])9912(?![0-9a-f])", held), "neither in a hash nor in a fraction of a second"


async def test_whether_a_voter_is_on_it_is_yes_or_no(estate: Office) -> None:
    await frozen(estate)
    dm = await estate.writes("U1", "is V0001 on the register of BAL-01")
    assert "have no refs yet" in dm.last.words
    async with estate.app.database.transaction(estate.clock.now()) as register:
        ballot = await register.records.get("BAL-01")
        assert await register.ballots.name_voter(ballot, "9901", "V0001") == "updated"
        assert await register.ballots.name_voter(ballot, "9912", "V0012") is None, "not on it"
    dm = await estate.writes("U1", "is V0001 on the register of BAL-01")
    assert dm.last.words == "V0001 is on the register of BAL-01."
    channel = await estate.says("U1", "is V0012 on the register of BAL-01")
    assert "V0012 is not on the register" in channel.whisper.text
    assert not any("V0012" in card.words for card in channel.cards)
    assert "look up voter" in [event.verb for event in await estate.history("BAL-01")]
    assert "V0001" not in await kept(estate, "event", "notice")


async def _answers(office: Office) -> list[str]:
    """What everybody is told who asks in every way that there is, in private and in company."""
    told: list[str] = []
    for said in ASKED:
        dm = await office.writes("U1", said)
        whispers, cards = len(office.channel("U2").whispers), len(office.channel("U2").cards)
        channel = await office.says("U2", said)
        told += [dm.last.words, dm.last.text]
        told += [card.words for card in (*channel.whispers[whispers:], *channel.cards[cards:])]
    return told


@pytest.mark.parametrize("status", ["Planned", "Open"])
async def test_before_it_closes_nobody_can_tell_whether_anybody_voted(estate: Office, status: str) -> None:
    await frozen(estate)
    if status == "Open":
        await estate.writes("U1", "BAL-01 open")
    before = await _answers(estate)
    await seven_votes(estate)
    after = await _answers(estate)
    assert len(before) == len(after)
    assert _without_times(before) == _without_times(after), "with seven votes or none, the same is said"
    assert not any(colour in line for line in after for colour in ("Sage 3", "3 Sage", "75.0"))
    async with estate.app.database.reading(estate.clock.now()) as register:
        ballot = await register.records.get("BAL-01")
        with pytest.raises(StillOpen):
            await register.ballots.count(ballot)


def _without_times(told: list[str]) -> list[str]:
    """What was said, but for how many messages were sent about it: asking sends some."""
    return [line for line in told if "messages:" not in line and "message:" not in line]


async def test_closing_waits_for_the_hour_that_people_were_told(estate: Office) -> None:
    await frozen(estate)
    await estate.writes("U1", "BAL-01 open")
    dm = await estate.writes("U1", "BAL-01 close")
    assert "can vote until the end of Fri 27 Nov 2026" in dm.last.words
    assert (await estate.record("BAL-01")).status == "Open"


async def test_after_it_closed_those_who_count_see_it_and_nobody_else(estate: Office) -> None:
    await frozen(estate)
    await seven_votes(estate)
    await closed(estate)
    dm = await estate.writes("U1", "count BAL-01")
    words = dm.last.words
    assert "44.4 % (4 valid votes of 9 voters on the register)" in words
    assert "3 (1 not on the register; 1 spoilt; 1 second vote of the same household)" in words
    assert "3 (75.0 %)" in words
    assert "Sage: 3 of 4 votes" in words or "Sage" in words
    for said in ASKED:
        other = await estate.writes("U2", said)
        assert "75.0" not in other.last.words
        assert "44.4" not in other.last.words
    channel = await estate.says("U1", "count BAL-01")
    assert "75.0 %" in channel.whisper.words
    assert not any("75.0" in card.words for card in channel.cards)
    everything = await kept(estate, "event", "notice", "record", "word", "question", "card")
    assert "75.0" not in everything
    assert not re.search(r"(?<!:)44\.4", everything), "what was counted is kept nowhere that others read"
    assert [event.verb for event in await estate.history("BAL-01")].count("count") == 2


async def test_declared_it_is_everybodys_and_who_voted_how_is_gone(estate: Office) -> None:
    await frozen(estate)
    await seven_votes(estate)
    await closed(estate)
    dm = await estate.writes("U1", "declare the result of BAL-01")
    assert (await estate.record("BAL-01")).status == "Closed", "first the count is shown"
    await dm.last.press("Declare this result")
    await estate.settle()
    record = await estate.record("BAL-01")
    assert (record.status, record.value("declared_on")) == ("Result declared", date(2026, 11, 28))
    assert record.value("result").startswith("Sage 3, Slate 1. Sage: 3 of 4 votes, 75.0 %.")
    other = await estate.writes("U2", "result of the stair doors ballot")
    assert "75.0 %" in other.last.words
    assert "For residents: Stair doors. We asked: “Which colour?” 4 of the 9 voters" in other.last.words
    channel = await estate.says("U2", "BAL-01")
    assert "75.0 %" in channel.cards[-1].words
    votes = json.loads(await kept(estate, "vote"))
    assert len(votes) == 7
    assert all(vote["slip"] is None for vote in votes)
    assert json.loads(await kept(estate, "slip")) == []
    assert not any(colour in json.dumps(votes) for colour in COLOURS)
    assert (
        await voted_again(estate) == "The result of BAL-01 has been declared, so its votes stay as they were counted."
    )


async def test_a_result_that_was_declared_stays(estate: Office) -> None:
    await frozen(estate)
    await seven_votes(estate)
    await closed(estate)
    dm = await estate.writes("U1", "declare the result of BAL-01")
    await dm.last.press("Declare this result")
    await estate.settle()
    card = (await estate.writes("U1", "BAL-01")).last
    assert "Undo" not in card.buttons
    await estate.writes("U1", "undo")
    assert "declare the result of a ballot, and I can't undo that" in estate.dm("U1").last.words
    for change in [line for line in await estate.history("BAL-01") if line.version is not None][:-1]:
        await card.press_with("Edit", encode(Undo(change.id)))
        await estate.settle()
    assert (await estate.record("BAL-01")).status == "Result declared"


async def voted_again(office: Office) -> str:
    async with office.app.database.reading(office.clock.now()) as register:
        ballot = await register.records.get("BAL-01")
        try:
            await register.ballots.take_in(ballot, "more.csv", [cast(1, "9907", "Slate")])
        except Exception as refused:
            return str(refused).partition(" Nothing")[0]
    return "taken"


async def test_the_project_manager_hears_before_the_public(estate: Office) -> None:
    await frozen(estate)
    await seven_votes(estate)
    await closed(estate)
    await estate.tick("2026-11-30T10:00")
    dm = await estate.writes("U1", "declare the result of BAL-01")
    await dm.last.press("Declare this result")
    await estate.settle()
    early = await estate.writes("U1", "BAL-01 published")
    assert "the project manager hears of the result before the public does" in early.last.words
    await estate.writes("U1", "report BAL-01 to the project manager")
    told = [card.words for card in estate.dm("U2").cards]
    assert any("The result of BAL-01 Stair doors: Sage 3, Slate 1." in words for words in told)
    record = await estate.record("BAL-01")
    assert record.value("reported_on") == date(2026, 11, 30)
    async with estate.app.database.reading(estate.clock.now()) as register:
        owed = [notice for notice in await register.outbox.of_ref("BAL-01") if notice.rule == "document"]
        assert [(notice.person, notice.payload["document"]) for notice in owed] == [
            (record.value("project_manager"), "ballot")
        ]
        paper = await document_named("ballot").drawn_up(Asked(register, record))
    assert drawn(paper).content.startswith(b"%PDF")
    assert paper.values["chart"] == "Bar chart of 4 valid votes: Sage 3 votes, 75.0 %; Slate 1 vote, 25.0 %."
    await estate.writes("U1", "BAL-01 published")
    record = await estate.record("BAL-01")
    assert (record.status, record.value("published_on"), record.is_open) == ("Published", date(2026, 11, 30), False)


async def test_a_gla_ballot_may_not_close_early_and_a_local_one_is_warned(estate: Office) -> None:
    await estate.writes("U1", "/ballot Regeneration, opens 11/1/27, closes 29/1/27, GLA")
    assert "Mon 1 Feb 2027 at the earliest" in estate.dm("U1").whisper.text
    assert "ballot.earliest_close" in estate.dm("U1").whisper.text
    assert len([record for record in await estate.records() if record.kind.name == "ballot"]) == 1
    dm = await estate.writes("U1", "/ballot Colours, opens 11/1/27, closes 29/1/27, local")
    assert "runs for less than the 21 days that a GLA ballot must" in dm.last.words
    refused = await estate.writes("U1", "BAL-02 sort GLA")
    assert "Mon 1 Feb 2027 at the earliest" in refused.last.words


async def test_a_gla_ballot_opens_with_its_register_and_its_independent_body(estate: Office) -> None:
    await estate.writes("U1", "/ballot Regeneration, opens 30/11, closes 4/1/27, GLA")
    record = await _newest(estate)
    dm = await estate.writes("U1", f"{record.ref} open")
    assert "does not open without: question, answers, independent body, register frozen on" in dm.last.words


async def _newest(office: Office) -> Record:
    return max((one for one in await office.records() if one.kind.name == "ballot"), key=lambda one: one.id)


async def test_the_clock_reminds_before_it_opens_and_until_it_is_published(estate: Office) -> None:
    await estate.writes("U1", "BAL-01 owner me")
    record = await estate.record("BAL-01")
    assert record.due == date(2026, 11, 9)
    await frozen(estate)
    await seven_votes(estate)
    await estate.writes("U1", "BAL-01 open")
    assert (await estate.record("BAL-01")).due == date(2026, 11, 27)
    await estate.tick("2026-11-27T09:15")
    assert any("BAL-01" in card.words and "closing due today" in card.words for card in estate.dm("U1").cards)
    await estate.tick("2026-11-30T09:30")
    await estate.writes("U1", "BAL-01 close")
    assert (await estate.record("BAL-01")).due == date(2026, 12, 1)
    why = await estate.writes("U1", "why BAL-01")
    assert "Ballot: result declared" in why.last.words
    assert (await estate.record("BAL-01")).times_rescheduled == 0, "the next step's day is no re-dating"


async def test_a_ballot_without_a_project_says_so(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        olu = next(iter((await register.people.all()).values()))
        await register.people.save(replace(olu, role="Ballot Officer"))
        body = all_kinds()["ballot"].model_validate(BALLOT)
        await register.records.log(Scene(), body, workstream=None)
    dm = await office.writes("U1", "freeze the register of BAL-01")
    assert "no homes that could vote" in dm.last.words


def test_no_method_of_the_store_gives_a_voter_and_a_choice() -> None:
    given: dict[str, Any] = {
        name: method.__annotations__.get("return", "")
        for name, method in vars(Ballots).items()
        if callable(method) and not name.startswith("_")
    }
    assert set(given) == {
        "freeze", "size", "has_voter", "knows_refs", "add", "strike", "name_voter", "electors", "take_in", "settle", "of_file",
        "count", "seal",
    }  # fmt: skip
    assert not any("Cast" in str(back) or "Slip" in str(back) or "Vote" in str(back) for back in given.values())
    assert "choice" not in Elector.__dataclass_fields__
    assert "choice" not in Envelope.__dataclass_fields__
