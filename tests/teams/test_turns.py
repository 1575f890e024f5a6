"""What people do in Teams becomes turns, and replies come back to them."""

from __future__ import annotations

from bot.teams.bot import TROUBLE
from handlers.cards import Buttons, Card, Heading, button, say
from handlers.commands import Move
from handlers.reply import Reply
from handlers.turn import Archived, Face, Met, Opened, Said, Turn
from tests.fakes.connector import BOT, TENANT, Connector, Fault
from tests.fakes.teams import TEAM, Teams
from tests.teams.conftest import House

DONE = Card(
    "A-001", (Heading("A-001"), Buttons((button("Done", Move("A-001", "Complete")),))), record="A-001", version=1
)


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


async def test_guests_are_outsiders(teams: Teams, house: House) -> None:
    await teams.user("Rhiannon Guest", guest=True).in_channel("ICT").say("hello")
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


async def test_what_teams_does_not_tell_is_done_without(teams: Teams, house: House, connector: Connector) -> None:
    olu = teams.user("Olu Adeyemi")
    del connector.people["Olu Adeyemi"]
    for _ in range(2):
        await olu.in_dm().say("hello")
    assert house.last.speaker.name == "Olu Adeyemi"
    assert house.last.speaker.email == ""
    asked = [path for method, path, _ in connector.calls if method == "GET"]
    assert len(asked) == 1  # not again with every message


async def test_reactions_and_what_may_come_are_heard_in_silence(teams: Teams, house: House) -> None:
    chat = teams.user("Olu Adeyemi").in_dm()
    for kind in ("messageReaction", "typing", "event", "messageUpdate", "endOfConversation", "somethingNew"):
        await chat.deliver(chat.activity(kind))
    assert house.turns == []
