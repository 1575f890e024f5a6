"""A project's communication strategy: its plan with what is next, late and missing; its lines, also by two people at once; what
they make."""

from __future__ import annotations

import pytest

from governance.kinds.strategy import Strategy
from handlers.commands import Change, ChangeLine, PlanNext
from handlers.encoding import encode
from tests.conversation.conftest import Office
from tests.conversation.estate import with_estate
from tests.fakes.slack_chat import Chat

HERE = "C2"


@pytest.fixture
async def project(office: Office) -> Office:
    """Larkspur with a strategy of two lines."""
    await with_estate(office)
    await says(office, "/strategy Larkspur works: communication strategy, owner <@U1>")
    await says(office, "add to the strategy: Larkspur TRA, progress, meeting, monthly, Sam Patel approves")
    await says(office, "add to the strategy: all homes, dates and dust, newsletter, every 6 weeks, Sam Patel approves")
    return office


async def says(office: Office, text: str, user: str = "U1") -> Chat:
    return await office.says(user, text, channel=HERE)


async def lines(office: Office) -> dict[int, str]:
    body = (await office.record("CS-01")).body
    assert isinstance(body, Strategy)
    return {line.number: f"{line.what}, {line.how}" for line in body.standing()}


async def test_without_one_there_is_a_way_to_begin(office: Office) -> None:
    await with_estate(office)
    channel = await says(office, "strategy")
    assert "Larkspur has no communication strategy yet" in channel.cards[-1].words
    await channel.cards[-1].press("Start one")
    await office.settle()
    assert channel.modal.title == "Log a strategy"
    await channel.modal.fill(title="Larkspur works: communication strategy").submit()
    await office.settle()
    assert (await office.record("CS-01")).workstream == "MW-2031"


async def test_a_second_one_is_refused_with_the_way_to_the_first(project: Office) -> None:
    channel = await says(project, "/strategy Another one, owner <@U1>")
    assert "Larkspur Estate major works has a strategy already, CS-01" in channel.whisper.text
    await channel.whisper.press("Show CS-01")
    await project.settle()
    assert "CS-01 Larkspur works" in channel.whisper.words
    await says(project, "/strategy")
    assert "can have one at a time" in channel.whisper.text
    assert len([one for one in await project.records() if one.kind.name == "strategy"]) == 1

    await says(project, "CS-01 ended because the works are done")
    await says(project, "/strategy The next phase, owner <@U1>")
    assert (await project.record("CS-02")).is_open
    await says(project, "CS-01 reopen because they are not")
    assert "has a strategy already, CS-02" in channel.whisper.text
    assert not (await project.record("CS-01")).is_open


async def test_the_plan_says_what_is_next_late_and_missing(project: Office) -> None:
    await says(project, "/communication Letter to Campion Court about scaffold, publish 26/11, owner <@U2>")
    await project.tick("2026-11-27T09:20")
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U2>, approver Sam Patel")
    await says(project, "COM-02 serves line 2")
    channel = await says(project, "strategy")
    words = channel.cards[-1].words
    assert "Draft. 2 lines, 1 planned, 1 late, " in words
    assert (
        "*COM-01* Letter to Campion Court about scaffold, was to go out on Thu 26 Nov. It still lacks an approver"
        in words
    )
    assert "*COM-02* Newsletter 5, Fri 4 Dec" in words
    assert "Larkspur TRA (progress): nothing was sent yet and nothing is planned; it is to be every month" in words
    assert "No block was reached by anything yet" in words
    assert "Bengali: 12 of 48 homes want it, and nothing was provided in it yet" in words
    assert "Spanish" not in words, "three homes are too few to be counted"
    assert "COM-01 Letter to Campion Court about scaffold: it serves no line of the strategy" in words
    assert "*1.* Larkspur TRA: progress. Meeting, every month; Sam Patel approves." in words
    assert "all homes (dates and dust)" not in words, "its next one is planned"


async def test_a_line_makes_the_next_communication_with_what_it_says(project: Office) -> None:
    channel = await says(project, "strategy")
    await channel.cards[-1].press("Plan the next one", nth=1)
    await project.settle()
    record = await project.record("COM-01")
    assert record.title == "Newsletter for all homes: dates and dust"
    assert (record.value("form"), record.value("audience"), record.value("serves")) == (
        "newsletter",
        "all homes",
        "CS-01.2",
    )
    assert record.value("approver") is not None
    assert record.owner == "P001"
    assert record.workstream == "MW-2031"
    await says(project, "plan line 2")
    assert "COM-01 Newsletter for all homes: dates and dust is planned for that line already" in channel.cards[-1].words


