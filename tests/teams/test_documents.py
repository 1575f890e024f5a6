"""Documents in Teams: offered in the personal chat and handed over when they are wanted; a link where others read along."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pypdf import PdfReader

from bot.platform import Address, NotSent
from bot.scheduler import Scheduler
from bot.teams.connector import Connector as Client
from handlers.cards import say
from reports.paper import File
from storage.attachments import KEPT_FOR, Attachment
from storage.history import REFUSED
from storage.outbox import Notice
from tests.fakes.connector import BOT, TENANT, Connector, Fault
from tests.fakes.teams import Chat, Message
from tests.teams.conftest import Programme, programme_of, served

SECRET = "Dust and debris after window works"
NAME = "CMP-0001 chronology.pdf"


class Case:
    """CMP-0001 of Olu, a liaison officer, in the programme of ICT; Sam has nothing to do with it."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.olu, self.sam = programme.teams.user("Olu Adeyemi"), programme.teams.user("Sam Patel")
        self.channel = self.olu.in_channel("ICT")
        programme.teams.channel("ICT", self.sam)

    async def begin(self) -> None:
        await self.channel.install()
        await self.channel.say("/workstream create ICT")
        await self.give_role("Olu Adeyemi", "Project Liaison Officer")
        asked = await self.dm.say(f"complaint in today: {SECRET}")
        assert asked is not None
        await asked.press("Save")

    @property
    def dm(self) -> Chat:
        return self.olu.in_dm()

    async def offered(self, said: str = "chronology CMP-0001") -> Message:
        """The document, asked for in the personal chat and not taken yet."""
        await self.dm.say(said)
        assert self.dm.last.offer is not None, self.dm.last.text
        return self.dm.last

    async def give_role(self, name: str, role: str) -> None:
        async with self.programme.app.database.transaction(self.programme.clock.now()) as register:
            for person in (await register.people.all()).values():
                if person.name == name:
                    await register.people.save(replace(person, role=role, organisation="TMG"))

    async def waiting(self) -> list[str]:
        """The keys of the documents that wait."""
        async with self.programme.app.database.reading(self.programme.clock.now()) as register:
            documents = [notice.key for notice in await register.outbox.all() if notice.rule == "document"]
            return sorted(await register.attachments.sizes(documents))

    async def notice(self) -> Notice:
        async with self.programme.app.database.reading(self.programme.clock.now()) as register:
            (found,) = [notice for notice in await register.outbox.all() if notice.rule == "document"]
            return found

    async def refusals(self) -> int:
        async with self.programme.app.database.reading(self.programme.clock.now()) as register:
            return sum(event.verb == REFUSED for event in await register.history.of("CMP-0001"))


@pytest.fixture
async def case(programme: Programme) -> Case:
    made = Case(programme)
    await made.begin()
    return made


@pytest.fixture
async def public(tmp_path: Path, connector: Connector, unused_tcp_port: int) -> AsyncIterator[Case]:
    """The same in a house that people reach, so that there are links."""
    async with programme_of(tmp_path, connector, CHIVVY_PUBLIC_URL=f"http://127.0.0.1:{unused_tcp_port}/") as made:
        case = Case(made)
        await case.begin()
        async with served(made.app.web(), unused_tcp_port):
            yield case


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


async def test_it_is_offered_and_handed_over_when_it_is_wanted(case: Case) -> None:
    offer = await case.offered()
    assert offer.offer is not None
    assert offer.offer["name"] == NAME
    assert offer.text.startswith("Chronology of CMP-0001. OFFICIAL-SENSITIVE: casework")
    assert offer.raw["summary"] == "Chronology of CMP-0001"
    assert case.olu.drive == {}

    await offer.allow()

    words = read(case.olu.drive[NAME])
    assert SECRET in words
    assert "Logged in this register" in words
    assert case.dm.last.info is not None
    assert case.dm.last.info["name"] == NAME
    assert offer.id not in [message.id for message in case.dm.messages], "the question is gone"
    assert await case.waiting() == [], "it is kept no longer than it has to be"
    assert (await case.notice()).state == "sent"


