"""What is pressed on what the clock sent: an assignment accepted or declined, a new date, a review, a snooze that is refused."""

from __future__ import annotations

from tests.conversation.conftest import Office


async def test_accepting_is_a_line_of_history_that_the_card_shows(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall <@U2> by 4/12")
    told = office.dm("U2").last
    assert told.buttons[:3] == ["Accept", "Not me", "Change date"]
    before = len(office.dm("U1").seen)
    await told.press("Accept")
    await office.settle()
    assert "Accepted by Sam Patel on Mon 23 Nov at 09:30." in office.dm("U2").last.words
    assert "Accept" not in office.dm("U2").last.buttons
    assert [each.verb for each in await office.history("A-001")] == ["log", "accept"]
    card = office.channel("U1").cards[-1]
    assert "Accepted by Sam Patel on Mon 23 Nov at 09:30." in card.words
    assert len(office.dm("U1").seen) == before  # the giver sees it on the card


async def test_not_me_proposes_the_giver_and_tells_them(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall <@U2> by 4/12")
    await office.says("U1", "add <@U3> to the programme")
    await office.dm("U2").last.press("Not me")
    await office.settle()
    modal = office.dm("U2").modal
    assert "Back to Olu Adeyemi, or whoever should have it" in modal.words
    async with office.app.database.reading(office.clock.now()) as register:
        people = {person.name: person.id for person in (await register.people.all()).values()}
    assert modal.value("owner") == people["Olu Adeyemi"]
    await modal.fill(owner=people["Sam Okoro"]).submit()
    await office.settle()
    record = await office.record("A-001")
    async with office.app.database.reading(office.clock.now()) as register:
        assert await register.people.name(record.owner) == "Sam Okoro"
    assert (
        "Sam Patel says that A-001 Fix the firewall is not theirs; it is with Sam Okoro now."
        in office.dm("U1").last.words
    )
    assert "Sam Patel gave you A-001" in office.dm("U3").last.text


async def test_a_new_date_asks_for_the_day_alone(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall <@U2> by 27/11")
    await office.tick("2026-11-30T09:35")
    digest = office.dm("U2").last
    assert {"Done", "New date", "Help"} <= set(digest.buttons)
    await digest.press("New date")
    await office.settle()
    modal = office.dm("U2").modal
    assert list(modal.fields) == ["day"]
    refused = await modal.fill(day="2026-11-20").submit()
    assert "This day has passed" in " ".join(refused.errors.values())
    await office.dm("U2").modal.fill(day="2026-12-04").submit()
    await office.settle()
    assert str((await office.record("A-001")).due) == "2026-12-04"
    assert "Due: Fri 27 Nov 2026 → Fri 4 Dec 2026" in office.dm("U2").last.words


async def test_a_review_is_done_with_one_press_and_is_no_re_dating(office: Office) -> None:
    await office.says("U1", "/risk Payroll mandate may be late L3 I3 owner <@U2> review 26/11")
    await office.tick("2026-11-26T09:20")
    digest = office.dm("U2").last
    assert "Reviewed" in digest.buttons
    await digest.press("Reviewed")
    await office.settle()
    record = await office.record("R-001")
    assert str(record.due) == "2026-12-24"
    assert record.times_rescheduled == 0
    assert "review" in [each.verb for each in await office.history("R-001")]


async def test_a_p1_is_told_at_once_at_any_hour_and_never_quiet_past_its_day(office: Office) -> None:
    await office.tick("2026-11-23T21:30")
    await office.says("U1", "/issue Payroll is down P1 severity 4 owner <@U2> by 24/11")
    assert "gave you I-001" in office.dm("U2").last.text
    await office.tick("2026-11-24T09:20")
    refused = await office.writes("U2", "snooze I-001 until Friday")
    assert "is not put off past its day" in refused.last.words
    digest = next(each for each in office.dm("U2").seen if "Good morning" in each.words)
    assert "In hand" in digest.buttons
    assert "Snooze" not in digest.buttons


async def test_what_has_a_strict_day_offers_only_days_up_to_it(office: Office) -> None:
    await office.says("U1", "/issue Payroll is down P1 severity 4 owner <@U2> by 27/11")
    await office.writes("U2", "I-001")
    await office.dm("U2").last.press("Snooze")
    await office.settle()
    assert "It must be done by Fri 27 Nov 2026, so not beyond that day" in office.dm("U2").modal.words
    refused = await office.writes("U2", "snooze I-001 until 30 Nov")
    assert "it can be quiet until then at most" in refused.last.words


async def test_undo_after_accepting_takes_back_nothing_older(office: Office) -> None:
    await office.says("U2", "/action Book the room <@U2> by 4/12")
    await office.says("U1", "/action Fix the firewall <@U2> by 4/12")
    await office.dm("U2").last.press("Accept")
    await office.settle()
    reply = await office.writes("U2", "undo")
    assert (
        "The last thing you did was to say that you have something in hand, and I can't undo that." in reply.last.words
    )
    assert not (await office.record("A-001")).withdrawn
