"""A complaint's life in Teams, in a personal chat, told against the real application over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.ticking import sweep_all
from governance.record import Record
from tests.fakes.teams import Chat, Dialog, Message
from tests.teams.conftest import Programme

UNDERSTOOD = {
    "definition": "Dust was left in the kitchen after the windows were changed.",
    "outcome_sought": "The kitchen cleaned, and an apology.",
    "responsibility": "Our contractor works for us, so we answer for it.",
    "reasonable_adjustment": "n/a: asked, none needed",
}
ANSWERED = {
    "points": "Dust in the kitchen",
    "s1_answers": "The room was not sheeted.",
    "s1_decision": "upheld",
    "s1_reasons": "The works code asks for sheets (policy 4.2).",
    "remedy": "A deep clean and an apology.",
    "outstanding_actions": "Deep clean the kitchen by 11 Dec",
}


class Office:
    """Olu, a liaison officer, and Sam, who manages cases, each in their chat with Chivvy."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.olu, self.sam = programme.teams.user("Olu Adeyemi"), programme.teams.user("Sam Patel")

    @property
    def chat(self) -> Chat:
        return self.olu.in_dm()

    async def record(self, ref: str = "CMP-0001") -> Record:
        async with self.programme.app.database.reading(self.programme.clock.now()) as register:
            return await register.records.get(ref)

    async def card(self) -> Message:
        """The complaint's own card, fresh."""
        await self.chat.say("CMP-0001")
        return [message for message in self.chat.messages if "Chronology" in message.buttons][-1]

    async def fill_in(self, button: str, **values: str) -> object:
        """Press a button of the card, and send the dialog that it opens."""
        dialog = await (await self.card()).press(button)
        assert isinstance(dialog, Dialog)
        return await dialog.fill(**values).submit()

    async def move_to(self, *moment: int) -> None:
        self.programme.clock.set(datetime(*moment, tzinfo=UTC))  # type: ignore[arg-type, misc]
        await sweep_all(self.programme.app.database, self.programme.clock.now())
        await self.programme.teams.settle()


@pytest.fixture
async def case(programme: Programme) -> Office:
    made = Office(programme)
    channel = made.olu.in_channel("ICT")
    programme.teams.channel("ICT", made.sam)
    await channel.install()
    await channel.say("/workstream create ICT")
    await channel.say("action Something for everybody @Sam Patel by Friday", made.sam)
    await made.chat.install()
    async with programme.app.database.transaction(programme.clock.now()) as register:
        roles = {"Olu Adeyemi": "Project Liaison Officer", "Sam Patel": "Resident Liaison Manager"}
        for person in (await register.people.all()).values():
            await register.people.save(replace(person, role=roles[person.name], organisation="TMG"))
    asked = await made.chat.say("complaint in today: dust and debris after window works")
    assert asked is not None
    await asked.press("Save")
    return made


async def test_its_whole_life(case: Office) -> None:
    assert (await case.record()).due == date(2026, 11, 30)
    told = await case.chat.say("acknowledged CMP-0001 just now")
    assert told is not None
    assert "the stage 1 acknowledgement is held back" in told.text
    await case.fill_in("Acknowledge", **UNDERSTOOD, on="2026-11-23")
    assert ((await case.record()).status, (await case.record()).due) == ("Acknowledged", date(2026, 12, 7))

    await case.chat.say("extend CMP-0001 to 14 Dec because the surveyor comes on Thursday, resident told today")
    assert ((await case.record()).status, (await case.record()).due) == ("Stage 1 extended", date(2026, 12, 14))

    held = await case.fill_in("Answer", **{**ANSWERED, "s1_reasons": ""}, on="2026-11-23")
    assert not isinstance(held, Dialog)
    assert "the reasons, with policy, law and good practice" in case.chat.last.text
    assert (await case.record()).status == "Stage 1 extended"
    await case.fill_in("Answer", **ANSWERED, on="2026-11-23")
    assert (await case.record()).status == "Stage 1 responded"
    assert (await case.record("A-002")).title == "Deep clean the kitchen"

    await case.chat.say("CMP-0001 wants stage 2")
    assert "CMP-0001 wants stage 2" in case.sam.in_dm().last.text
    refused = await case.chat.say("CMP-0001 stage 2 handler me")
    assert refused is not None
    assert "can’t be handled at stage 2 by whoever handled it at stage 1" in refused.text
    sam = (await case.record("A-001")).owner
    await case.chat.say("CMP-0001 stage 2 handler Sam Patel")
    assert ((await case.record()).owner, (await case.record()).status) == (sam, "Stage 2 requested")
    await case.fill_in("Acknowledge stage 2", on="2026-11-23")
    assert (await case.record()).due == date(2026, 12, 21)


async def test_an_extension_after_the_day_is_refused(case: Office) -> None:
    await case.fill_in("Acknowledge", **UNDERSTOOD, on="2026-11-23")
    await case.move_to(2026, 12, 8, 10)
    told = await case.chat.say("extend CMP-0001 to 14 Dec because the surveyor is ill, resident told today")
    assert told is not None
    assert "it can’t be extended any more" in told.text


async def test_the_clock_speaks_in_the_chat_and_to_the_manager(case: Office) -> None:
    await case.move_to(2026, 11, 26, 9, 20)
    assert "CMP-0001" in case.chat.last.text
    assert "CMP-0001" in case.sam.in_dm().last.text


async def test_nothing_of_it_in_the_channel(case: Office) -> None:
    channel = case.olu.in_channel("ICT")
    told = await channel.say("CMP-0001")
    assert told is not None
    assert "dust" not in " ".join(message.text.casefold() for message in channel.messages)