async def test_asked_for_in_a_channel_it_is_offered_in_the_personal_chat_alone(case: Case) -> None:
    await case.channel.say("chronology CMP-0001")
    assert case.dm.last.offer is not None
    assert "in a direct message" in case.channel.last.text
    assert not [message for message in case.channel.messages if message.offer or "Chronology" in str(message.raw)]
    assert SECRET not in str(case.channel.place.messages)


async def test_declined_it_is_thrown_away(case: Case) -> None:
    offer = await case.offered()
    await offer.decline()
    assert case.dm.last.text == "Then I have thrown it away. Should you want it after all, ask for it again."
    assert await case.waiting() == []
    await offer.allow()
    assert "you have it already, it waited for more than a fortnight" in case.dm.last.text
    assert case.olu.drive == {}


async def test_allowed_twice_it_is_handed_over_once(case: Case) -> None:
    offer = await case.offered()
    await offer.allow()
    await offer.allow()
    assert list(case.olu.drive) == [NAME]
    assert "Nothing was handed over" in case.dm.last.text


async def test_teams_telling_it_twice_is_one_answer(case: Case) -> None:
    offer = await case.offered()
    assert offer.offer is not None
    upload = case.programme.teams.connector.drive.reserve(
        case.olu.account.id, NAME, offer.offer["content"]["sizeInBytes"]
    )
    value = {"type": "fileUpload", "action": "accept", "context": offer.offer["content"]["acceptContext"]}
    told = case.dm.activity("invoke", name="fileConsent/invoke", value={**value, "uploadInfo": upload})
    for _ in range(2):
        assert (await case.programme.teams.post(told))[0] == 200
    await case.programme.teams.settle()
    assert len([message for message in case.dm.messages if message.info]) == 1


async def test_nobody_else_can_take_it(case: Case) -> None:
    """Sam has seen the key, however that was; he is a case manager, and still it is Olu's."""
    offer = await case.offered()
    await case.sam.in_channel("ICT").say("my")
    await case.give_role("Sam Patel", "Resident Liaison Manager")
    stolen = Message(case.sam.in_dm(), offer.raw)
    await stolen.allow()
    await stolen.decline()
    assert case.sam.drive == {}
    assert "That document is not here for you" in case.sam.in_dm().last.text
    assert len(await case.waiting()) == 1, "and it still waits for Olu"
    await offer.allow()
    assert list(case.olu.drive) == [NAME]


async def test_whoever_may_not_open_the_case_any_more_does_not_get_it_either(case: Case) -> None:
    offer = await case.offered()
    async with case.programme.app.database.transaction(case.programme.clock.now()) as register:
        people = {person.name: person for person in (await register.people.all()).values()}
        await register.people.save(replace(people["Olu Adeyemi"], active=False))
    await offer.allow()
    assert case.olu.drive == {}
    assert "you may no longer see what it is about" in case.dm.last.text
    assert await case.refusals() == 1


@pytest.mark.parametrize("status", [429, 500, 503, 404])
async def test_what_one_drive_does_not_take_still_waits(case: Case, status: int) -> None:
    case.programme.teams.connector.drive.faults.append(status)
    offer = await case.offered()
    await offer.allow()
    assert (
        "OneDrive did not say whether" if status >= 500 else "I could not put it into your OneDrive: "
    ) in case.dm.last.text
    assert "It still waits here for you" in case.dm.last.text
    await offer.allow()
    assert list(case.olu.drive) == [NAME]


@pytest.mark.parametrize(
    "address", ["https://internal.council.example/x", "http://10.0.0.1/x", "file:///etc/passwd", "", "https://[", 7]
)
async def test_it_goes_nowhere_but_to_one_drive(case: Case, address: Any) -> None:
    offer = await case.offered()
    await offer.allow(uploadUrl=address)
    assert "I could not put it into your OneDrive: " in case.dm.last.text
    assert len(await case.waiting()) == 1


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://council-my.sharepoint.com/personal/olu/_api/x?tempauth=1", True),
        ("https://sharepoint.com.evil.example/x", False),
        ("https://notsharepoint.com/x", False),
        ("http://council-my.sharepoint.com/x", False),
        ("https://council-my.sharepoint.com@10.0.0.1/x", False),
        ("https://127.0.0.1/x", False),
    ],
)
async def test_which_addresses_are_one_drives(address: str, known: bool) -> None:
    async def token() -> str:
        return "ours"

    client = Client(token)
    if known:
        client._check_upload(address)
    else:
        with pytest.raises(NotSent, match="none of OneDrive"):
            await client.hand_over(address, b"what happened")
    await client.close()


