"""Pressed buttons, dialogs, searches and "Log as …": what Teams asks and waits for."""

from __future__ import annotations

import asyncio

import pytest

from bot.teams import invokes
from bot.teams.bot import CHOOSE_FIRST
from handlers.cards import Button, Buttons, Card, Heading, Option, Para, Who, button, choice, say
from handlers.commands import Move, OpenForm, Show
from handlers.encoding import decode
from handlers.forms.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Captured, Pressed, Said, Searched, Submitted, Turn
from tests.fakes.teams import Dialog, Teams, Unanswered
from tests.teams.conftest import House

PEOPLE = (Option("P001", "Olu Adeyemi"), Option("P002", "Sam Patel"))
FORM = Form(
    "Log an action",
    '{"form":"log"}',
    (
        Field("title", "What needs doing", "line", required=True, max_length=200),
        Field("owner", "Owner", "person", options=PEOPLE),
        Field("supporters", "Supporters", "people", options=PEOPLE, value=("P001",)),
        Field("due", "Due", "date"),
        Field("due_time", "Time", "time"),
        Field("percent", "Progress", "number"),
        Field("quiet", "Keep it quiet", "flag"),
        Field("details", "Details", "text"),
    ),
    submit="Log it",
)
DONE = Card(
    "A-001", (Heading("A-001"), Buttons((button("Done", Move("A-001", "Complete")),))), record="A-001", version=1
)
EDIT = Card("A-001", (Buttons((button("Edit", OpenForm("edit", ref="A-001")),)),), record="A-001")


async def test_press(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=DONE)
    card = await teams.user("Olu Adeyemi").in_channel("ICT").say("A-001")
    assert card is not None
    house.answering = lambda turn: Reply(face=Card("Complete", (Para(("All ", Who("P1", "Sam Patel"), " did.")),)))

    assert await card.press("Done") == "All Sam Patel did."

    assert isinstance(house.last.deed, Pressed)
    assert decode(house.last.deed.data) == Move("A-001", "Complete")
    assert house.last.where.message == card.id
    house.answering = lambda turn: Reply(whisper=say("That is not yours."))
    assert await card.press("Done") == "That is not yours."
    house.answering = lambda turn: Reply()
    assert await card.press("Done") == invokes.THANKS


async def test_a_whisper_with_buttons_is_an_answer_in_the_place(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=DONE)
    chat = teams.user("Olu Adeyemi").in_channel("ICT")
    card = await chat.say("A-001")
    assert card is not None

    await card.press("Done")

    assert len(chat.messages) == 2
    assert chat.last.buttons == ["Done"]


async def test_choose_from_a_list(teams: Teams, house: House) -> None:
    options = (Option("A-001", "the first"), Option("A-002", "the second"))
    which = choice("Which one?", options, Show(""), "ref")
    house.answering = lambda turn: Reply(whisper=Card("Which?", (which,)))
    card = await teams.user("Olu Adeyemi").in_dm().say("show")
    assert card is not None

    assert await card.press("Choose") == CHOOSE_FIRST
    await card.press("Choose", chosen="A-002")

    assert house.last.deed == Pressed(which.data, "A-002")


async def test_dialog(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=EDIT)
    card = await teams.user("Olu Adeyemi").in_channel("ICT", thread="1699").say("A-001")
    assert card is not None
    house.answering = lambda turn: Reply(form=FORM)
    dialog = await card.press("Edit")
    assert isinstance(dialog, Dialog)
    with pytest.raises(Unanswered, match="title"):
        await dialog.submit()
    dialog.fill(title="  Book it ", supporters="P001,P002", due="2026-11-27", quiet="true")

    house.answering = lambda turn: Reply(whisper=say("Saved A-001."))
    assert await dialog.submit() == "Saved A-001."

    sent = house.last.deed
    assert isinstance(sent, Submitted)
    assert sent.token == FORM.token
    assert sent.values == {
        "title": "Book it",
        "owner": None,
        "supporters": ["P001", "P002"],
        "due": "2026-11-27",
        "due_time": None,
        "percent": None,
        "quiet": "true",
        "details": None,
    }
    assert (house.last.where.thread, house.last.where.message) == ("1699", card.id)


async def test_a_refused_dialog_keeps_what_was_typed(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=EDIT)
    card = await teams.user("Olu Adeyemi").in_dm().say("A-001")
    assert card is not None
    house.answering = lambda turn: Reply(form=FORM)
    dialog = await card.press("Edit")
    house.answering = lambda turn: Reply(errors={"": "Somebody was quicker.", "due": "This day has passed."})

    again = await dialog.fill(title="Book it", supporters="P002", due="2026-11-01", percent="20").submit()

    assert again.problems == ["Somebody was quicker.", "This day has passed."]
    assert again.title == "Log an action"
    kept = {name: str(value) for name, value in again.values.items() if value not in ("", "false")}
    assert kept == {"title": "Book it", "supporters": "P002", "due": "2026-11-01", "percent": "20"}
    house.answering = lambda turn: Reply()
    assert await again.fill(due="2026-12-01").submit() is None


