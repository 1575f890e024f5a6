"""The health check in chat: findings to whoever asks, counts to the channel, and each finding put right with its button."""

from __future__ import annotations

import pytest

from handlers.health import health_check
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.register import filled, log


@prepared
async def kept(office: Office) -> None:
    await office.says("U1", "/workstream create HR", "C2")
    await filled(office)


async def test_findings_are_whispered_with_score_and_reasons(kept: Office) -> None:
    said = (await kept.says("U1", "/raid health")).whisper.words.replace("*", "")
    assert "Health of ICT: 72 of 100" in said
    assert "6 findings in 6 records" in said
    for words in (
        "R-002 The payroll mandate may be late for vesting day: nobody owns it",
        "R-001 The supplier may miss the firewall date: no action mitigates it, and it is not accepted",
        "A-003 Map every licence that we pay for: it has no due date",
        "D-001 Establishment baseline with costs: it is promised 2 days after it is needed",
    ):
        assert words in said
    assert not any("R-002" in card.words for card in kept.channel("U1").cards), "nobody else reads it"


async def test_a_mention_gives_the_channel_counts_and_no_names(kept: Office) -> None:
    channel = await kept.says("U1", "health check")
    card = channel.last
    assert "no owner 1" in card.words
    assert "R-002" not in card.words
    await card.press("Show me the findings")
    await kept.settle()
    assert "in a direct message" in channel.whisper.words
    assert "R-002" in kept.dm("U1").last.words
    assert "Health of ICT" in kept.dm("U1").last.words


async def test_counts_can_be_shared(kept: Office) -> None:
    channel = await kept.says("U1", "/raid health")
    await channel.whisper.press("Share the counts")
    await kept.settle()
    assert "To put right:" in channel.last.words
    assert "R-001" not in channel.last.words


