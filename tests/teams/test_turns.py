"""What people do in Teams becomes turns, and replies come back to them."""

from __future__ import annotations

import asyncio

import pytest

from bot.teams import invokes
from bot.teams.bot import CHOOSE_FIRST, TROUBLE
from handlers.cards import Button, Buttons, Card, Heading, Option, Para, Who, button, choice, say
from handlers.commands import Move, OpenForm, Show
from handlers.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Archived, Captured, Face, Met, Opened, Pressed, Said, Searched, Submitted, Turn
from tests.fakes.connector import BOT, TENANT, Connector, Fault
from tests.fakes.teams import TEAM, Dialog, Teams, Unanswered
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


async def test_a_message_in_a_channel(teams: Teams, house: House) -> None:
    olu, sam = teams.user("Olu Adeyemi"), teams.user("Sam Patel")

    await olu.in_channel("ICT").say("action Fix A & B <now> @Sam Patel by Friday", sam)

    said = house.last.deed
    assert isinstance(said, Said)
    assert said.text == f"action Fix A & B <now> <@{sam.account.entra}> by Friday"
    assert said.command is None
    assert said.addressed
    assert said.mentions[sam.account.entra].name == "Sam Patel"
    assert said.mentions[sam.account.entra].email == "sam.patel@council.gov.uk"
    assert said.link.startswith("https://teams.microsoft.com/l/message/19:ict@thread.tacv2/")
    assert f"groupId={TEAM['aadGroupId']}" in said.link
    speaker, where = house.last.speaker, house.last.where
    assert (speaker.user_id, speaker.name) == (olu.account.entra, "Olu Adeyemi")
    assert speaker.address["user_id"] == olu.account.id
    assert "conversation_id" not in speaker.address  # a channel says nothing about their chat with the bot
    assert (where.platform, where.external_id, where.type) == ("teams", "19:ict@thread.tacv2", "channel")
    assert where.name == "ICT"
    assert where.thread == said.link.split("/")[-1].split("?")[0]
    assert where.address["bot_id"] == BOT["id"]
    assert where.address["team_id"] == TEAM["id"]
    assert where.tenant == TENANT


async def test_a_slash_command_is_understood_as_one(teams: Teams, house: House) -> None:
    await teams.user("Olu Adeyemi").in_channel("ICT").say("/action list overdue")

    assert isinstance(house.last.deed, Said)
    assert (house.last.deed.command, house.last.deed.text) == ("action", "list overdue")


async def test_the_same_person_in_a_channel_and_in_a_chat(teams: Teams, house: House) -> None:
    olu = teams.user("Olu Adeyemi")
    await olu.in_channel("ICT").say("hello")
    await olu.in_dm().say("hello")
    await olu.in_group("Friday").say("hello")

    channel, dm, group = house.turns
    assert channel.speaker.user_id == dm.speaker.user_id == group.speaker.user_id
    assert dm.speaker.address["conversation_id"] == dm.where.external_id
    assert (dm.where.type, group.where.type) == ("dm", "group")
    assert group.where.thread is None


async def test_nobody_types_a_mention_they_did_not_make(teams: Teams, house: House) -> None:
    await teams.user("Olu Adeyemi").in_dm().say("action <@U2> and <at>Sam</at>")

    assert isinstance(house.last.deed, Said)
    assert "<@" not in house.last.deed.text
    assert house.last.deed.mentions == {}


async def test_guests_and_other_organisations_are_outsiders(teams: Teams, house: House) -> None:
    await teams.user("Rhiannon Guest", guest=True).in_channel("ICT").say("hello")
    assert house.last.speaker.outsider
    await teams.user("Kim Other", tenant="cccccccc-0000-0000-0000-000000000009").in_dm().say("hello")
    assert house.last.speaker.outsider
    await teams.user("Olu Adeyemi").in_dm().say("hello")
    assert not house.last.speaker.outsider