@pytest.mark.parametrize(
    "value",
    [
        {"action": "accept", "context": {}},
        {"action": "accept", "context": {"chivvy": {"file": 7}}},
        {"action": "open", "context": {"chivvy": {"file": "document:1"}}},
        {"action": "accept", "context": "document:1"},
    ],
)
async def test_what_is_no_answer_of_ours_is_refused(case: Case, value: dict[str, Any]) -> None:
    status, _ = await case.programme.teams.post(case.dm.activity("invoke", name="fileConsent/invoke", value=value))
    assert status == 400
    activity = case.channel.activity("invoke", name="fileConsent/invoke", value=value)
    assert (await case.programme.teams.post(activity))[0] == 400


async def test_a_lost_reply_is_offered_again_and_says_so_and_it_is_had_once(case: Case) -> None:
    case.programme.teams.connector.faults.append(Fault(lost=True))
    await case.dm.say("chronology CMP-0001")
    first, second = [message for message in case.dm.messages if message.offer]
    assert "Sent again" not in first.text
    assert "Sent again: I could not tell whether the first one arrived." in second.text
    await first.allow()
    await second.allow()
    assert list(case.olu.drive) == [NAME]


async def test_a_house_that_stops_half_way_hands_it_over_when_asked_again(case: Case) -> None:
    """Somebody allowed it, and the process died before OneDrive had it: the question stands, and the document waits."""
    offer = await case.offered()
    drive, alive = case.programme.teams.connector.drive, asyncio.all_tasks()
    drive.slow = True
    pressing = asyncio.create_task(offer.allow())
    await drive.reached.wait()
    killed = asyncio.all_tasks() - alive
    for task in killed:
        task.cancel()
    await asyncio.gather(pressing, *killed, return_exceptions=True)
    drive.slow = False
    assert len(await case.waiting()) == 1
    await offer.allow()
    assert list(case.olu.drive) == [NAME]
    assert len([message for message in case.dm.messages if message.info]) == 1


async def test_a_reply_that_one_drive_lost_is_not_repeated_unasked(case: Case) -> None:
    offer = await case.offered()
    case.programme.teams.connector.drive.faults.append(0)
    await offer.allow()
    assert "OneDrive did not say whether it has your document: look there first" in case.dm.last.text
    assert len(case.programme.teams.connector.drive.stored) == 1


async def test_a_slow_one_drive_keeps_nobody_waiting(case: Case) -> None:
    """Teams wants its answer within three seconds; the document goes on its way after that."""
    offer = await case.offered()
    bot, drive = case.programme.app.teams, case.programme.teams.connector.drive
    assert bot is not None
    bot._invokes._grace = 0.0
    await offer.allow()
    assert list(drive.of(case.olu.account.id)) == [NAME]
    assert case.dm.last.info is not None


async def test_what_nobody_takes_is_forgotten_after_a_fortnight(case: Case) -> None:
    offer = await case.offered()
    app = case.programme.app
    scheduler = Scheduler(app.database, app.delivery, app.clock, 30)
    case.programme.clock.set(case.programme.clock.now() + KEPT_FOR)
    await scheduler.tidy()
    assert len(await case.waiting()) == 1
    case.programme.clock.set(case.programme.clock.now() + timedelta(minutes=1))
    await scheduler.tidy()
    assert await case.waiting() == []
    await offer.allow()
    assert "it waited for more than a fortnight" in case.dm.last.text
    assert case.olu.drive == {}


async def test_what_cannot_be_drawn_is_said_to_the_asker(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> File:
        raise RuntimeError("the template is broken")

    monkeypatch.setattr("bot.sending.drawn", broken)
    await case.channel.say("chronology CMP-0001")
    assert case.dm.last.text.startswith("I could not send you what you asked for (“chronology CMP-0001”)")
    assert (await case.notice()).state == "failed"


async def test_whoever_cannot_be_reached_in_teams_leaves_nothing_behind(case: Case) -> None:
    case.olu.account.reachable = False
    await case.channel.say("chronology CMP-0001")
    assert (await case.notice()).state == "failed"
    assert await case.waiting() == []


@pytest.mark.parametrize(("words", "answers"), [("", 1), ("my", 2)])
async def test_whoever_sends_a_file_is_told_that_it_is_not_kept(case: Case, words: str, answers: int) -> None:
    """That the bot may send files lets people send it some."""
    content = {"downloadUrl": "https://download.link", "uniqueId": "1", "fileType": "jpg"}
    sent = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "damp.jpg", "content": content}
    before = len(case.dm.messages)
    await case.dm.deliver(case.dm.activity("message", text=words, attachments=[sent]))
    await case.programme.teams.settle()
    said = [message.text for message in case.dm.messages[before:]]
    assert len(said) == answers
    assert any("I can’t keep files" in each for each in said)


