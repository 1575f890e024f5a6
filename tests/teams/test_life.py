"""An action's whole life in Teams, told against the real application over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.teams.cards import OURS
from bot.ticking import sweep_all
from tests.fakes.connector import BOT
from tests.fakes.teams import Chat, Dialog, Message, User
from tests.teams.conftest import Programme


class Ict:
    """The workstream ICT with Olu, who leads it, and Sam."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        teams = programme.teams
        self.olu, self.sam = teams.user("Olu Adeyemi"), teams.user("Sam Patel")
        self.channel = self.olu.in_channel("ICT")
        teams.channel("ICT", self.sam)

    async def log(self, text: str = "action Fix the firewall rule @Sam Patel by Friday") -> Message:
        await self.channel.say(text, self.sam)
        return self.card()

    def card(self, button: str = "Done") -> Message:
        """The newest card in the channel with this button."""
        return [message for message in self.channel.messages if button in message.buttons][-1]

    async def people(self) -> set[str]:
        """The names in the programme."""
        async with self.programme.app.database.reading(self.programme.clock.now()) as register:
            return {person.name for person in (await register.people.all()).values()}

    async def move_to(self, *moment: int) -> None:
        """The clock ticks at this moment (UTC)."""
        self.programme.clock.set(datetime(*moment, tzinfo=UTC))  # type: ignore[arg-type, misc]
        await sweep_all(self.programme.app.database, self.programme.clock.now())
        await self.programme.teams.settle()


@pytest.fixture
async def ict(programme: Programme) -> Ict:
    made = Ict(programme)
    await made.channel.install()
    await made.channel.say("/workstream create ICT")
    return made


async def test_welcome_in_a_channel_says_once_what_can_be_said(programme: Programme) -> None:
    channel = programme.teams.user("Olu Adeyemi").in_channel("ICT")

    await channel.install()

    assert len(channel.messages) == 1
    assert "Draft the TUPE letter" in channel.last.text


async def test_welcome_in_the_personal_chat(programme: Programme) -> None:
    chat = programme.teams.user("Olu Adeyemi").in_dm()

    await chat.install()

    assert "Hello, I'm Chivvy" in chat.last.text


async def test_a_logged_action_is_a_card_in_the_channel_and_a_message_to_its_owner(ict: Ict) -> None:
    card = await ict.log()

    assert "A-001 Fix the firewall rule" in card.text
    assert "Owner: Sam Patel" in card.text
    assert "Fri 27 Nov" in card.text
    dm = ict.sam.in_dm().last
    assert "A-001" in dm.text
    assert ict.olu.in_dm().messages == []


async def test_done_redraws_the_same_message(ict: Ict) -> None:
    card = await ict.log()
    before = len(ict.channel.messages)

    face = await card.seen_by(ict.sam).press("Done")

    assert "Status: Complete" in face
    assert len(ict.channel.messages) == before
    assert ict.card("Reopen").id == card.id
    assert "Status: Complete" in ict.card("Reopen").text


async def test_done_in_a_client_without_universal_actions(ict: Ict) -> None:
    card = await ict.log()

    await card.seen_by(ict.sam).press_old("Done")

    assert "Status: Complete" in ict.card("Reopen").text
    assert ict.card("Reopen").id == card.id


async def test_undo_asks_first(ict: Ict) -> None:
    card = await ict.log()
    await card.press("Done")

    await ict.card("Undo").press("Yes, undo")

    assert "Status: Not started" in ict.card().text


async def test_a_bare_command_opens_the_form_by_a_button(ict: Ict) -> None:
    offered = await ict.channel.say("/action")
    assert offered is not None
    dialog = await offered.press("Log an action")
    assert isinstance(dialog, Dialog)
    assert dialog.title == "Log an action"

    sam = dialog.options("owner")["Sam Patel"]
    assert await dialog.fill(title="Book the *big* room", owner=sam, due="2026-12-03", supporters=sam).submit() is None

    assert "A-001 Book the *big* room" in ict.card().text
    assert "Thu 3 Dec" in ict.sam.in_dm().last.text