async def test_the_next_one_is_planned_for_the_day_that_follows_from_the_last(project: Office) -> None:
    await says(project, "plan line 2")
    await says(project, "COM-01 approved", user="U2")
    await says(project, "COM-01 published on 20/11")
    await says(project, "plan line 2")
    assert str((await project.record("COM-02")).value("publish_on")) == "2026-12-31", "six weeks on is New Year’s Day"


async def test_two_people_add_lines_and_change_different_ones(project: Office) -> None:
    await says(project, "add to the strategy: leaseholders, costs, letter, on 4/12")
    await says(project, "add to the strategy: ward councillors, what is coming, briefing, quarterly", user="U2")
    assert await lines(project) == {
        1: "Larkspur TRA: progress, meeting, every month",
        2: "all homes: dates and dust, newsletter, every six weeks",
        3: "leaseholders: costs, letter, on Fri 4 Dec 2026",
        4: "ward councillors: what is coming, briefing, every three months",
    }
    await says(project, "drop line 3 of the strategy")
    await says(project, "add to the strategy: the MP, what is coming, letter, yearly", user="U2")
    assert sorted(await lines(project)) == [1, 2, 4, 5], "a number is never given out again"


async def test_two_forms_at_once_lose_nobodys_words(project: Office) -> None:
    channel, other = project.channel("U1", HERE), project.channel("U2", HERE)
    plan = (await says(project, "strategy")).cards[-1]
    for who in (plan, plan.by("U2")):
        await who.press("Edit")
        await project.settle()
    mine, theirs = channel.modal, other.modal
    assert mine.title == "Line 1 of CS-01"
    assert mine.value("audience") == "Larkspur TRA"
    await theirs.fill(message="progress and problems").submit()
    await project.settle()
    await mine.fill(channel="walkabout").submit()
    await project.settle()
    assert mine.errors == {}
    assert (await lines(project))[1] == "Larkspur TRA: progress and problems, walkabout, every month"


async def test_the_same_of_the_same_line_is_refused_with_both_named(project: Office) -> None:
    channel, other = project.channel("U1", HERE), project.channel("U2", HERE)
    plan = (await says(project, "strategy")).cards[-1]
    for who in (plan, plan.by("U2")):
        await who.press("Edit")
        await project.settle()
    mine, theirs = channel.modal, other.modal
    await theirs.fill(message="progress and problems").submit()
    await project.settle()
    await mine.fill(message="dates").submit()
    [error] = mine.errors.values()
    assert "Sam Patel changed line 1 of CS-01 just before you: message: progress and problems" in error
    assert "message: dates" in error
    assert (await lines(project))[1] == "Larkspur TRA: progress and problems, meeting, every month"


async def test_a_line_is_changed_by_its_number_and_taken_back(project: Office) -> None:
    channel = await says(project, "CS-01.1 every 2 weeks")
    assert "Line 1 of CS-01 is now: Larkspur TRA: progress, meeting, every two weeks." in channel.cards[-1].words
    await channel.cards[-1].press("Undo")
    await project.settle()
    assert (await lines(project))[1] == "Larkspur TRA: progress, meeting, every month"
    await says(project, "CS-01.9 monthly")
    assert "CS-01 has no line 9" in channel.whisper.text


async def test_who_approves_and_is_not_known_is_asked_about(project: Office) -> None:
    channel = await says(project, "add to the strategy: the MP, what is coming, letter, yearly, Vera approves")
    assert "I don't know anybody called Vera. Who do you mean?" in channel.cards[-1].words
    await says(project, "Sam Patel")
    body = (await project.record("CS-01")).body
    assert isinstance(body, Strategy)
    line = body.line(3)
    assert line is not None
    assert line.approver == "P003"


async def test_what_comes_back_from_a_button_is_checked(project: Office) -> None:
    channel = project.channel("U1", HERE)
    card = next(card for card in channel.cards if card.words.startswith("CS-01"))
    for forged in (ChangeLine("CS-01", 1, {"approver": "P999"}), ChangeLine("CS-01", 1, {"every": "hourly"})):
        await card.press_with("Edit", encode(forged))
        await project.settle()
        assert "I couldn't save that" in channel.whisper.text
    await card.press_with("Edit", encode(PlanNext("CS-01", 77)))
    await project.settle()
    assert "has no line 77" in channel.whisper.text
    await card.press_with("Edit", encode(Change("CS-01", {"lines": []})))
    await project.settle()
    assert "can't be set like that" in channel.whisper.text
    assert sorted(await lines(project)) == [1, 2]


async def test_strangers_and_guests_change_nothing(project: Office) -> None:
    channel = await project.writes("U9", "add to the strategy for Larkspur: everybody, gossip, poster, weekly")
    assert "I don't know you in this programme yet" in channel.last.words
    assert sorted(await lines(project)) == [1, 2]
