"""What is in doubt is asked, kept in the database, and answered by a button or a few words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from bot.app import App
from tests.conversation.conftest import Office


async def test_doubts_are_asked_one_at_a_time_and_nothing_is_saved_before(office: Office) -> None:
    channel = await office.says("U1", "/action Order dust sheets by Nov 26")
    assert channel.whisper.text == "Who owns this?"
    await channel.whisper.press("Me")
    await office.settle()
    assert "26 Nov 2026" in channel.whisper.text
    assert await office.records() == []
    await channel.whisper.press("Thu 26 Nov 2026")
    await office.settle()
    [record] = await office.records()
    assert (record.title, record.owner, str(record.due)) == ("Order dust sheets", "P001", "2026-11-26")


async def test_two_people_of_one_name(office: Office) -> None:
    chat = await office.writes("U1", "action Sam: send the inventory by Friday")
    assert chat.last.text == "Which Sam do you mean?"
    assert chat.last.buttons[:2] == ["Sam Okoro (ICT)", "Sam Patel (ICT)"]
    await chat.last.press("Sam Patel (ICT)")
    await office.settle()
    assert (await office.record("A-001")).owner == "P003"


async def test_answers_may_be_typed(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Nov 26")
    await office.writes("U1", "me")
    chat = await office.writes("U1", "30/11")
    record = await office.record("A-001")
    assert (record.owner, str(record.due)) == ("P001", "2026-11-30")
    assert "A-001" in chat.last.text


async def test_an_answer_that_means_nothing_is_asked_again(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Friday")
    chat = await office.writes("U1", "zzyzx")
    assert "I don't know anybody called zzyzx." in chat.last.text
    assert await office.records() == []


async def test_somebody_else_is_asked_by_name(office: Office) -> None:
    chat = await office.writes("U1", "action Order dust sheets by Friday")
    await chat.last.press("Somebody else…")
    await office.settle()
    assert chat.last.text == "Who should it be? Type a name, or mention them."
    await office.writes("U1", "Sam Okoro")
    assert (await office.record("A-001")).owner == "P002"


async def test_cancel_drops_it(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Friday")
    chat = await office.writes("U1", "cancel")
    assert chat.last.text == "Cancelled. Nothing was saved."
    assert await office.records() == []


async def test_a_question_survives_a_restart(office: Office) -> None:
    chat = await office.writes("U1", "action Order dust sheets by Friday")
    reborn = App(office.app.settings, office.clock)
    await reborn.start(by_itself=False)
    try:
        office.app.conversation = reborn.conversation
        await chat.last.press("Me")
        await office.settle()
    finally:
        await reborn.stop()
    assert (await office.record("A-001")).owner == "P001"


async def test_a_question_is_answered_once_and_by_the_one_who_was_asked(office: Office) -> None:
    channel = office.channel("U1")
    await office.says("U1", "action Order dust sheets by Friday")
    question = channel.cards[-1]
    assert question.text == "Who owns this?"
    await question.by("U2").press("Me")
    await office.settle()
    assert "I asked Olu Adeyemi that" in office.channel("U2").whisper.text
    stale = replace(question, message=deepcopy(question.message))
    for _ in range(2):
        await stale.press("Me")
        await office.settle()
    assert channel.cards[-2].text == "Thank you, that is done: Order dust sheets."
    assert "answered or dropped already" in channel.whisper.text
    assert len(await office.records()) == 1


async def test_several_things_at_once_are_confirmed_together(office: Office) -> None:
    chat = await office.writes(
        "U1", "actions: 1) Sam Patel - supplier letter Weds 2) Sam Okoro - board pack 4/12 3) me - RAID tidy EOM"
    )
    assert "I understood 3 things" in chat.last.words
    await chat.last.press("Save all 3")
    await office.settle()
    found = {each.title: (each.owner, str(each.due)) for each in await office.records()}
    assert found == {
        "Supplier letter": ("P003", "2026-11-25"),
        "Board pack": ("P002", "2026-12-04"),
        "RAID tidy": ("P001", "2026-11-30"),
    }


async def test_what_is_not_understood_gets_the_nearest_suggestion_and_an_example(office: Office) -> None:
    chat = await office.writes("U1", "lsit overdeu")
    said = chat.whispers[-1] if chat.whispers else chat.last
    assert "I didn't understand" in said.text
    assert "list overdue" in said.words


async def test_chatter_gets_no_answer(office: Office) -> None:
    chat = await office.writes("U1", "thanks, have a good evening")
    assert chat.cards == []
    assert chat.whispers == []


async def test_a_second_question_says_that_the_first_is_dropped(office: Office) -> None:
    await office.writes("U1", "action Order dust sheets by Friday")
    chat = await office.writes("U1", "action Order ladders by Friday")
    assert "I have dropped my earlier question" in chat.last.words


async def test_in_a_channel_the_answer_is_typed_after_the_bots_name(office: Office) -> None:
    channel = await office.says("U1", "/action Order dust sheets by Friday")
    assert "mention me and type the answer" in channel.whisper.words
    await office.says("U1", "Sam Okoro")
    assert (await office.record("A-001")).owner == "P002"
    await office.says("U1", "/action Order ladders by Friday")
    await office.says("U1", "/chivvy Sam Patel")
    assert (await office.record("A-002")).owner == "P003"


async def test_somebody_else_is_chosen_from_a_list(office: Office) -> None:
    channel = await office.says("U1", "/action Order dust sheets by Friday")
    await channel.whisper.press("Somebody else…")
    await office.settle()
    await channel.whisper.choose("Sam Okoro")
    await office.settle()
    assert (await office.record("A-001")).owner == "P002"


async def test_one_answer_does_for_all_that_nobody_owns(office: Office) -> None:
    chat = await office.writes("U1", "actions: 1) supplier letter by 25/11 2) board pack by 4/12 3) RAID tidy by 30/11")
    assert chat.last.text == "Who owns these three?"
    assert all(title in chat.last.words for title in ("upplier letter", "oard pack", "RAID tidy"))
    await chat.last.press("Me")
    await office.settle()
    assert "I understood 3 things" in chat.last.words
    await chat.last.press("Save all 3")
    await office.settle()
    assert {record.owner for record in await office.records()} == {"P001"}


async def test_what_is_not_all_one_persons_is_asked_one_by_one(office: Office) -> None:
    chat = await office.writes("U1", "actions: 1) supplier letter by 25/11 2) board pack by 4/12")
    await office.writes("U1", "zzyzx")
    assert "I don't know anybody called zzyzx." in chat.last.text
    await chat.last.press("Ask one by one")
    await office.settle()
    assert "upplier letter" in chat.last.text
    await office.writes("U1", "Sam Okoro")
    assert "oard pack" in chat.last.text
    await office.writes("U1", "me")
    await chat.last.press("Save all 2")
    await office.settle()
    assert {record.title.lower(): record.owner for record in await office.records()} == {
        "supplier letter": "P002",
        "board pack": "P001",
    }