async def test_errors_are_shown_in_the_dialog_with_what_was_typed(ict: Ict) -> None:
    offered = await ict.channel.say("/action")
    assert offered is not None
    dialog = await offered.press("Log an action")
    sam = dialog.options("owner")["Sam Patel"]

    again = await dialog.fill(due="2026-11-01", owner=sam, description="line 1\nline 2").submit(client_checks=False)

    assert isinstance(again, Dialog)
    assert len(again.problems) == 2
    assert again.values["due"] == "2026-11-01"
    assert again.values["owner"] == sam
    assert again.values["description"] == "line 1\nline 2"
    assert await again.fill(title="Book the room", due="2026-12-01").submit() is None
    assert "A-001 Book the room" in ict.card().text


async def test_saving_twice_logs_once(ict: Ict) -> None:
    offered = await ict.channel.say("/action")
    assert offered is not None
    dialog = await offered.press("Log an action")

    await dialog.fill(title="Book the room").submit(times=2)

    assert len([each for each in ict.channel.messages if "Book the room" in each.text]) == 1


async def test_edit_in_a_dialog_redraws_the_card(ict: Ict) -> None:
    card = await ict.log()
    dialog = await card.seen_by(ict.sam).press("Edit")
    assert dialog.values["title"] == "Fix the firewall rule"

    await dialog.fill(title="Fix both firewall rules").submit()

    assert ict.card().id == card.id
    assert "A-001 Fix both firewall rules" in ict.card().text


async def test_log_as_action_on_a_message(ict: Ict) -> None:
    dialog = await ict.channel.log_as("action", "<div>Could <b>somebody</b> check the &amp; backups?</div><p>Soon.</p>")
    assert dialog.values["title"] == "Check the & backups?"

    await dialog.submit()

    card = ict.card().card
    assert "A-001 Check the & backups?" in ict.card().text
    assert "https://teams.microsoft.com/l/message/" in str(card)


async def test_search_from_the_compose_box(ict: Ict) -> None:
    await ict.log()

    for typed in ("firewall", "firewal", "a1"):
        assert "A-001 Fix the firewall rule" in (await ict.channel.search(typed))[0]
    assert len(await ict.sam.in_dm().search()) == 1
    assert isinstance(await ict.channel.search("no such thing"), str)


async def test_personal_chat(ict: Ict) -> None:
    """A doubt is asked back with buttons; the answer logs it, and Done redraws its card."""
    chat = ict.sam.in_dm()
    asked = await chat.say("action Book the room by tomorrow")
    assert asked is not None
    assert "Who owns this?" in asked.text

    await asked.press("Me")
    card = [each for each in chat.messages if "Done" in each.buttons][-1]
    assert "A-001 Book the room" in card.text
    said = len(chat.messages)

    assert "Status: Complete" in await card.press("Done")
    assert len(chat.messages) == said


async def test_the_clock(ict: Ict) -> None:
    """Digest, once; alert in the channel with Acknowledge; summary on Monday."""
    await ict.log("action Fix the firewall rule @Sam Patel by Friday")
    await ict.move_to(2026, 11, 27, 9, 20)
    told = len(ict.sam.in_dm().messages)
    assert "A-001" in ict.sam.in_dm().last.text
    await ict.move_to(2026, 11, 27, 9, 21)
    assert len(ict.sam.in_dm().messages) == told

    await ict.move_to(2026, 12, 4, 10, 0)
    alert = ict.card("Acknowledge")
    assert alert.thread is None  # an alert starts a thread of its own
    assert "A-001" in alert.text
    await alert.seen_by(ict.sam).press("Acknowledge")
    assert "Acknowledged by Sam Patel" in ict.card("Show").text

    await ict.move_to(2026, 12, 7, 9, 35)
    assert any("overdue" in each.text.lower() and each.thread is None for each in ict.channel.messages[-2:])


async def test_strangers_are_told_so_and_change_nothing(ict: Ict) -> None:
    card = await ict.log()
    stranger = ict.programme.teams.user("Kim Stranger", guest=True)

    said = await card.seen_by(stranger).press("Done")
    answer = await stranger.in_channel("ICT").say("action Take over the world")

    assert "I don't know you in this programme" in said
    assert answer is not None
    assert "I don't know you in this programme" in answer.text
    assert "Not started" in ict.card().text


async def test_a_button_of_another_record_changes_nothing(ict: Ict) -> None:
    await ict.log()
    first = ict.card()
    await ict.log("action Book the room @Sam Patel by Friday")
    second = ict.card()
    forged = Message(Chat(ict.sam, ict.channel.place), {**second.raw, "id": first.id})

    said = await forged.press("Done")

    assert "belongs to A-002" in said
    assert "Not started" in ict.card().text


