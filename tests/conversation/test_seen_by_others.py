"""What others see: nothing of what few may read, not even as a number, and in a channel nobody's name beside what is late."""

from __future__ import annotations

from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.register import log

SECRET = "A post is at risk"


@prepared
async def guarded(office: Office) -> None:
    """Sam owns an action that is late, and R-001, which is confidential and due while he is away; Okoro owns nothing."""
    await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")
    await office.says("U1", "/action Renew the licence <@U3> by Friday")
    await log(office, "action", {"title": "Send the letters", "owner": "P003", "due": "2026-11-20"})
    secret = {"title": SECRET, "owner": "P003", "review_on": "2026-12-23"}
    await log(office, "risk", secret, confidential=True)


async def owner(office: Office, ref: str) -> str | None:
    return (await office.record(ref)).owner


async def test_a_handover_in_a_channel_says_neither_who_is_late_nor_what_few_may_read(guarded: Office) -> None:
    await guarded.says("U2", "hand over everything I own to <@U3>")
    said = guarded.channel("U2").last
    assert "2 open items: 2 actions." in said.words
    assert "overdue" not in said.words
    assert "1 item more would stay: not for everybody here, so ask me in a direct message." in said.words
    await said.by("U2").press("Hand over 2")
    await guarded.settle()
    assert await owner(guarded, "A-003") == await owner(guarded, "A-002")
    assert await owner(guarded, "R-001") == "P003"
    everything = "\n".join(card.words + card.text for card in guarded.channel("U2").cards)
    assert "R-001" not in everything


async def test_alone_one_hears_what_is_late_and_hands_over_all_that_the_other_may_read(guarded: Office) -> None:
    chat = await guarded.writes("U2", "hand over everything I own to <@U3>")
    assert "1 of them is overdue." in chat.last.words
    assert "1 item more would stay: you or they may not read it." in chat.last.words


async def test_the_cover_is_shown_what_they_may_read(guarded: Office) -> None:
    chat = await guarded.writes("U2", "im off 21 dec to 1 jan, cover is <@U3>")
    assert "R-001" in chat.last.words
    await chat.last.press("Cover sees them")
    await guarded.settle()
    cover = "\n".join(card.words + card.text for card in guarded.dm("U3").cards)
    assert "R-001" not in cover
    assert "sees them with" in chat.last.text


async def test_leave_in_a_channel_does_not_count_what_few_may_read(guarded: Office) -> None:
    channel = await guarded.says("U2", "I'm off 21 dec to 1 jan, cover is <@U3>")
    assert "due meanwhile" not in channel.last.words


async def test_whoever_leaves_a_workstream_is_not_said_to_own_what_few_may_read(guarded: Office) -> None:
    await guarded.says("U1", "take <@U2> off ICT at end of month")
    said = guarded.channel("U1").last
    assert "They own 2 open items in it: 2 actions." in said.words


async def test_a_link_names_what_is_confidential_by_its_ref_alone(guarded: Office) -> None:
    await guarded.says("U2", "A-001 relates to R-001")
    assert SECRET not in guarded.channel("U2").last.words + guarded.channel("U2").last.text
    assert "R-001" in guarded.channel("U2").last.words


async def test_a_workload_counts_what_everybody_may_read(guarded: Office) -> None:
    chat = await guarded.writes("U1", "workload of ICT")
    assert "3 open items" in chat.last.words
    chat = await guarded.writes("U1", "who is <@U2>")
    assert "2 items, 1 overdue" in chat.last.words
    chat = await guarded.writes("U2", "who is <@U2>")
    assert "3 items, 1 overdue" in chat.last.words


async def test_what_others_owe_is_theirs_in_the_numbers_of_a_workstream(guarded: Office) -> None:
    await guarded.says("U1", "/workstream create HR", "C2")
    promise = {
        "title": "The cost baseline",
        "giver": "WS02",
        "receiver": "WS01",
        "promised": "2026-11-18",
        "owner": "P003",
    }
    await log(guarded, "dependency", promise, workstream="WS02")
    channel = await guarded.says("U1", "/workstream show ICT")
    assert "3 items, 1 overdue" in channel.whisper.words
    await guarded.tick("2026-11-30T10:00")
    [summary] = [card for card in guarded.channel("U1").cards if "the week from" in card.words]
    assert "D-001" not in summary.words