async def test_a_form_asked_for_in_words_opens_from_a_button_for_whoever_presses(teams: Teams, house: House) -> None:
    olu, sam = teams.user("Olu Adeyemi"), teams.user("Sam Patel")
    house.answering = lambda turn: Reply(form=FORM)
    offered = await olu.in_channel("ICT").say("/action @Sam Patel", sam)
    assert offered is not None

    dialog = await offered.seen_by(sam).press("Log an action")

    assert isinstance(dialog, Dialog)
    said = house.last.deed
    assert isinstance(said, Said)
    assert (said.command, said.text) == ("action", f"<@{sam.account.entra}>")
    assert said.mentions[sam.account.entra].name == "Sam Patel"
    assert house.last.speaker.user_id == sam.account.entra


async def test_log_as(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(form=FORM)
    sam = teams.user("Sam Patel").account
    mentions = [{"id": 0, "mentionText": "Sam", "mentioned": {"user": {"id": sam.entra, "displayName": "Sam Patel"}}}]

    dialog = (
        await teams.user("Olu Adeyemi")
        .in_channel("ICT")
        .log_as("action", '<p><at id="0">Sam</at> could you &lt;check&gt; it?</p>', mentions=mentions)
    )

    assert isinstance(dialog, Dialog)
    got = house.last.deed
    assert isinstance(got, Captured)
    assert (got.kind, got.author) == ("action", "Priya Shah")
    assert got.text == f"<@{sam.entra}> could you <check> it?"
    assert got.link.startswith("https://teams.microsoft.com/")
    assert got.mentions[sam.entra].name == "Sam Patel"


async def test_search(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_group("Friday")
    house.answering = lambda turn: Reply(results=(DONE,))
    assert await chat.search("fire <wall>") == ["A-001"]
    assert house.last.deed == Searched("fire <wall>")
    await chat.search()
    assert house.last.deed == Searched("")
    house.answering = lambda turn: Reply(whisper=say("I don't know you."))
    assert await chat.search("x") == "I don't know you."


async def test_typing_ahead_thumbs_and_what_nobody_knows(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_dm()
    house.answering = lambda turn: Reply(results=(DONE,))

    found = await chat.invoke("application/search", {"queryText": "a", "kind": "search", "dataset": "x"})
    assert found["value"]["results"] == [{"title": "A-001", "value": "A-001"}]
    assert await chat.invoke("message/submitAction", {"actionName": "feedback", "actionValue": {}}) == {}
    assert (await teams.post(chat.activity("invoke", name="config/fetch", value={})))[0] == 501


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adaptiveCard/action", None),
        ("adaptiveCard/action", "x"),
        ("adaptiveCard/action", {}),
        ("adaptiveCard/action", {"action": "x"}),
        ("adaptiveCard/action", {"action": {"data": {"chivvy": {"press": 5}}}}),
        ("task/fetch", {"data": {"chivvy": []}}),
        ("task/submit", {"data": {"chivvy": {"form": 1}}}),
        ("task/submit", {"data": None}),
        ("composeExtension/fetchTask", {"commandId": "log-spaceship"}),
        ("composeExtension/submitAction", {"commandId": "drop"}),
    ],
)
async def test_malformed_invokes(teams: Teams, house: House, name: str, value: object) -> None:
    chat = teams.user("Olu Adeyemi").in_dm()

    status, body = await teams.post(chat.activity("invoke", name=name, value=value))

    assert status == 400
    assert body["type"] == "application/vnd.microsoft.error"
    assert house.turns == []


async def test_a_slow_house_keeps_nobody_waiting(
    teams: Teams, house: House, monkeypatch: pytest.MonkeyPatch, front: object
) -> None:
    go = asyncio.Event()

    async def slowly(turn: Turn) -> Reply:
        await go.wait()
        return Reply(whisper=say("Here it is."))

    house.answering = lambda turn: Reply(whisper=DONE)
    chat = teams.user("Olu Adeyemi").in_dm()
    card = await chat.say("A-001")
    assert card is not None
    house.answering = slowly
    monkeypatch.setattr(front._invokes, "_grace", 0.01)  # type: ignore[attr-defined]
    data = card.card["body"][1]["actions"][0]["data"]
    activity = chat.activity("invoke", name="adaptiveCard/action", value={"action": {"data": data}})

    status, body = await teams.post(activity)

    assert (status, body["value"]) == (200, invokes.STILL_AT_IT)
    go.set()
    await teams.settle()
    assert chat.last.text == "Here it is."


async def test_six_buttons_a_set(teams: Teams, house: House) -> None:
    many = Buttons(tuple(Button(f"Button {number}", "{}") for number in range(8)))
    house.answering = lambda turn: Reply(whisper=Card("Many", (many,)))

    card = await teams.user("Olu Adeyemi").in_dm().say("x")

    assert card is not None
    assert len(card.buttons) == 8
