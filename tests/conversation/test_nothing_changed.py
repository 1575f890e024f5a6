"""What changes nothing leaves no trace that could be undone, and what only adds words counts as looking after a record."""

from __future__ import annotations

from handlers.commands import CheckHealth, Escalate, Find
from handlers.encoding import encode
from tests.conversation.conftest import Office
from tests.conversation.register import log


async def test_a_change_to_what_it_is_already_is_not_what_undo_takes_back(office: Office) -> None:
    await office.says("U1", "/action Order dust sheets <@U1> by 27/11")
    await office.says("U1", "A-001 due 4/12")
    before = await office.record("A-001")
    channel = await office.says("U1", "A-001 due 4/12")
    assert "is like that already" in channel.last.text
    assert await office.record("A-001") == before
    await office.says("U1", "undo")
    assert str((await office.record("A-001")).due) == "2026-11-27"


async def test_a_note_is_an_update_without_a_new_version(office: Office) -> None:
    await office.says("U1", "/action Order dust sheets <@U1> by 31/3")
    before = await office.record("A-001")
    await office.tick("2027-01-11T10:00")
    assert "H03" in (await office.writes("U1", "health")).last.words
    await office.writes("U1", "A-001 note rang the supplier")
    after = await office.record("A-001")
    assert after.updated_at > before.updated_at
    assert after.version == before.version
    assert "H03" not in (await office.writes("U1", "health")).last.words


async def test_what_has_no_state_for_it_is_handed_up_as_often_as_it_is_asked(office: Office) -> None:
    await office.says("U1", "/action Order dust sheets <@U2> by 27/11")
    card = office.channel("U2").last.by("U2")
    for reason in ("no answer", "still no answer"):
        await card.press_with("Edit", encode(Escalate("A-001", "Workstream Lead", reason)))
        await office.settle()
        assert f"Because: {reason}" in office.dm("U1").last.words
    channel = await office.says("U2", "undo")
    assert "I can't undo that" in channel.whisper.text
    assert not (await office.record("A-001")).withdrawn


async def test_pages_that_there_are_not_and_rules_that_nobody_knows(office: Office) -> None:
    await office.says("U1", "/action Order dust sheets <@U1> by 27/11")
    channel = office.channel("U1")
    card = channel.last
    for page in (-3, 10**30):
        await card.press_with("Edit", encode(Find(page=page)))
        await office.settle()
        assert "1 open record" in channel.whisper.text
    await card.press_with("Edit", encode(CheckHealth(rule="H99")))
    await office.settle()
    assert "I can't read that button" in channel.whisper.text


async def test_a_long_search_still_fits_on_its_buttons(office: Office) -> None:
    for number in range(12):
        await log(office, "action", {"title": f"Bridge {number}", "owner": "P001"})
    chat = await office.writes("U1", "list actions")
    await chat.last.press_with("Next", encode(Find(text="bridge " * 900)))
    await office.settle()
    assert "12 open records" in chat.last.text
    await chat.last.press("Next")
    await office.settle()
    assert "Page 2 of 2" in chat.last.words


async def test_a_worklist_shows_the_first_and_counts_the_rest(office: Office) -> None:
    for number in range(1, 9):
        await log(office, "action", {"title": f"Late {number}", "owner": "P001", "due": "2026-11-20"})
        await log(office, "action", {"title": f"Later {number}", "owner": "P001", "due": "2027-02-01"})
    await log(office, "action", {"title": "No date", "owner": "P001"})
    chat = await office.writes("U1", "my list")
    words = chat.last.words
    assert words.splitlines()[0].endswith("Your work: 17 open items")
    assert "Overdue (8)" in words
    assert "Later (8)" in words
    assert "No date" not in words
    assert "Show all 17" in chat.last.buttons
