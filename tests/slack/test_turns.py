"""What people do in Slack becomes turns, and replies come back to them."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.app import Slack
from handlers.cards import Buttons, Card, Option, Para, Row, button, choice, say
from handlers.commands import Move, Show
from handlers.forms.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Archived, Captured, Face, Met, Opened, Pressed, Said, Submitted
from tests.fakes.slack import BOT, FakeSlack
from tests.slack.conftest import House

pytestmark = pytest.mark.usefixtures("front")

FORM = Form(
    "Log an action",
    '{"form":"log"}',
    (
        Field("title", "What needs doing", "line", required=True, max_length=200),
        Field("owner", "Owner", "person", options=(Option("P001", "Olu Adeyemi"), Option("P002", "Sam Patel"))),
        Field("supporters", "Supporters", "people", options=(Option("P001", "Olu"), Option("P002", "Sam"))),
        Field("due", "Due", "date"),
        Field("due_time", "Time", "time"),
        Field(
            "priority",
            "Priority",
            "choice",
            value="Medium",
            options=(Option("High", "High"), Option("Medium", "Medium")),
        ),
        Field("percent", "Progress", "number"),
        Field("private", "Keep it quiet", "flag"),
        Field("details", "Details", "text"),
    ),
    submit="Log it",
)


async def test_slash_command(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Hello Olu & <friends>"))
    chat = slack.user("U1").in_("C1")

    ack = await chat.say("/action Fix the firewall <@U2|sam> by Friday &amp; tell <#C9|finance>")

    said = house.last.deed
    assert isinstance(said, Said)
    assert said.text == "Fix the firewall <@U2> by Friday & tell #finance"
    assert said.command == "action"
    assert said.mentions["U2"] == Face(
        "slack", "U2", "Sam Patel", email="sam@council.example", tenant="T1", verified=True
    )
    assert house.last.speaker == Face(
        "slack", "U1", "Olu Adeyemi", email="olu@council.example", tenant="T1", verified=True
    )
    where = house.last.where
    assert (where.external_id, where.type, where.name, where.tenant) == ("C1", "channel", "ict", "T1")
    assert ack is not None
    assert ack.body["response_type"] == "ephemeral"
    assert chat.whisper.text == "Hello Olu &amp; &lt;friends&gt;"


async def test_guests_strangers_and_deactivated_people_are_marked(slack: FakeSlack, house: House) -> None:
    slack.person("U7", "Eve Elsewhere", team="T9")
    slack.person("U8", "Gone Girl", deleted=True)
    slack.person("U9", "Helper", is_bot=True)

    await slack.user("U3").in_("C1").say("/action Ask <@U7>, <@U8> and <@U9>")

    assert isinstance(house.last.deed, Said)
    marks = {key: (face.outsider, face.deleted, face.is_bot) for key, face in house.last.deed.mentions.items()}
    assert house.last.speaker.outsider
    assert marks == {"U7": (True, False, False), "U8": (False, True, False), "U9": (False, False, True)}


async def test_people_are_looked_up_once_an_hour(slack: FakeSlack) -> None:
    chat = slack.user("U1").in_("C1")
    for _ in range(3):
        await chat.say("/my")
    assert len(slack.called("users.info")) == 1


async def test_mention_in_a_thread(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Only you can see this"))
    chat = slack.user("U1").in_("C1")
    await chat.say("the firewall again")
    thread = chat.under(chat.last)

    await thread.say(f"<@{BOT}>: action <https://gov.uk|gov.uk> page <@U2> <!here>")

    said = house.last.deed
    assert isinstance(said, Said)
    assert said.text == "action gov.uk page <@U2> @here"
    assert said.command is None
    assert said.link == (
        f"https://council.slack.com/archives/C1/p{thread.last.ts.replace('.', '')}?thread_ts={thread.thread}&cid=C1"
    )
    assert (house.last.where.name, house.last.where.thread) == ("ict", thread.thread)
    await slack.until(lambda: chat.whispers)
    assert chat.whisper.message["thread_ts"] == thread.thread


async def test_direct_message_is_answered_by_a_message(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Here you are"))
    dm = slack.user("U2").dm

    await dm.say("my")

    assert house.last.where.type == "dm"
    assert house.last.where.address == {"user": "U2"}
    await slack.until(lambda: dm.cards)
    assert dm.cards[0].text == "Here you are"


async def test_what_is_not_said_to_the_bot_is_left_alone(slack: FakeSlack, house: House) -> None:
    chat = slack.user("U1").in_("C1")
    await chat.say("just talking")
    message = {"type": "message", "channel": slack.user("U1").dm.channel.id, "channel_type": "im", "ts": "1.000001"}
    await slack.event({**message, "user": BOT, "text": "my own words"})
    await slack.event({**message, "user": "U9", "bot_id": "B9", "text": "another bot"})
    await slack.event({**message, "subtype": "message_changed", "message": {"text": "edited"}})
    await slack.event({**message, "subtype": "message_deleted", "deleted_ts": "1.0"})
    await slack.event({"type": "tokens_revoked", "tokens": {"bot": [BOT]}})
    await slack.event({"type": "never_subscribed", "user": "U1"})
    assert house.turns == []


async def test_button_and_menu(slack: FakeSlack, house: House) -> None:
    card = Card(
        "A-001 Fix the firewall",
        (
            Para(("A-001",)),
            Buttons((button("Done", Move("A-001", "Complete")),)),
            choice("Owner", (Option("P2", "Sam Patel"),), Show("A-001"), "ref"),
        ),
    )
    house.answering = lambda turn: Reply(whisper=card) if isinstance(turn.deed, Said) else Reply(whisper=say("Done"))
    chat = slack.user("U1").in_("C1")
    await chat.say("/action A-001")

    await chat.whisper.press("Done")
    assert house.last.deed == Pressed('{"do":"Move","ref":"A-001","to":"Complete"}')
    assert house.last.where.message is None, "an ephemeral message cannot be redrawn"
    await slack.until(lambda: chat.whisper.text == "Done")

    await chat.whispers[0].choose("Sam Patel")
    assert house.last.deed == Pressed('{"do":"Show","ref":"A-001","choose":"ref"}', "P2")


async def test_face_redraws_an_ephemeral_message(slack: FakeSlack, house: House) -> None:
    question = Card("Which Friday?", (Para(("Which Friday?",)), Buttons((button("27 Nov", Show("A-001")),))))
    house.answering = lambda turn: (
        Reply(whisper=question) if isinstance(turn.deed, Said) else Reply(face=say("27 Nov."))
    )
    chat = slack.user("U1").in_("C1")
    await chat.say("/action Post it by Friday")

    await chat.whisper.press("27 Nov")

    await slack.until(lambda: chat.whisper.text == "27 Nov.")
    assert len(chat.whispers) == 1
    assert chat.whisper.buttons == []


async def test_dialog(slack: FakeSlack, house: House) -> None:
    def answer(turn):  # type: ignore[no-untyped-def]
        if not isinstance(turn.deed, Submitted):
            return Reply(form=FORM)
        wrong = {"due": "This day has passed.", "": "Not yet.", "nowhere": "Odd."}
        return Reply(errors=wrong) if turn.deed.values["due"] == "2026-11-01" else Reply(whisper=say("Logged"))

    house.answering = answer
    chat = slack.user("U1").in_("C1")
    await chat.say("/action")
    await slack.until(lambda: chat.has_modal)
    modal = chat.modal
    assert modal.title == "Log an action"
    assert modal.value("priority") == "Medium"

    modal.fill(title="Fix it", owner="Sam Patel", supporters=["P001", "P002"], due="2026-11-01", due_time="17:00")
    modal.fill(percent="40", private=["yes"], details="a\nb")
    await modal.submit()
    assert modal.errors == {"due": "This day has passed.", "title": "Not yet. Odd."}
    assert modal.value("title") == "Fix it"

    await modal.fill(due="2026-12-04").submit()
    submitted = house.last.deed
    assert submitted == Submitted(
        '{"form":"log"}',
        {
            "title": "Fix it",
            "owner": "P002",
            "supporters": ["P001", "P002"],
            "due": "2026-12-04",
            "due_time": "17:00",
            "priority": "Medium",
            "percent": "40",
            "private": "yes",
            "details": "a\nb",
        },
    )
    assert (house.last.where.external_id, house.last.where.name) == ("C1", "ict")
    assert not chat.has_modal
    await slack.until(lambda: chat.whispers)
    assert chat.whisper.text == "Logged"


async def test_dialog_after_a_dialog(slack: FakeSlack, house: House) -> None:
    second = Form("And why?", "t2", (Field("reason", "Why?", "line", required=True),))

    def answer(turn):  # type: ignore[no-untyped-def]
        submitted = isinstance(turn.deed, Submitted)
        return Reply(form=second if submitted and turn.deed.token != "t2" else None if submitted else FORM)

    house.answering = answer
    chat = slack.user("U1").in_("C1")
    await chat.say("/action")
    await slack.until(lambda: chat.has_modal)
    await chat.modal.fill(title="x").submit()
    assert chat.modal.title == "And why?"
    await chat.modal.fill(reason="because").submit()
    assert not chat.has_modal


async def test_shortcut_is_filled_in_from_the_message(slack: FakeSlack, house: House) -> None:
    chat = slack.user("U2").in_("C1")
    await chat.say("Can somebody ring <@U1> &amp; BT?")

    await slack.user("U1").in_("C1").shortcut("log_action", chat.last)

    captured = house.last.deed
    assert isinstance(captured, Captured)
    assert (captured.kind, captured.text, captured.author) == ("action", "Can somebody ring <@U1> & BT?", "Sam Patel")
    assert captured.link == f"https://council.slack.com/archives/C1/p{chat.last.ts.replace('.', '')}"
    assert captured.mentions["U1"].name == "Olu Adeyemi"


async def test_home(slack: FakeSlack, house: House) -> None:
    def answer(turn):  # type: ignore[no-untyped-def]
        if isinstance(turn.deed, Opened):
            rows = () if any(isinstance(each.deed, Pressed) for each in house.turns) else ("A-001 Fix it",)
            drawn = tuple(Row((row,), (button("Done", Move("A-001", "Complete")),)) for row in rows)
            return Reply(home=Card("Your worklist", (Para(("Your worklist",)), *drawn)))
        return Reply(whisper=say("A-001 is complete."))

    house.answering = answer
    sam = slack.user("U2")
    await sam.open_home()
    await slack.until(lambda: "U2" in slack.workspace.homes)
    assert "A-001 Fix it" in sam.home.words
    assert house.last.where.external_id == sam.dm.channel.id

    await sam.home.press("Done")

    pressed = next(turn for turn in house.turns if isinstance(turn.deed, Pressed))
    assert (pressed.where.external_id, pressed.where.type) == (sam.dm.channel.id, "dm")
    await slack.until(lambda: "A-001" not in sam.home.words)
    await slack.until(lambda: sam.dm.cards)
    assert sam.dm.cards[0].text == "A-001 is complete."


async def test_messages_tab_is_no_turn(slack: FakeSlack, house: House) -> None:
    await slack.user("U2").open_home(tab="messages")
    assert house.turns == []


async def test_joining_and_archiving(slack: FakeSlack, house: House) -> None:
    slack.channel("C2", "finance", "U1", bot=False)
    await slack.user("U2").join("C1")
    assert isinstance(house.last.deed, Met)
    assert [face.name for face in house.last.deed.people] == ["Sam Patel"]

    await slack.user(BOT).join("C2", inviter="U1")
    await slack.until(lambda: len(house.turns) == 2)
    assert isinstance(house.last.deed, Met)
    assert {face.user_id for face in house.last.deed.people} == {"U1", BOT}
    assert house.last.speaker.user_id == "U1"

    await slack.user("U1").archive("C1")
    assert house.last.deed == Archived()
    await slack.user("U1").archive("C1", back=True)
    assert house.last.deed == Archived(back=True)


async def test_members_are_told_when_they_are_wanted(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("ICT it is."), meet=isinstance(turn.deed, Said))
    await slack.user("U1").in_("C1").say("/workstream create ICT")
    await slack.until(lambda: len(house.turns) == 2)
    assert isinstance(house.last.deed, Met)
    assert {face.user_id: face.outsider for face in house.last.deed.people} == {
        "U1": False, "U2": False, "U3": True, BOT: False,
    }  # fmt: skip


async def test_a_slow_house_is_acknowledged_and_answers_later(slack: FakeSlack, house: House, front: Slack) -> None:
    gate = asyncio.Event()

    async def slowly() -> Reply:
        await gate.wait()
        return Reply(whisper=say("At last"))

    house.answering = lambda turn: slowly()
    chat = slack.user("U1").in_("C1")
    ack = await chat.say("/my")
    assert ack is not None
    assert ack.body == ""
    gate.set()
    await slack.until(lambda: chat.whispers)
    assert chat.whisper.text == "At last"
    await front.settle()