async def test_one_rule_only(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H12")
    said = channel.whisper
    assert "An action is due on a working day that is still to come." in said.words
    assert ("A-001" in said.words, "A-003" in said.words, "R-001" in said.words) == (True, True, False)
    await said.press("All findings")
    await kept.settle()
    assert "R-001" in channel.whisper.words


async def test_a_missing_date_is_put_right_in_a_form_that_asks_for_nothing_else(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H12")
    await channel.whisper.press("Give it a date", nth=1)
    await kept.settle()
    assert set(channel.modal.fields) == {"due"}
    modal = await channel.modal.fill(due="2026-11-28").submit()
    assert "Sat 28 Nov 2026 is a Saturday" in " ".join(modal.errors.values())
    await modal.fill(due="2026-11-30").submit()
    await kept.settle()
    assert str((await kept.record("A-003")).due) == "2026-11-30"
    assert "A-003" not in (await kept.says("U1", "/raid H12")).whisper.words


async def test_what_is_late_may_be_done_by_now(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H12")
    await channel.whisper.press("Done")
    await kept.settle()
    assert (await kept.record("A-001")).status == "Complete"


async def test_why_something_was_closed_can_be_said_later(kept: Office) -> None:
    await log(kept, "risk", {"title": "Routes may not be redrawn in time", "status": "Closed", "owner": "P001"})
    channel = await kept.says("U1", "/raid H20")
    assert "it is closed and nothing says why" in channel.whisper.words
    await channel.whisper.press("Fill in")
    await kept.settle()
    await channel.modal.fill(closure_reason="The routes were redrawn in October").submit()
    await kept.settle()
    assert "Nothing to put right" in (await kept.says("U1", "/raid H20")).whisper.words


async def test_a_risk_gets_its_action(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H08")
    await channel.whisper.press("Add an action")
    await kept.settle()
    await channel.modal.fill(title="Agree a second date with the supplier").submit()
    await kept.settle()
    assert "Nothing to put right" in (await kept.says("U1", "/raid H08")).whisper.words


async def test_a_red_risk_is_escalated(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H11")
    await channel.whisper.press("Escalate")
    await kept.settle()
    assert "escalate" in channel.modal.title.lower()


async def test_an_owner_is_given(kept: Office) -> None:
    channel = await kept.says("U1", "/raid H01")
    await channel.whisper.press("Give it an owner")
    await kept.settle()
    await channel.modal.fill(owner="P001").submit()
    await kept.settle()
    assert (await kept.record("R-002")).owner == "P001"


async def test_a_score_written_down_wrong_is_put_right_by_scoring_anew(kept: Office) -> None:
    await log(
        kept, "risk", {"title": "Routes may not be redrawn in time", "likelihood": 3, "impact": 3, "said_score": 12}
    )
    channel = await kept.says("U1", "/raid H07")
    assert "its score was written down as 12, but 3 × 3 is 9" in channel.whisper.words
    await channel.whisper.press("Score it")
    await kept.settle()
    modal = await channel.modal.fill(likelihood="4").submit()
    await kept.settle()
    assert not modal.errors
    assert (await kept.record("R-003")).body.score == 12
    assert "R-003" not in (await kept.says("U1", "/raid H07")).whisper.words


async def test_two_that_look_like_one_can_be_said_to_be_two(kept: Office) -> None:
    twin = {"title": "Book the hall for our May meeting", "owner": "P001", "due": "2026-11-26"}
    await log(kept, "action", twin)
    channel = await kept.says("U1", "/raid H19")
    assert "it says nearly the same as A-002" in channel.whisper.words
    await channel.whisper.press("They are two")
    await kept.settle()
    assert "Nothing to put right" in (await kept.says("U1", "/raid H19")).whisper.words


async def test_pages_hold_ten_findings(kept: Office) -> None:
    for number in range(12):
        await log(kept, "action", {"title": f"Chase supplier number {number} for their quote"})
    channel = await kept.says("U1", "/raid H01")
    assert "Page 1 of 2" in channel.whisper.words
    await channel.whisper.press("Next")
    await kept.settle()
    assert "Page 2 of 2" in channel.whisper.words
    assert channel.whisper.words.count("nobody owns it") == 3


async def test_the_programme_by_workstream_and_how_it_moved(kept: Office) -> None:
    await kept.tick("2026-11-23T10:00")
    before = (await kept.writes("U1", "health check")).last.words
    assert "since" not in before
    assert "Health of the programme" in before
    await log(kept, "action", {"title": "Agree the plan with the board"}, "WS02")
    await kept.tick("2026-11-30T10:00")
    said = (await kept.writes("U1", "health check")).last.words
    assert "Mon 23 Nov" in said
    assert "ICT" in said
    assert "HR" in said


async def test_a_week_is_kept_once(kept: Office) -> None:
    await kept.tick("2026-11-23T10:00")
    await log(kept, "action", {"title": "Agree the plan with the board"})
    await kept.tick("2026-11-24T10:00")
    async with kept.app.database.reading(kept.clock.now()) as register:
        scores = await register.health.of_week(register.today)
    assert set(scores) == {"", "WS01"}
    assert sum(scores[""].findings.values()) == sum(scores["WS01"].findings.values())


async def test_a_register_too_large_to_look_through_is_told_by_its_weekly_scores(
    kept: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.tick("2026-11-23T10:00")
    monkeypatch.setattr(health_check, "MOST_AT_ONCE", 5)
    dm = await kept.writes("U1", "health check")
    assert "Health of the programme: 72 of 100 on Mon 23 Nov" in dm.last.words
    assert "Choose a workstream" in dm.last.words
    monkeypatch.setattr(health_check, "MOST_AT_ONCE", 6)
    await dm.last.choose("ICT")
    await kept.settle()
    assert "R-001" in dm.last.words


async def test_restricted_records_are_for_those_named_on_them(kept: Office) -> None:
    await log(kept, "action", {"title": "Talk to staff about the ruling"}, confidential=True, raised_by="P001")
    assert "A-004" in (await kept.writes("U1", "raid H01")).last.words
    assert "A-004" not in (await kept.says("U1", "/raid H01")).whisper.words, "there others read along"
    assert "A-004" not in (await kept.writes("U2", "raid H01")).last.words


async def test_personal_data_is_not_repeated(kept: Office) -> None:
    await log(kept, "action", {"title": "Ring Mrs Jones on 07700 900123", "owner": "P001", "due": "2026-11-30"})
    said = (await kept.says("U1", "/raid H22")).whisper
    assert "*A-004*: there seems to be a telephone number" in said.words
    assert "900123" not in said.words + said.text