# What is for everybody in a channel


async def test_without_a_public_address_it_comes_in_the_personal_chat_and_the_channel_is_told(case: Case) -> None:
    await case.channel.say("report complaints")
    assert case.channel.last.text == "I have sent it to you in a direct message, because I can’t post files here."
    assert case.dm.last.offer is not None
    await case.dm.last.allow()
    assert "Complaints" in next(iter(case.olu.drive))


async def fetch(address: str) -> tuple[int, dict[str, str], bytes]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_with_one_the_channel_gets_a_link_that_lasts_a_week(public: Case) -> None:
    await public.channel.say("report complaints")
    assert "The link works until Mon 30 Nov 2026, for everybody who has it." in public.channel.last.text
    assert "Download (PDF, " in public.channel.last.text
    (address,) = public.channel.last.links
    status, headers, content = await fetch(address)
    assert (status, content[:5]) == (200, b"%PDF-")
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert headers["Cache-Control"] == "private, no-store"
    public.programme.clock.set(public.programme.clock.now() + timedelta(days=7))
    status, _, content = await fetch(address)
    assert status == 404
    assert b"Ask Chivvy for it again" in content


async def test_a_case_has_no_link_even_there(public: Case) -> None:
    await public.channel.say("chronology CMP-0001")
    assert "in a direct message" in public.channel.last.text
    assert public.dm.last.offer is not None
    assert "/files/" not in str(public.channel.place.messages)


async def test_a_link_is_signed_and_leads_nowhere_else(public: Case) -> None:
    await public.channel.say("report complaints")
    (address,) = public.channel.last.links
    base, _, token = address.rpartition("/")
    told, _, signature = token.partition(".")
    open_to_all = await public.waiting()
    await public.offered()
    (mine,) = set(await public.waiting()) - set(open_to_all)
    theirs = await public.programme.app.shelf.link(mine)  # a genuine link to what is for one person only
    forged = [f"{told}.{signature[:-2]}AA", f"{told}x.{signature}", told, ".", f".{signature}", "%00", "ä.ö"]
    for each in (*(f"{base}/{one}" for one in forged), theirs.url):
        assert (await fetch(each))[0] == 404
    assert (await fetch(address))[0] == 200


async def test_the_signing_key_is_the_houses_own_and_stays(public: Case) -> None:
    shelf = public.programme.app.shelf
    first, second = await asyncio.gather(shelf.link("one"), shelf.link("one"))
    assert first == second, "two processes draw one key"
    async with public.programme.app.database.reading(public.programme.clock.now()) as register:
        key = (await register.settings())["file_key"]
    assert len(key) == 64
    assert key not in first.url


async def test_what_is_for_one_person_is_never_put_where_others_read(public: Case) -> None:
    app = public.programme.app
    data = {"service_url": public.programme.teams.connector.url, "conversation_id": public.channel.place.id}
    there = Address("teams", public.channel.place.id, TENANT, data={**data, "bot_id": BOT["id"]})
    before = len(public.channel.messages)
    with pytest.raises(NotSent, match="for one person only"):
        await app.platforms["teams"].upload(there, say("x"), File("a.pdf", "A", b"%PDF-", "P001"), "k")
    assert len(public.channel.messages) == before


async def test_where_there_are_no_links_nothing_is_served(case: Case) -> None:
    async with case.programme.app.database.transaction(case.programme.clock.now()) as register:
        await register.attachments.keep(Attachment("k", None, "a.pdf", "application/pdf", b"%PDF-"))
    address = case.programme.teams.bot.replace("/api/messages", "/files/k")
    assert (await fetch(address))[0] == 404
