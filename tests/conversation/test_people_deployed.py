"""Who is on which workstream from when to when, a person's card, and how much everybody has on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from governance.people import Membership, Organisation
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared


@prepared
async def two(office: Office) -> None:
    """ICT and HR; Sam owns two things in HR and one in ICT."""
    await office.says("U1", "/workstream create People and HR as HR", "C2")
    await office.says("U1", "/workstream add <@U2>", "C2")
    await office.says("U1", "/action Draft the pay policy <@U2> by 27 Nov", "C2")
    await office.says("U1", "/risk Payroll fails at vesting, owner <@U2>, L4 I5", "C2")
    await office.says("U1", "/action Fix the firewall rule <@U2> by 27 Nov")


async def memberships(office: Office, name: str) -> list[Membership]:
    async with office.app.database.reading(office.clock.now()) as register:
        people = {person.name: person.id for person in (await register.people.all()).values()}
        return await register.memberships.of(people[name])


async def workstreams(office: Office, name: str) -> tuple[str, ...]:
    async with office.app.database.reading(office.clock.now()) as register:
        return next(one.workstreams for one in (await register.people.all()).values() if one.name == name)


async def test_somebody_is_put_on_a_workstream_from_a_day_to_a_day_and_hears_of_it(two: Office) -> None:
    channel = await two.says("U1", "put <@U3> on HR as BA from 1/12 to 31/3")
    told = "Sam Okoro is on People and HR as BA from Tue 1 Dec 2026 to Wed 31 Mar 2027."
    assert channel.last.text == told
    assert f"Olu Adeyemi noted: {told}" in two.dm("U3").last.text
    assert [(each.role, each.first, each.last) for each in await memberships(two, "Sam Okoro")][-1] == (
        "BA", date(2026, 12, 1), date(2027, 3, 31),
    )  # fmt: skip


async def test_they_are_members_from_that_day_until_that_day(two: Office) -> None:
    await two.says("U1", "put <@U3> on HR as BA from 1/12 to 31/3")
    assert await workstreams(two, "Sam Okoro") == ("WS01",)
    channel = await two.says("U1", "/workstream show HR")
    assert "Joining: Sam Okoro (from Tue 1 Dec 2026 to Wed 31 Mar 2027)" in channel.whisper.words.replace(
        "\n", ": ", 0
    ) or ("Sam Okoro (from Tue 1 Dec 2026 to Wed 31 Mar 2027)" in channel.whisper.words)
    await two.tick("2026-12-01T10:00")
    assert await workstreams(two, "Sam Okoro") == ("WS01", "WS02")
    await two.tick("2027-04-01T10:00")
    assert await workstreams(two, "Sam Okoro") == ("WS01",)
    channel = await two.says("U1", "/workstream show HR")
    assert "Sam Okoro (until Wed 31 Mar 2027)" in channel.whisper.words


async def test_taken_off_their_items_are_offered_to_somebody_else(two: Office) -> None:
    channel = await two.says("U1", "take <@U2> off HR at end of month")
    assert "Sam Patel’s last day on People and HR is Mon 30 Nov 2026." in channel.last.words
    assert "They own 2 open items in it: 1 action and 1 risk. Who takes over?" in channel.last.words
    await channel.last.choose("Sam Okoro")
    await two.settle()
    await channel.last.press("Hand over 2")
    await two.settle()
    owner = {record.ref: record.owner for record in await two.records()}
    assert owner["A-001"] == owner["R-001"] != owner["A-002"]


async def test_who_moves_on_has_the_other_workstream_as_their_main_one(two: Office) -> None:
    await two.says("U1", "put <@U3> on HR from 1/12")
    await two.says("U1", "take <@U3> off ICT on 30/11")
    await two.tick("2026-12-02T10:00")
    await two.writes("U3", "action: send the pack, owner me, by Friday")
    assert (await two.record("A-003")).workstream == "WS02"
    async with two.app.database.reading(two.clock.now()) as register:
        sam = next(one for one in (await register.people.all()).values() if one.name == "Sam Okoro")
    assert (sam.workstream, sam.workstreams) == ("WS02", ("WS02",))


async def test_who_is_not_on_it_cannot_be_taken_off(two: Office) -> None:
    channel = await two.says("U1", "take <@U3> off HR")
    said = (channel.whispers or [channel.last])[-1].text
    assert "Sam Okoro is not on HR" in said


async def test_what_is_so_already_changes_nothing(two: Office) -> None:
    await two.says("U1", "put <@U3> on HR as BA from 1/12")
    channel = await two.says("U1", "put <@U3> on HR as BA from 1/12")
    assert "Nothing was changed." in channel.last.text
    assert len(await memberships(two, "Sam Okoro")) == 2


async def test_a_persons_card(two: Office) -> None:
    async with two.app.database.transaction(two.clock.now()) as register:
        await register.organisations.save(Organisation("NVC", "Northvale County Council", "county"))
        sam = next(one for one in (await register.people.all()).values() if one.name == "Sam Patel")
        await register.people.save(replace(sam, role="Business analyst", organisation="NVC"))
    await two.writes("U2", "I'm off 21 dec to 1 jan, cover is <@U3>")
    await two.writes("U2", "I work mon-wed")
    chat = await two.writes("U1", "who is <@U2>")
    words = chat.last.words
    for said in (
        "Business analyst", "Northvale County Council", "ICT", "People and HR", "Monday to Wednesday",
        "from Mon 21 Dec 2026 to Fri 1 Jan 2027", "<@U3>", "3 items, 0 overdue, 1 red", "Slack",
    ):  # fmt: skip
        assert said in words, said


async def test_in_a_channel_a_card_is_whispered_and_says_nothing_of_lateness(two: Office) -> None:
    channel = await two.says("U1", "who is <@U2>")
    assert "3 items" in channel.whisper.words
    assert "overdue" not in channel.whisper.words


async def test_workload_by_workstream_and_person_in_private(two: Office) -> None:
    await two.tick("2026-12-01T10:00")
    chat = await two.writes("U1", "who's overloaded")
    words = chat.last.words
    assert "3 open items, 2 overdue, 1 red." in words
    assert "HR: 2 open, 1 overdue, 1 red" in chat.last.text
    assert "Sam Patel: 3 open, 2 overdue, 1 red" in chat.last.text


async def test_workload_in_a_channel_names_nobody(two: Office) -> None:
    channel = await two.says("U1", "workload for HR")
    assert "2 open items, 0 overdue, 1 red. 1 person has something to do; the longest list has 2." in channel.last.words
    assert "Sam" not in channel.last.words
    assert "Nobody is named here" in channel.last.words


async def test_who_is_in_a_workstream(two: Office) -> None:
    channel = await two.says("U1", "who is in HR")
    assert "Sam Patel" in (channel.whispers or [channel.last])[-1].words + channel.last.words


async def test_undo_says_that_a_deployment_is_not_undone_by_it(two: Office) -> None:
    await two.says("U1", "put <@U3> on HR from 1/12")
    channel = await two.says("U1", "/chivvy undo")
    assert "The last thing you did was to put somebody on a workstream" in channel.whisper.text
