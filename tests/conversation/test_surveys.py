"""Surveys in chat: by group, side by side, what people said, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from governance.homes import Home, Resident
from governance.kinds import all_kinds
from governance.surveys import Answered
from handlers.reporting.document import Asked
from handlers.reporting.documents import document_named
from reports.drawing import drawn
from storage.history import Scene
from tests.conversation.conftest import Office

GOOD, BAD = "Very satisfied", "Fairly dissatisfied"
COMMENTS = (
    *("Too noisy",) * 8,
    *("Zebedee Quagmire at flat 12 has asthma and the dust was bad",) * 6,
    *("Far too expensive, ring me on 07700 900123",) * 2,
    *('=HYPERLINK("http://bad.example","click")',) * 5,
)


def answered(number: int, tenure: str, *said: str) -> Answered:
    comment = COMMENTS[number] if number < len(COMMENTS) else ""
    method = "phone" if number % 2 else "paper"
    return Answered(f"{number:03d}", f"9{number:03d}", None, said, tenure, method, comment)


@pytest.fixture
async def surveyed(office: Office) -> Office:
    """SUR-01, windows: forty tenants and forty leaseholders, three licensees, in two blocks. SUR-02, doors: thirty tenants."""
    await office.says("U1", "/action Something for everybody <@U2> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        kind = all_kinds()["survey"]
        first = {
            "title": "Windows: after works",
            "status": "Closed",
            "population": 100,
            "questions": "Quality | Kept informed",
        }
        other = {"title": "Door entry", "status": "Closed", "population": 60, "questions": "Overall | Kept informed"}
        windows = await register.records.log(Scene(), kind.model_validate(first), workstream="WS01")
        doors = await register.records.log(Scene(), kind.model_validate(other), workstream="WS01")
        for number in range(83):
            tenure = "secure tenant" if number < 40 else "leaseholder" if number < 80 else "licensee"
            said = (GOOD if number % 40 < 30 else BAD, GOOD if number < 40 else BAD)
            await register.surveys.keep(windows, answered(number, tenure, *said))
            block = "Teasel Point" if number % 2 else "Campion Court"
            await register.homes.keep_home(Home(f"9{number:03d}", None, f"{number} {block}", block, tenure=tenure))
        for number in range(30):
            await register.surveys.keep(doors, Answered(str(number), str(number), None, (GOOD, GOOD), "secure tenant"))
        await register.homes.keep_resident(Resident("RES1", "9001", "Zebedee Quagmire"))
    return office


async def test_by_tenure_a_small_group_and_whatever_gives_it_away_are_not_shown(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "survey results windows by tenure")
    words = channel.cards[-1].words
    assert words.count("not shown: it is small, or would give a small group away") == 4
    assert "75.0 % satisfied (30 of 40" in words
    assert "All together" in words
    await channel.cards[-1].press("All of them together")
    await surveyed.settle()
    assert "Quality" in channel.whisper.words


async def test_by_block_through_the_homes(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "SUR-01 results by block")
    words = channel.cards[-1].words
    assert "Campion Court" in words
    assert "Teasel Point" in words
    channel = await surveyed.says("U1", "SUR-02 results by block")
    assert "nobody can say which block" in channel.cards[-1].words


async def test_two_surveys_side_by_side(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "compare SUR-01 and SUR-02")
    words = channel.cards[-1].words
    assert "Kept informed" in words
    assert "higher in SUR-02 than in SUR-01; the ranges do not overlap" in words
    assert "Only SUR-01 asked: Quality." in words
    assert "a difference says nothing about its cause" in words
    assert " up" not in words.casefold()


async def test_two_groups_side_by_side(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "compare Teasel Point and Campion Court in the windows survey")
    words = channel.cards[-1].words
    assert "the ranges overlap, so no difference can be told" in words
    channel = await surveyed.says("U1", "compare tenants and leaseholders in SUR-01")
    assert "not shown: one of them is small" in channel.cards[-1].words
    channel = await surveyed.says("U1", "compare elves and dwarves in SUR-01")
    assert "I can't find “elves” and “dwarves”" in channel.whisper.text


async def test_what_people_said_is_redacted_and_few_are_only_named(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "what did people say about windows")
    words = channel.cards[-1].words
    assert "8 people" in words
    assert "“Too noisy”" in words
    assert "[name] at [home] has [health] and the dust was bad" in words
    assert "Fewer than 5 people each spoke of: cost" in words
    for secret in ("Quagmire", "flat 12", "asthma", "07700", "bad.example", "expensive"):
        assert secret not in words
    refused = await surveyed.says("U1", "comments about cost in SUR-01")
    assert "Fewer than five people spoke of “cost”" in refused.whisper.text


async def test_an_officer_says_what_a_comment_is_about(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "comments about noise in the windows survey")
    await channel.cards[-1].press("Other themes")
    await surveyed.settle()
    modal = channel.modal
    assert "Too noisy" in modal.words
    assert modal.value("themes") == ["noise"]
    await modal.fill(themes=["Safety and security"], own="night working").submit()
    await surveyed.settle()
    assert "is about safety and security, night working now" in channel.whisper.text
    after = await surveyed.says("U1", "what did people say in SUR-01")
    words = after.cards[-1].words
    assert "Night working" in words
    assert "*Noise*" not in words
    [event] = [one for one in await surveyed.history("SUR-01") if one.verb == "sort comments"]
    assert event.after == {"themes": ["safety and security", "night working"]}
    undone = await surveyed.says("U1", "/chivvy undo")
    assert "say what comments are about" in undone.whisper.text


async def test_a_theme_of_ones_own_names_nobody(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "comments about noise in the windows survey")
    await channel.cards[-1].press("Other themes")
    await surveyed.settle()
    await channel.modal.fill(own="Mrs Bell at flat 3").submit()
    await surveyed.settle()
    assert [one.verb for one in await surveyed.history("SUR-01")] == ["log"]


async def test_those_who_handle_cases_read_what_few_said_alone(surveyed: Office) -> None:
    async with surveyed.app.database.transaction(surveyed.clock.now()) as register:
        sam = next(one for one in (await register.people.all()).values() if one.name == "Sam Patel")
        await register.people.save(replace(sam, role="Resident Liaison Officer"))
    dm = await surveyed.writes("U2", "comments about cost in SUR-01")
    assert "Far too expensive, ring me on [telephone number]" in dm.last.words
    assert "only you see this" in dm.last.words
    channel = await surveyed.says("U2", "comments about cost in SUR-01")
    assert "Far too expensive" in channel.whisper.words
    assert not any("expensive" in card.words for card in channel.cards)


async def test_a_theme_becomes_an_action_and_the_report_says_who_and_when(surveyed: Office) -> None:
    channel = await surveyed.says("U1", "comments about noise in the windows survey")
    await channel.cards[-1].press("Add an action")
    await surveyed.settle()
    modal = channel.modal
    assert modal.value("title") == "Noise: "
    await modal.fill(title="Noise: no drilling before 9", owner="Sam Patel", due="2026-12-04").submit()
    await surveyed.settle()
    async with surveyed.app.database.reading(surveyed.clock.now()) as register:
        await register.calendar()
        record = await register.records.get("SUR-01")
        paper = await document_named("findings").drawn_up(Asked(register, record))
    [change] = paper.values["changes"]
    assert change[0].startswith("Noise: no drilling before 9 (A-")
    assert change[1:3] == ["Sam Patel", "Fri 4 Dec 2026"]
    assert drawn(paper).content.startswith(b"%PDF")


async def test_the_report_holds_nothing_that_few_said_and_nobody_s_name(surveyed: Office) -> None:
    async with surveyed.app.database.reading(surveyed.clock.now()) as register:
        record = await register.records.get("SUR-01")
        paper = await document_named("findings").drawn_up(Asked(register, record))
    values: dict[str, Any] = dict(paper.values)
    told = json.dumps(values, ensure_ascii=False)
    for secret in ("Quagmire", "flat 12", "asthma", "07700", "bad.example", "expensive"):
        assert secret not in told
    assert "=HYPERLINK" in told, "a formula is a text"
    assert [line[0] for line in values["table"]] == ["Quality", "Kept informed"]
    assert "Noise 8 people" in values["themes_chart"] or "noise 8 people" in values["themes_chart"]
    [tenure] = [group for group in values["groups"] if group["by"] == "tenure"]
    assert [line[1:] for line in tenure["lines"]].count("not shown") == 0
    assert all(line.count("not shown") == 2 for line in tenure["lines"])


async def test_before_answers_came_there_are_no_findings(office: Office) -> None:
    await office.says("U1", "/survey Lifts: after works, population 20, opened today")
    channel = await office.says("U1", "findings SUR-01")
    assert "No answers to SUR-01 have been imported yet" in channel.whisper.text
    channel = await office.says("U1", "comments in SUR-01")
    assert "nobody wrote one" in channel.whisper.text
