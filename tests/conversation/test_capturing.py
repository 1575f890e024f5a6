"""“Log as action” on somebody's message: the form is filled in with what the words say, and leads back to them."""

from __future__ import annotations

from tests.conversation.conftest import Office


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
