"""Enquiries of every sort: two clocks for members, extensions, refusals, internal reviews, breaches; and lists of each."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.conversation.conftest import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough for what is said here."""
    return sqlite_url


async def test_a_councillor_is_acknowledged_by_the_next_working_day_and_answered_by_the_tenth(office: Office) -> None:
    await office.takes_in("U1", "cllr sedge asked about scaffold dates, got it today")
    record = await office.record("ENQ-0001")
    assert (record.due, record.body.ack_due, record.title) == (date(2026, 12, 7), date(2026, 11, 24), "Scaffold dates")
    assert record.body.from_name == "Cllr Sedge"
    card = office.dm("U1").last.words
    assert "*Acknowledge by*\nTue 24 Nov 2026" in card
    assert "*Answer by*\nMon 7 Dec 2026" in card
    assert "Sedge" not in card

    await office.tick("2026-11-26T10:00")
    card = (await office.writes("U1", "ENQ-0001")).last.words
    assert "Tue 24 Nov 2026 (overdue by 2 working days)" in card
    await office.writes("U1", "acknowledged ENQ-0001")
    card = (await office.writes("U1", "ENQ-0001")).last.words
    assert "*Acknowledged*\nThu 26 Nov 2026, 2 working days late" in card
    assert (await office.record("ENQ-0001")).due == date(2026, 12, 7), "the reply is due as before"


async def test_answered_late_and_never_acknowledged_is_said(office: Office) -> None:
    await office.takes_in("U1", "MP enquiry in today about parking")
    await office.tick("2026-11-30T10:00")
    await office.writes("U1", "answered ENQ-0001")
    assert "not by Tue 24 Nov 2026, when it was due" in (await office.writes("U1", "ENQ-0001")).last.words


@pytest.mark.parametrize(
    ("case", "due", "rule"),
    [
        ("SAR in today about repairs", date(2027, 2, 23), "sar.extended"),
        ("EIR in today about asbestos", date(2027, 1, 25), "eir.extended"),
        ("FOI in today about lifts", date(2027, 1, 25), "foi.extended"),
    ],
)
async def test_an_extension_moves_the_day_by_its_rule(office: Office, case: str, due: date, rule: str) -> None:
    await office.takes_in("U1", case)
    await office.tick("2026-12-01T10:00")
    dm = await office.writes("U1", "extend ENQ-0001 because it is complex, told them yesterday")
    assert (await office.record("ENQ-0001")).due == due
    why = (await office.writes("U1", "why ENQ-0001")).last.words
    assert f"Rule {rule}" in why
    assert "Extended: they were told on Mon 30 Nov 2026, because it is complex." in why
    refused = (await office.writes("U1", "extend ENQ-0001 because more came, told them today")).last.words
    assert "it was extended already" in refused
    card = next(card for card in dm.cards if "Undo" in card.buttons)
    await card.press("Undo")
    await office.settle()
    assert (await office.record("ENQ-0001")).due is not None


async def test_an_extension_is_told_within_the_first_period_or_not_at_all(office: Office) -> None:
    await office.takes_in("U1", "SAR in today about repairs")
    await office.tick("2026-12-28T10:00")
    dm = await office.writes("U1", "extend ENQ-0001 because it is complex, told them today")
    assert "they had to be told by Wed 23 Dec 2026" in dm.last.words
    await office.writes("U1", "extend ENQ-0001 because it is complex, told them on 22 Dec")
    assert (await office.record("ENQ-0001")).due == date(2027, 2, 23)


async def test_only_requests_under_an_act_are_extended(office: Office) -> None:
    await office.takes_in("U1", "enquiry in today about the bins")
    dm = await office.writes("U1", "extend ENQ-0001 because it is complex, told them today")
    assert "only FOI, EIR and SAR requests are" in dm.last.words
    card = (await office.writes("U1", "ENQ-0001")).last
    assert not {"Extend…", "Refuse…"} & set(card.buttons)


async def test_the_form_to_extend_asks_why_and_when_they_were_told(office: Office) -> None:
    await office.takes_in("U1", "SAR in today about repairs")
    await office.dm("U1").last.press("Extend…")
    await office.settle()
    modal = office.dm("U1").modal
    assert modal.title == "Extend ENQ-0001"
    await modal.fill(extension_reason="Many requests", extended_on="2026-11-20").submit()
    assert "later than they were told" in modal.errors["extended_on"]
    await modal.fill(extended_on="2026-11-23").submit()
    await office.settle()
    assert (await office.record("ENQ-0001")).due == date(2027, 2, 23)


async def test_what_is_held_back_names_its_exemption(office: Office) -> None:
    await office.takes_in("U1", "FOI in today about roof contract costs")
    dm = await office.writes("U1", "/enquiry ENQ-0001 outcome refused")
    assert "needs its exemption named" in dm.whisper.text
    assert (await office.record("ENQ-0001")).status == "Open"
    await office.writes("U1", "refused ENQ-0001 under section 43(2), commercial interests")
    record = await office.record("ENQ-0001")
    assert (record.status, record.body.outcome, record.body.answered_on) == ("Closed", "refused", date(2026, 11, 23))
    card = (await office.writes("U1", "ENQ-0001")).last
    assert "section 43(2), commercial interests" in card.words
    assert "Answered with a refusal: section 43(2)" in (await office.writes("U1", "why ENQ-0001")).last.words


