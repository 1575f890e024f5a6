"""Escalating, agreeing and rebaselining: what is handed up, said yes to, or agreed anew."""

from __future__ import annotations

from datetime import date

from handlers.commands import Agree, Escalate, Rebaseline
from handlers.encoding import encode
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.test_lineage import links, log


@prepared
async def risk(office: Office) -> None:
    await log(office, "risk", title="Reserves fall below plan", likelihood="4 (likely)", impact="5 (severe)")


async def test_escalated_by_the_form_to_the_next_one_up(risk: Office) -> None:
    await risk.says("U2", "R-001")
    card = risk.channel("U2").cards[-1]
    await card.by("U2").press("Escalate")
    await risk.settle()
    modal = risk.channel("U2").modal
    assert modal.value("to") == "Workstream Lead"
    await modal.fill(reason="the board must choose", wants="a decision", wanted_by="2026-12-04").submit()
    await risk.settle()
    record = await risk.record("R-001")
    assert (record.status, record.value("escalated_to")) == ("Escalated", "Workstream Lead")
    assert record.value("escalation_reason") == "the board must choose (wanted: a decision by Fri 4 Dec 2026)"
    assert "Sam Patel escalated R-001 Reserves fall below plan to the Workstream Lead." in risk.dm("U1").last.text


async def test_escalated_again_it_goes_one_higher(risk: Office) -> None:
    channel = risk.channel("U1")
    for expected in ("Project Manager", "Programme Manager"):
        await channel.cards[-1].press_with("Edit", encode(Escalate("R-001", reason="no answer")))
        await risk.settle()
        assert (await risk.record("R-001")).value("escalated_to") == expected


async def test_words_that_say_it_has_happened_offer_the_issue(risk: Office) -> None:
    channel = risk.channel("U1")
    card = channel.cards[-1]
    await risk.says("U1", "escalate R-001 to programme board because reserves are below plan already")
    assert (await risk.record("R-001")).value("escalated_to") == "Programme Board"
    assert "It has happened" in channel.cards[-1].buttons
    assert "Score\n20 (4 likely × 5 severe), red" in next(
        each for each in channel.cards if each.ts == card.ts
    ).words.replace("*", "")


async def test_without_a_reason_nothing_happens(risk: Office) -> None:
    channel = risk.channel("U1")
    await channel.cards[-1].press_with("Edit", encode(Escalate("R-001", "Programme Board")))
    await risk.settle()
    assert "needs a reason" in channel.whisper.text
    assert (await risk.record("R-001")).status == "Open"


async def test_each_side_agrees_for_itself(office: Office) -> None:
    await office.says("U1", "/workstream create HR", "C2")
    await log(office, "dependency", title="Establishment baseline", giver="ICT", receiver="HR")
    channel = office.channel("U1")
    card = channel.cards[-1]
    assert "Agreed by\nnobody yet" in card.words.replace("*", "")
    await card.press_with("Edit", encode(Agree("D-001", "giver")))
    await office.settle()
    record = await office.record("D-001")
    assert (record.status, record.value("agreed_by_giver"), record.value("agreed_by_receiver")) == (
        "Proposed",
        True,
        False,
    )
    await card.press_with("Edit", encode(Agree("D-001", "receiver")))
    await office.settle()
    assert (await office.record("D-001")).status == "Agreed"
    await office.says("U1", "/chivvy undo")
    assert (await office.record("D-001")).status == "Proposed"


@prepared
async def milestone(office: Office) -> None:
    await log(office, "milestone", title="The gateway is passed", baseline="2026-11-30")


async def test_a_baseline_moves_by_an_approved_change_request_only(milestone: Office) -> None:
    office, channel = milestone, milestone.channel("U1")
    card = channel.cards[-1]
    await card.press_with("Edit", encode(Rebaseline("M-001", date.fromisoformat("2026-12-10"))))
    await office.settle()
    assert "moves by an approved change request only" in channel.whisper.text
    await log(office, "change", title="Move the gateway by ten days")
    await card.press_with("Edit", encode(Rebaseline("M-001", date.fromisoformat("2026-12-10"), "CR-001")))
    await office.settle()
    assert "CR-001 is proposed" in channel.whisper.text
    await office.says("U1", "/change CR-001 assess")
    await office.says("U1", "/change CR-001 approve")
    await card.press_with("Edit", encode(Rebaseline("M-001", date.fromisoformat("2026-12-10"), "cr1")))
    await office.settle()
    record = await office.record("M-001")
    assert str(record.value("baseline")) == "2026-12-10"
    assert [(str(old.day), old.by) for old in record.value("baselines")] == [("2026-11-30", "CR-001")]
    assert [(link.words, link.ref) for link in await links(office, "M-001")] == [("relates to", "CR-001")]
    await office.says("U1", "/chivvy undo")
    record = await office.record("M-001")
    assert (str(record.value("baseline")), record.value("baselines")) == ("2026-11-30", ())


async def test_a_forecast_that_slips_past_a_threshold_says_so(milestone: Office) -> None:
    channel = await milestone.says("U1", "/milestone M-001 forecast 18/12")
    assert "It is red now (slip: 18 days (14 working days) later than the baseline)." in channel.whisper.text
    assert "18 days (14 working days) later than the baseline" in channel.cards[-1].words


async def test_the_form_does_not_ask_for_what_is_fixed(milestone: Office) -> None:
    channel = milestone.channel("U1")
    await channel.cards[-1].press("Edit")
    await milestone.settle()
    assert "baseline" not in channel.modal.fields
    assert "forecast" in channel.modal.fields