async def test_an_owner_who_cannot_be_reached_is_told_to_the_lead(ict: Ict) -> None:
    ict.sam.account.reachable = False

    await ict.log()

    assert ict.sam.in_dm().messages == []
    assert any("Sam Patel" in each.text for each in (*ict.olu.in_dm().messages, *ict.channel.messages))


async def test_who_cannot_be_looked_up_founds_nothing(programme: Programme) -> None:
    olu = programme.teams.user("Olu Adeyemi")
    programme.teams.connector.silent = True

    answer = await olu.in_channel("ICT").say("/workstream create ICT")

    assert answer is not None
    assert "I could not look you up just now" in answer.text
    async with programme.app.database.reading(programme.clock.now()) as register:
        assert await register.people.is_empty()


async def test_a_mention_that_cannot_be_looked_up_lets_nobody_in_and_is_said(ict: Ict) -> None:
    connector, guest = ict.programme.teams.connector, ict.programme.teams.user("Kim Guest", guest=True)
    connector.silent = True

    answer = await ict.channel.say("action Fix the firewall rule @Kim Guest by Friday", guest)

    assert answer is not None
    assert "I could not look Kim Guest up just now" in answer.text
    assert "Kim Guest" not in await ict.people()
    assert not any("A-001" in each.text for each in ict.channel.messages)


async def test_a_forged_name_lets_nobody_in(ict: Ict) -> None:
    """What a button carries comes from the client: the ids in it are looked up, and the names not believed."""
    guest, kim = ict.programme.teams.user("R Guest", guest=True), ict.programme.teams.user("Kim New")
    said = {"said": "", "command": "action", "people": {}}
    for key, name in ((guest.account.entra, "The Chief"), (kim.account.id, "The Chief"), ("nobody", "A Ghost")):
        people = {key: {"id": key, "name": name}}
        forged = {OURS: {**said, "said": f"Fix it <@{key}> by Friday", "people": people}}
        await ict.channel.invoke("task/fetch", {"data": forged})
        await ict.programme.teams.settle()
    names = await ict.people()
    assert "Kim New" in names
    assert not names & {"R Guest", "The Chief", "A Ghost"}
    async with ict.programme.app.database.reading(ict.programme.clock.now()) as register:
        assert await register.people.by_identity("teams", kim.account.entra) is not None


async def test_a_channel_that_is_mentioned_is_no_person(ict: Ict) -> None:
    activity = ict.channel.activity(
        "message",
        text="<at>Chivvy</at> action Tell <at>HR</at> by Friday",
        entities=[
            {"type": "mention", "text": "<at>Chivvy</at>", "mentioned": BOT},
            {"type": "mention", "text": "<at>HR</at>", "mentioned": {"id": "19:hr@thread.tacv2", "name": "HR"}},
        ],
    )
    await ict.channel.deliver(activity)
    await ict.programme.teams.settle()
    assert "HR" not in await ict.people()
    assert "could not look" not in ict.channel.last.text


async def test_a_person_imported_with_their_address_is_recognised(ict: Ict) -> None:
    """The wire tells no address: the member list does, so nobody becomes two people."""
    priya: User = ict.programme.teams.user("Priya Shah", email="priya.shah@council.gov.uk")
    ict.programme.teams.channel("ICT", priya)

    await ict.channel.say("action Draft the letter @Priya Shah by Friday", priya)
    await priya.in_dm().say("my")

    async with ict.programme.app.database.reading(ict.programme.clock.now()) as register:
        known = [each for each in (await register.people.all()).values() if each.name == "Priya Shah"]
    assert len(known) == 1
    assert known[0].email == "priya.shah@council.gov.uk"


async def test_what_names_people_goes_to_their_own_chat_where_a_channel_cannot_whisper(ict: Ict) -> None:
    await ict.log()
    own = ict.olu.in_dm()
    asked = (
        ("list actions", "Fix the firewall rule"),
        ("/my", "Your work"),
        ("who is @Sam Patel", "Role"),
        ("/raid health", "Health of ICT"),
    )
    for said, words in asked:
        await ict.channel.say(said, ict.sam)
        await ict.programme.teams.settle()
        assert words in own.last.text
        assert "sent it to you in a direct message" in ict.channel.last.text
        assert "Share" not in "".join(own.last.buttons)
