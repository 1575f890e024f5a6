"""What delivery makes of a platform's moods: nothing lost, nothing twice, and somebody who is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.holder import is_dead, this_process
from bot.platform import Address, Sent
from bot.ticking import sweep_all
from handlers.answer import Answer
from handlers.cards import Card, say, to_plain
from handlers.commands import Acknowledge
from handlers.escalating.acknowledging import acknowledge
from handlers.reminding.assignment import tell_owner
from handlers.turn import Face, Pressed, Turn, Where
from storage.history import Scene
from storage.outbox import Notice
from tests.clock.house import GARETH, MEERA, House, at
from tests.fakes.recorder import Recorder

DUE = date(2026, 11, 27)


async def planned(house: House, moment: str) -> None:
    """Sweep as of a moment, without delivering."""
    house.clock.set(at(moment))
    await sweep_all(house.database, house.clock.now())


async def say_in_channel(house: House, *words: str) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for word in words:
            await register.outbox.owe(
                Notice(f"said:{word}", "said", register.now, place=house.channel, payload=to_plain(say(word)))
            )


async def digest_due(house: House) -> None:
    await house.tick()
    await house.log(due=DUE)
    await planned(house, "2026-11-27T09:20")


KEY = "digest:P001:2026-11-27"


async def test_a_busy_platform_is_left_alone_as_long_as_it_asks(house: House) -> None:
    await digest_due(house)
    house.slack.faults = ["busy", "busy"]
    await house.tick()
    assert len(house.slack.of_key(KEY)) == 1
    assert house.machine.slept >= 6
    assert (await house.notices())[KEY].state == "sent"


async def test_a_reply_lost_after_arrival_is_found_and_not_repeated(house: House) -> None:
    await digest_due(house)
    house.slack.faults = ["lost after"]
    await house.tick()
    assert len(house.slack.of_key(KEY)) == 1
    notice = (await house.notices())[KEY]
    assert (notice.state, notice.refs, notice.message) == ("sent", ("A-001",), "1")


async def test_a_reply_lost_before_arrival_is_sent_again(house: House) -> None:
    await digest_due(house)
    house.slack.faults = ["lost before"]
    await house.tick()
    [digest] = house.slack.of_key(KEY)
    assert not digest.repeated


async def test_where_nothing_can_be_looked_up_an_alert_is_repeated_and_says_so(house: House) -> None:
    house.slack.forgetful = True
    await house.log(due=DUE)
    await house.tick("2026-12-03T09:20")
    await planned(house, "2026-12-04T09:20")
    house.slack.faults = ["lost after"]
    await house.tick()
    assert [each.repeated for each in house.slack.of_key("escalation")] == [False, True]
    assert await house.tick() == []


async def test_a_repeat_that_was_put_off_still_says_that_it_is_one(house: House) -> None:
    house.slack.forgetful = True
    await say_in_channel(house, "a")
    house.slack.faults = ["lost after", "busy"]
    await house.delivery.drain()
    assert [each.repeated for each in house.slack.of_key("said:a")] == [False, True]


async def test_where_nothing_can_be_looked_up_a_digest_comes_with_the_next(house: House) -> None:
    house.slack.forgetful = True
    await digest_due(house)
    house.slack.faults = ["lost before"]
    assert await house.tick() == []
    notice = (await house.notices())[KEY]
    assert (notice.state, notice.outcome) == (
        "lapsed",
        "it may have arrived or not; what it had to say comes again with digest:P001:2026-11-30",
    )
    [digest] = [each for each in await house.tick("2026-11-30T09:35") if each.key.startswith("digest:P001")]
    assert "A-001" in digest.text


async def test_an_archived_channel_hands_the_alert_to_the_lead(house: House) -> None:
    await house.log(due=DUE)
    await house.tick("2026-12-03T09:20")
    house.slack.gone = {"C1"}
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place == "dm-UP003"
    notices = await house.notices()
    assert notices["escalation:A-001:2026-11-27:1"].state == "failed"
    assert notices["escalation:A-001:2026-11-27:1"].outcome == "they cannot be reached"


async def test_somebody_who_cannot_be_reached_is_named_in_the_leads_digest_once(house: House) -> None:
    house.slack.gone = {"UP001"}
    await house.log(due=DUE)
    for day in ("11-25", "11-26", "11-27", "11-30", "12-01", "12-02"):
        await house.tick(f"2026-{day}T09:20")
    told = [each for each in house.slack.to("dm-UP003") if "could not reach Meera Patel" in each.text]
    assert [each.key[:-3] for each in told] == ["digest:P003:2026-11", "digest:P003:2026-12"]  # once a week


async def test_another_account_is_tried_before_giving_up(house: House) -> None:
    teams = Recorder("teams", forgetful=True)
    async with house.database.transaction(house.clock.now() - timedelta(days=1)) as register:
        await register.people.identify("P001", "teams", "29:meera", seen=True)
    house.slack.gone = {"UP001"}
    house.delivery = house.deliverer("both", slack=house.slack, teams=teams)
    await digest_due(house)
    await house.tick()
    assert [each.place for each in teams.messages] == ["dm-29:meera"]


async def test_a_person_is_written_to_where_they_spoke_last(house: House) -> None:
    teams = Recorder("teams")
    async with house.database.transaction(house.clock.now() + timedelta(hours=1)) as register:
        await register.people.identify("P001", "teams", "29:meera", seen=True)
    house.delivery = house.deliverer("both", slack=house.slack, teams=teams)
    await digest_due(house)
    await house.tick()
    assert [each.key for each in teams.messages] == [KEY]
    assert house.slack.of_key(KEY) == []


async def test_a_platform_that_is_not_set_up_here_is_left_to_another_process(house: House) -> None:
    await digest_due(house)
    elsewhere = house.deliverer("elsewhere", teams=Recorder("teams"))
    assert await elsewhere.drain() == []
    notice = (await house.notices())[KEY]
    assert (notice.state, notice.outcome) == ("due", "slack is not set up in this process")
    house.machine.moment += timedelta(minutes=6)
    await house.tick()
    assert len(house.slack.of_key(KEY)) == 1


async def test_a_poisoned_notice_holds_nobody_up(house: House) -> None:
    await house.tick()
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.owe(Notice("said:1", "said", register.now, place=house.channel, payload={"no": "card"}))
        await register.outbox.owe(Notice("odd:1", "unheard of", register.now, place=house.channel))
    await say_in_channel(house, "still here")
    told, *others = sorted(await house.tick(), key=lambda message: message.place == "C1")
    assert [each.text for each in others] == ["still here"]
    assert (told.place, "something went wrong when I put it together" in told.text) == ("dm-UP003", True)
    notices = await house.notices()
    assert notices["said:1"].state == "failed"
    assert notices["said:1"].outcome.startswith("it could not be composed: ValidationError")
    assert notices["odd:1"].state == "due", "a newer Chivvy may know that rule"


async def test_what_a_platform_never_said_it_would_raise_ends_after_some_hours(house: House) -> None:
    class Broken(Recorder):
        async def say(self, to: Address, card: Card, key: str) -> Sent:
            raise ZeroDivisionError

    house.slack = Broken()
    house.delivery = house.deliverer("first")
    await say_in_channel(house, "hello")
    await house.delivery.drain(timedelta(hours=4))
    notice = (await house.notices())["said:hello"]
    assert notice.state == "failed"
    assert "ZeroDivisionError" in notice.outcome


async def test_in_one_place_in_order_also_after_a_pause(house: House) -> None:
    house.slack.faults = ["busy"]
    await say_in_channel(house, *"abcdefghij")
    assert [each.text for each in await house.tick()] == list("abcdefghij")


async def test_no_transaction_is_open_while_a_platform_is_spoken_to(house: House) -> None:
    """The fake writes to the same database while it is spoken to: with a lock held, that would never end."""
    waiting = house.slack.say

    async def say_and_write(to: Address, card: Card, key: str) -> Sent:
        async with asyncio.timeout(5), house.database.transaction(house.clock.now()) as register:
            await register.set_programme(written=key)
        return await waiting(to, card, key)

    house.slack.say = say_and_write  # type: ignore[method-assign]
    await say_in_channel(house, "hello")
    assert len(await house.tick()) == 1


@pytest.mark.parametrize("processes", [2, 4])
async def test_any_number_of_processes_send_each_once(house: House, processes: int) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for number in range(30):
            person, place = (f"P00{number % 4}", None) if number % 4 else (None, house.channel)
            payload = to_plain(say(f"Thing {number}"))
            await register.outbox.owe(Notice(f"said:{number:02}", "said", register.now, person, place, payload=payload))
    many = [house.deliverer(f"process {number}") for number in range(processes)]

    async def one(delivery: object) -> None:
        await sweep_all(house.database, house.clock.now())
        await delivery.drain()  # type: ignore[attr-defined]

    await asyncio.gather(*(one(delivery) for delivery in many))
    assert sorted(each.key for each in house.slack.messages) == [f"said:{number:02}" for number in range(30)]
    assert {notice.state for notice in (await house.notices()).values()} == {"sent"}
    in_channel = [each.key for each in house.slack.to("C1")]
    assert in_channel == sorted(in_channel)


async def test_what_a_dead_process_had_begun_is_looked_up_and_the_rest_is_sent(house: House) -> None:
    await house.tick()
    dead = this_process().rsplit(":", 2)[0] + ":999999:1"
    assert is_dead(dead)
    await say_in_channel(house, "one", "two")
    async with house.database.transaction(house.clock.now()) as register:
        lease = house.machine.now() + timedelta(hours=1)
        await register.outbox.owe(Notice("said:alone", "said", register.now, "P001", payload=to_plain(say("alone"))))
        first, second = await register.outbox.claim(dead, house.machine.now(), lease)
        await register.outbox.begin(first.id, dead, lease, platform="slack", external_id="C1", text="one")
    assert (first.place, second.person) == (house.channel, "P001")
    assert sorted(each.text for each in await house.tick()) == ["alone", "one", "two"]


async def test_another_machines_claims_are_left_until_they_end(house: House) -> None:
    await say_in_channel(house, "one")
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.claim("elsewhere:1:1", house.machine.now(), house.machine.now() + timedelta(seconds=30))
    assert await house.tick() == []
    house.machine.moment += timedelta(seconds=31)
    assert [each.text for each in await house.tick()] == ["one"]


async def test_nobody_is_disturbed_at_night(house: House) -> None:
    await house.tick()
    record = await house.log(due=date(2026, 12, 18), owner="P001")
    house.clock.set(at("2026-11-23T21:30"))
    async with house.database.transaction(house.clock.now()) as register:
        await tell_owner(register, record, GARETH)
    assert await house.tick() == []
    [digest] = await house.tick("2026-11-24T09:20")
    assert digest.key == "digest:P001:2026-11-24"
    assert "1 thing is new for you" in digest.text
    notices = await house.notices()
    assert notices["assignment:A-001:1"].state == "sent"
    assert notices["assignment:A-001:1"].outcome == "in digest:P001:2026-11-24"


async def test_an_assignment_in_working_hours_goes_at_once(house: House) -> None:
    record = await house.log(due=date(2026, 12, 4))
    async with house.database.transaction(house.clock.now()) as register:
        await tell_owner(register, record, GARETH)
        await tell_owner(register, record, MEERA)
    [told] = await house.tick()
    assert told.place == "dm-UP001"
    assert told.card.text == "Gareth Hughes gave you A-001: Draft the TUPE letter, due Fri 4 Dec"
    assert {"Done", "Not me"} <= {each.label for part in told.card.parts for each in getattr(part, "buttons", ())}


async def test_living_messages_follow_their_record(house: House) -> None:
    record = await house.log(due=DUE)
    async with house.database.transaction(house.clock.now()) as register:
        await tell_owner(register, record, GARETH)
    await house.tick()
    await house.change(record, "move", status="Complete")
    await house.tick()
    [told] = house.slack.of_key("assignment")
    assert "It is complete now." in told.text
    assert len(told.faces) == 2


async def test_an_alert_says_who_acknowledged_it(house: House) -> None:
    record = await house.log(due=DUE)
    await house.tick("2026-12-03T09:20")
    [alert] = await house.tick("2026-12-04T09:20")
    async with house.database.transaction(house.clock.now()) as register:
        command = Acknowledge(record.ref, alert.key)
        turn = Turn("turn-1", Face("slack", "UP002"), Where("slack", "C1", "channel"), Pressed(""))
        answer = Answer(register, turn, await register.places.get(house.channel))
        reply = await acknowledge(command, register, GARETH, record, Scene("P002"), answer)
        await acknowledge(command, register, MEERA, record, Scene("P001"), answer)
    assert reply.face is not None
    await house.tick()
    assert "Acknowledged by Gareth Hughes on Fri 4 Dec at 09:20." in alert.text
    assert len(house.slack.of_key("escalation")) == 1


async def test_a_card_that_changed_while_it_was_posted_is_drawn_again(house: House) -> None:
    record = await house.log(due=DUE)
    plain = house.slack.say

    async def say_slowly(to: Address, card: Card, key: str) -> Sent:
        sent = await plain(to, card, key)
        await house.change(record, priority="High")
        return sent

    house.slack.say = say_slowly  # type: ignore[method-assign]
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.owe(
            Notice("card:1", "card", register.now, place=house.channel, refs=(record.ref,), payload={"ref": record.ref})
        )
    await house.tick()
    [card] = house.slack.of_key("card")
    assert "Priority: High" in card.text


async def test_a_redraw_is_tried_again_and_given_up_when_the_message_is_gone(house: House) -> None:
    record = await house.log(due=DUE)
    async with house.database.transaction(house.clock.now()) as register:
        await tell_owner(register, record, GARETH)
    await house.tick()
    [told] = house.slack.of_key("assignment")
    await house.change(record, priority="High")
    house.slack.faults = ["busy", "busy"]  # the digest names it too, and may be drawn first
    await house.tick()
    assert len(told.faces) == 2
    await house.change(record, priority="Low")
    house.slack.faults = ["gone", "gone"]
    await house.tick()
    await house.tick()
    assert len(told.faces) == 2


async def test_a_pressed_digest_can_be_drawn_again_with_the_same_items(house: House) -> None:
    await digest_due(house)
    other = await house.log("Order the chairs", due=date(2026, 11, 30))
    [digest] = [each for each in await house.tick() if each.key == KEY]
    await house.change(other, "move", status="Complete")
    async with house.database.transaction(house.clock.now()) as register:
        await register.places.touch(notice=KEY)
    await house.tick()
    assert "Good morning, Meera. 1 thing is due today." in digest.text
    assert "A-002 Order the chairs: complete" in digest.text


async def test_run_delivers_when_poked_and_stops(house: House) -> None:
    arrived = asyncio.Event()
    house.slack.before_saying = arrived.set
    running = asyncio.create_task(house.delivery.run())
    await say_in_channel(house, "hello")
    house.delivery.poke()
    async with asyncio.timeout(30):
        await arrived.wait()
        await house.delivery.stop()
        await running
    assert [each.text for each in house.slack.messages] == ["hello"]
    assert (await house.notices())["said:hello"].state == "sent"


async def test_whoever_leaves_before_it_is_sent_gets_nothing(house: House) -> None:
    await digest_due(house)
    async with house.database.transaction(house.clock.now()) as register:
        await register.people.save(replace(MEERA, active=False))
    assert [each for each in await house.tick() if each.place == "dm-UP001"] == []
    assert (await house.notices())[KEY].state == "failed"
