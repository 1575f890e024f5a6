"""`/raid`: the register at a glance, for one pair of eyes and for a channel."""

from __future__ import annotations

from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.register import filled, log


@prepared
async def kept(office: Office) -> None:
    await office.says("U1", "/workstream create HR", "C2")
    await filled(office)


async def test_a_workstream_at_a_glance(kept: Office) -> None:
    said = (await kept.says("U1", "/raid")).whisper.words.replace("*", "")
    for words in (
        "ICT at a glance, Mon 23 Nov",
        "2 open: 1 red, 1 green",
        "3 open; 1 overdue",
        "R-001 The supplier may miss the firewall date, red 20",
        "Red 20\nlikely × severe: R-001",
        "Green 6\nunlikely × moderate: R-002",
        "Overdue: 1\n• A-001 Send the draft letter to the unions",
        "Due this week: 1\n• A-002 Book the hall for the May meeting",
        "ICT owes: 1. 1 promised too late: D-001",
    ):
        assert words in said


async def test_the_other_side_of_a_dependency(kept: Office) -> None:
    said = (await kept.says("U1", "/raid", "C2")).whisper.words.replace("*", "")
    assert "HR at a glance" in said
    assert "HR is owed: 1. 1 promised too late: D-001" in said
    assert "A-001" not in said


async def test_milestones_that_come_and_that_slip_and_decisions(kept: Office) -> None:
    late = {"title": "Stage 2 gateway", "baseline": "2026-12-01", "forecast": "2026-12-11", "owner": "P001"}
    await log(kept, "milestone", late)
    await log(kept, "decision", {"title": "Plan for seven years", "needed_by": "2026-12-10"})
    said = (await kept.says("U1", "/raid")).whisper.words.replace("*", "")
    assert "Next milestones: 1\n• M-001 Stage 2 gateway, due Fri 11 Dec" in said
    assert "Milestones slipping: 1\n• M-001 Stage 2 gateway, 10 days late against its baseline" in said
    assert "Decisions needed: 1\n• DEC-001 Plan for seven years, due Thu 10 Dec" in said


async def test_shared_with_the_channel_it_names_no_people(kept: Office) -> None:
    channel = await kept.says("U1", "/raid")
    assert "Olu Adeyemi" in channel.whisper.words or "<@U1>" in channel.whisper.words.replace("*", "")
    await channel.whisper.press("Share with the channel")
    await kept.settle()
    assert "ICT at a glance" in channel.last.words
    assert "Olu Adeyemi" not in channel.last.words
    assert "<@U1>" not in channel.last.words


async def test_the_whole_programme_in_a_dm_and_its_buttons(kept: Office) -> None:
    dm = await kept.writes("U1", "raid")
    assert "The programme at a glance" in dm.last.words
    await dm.last.press("Health")
    await kept.settle()
    assert "Health of the programme" in dm.last.words


async def test_an_empty_register_says_what_to_type(office: Office) -> None:
    assert "Nothing is open here." in (await office.says("U1", "/raid")).whisper.words.replace("*", "")


async def test_restricted_records_are_not_counted(kept: Office) -> None:
    await log(kept, "action", {"title": "Talk to staff about the ruling", "due": "2026-11-20"}, confidential=True)
    said = (await kept.says("U1", "/raid")).whisper.words.replace("*", "")
    assert "3 open; 1 overdue" in said
