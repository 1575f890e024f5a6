"""“Log as action” on somebody's message: the form is filled in with what the words say, and leads back to them."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Office
from tests.conversation.test_cases import everything


async def test_what_a_message_says_stands_in_the_form(office: Office) -> None:
    channel = office.channel("U2")
    await channel.say("Please send the firewall list to the supplier by Friday <@U3>")
    await office.channel("U1").shortcut("log_action", channel.last)
    await office.settle()
    modal = office.channel("U1").modal
    assert modal.value("title") == "Send the firewall list to the supplier"
    assert modal.value("due") == "2026-11-27"
    assert modal.value("owner") == "P002"
    assert "@Sam Okoro" in modal.value("description")
    await modal.submit()
    await office.settle()
    record = await office.record("A-001")
    assert record.body.source == "A message from Sam Patel"  # type: ignore[attr-defined]
    assert record.body.source_link.startswith("https://")  # type: ignore[attr-defined]


async def test_a_plain_message_is_the_title(office: Office) -> None:
    channel = office.channel("U2")
    await channel.say("The lift in Teasel Point is broken again")
    await office.channel("U1").shortcut("log_action", channel.last)
    await office.settle()
    assert office.channel("U1").modal.value("title") == "The lift in Teasel Point is broken again"


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Mrs Quagmire at flat 12 is upset about the damp", "Log an enquiry"),
        ("ring Quagmire on 07700 900123 by Friday", "Log an enquiry"),
        ("complaint in today: Quagmire in the stairwell", "Log a complaint"),
        ("CMP-0001 note Quagmire rang again", "Log a complaint"),
    ],
)
async def test_what_must_not_be_kept_is_refused_and_a_private_form_offered(
    office: Office, said: str, form: str
) -> None:
    channel = office.channel("U2")
    await channel.say(said)
    mine = office.channel("U1")
    await mine.shortcut("log_action", channel.last)
    await office.settle()
    assert "I have not kept it. Please have that message deleted here" in mine.whisper.text
    assert "Quagmire" not in mine.whisper.text
    assert "quagmire" not in (await everything(office)).casefold()
    await mine.whisper.press("Open a private form")
    await office.settle()
    assert mine.modal.title == form
    assert "Quagmire" not in mine.modal.words


async def test_in_a_direct_message_the_form_takes_it(office: Office) -> None:
    await office.writes("U1", "ring Quagmire on 07700 900123 by Friday")
    mine = office.dm("U1")
    typed = next(each for each in mine.seen if "07700" in each.text)
    await mine.shortcut("log_action", typed)
    await office.settle()
    assert "Quagmire" in mine.modal.value("title")
