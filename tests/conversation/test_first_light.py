"""An action's whole life: set up, logged, reminded of, escalated, summed up, done."""

from __future__ import annotations

from tests.conversation.conftest import Office


async def test_whole_life(bare_office: Office) -> None:
    office = bare_office
    channel = await office.says("U1", "/workstream create ICT")
    assert "This channel is now ICT's" in channel.last.words

    await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")
    card = channel.cards[-1]
    assert "A-001 Fix the firewall rule" in card.words
    assert "<@U2>" in card.words
    assert "Fri 27 Nov 2026" in card.words
    told = office.dm("U2").cards
    assert len(told) == 1
    assert told[0].text == "Olu Adeyemi gave you A-001: Fix the firewall rule, due Fri 27 Nov"

    assert await office.tick("2026-11-27T09:20") == ["digest:P003:2026-11-27"]
    assert await office.tick("2026-11-27T09:40") == []
    assert "1 thing is due today" in office.dm("U2").cards[-1].text
    posted = len(channel.cards)

    await office.tick("2026-12-04T09:20")
    alert = next(each for each in channel.cards[posted:] if "Acknowledge" in each.buttons)
    assert "A-001" in alert.words
    assert "Sam" not in alert.words, "nobody is named as late in a channel"

    keys = await office.tick("2026-12-07T09:31")
    assert [key for key in keys if key.startswith("weekly")] == ["weekly:1:2026-12-07"]
    assert "*Overdue: 1*" in channel.cards[-1].words

    card = next(each for each in channel.cards if each.ts == card.ts)
    before = len(channel.seen)
    await card.by("U2").press("Done")
    await office.settle()
    assert len(channel.seen) == before, "the card is redrawn, not posted again"
    assert "Complete" in next(each for each in channel.cards if each.ts == card.ts).words
    assert (await office.record("A-001")).status == "Complete"


async def test_escalation_is_acknowledged_by_a_person(office: Office) -> None:
    channel = await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")
    await office.tick("2026-12-04T09:20")
    alert = next(each for each in channel.cards if "Acknowledge" in each.buttons)

    await alert.by("U2").press("Acknowledge")
    await office.settle()

    redrawn = next(each for each in channel.cards if each.ts == alert.ts)
    assert "Acknowledged by Sam Patel" in redrawn.words
    assert "Acknowledge" not in redrawn.buttons
    assert [event.verb for event in await office.history("A-001")][-1] == "acknowledge"


async def test_a_snooze_quietens_reminders_but_not_the_due_date(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")
    await office.writes("U2", "snooze A-001 until 2 Dec")
    assert await office.tick("2026-11-27T09:20") == []
    assert "digest:P003:2026-12-02" in await office.tick("2026-12-02T09:20")
    assert (await office.record("A-001")).due.isoformat() == "2026-11-27"