async def test_an_answer_in_words_stays_in_the_thread(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Which *Sam*?"))

    answer = await teams.user("Olu Adeyemi").in_channel("ICT", thread="1699").say("hello")

    assert answer is not None
    assert (answer.text, answer.thread) == ("Which *Sam*?", "1699")
    assert answer.raw["textFormat"] == "plain"


async def test_the_same_activity_twice_is_one_turn(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Hello"))
    chat = teams.user("Olu Adeyemi").in_dm()
    message = chat.message("hello")

    await chat.deliver(message)
    await chat.deliver(message)

    assert len(house.turns) == 1
    assert len(chat.messages) == 1


async def test_a_failure_is_said_and_a_busy_teams_is_tried_once_more(
    teams: Teams, house: House, connector: Connector
) -> None:
    def fail(turn: Turn) -> Reply:
        raise RuntimeError("boom")

    house.answering = fail
    connector.faults.append(Fault(429, "ConversationRateLimited", retry_after="0"))

    answer = await teams.user("Olu Adeyemi").in_dm().say("hello")

    assert answer is not None
    assert answer.text == TROUBLE


async def test_press(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=DONE)
    card = await teams.user("Olu Adeyemi").in_channel("ICT").say("A-001")
    assert card is not None
    house.answering = lambda turn: Reply(face=Card("Complete", (Para(("All ", Who("P1", "Sam Patel"), " did.")),)))

    assert await card.press("Done") == "All Sam Patel did."

    assert house.last.deed == Pressed('{"do":"Move","ref":"A-001","to":"Complete"}')
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
    house.answering = lambda turn: Reply(whisper=Card("Which?", (choice("Which one?", options, Show(""), "ref"),)))
    card = await teams.user("Olu Adeyemi").in_dm().say("show")
    assert card is not None

    assert await card.press("Choose") == CHOOSE_FIRST
    await card.press("Choose", chosen="A-002")

    assert house.last.deed == Pressed('{"do":"Show","choose":"ref"}', "A-002")


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


async def test_members_who_join_are_met(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_channel("ICT")
    teams.channel("ICT", *(teams.user(f"Person {number}") for number in range(5)))

    joined = teams.user("Person 3").account
    activity = chat.activity("conversationUpdate", membersAdded=[{"id": joined.id}])
    await chat.deliver(activity)
    await teams.settle()

    assert house.last.deed == Met((house.last.deed.people[0],))  # type: ignore[union-attr]
    met: Face = house.last.deed.people[0]  # type: ignore[union-attr]
    assert (met.user_id, met.name, met.email) == (joined.entra, "Person 3", "person.3@council.gov.uk")


async def test_the_house_wants_to_know_who_is_here(teams: Teams, house: House) -> None:
    """All pages of the members, guests marked; after the answer, not before."""
    teams.channel("ICT", *(teams.user(f"Person {number}") for number in range(4)), teams.user("R Guest", guest=True))
    house.answering = lambda turn: Reply(meet=isinstance(turn.deed, Said))

    await teams.user("Olu Adeyemi").in_channel("ICT").say("/workstream create ICT")

    assert isinstance(house.last.deed, Met)
    assert [(each.name, each.outsider) for each in house.last.deed.people] == [
        ("Person 0", False),
        ("Person 1", False),
        ("Person 2", False),
        ("Person 3", False),
        ("R Guest", True),
        ("Olu Adeyemi", False),
    ]


async def test_channels_come_and_go(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_channel("ICT")
    for event, back in (("channelDeleted", False), ("channelRestored", True)):
        activity = chat.activity("conversationUpdate")
        activity["channelData"] |= {"eventType": event, "channel": {"id": "19:other@thread.tacv2"}}
        await chat.deliver(activity)
        assert house.last.deed == Archived(back)
        assert house.last.where.external_id == "19:other@thread.tacv2"
    await chat.deliver(chat.activity("conversationUpdate", membersRemoved=[BOT]))
    assert house.last.deed == Archived()
    assert house.last.where.external_id == chat.place.id


async def test_personal_welcome(teams: Teams, house: House) -> None:
    house.answering = lambda turn: Reply(home=DONE) if isinstance(turn.deed, Opened) else Reply()
    chat = teams.user("Olu Adeyemi").in_dm()

    await chat.install()

    assert [message.buttons for message in chat.messages] == [["Done"]]


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


async def test_reactions_and_what_may_come_are_heard_in_silence(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_dm()
    for kind in ("messageReaction", "typing", "event", "messageUpdate", "endOfConversation", "somethingNew"):
        await chat.deliver(chat.activity(kind))
    assert house.turns == []


async def test_six_buttons_a_set(teams: Teams, house: House) -> None:
    many = Buttons(tuple(Button(f"Button {number}", "{}") for number in range(8)))
    house.answering = lambda turn: Reply(whisper=Card("Many", (many,)))

    card = await teams.user("Olu Adeyemi").in_dm().say("x")

    assert card is not None
    assert len(card.buttons) == 8
