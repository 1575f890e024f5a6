"""Changing, moving, noting, undoing; and two people at once."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Office
from tests.conversation.offices import prepared


@prepared
async def logged(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule <@U2> by Friday")


async def test_fields_by_words(logged: Office) -> None:
    channel = await logged.says("U1", "/action A-001 due 3/12")
    assert "Due: Fri 27 Nov 2026 → Thu 3 Dec 2026" in channel.whisper.text
    await logged.says("U1", "/action a1 priority high")
    await logged.says("U1", "/action A-1 owner <@U3>")
    record = await logged.record("A-001")
    assert (str(record.due), record.body.priority, record.owner, record.times_rescheduled) == (  # type: ignore[attr-defined]
        "2026-12-03", "High", "P002", 1,
    )  # fmt: skip
    assert "Olu Adeyemi gave you A-001" in logged.dm("U3").last.text


async def test_lifecycle_is_kept_and_a_refusal_names_the_moves(logged: Office) -> None:
    channel = await logged.says("U1", "/action A-001 blocked waiting for legal")
    assert "From Not started it can go to: In progress, Complete, Cancelled" in channel.whisper.text
    await logged.says("U1", "/action start A-001")
    await logged.says("U1", "/action A-001 blocked waiting for legal")
    record = await logged.record("A-001")
    assert (record.status, record.body.blocked_reason) == ("Blocked", "waiting for legal")  # type: ignore[attr-defined]


async def test_cancelling_and_reopening_need_a_reason(logged: Office) -> None:
    channel = await logged.says("U1", "/action cancel A-001")
    assert "needs a reason" in channel.whisper.text
    await logged.says("U1", "/action A-001 done")
    await channel.cards[-1].press("Reopen")
    await logged.settle()
    modal = channel.modal.fill(reason="the supplier reverted it")
    await modal.submit()
    await logged.settle()
    assert (await logged.record("A-001")).status == "In progress"
    assert (await logged.history("A-001"))[-1].reason == "the supplier reverted it"


async def test_a_state_that_it_is_in_already_says_what_is_due_next(logged: Office) -> None:
    await logged.says("U1", "/action start A-001")
    channel = await logged.says("U1", "/action start A-001")
    same = "A-001 is at “In progress” already, so nothing was changed. Its next date: due Fri 27 Nov."
    assert same in channel.whisper.text


async def test_done_twice_is_done_once(logged: Office) -> None:
    await logged.says("U1", "/action A-001 done")
    channel = await logged.says("U1", "/action A-001 done")
    assert "Complete already" in channel.whisper.text
    assert [event.verb for event in await logged.history("A-001")] == ["log", "move"]


async def test_notes_go_into_the_history(logged: Office) -> None:
    await logged.says("U1", "/action A-001 note rang the supplier, no answer")
    event = (await logged.history("A-001"))[-1]
    assert (event.verb, event.after) == ("note", {"note": "rang the supplier, no answer"})


async def test_a_change_with_its_reason_is_a_change_and_a_note(logged: Office) -> None:
    await logged.says("U1", "/action A-001 due 11/12, supplier late")
    record = await logged.record("A-001")
    assert str(record.due) == "2026-12-11"
    assert (await logged.history("A-001"))[-1].after == {"note": "supplier late"}


async def test_undo_by_word_takes_back_ones_own_last_change(logged: Office) -> None:
    await logged.says("U1", "/action A-001 due 3/12")
    await logged.says("U1", "/chivvy undo")
    record = await logged.record("A-001")
    assert (str(record.due), record.times_rescheduled) == ("2026-11-27", 0)


async def test_undo_after_a_ref_takes_back_the_last_change_to_that_record(logged: Office) -> None:
    await logged.says("U1", "/action A-001 due 3/12")
    await logged.says("U1", "/action Ring the supplier <@U2> by Friday")
    await logged.says("U1", "/action A-001 undo")
    assert str((await logged.record("A-001")).due) == "2026-11-27"
    assert not (await logged.record("A-002")).withdrawn


async def test_undoing_a_log_withdraws_the_record_and_its_ref_is_not_used_again(logged: Office) -> None:
    channel = logged.channel("U1")
    await channel.cards[-1].press("Undo")
    await logged.settle()
    assert "Withdrawn" in channel.cards[-1].words
    await logged.says("U1", "/action Fix it again <@U2> by Friday")
    assert [each.ref for each in await logged.records()] == ["A-002"]


async def test_undo_is_refused_once_somebody_went_on(logged: Office) -> None:
    await logged.says("U1", "/action A-001 due 3/12")
    channel = await logged.says("U2", "/action A-001 due 4/12")
    await logged.says("U1", "/chivvy undo")
    assert "has been changed since (due)" in logged.channel("U1").whisper.text
    assert str((await logged.record("A-001")).due) == "2026-12-04"
    assert channel.cards


async def test_two_forms_at_once_keep_both_changes_where_they_do_not_touch(logged: Office) -> None:
    channel = logged.channel("U1")
    await channel.cards[-1].press("Edit")
    await channel.cards[-1].by("U2").press("Edit")
    await logged.settle()
    await channel.modal.fill(title="Fix the firewall rules").submit()
    await logged.channel("U2").modal.fill(due="2026-12-03").submit()
    await logged.settle()
    record = await logged.record("A-001")
    assert (record.title, str(record.due)) == ("Fix the firewall rules", "2026-12-03")


async def test_two_forms_on_one_field_the_second_is_told_precisely(logged: Office) -> None:
    channel = logged.channel("U1")
    await channel.cards[-1].press("Edit")
    await channel.cards[-1].by("U2").press("Edit")
    await logged.settle()
    await channel.modal.fill(due="2026-12-02").submit()
    modal = await logged.channel("U2").modal.fill(due="2026-12-03").submit()
    await logged.settle()
    said = " ".join(modal.errors.values())
    assert "Olu Adeyemi changed A-001 just before you: Due: Fri 27 Nov 2026 → Wed 2 Dec 2026" in said
    assert "your own change (Due: Fri 27 Nov 2026 → Thu 3 Dec 2026) was not saved" in said
    assert str((await logged.record("A-001")).due) == "2026-12-02"


async def test_snoozes_are_counted_and_the_third_needs_a_reason(logged: Office) -> None:
    for day in ("25 Nov", "26 Nov"):
        await logged.says("U2", f"/action snooze A-001 until {day}")
    channel = await logged.says("U2", "/action snooze A-001 until 30 Nov")
    assert "a third time needs a reason" in channel.whisper.text
    await logged.says("U2", "/action snooze A-001 until 30 Nov because the vendor is shut")
    channel = await logged.says("U2", "/action snooze A-001 until 1 Dec because again")
    assert "snoozed 3 times, which is the most allowed" in channel.whisper.text
    record = await logged.record("A-001")
    assert (record.times_snoozed, str(record.due)) == (3, "2026-11-27")


async def test_older_cards_say_that_there_are_newer_ones_and_rest(logged: Office) -> None:
    channel = logged.channel("U1")
    first = channel.cards[-1]
    for _ in range(3):
        await logged.says("U1", "A-001")
    await logged.says("U1", "/action A-001 due 3/12")
    old, *others = [card for card in channel.cards if "A-001" in card.words]
    assert old.ts == first.ts
    assert "Newer cards of it stand below" in old.words
    assert old.buttons == ["Show"]
    assert all("Thu 3 Dec 2026" in card.words for card in others)
    await logged.says("U1", "/action A-001 due 4/12")
    assert "Thu 3 Dec 2026" in next(card for card in channel.cards if card.ts == first.ts).words


async def test_the_chain_of_the_history_is_whole(logged: Office) -> None:
    await logged.says("U1", "/action A-001 due 3/12")
    async with logged.app.database.reading(logged.clock.now()) as register:
        assert await register.history.verify() >= 5


@prepared
async def planned(office: Office) -> None:
    """M-001, on track."""
    await office.says("U1", "/milestone Gateway review complete, baseline 2/12")
    await office.says("U1", "/milestone M-001 on track")


async def test_the_day_on_which_a_milestone_was_reached_completes_it(planned: Office) -> None:
    channel = await planned.says("U1", "M-001 actual 19/10")
    record = await planned.record("M-001")
    assert (record.status, str(record.value("actual"))) == ("Complete", "2026-10-19")
    assert "Complete" in channel.cards[-1].words
    event = (await planned.history("M-001"))[-1]
    assert (event.verb, event.after) == ("move", {"status": "Complete", "actual": "2026-10-19"})
    assert event.batch


@pytest.mark.parametrize("said", ["M-001 actual 20/12", "M-001 reached on 20/12", "M-001 done 20/12"])
async def test_a_day_that_has_not_come_completes_nothing(planned: Office, said: str) -> None:
    before = (await planned.record("M-001")).version
    channel = await planned.says("U1", f"/milestone {said}")
    assert "that day has not come yet" in channel.whisper.text
    assert "Nothing was changed" in channel.whisper.text
    record = await planned.record("M-001")
    assert (record.status, record.value("actual"), record.version) == ("On track", None, before)


async def test_the_day_of_what_is_done_may_be_put_right_but_not_into_the_future(planned: Office) -> None:
    await planned.says("U1", "/milestone M-001 actual 19/10")
    await planned.says("U1", "/milestone M-001 actual 20/10")
    assert str((await planned.record("M-001")).value("actual")) == "2026-10-20"
    channel = await planned.says("U1", "/milestone M-001 actual 20/12")
    assert "that day has not come yet" in channel.whisper.text
    assert str((await planned.record("M-001")).value("actual")) == "2026-10-20"


async def test_a_step_and_what_was_said_with_it_are_taken_back_together(planned: Office) -> None:
    tier = (await planned.record("M-001")).value("tier")
    await planned.says("U1", "M-001 actual 19/10, tier 1")
    assert (await planned.record("M-001")).value("tier") == "1" != tier
    await planned.says("U1", "/chivvy undo")
    record = await planned.record("M-001")
    assert (record.status, record.value("actual"), record.value("tier")) == ("On track", None, tier)


async def test_a_step_of_a_case_has_come_by_then_and_is_undone_by_one_word(office: Office) -> None:
    await office.takes_in("U1", "complaint in today: Dust in the stairwell")
    dm = await office.writes("U1", "CMP-0001 acknowledged 20/12")
    assert "that day has not come yet" in dm.last.words
    assert (await office.record("CMP-0001")).status == "Received"
    await office.answers("CMP-0001", "Acknowledged")
    await office.writes("U1", "CMP-0001 acknowledged 20/11")
    record = await office.record("CMP-0001")
    assert (record.status, str(record.value("s1_ack_on"))) == ("Acknowledged", "2026-11-20")
    assert (await office.history("CMP-0001"))[-1].verb == "move"
    await office.writes("U1", "undo")
    record = await office.record("CMP-0001")
    assert (record.status, record.value("s1_ack_on")) == ("Received", None)