async def test_the_form_to_refuse(office: Office) -> None:
    await office.takes_in("U1", "EIR in today about asbestos")
    await office.dm("U1").last.press("Refuse…")
    await office.settle()
    modal = office.dm("U1").modal
    await modal.submit()
    assert "Name the exemption" in modal.errors["exemption"]
    await modal.fill(outcome="answered in part", exemption="regulation 12(5)(e)").submit()
    await office.settle()
    assert (await office.record("ENQ-0001")).body.outcome == "in part"


async def test_an_internal_review_reopens_it_with_its_own_clock_and_once(office: Office) -> None:
    await office.takes_in("U1", "FOI in today about roof contract costs")
    await office.writes("U1", "refused ENQ-0001 under section 43(2)")
    dm = await office.writes("U1", "ENQ-0001")
    assert {"Reopen", "Internal review"} <= set(dm.last.buttons)
    await office.tick("2026-12-01T10:00")
    await office.writes("U1", "they want an internal review of ENQ-0001")
    record = await office.record("ENQ-0001")
    assert (record.status, record.due) == ("Internal review", date(2026, 12, 31))
    assert record.body.answered_on == date(2026, 11, 23), "that it was answered stays"
    assert "Rule foi.review" in (await office.writes("U1", "why ENQ-0001")).last.words
    await office.writes("U1", "ENQ-0001 review answered: upheld")
    record = await office.record("ENQ-0001")
    assert (record.status, record.body.review_answered_on, record.body.review_outcome) == (
        "Closed", date(2026, 12, 1), "upheld",
    )  # fmt: skip
    again = (await office.writes("U1", "ENQ-0001 internal review asked for today")).last.words
    assert "can now complain to the ICO" in again


async def test_others_have_no_internal_review(office: Office) -> None:
    await office.takes_in("U1", "enquiry in today about the bins")
    await office.writes("U1", "answered ENQ-0001")
    dm = await office.writes("U1", "internal review requested on ENQ-0001")
    assert "If they are unhappy with the answer, log a complaint." in dm.last.words
    assert "Internal review" not in (await office.writes("U1", "ENQ-0001")).last.buttons


async def test_a_breach_runs_in_hours_by_night_and_weekend(office: Office) -> None:
    await office.tick("2026-12-04T16:40")  # a Friday
    await office.takes_in("U1", "data breach noticed at 16:20 today, a letter went to the wrong address")
    record = await office.record("ENQ-0001")
    assert (record.due, record.body.due_time, record.body.ladder) == (date(2026, 12, 7), time(16, 20), "hours")
    card = office.dm("U1").last.words
    assert "Mon 7 Dec 2026 16:20" in card
    assert "tell the ICO within 72 hours" in card
    await office.writes("U1", "give ENQ-0001 to me")
    await office.tick("2026-12-07T04:25")
    assert any("by 16:20 on Mon 7 Dec" in card.words for card in office.dm("U1").cards), "it waits for no morning"


async def test_a_data_protection_complaint_is_acknowledged_in_thirty_days(office: Office) -> None:
    await office.takes_in("U1", "data protection complaint in today about the mailing list")
    record = await office.record("ENQ-0001")
    assert record.due == date(2026, 12, 22)
    await office.writes("U1", "acknowledged ENQ-0001")
    assert (await office.record("ENQ-0001")).due == date(2027, 1, 22)


async def test_an_observation_and_a_letter_of_claim_have_their_own_days(office: Office) -> None:
    await office.takes_in("U1", "s20 observation in today about the lift estimate")
    await office.takes_in("U1", "letter of claim in today about damp")
    assert (await office.record("ENQ-0001")).due == date(2026, 12, 14)
    assert (await office.record("ENQ-0002")).due == date(2026, 12, 21)


async def test_lists_of_one_sort(office: Office) -> None:
    for case in ("FOI in today about lifts", "SAR in today about repairs", "cllr sedge asked about parking, in today"):
        await office.takes_in("U1", case)
    await office.tick("2026-12-28T10:00")
    assert office.dm("U1").last
    listed = (await office.writes("U1", "FOIs overdue")).last
    assert listed.words.startswith("1 overdue FOI enquiry\n*ENQ-0001* Lifts")
    assert listed.text.startswith("ENQ-0001: here is your answer")
    listed = (await office.writes("U1", "members enquiries overdue")).last
    assert listed.words.startswith("1 overdue councillor and MP enquiry\n*ENQ-0003* Parking")
    assert (await office.writes("U1", "list enquiries")).last.words.startswith("3 open enquiries")


async def test_names_are_kept_apart_from_what_is_asked(office: Office) -> None:
    await office.takes_in("U1", "enquiry from resident Thea Madeup about key for riser, in today")
    record = await office.record("ENQ-0001")
    assert (record.title, record.body.from_name) == ("Key for riser", "Thea Madeup")
    assert "Madeup" not in office.dm("U1").last.words


async def test_it_becomes_a_complaint_with_its_home_and_day(office: Office) -> None:
    await office.takes_in("U1", "enquiry in yesterday about dust, resident number RES0055")
    await office.dm("U1").last.press("It is a complaint")
    await office.settle()
    complaint = await office.record("CMP-0001")
    assert complaint.body.received_at == date(2026, 11, 22)
    assert complaint.body.resident_id == (await office.record("ENQ-0001")).body.resident_id
    assert (await office.record("ENQ-0001")).status == "Closed"
