"""How somebody is chivvied: their own card, changed by words, buttons and a form; what is owed already follows."""

from __future__ import annotations

import pytest

from bot.addresses import addresses
from governance.people import Person
from governance.preferences import Preferences
from storage.history import Event
from storage.outbox import Notice
from tests.conversation.conftest import Office


async def person(office: Office, name: str) -> Person:
    async with office.app.database.reading(office.clock.now()) as register:
        return next(each for each in (await register.people.all()).values() if each.name == name)


async def own(office: Office, name: str = "Sam Patel") -> Preferences:
    return (await person(office, name)).preferences


async def last_deed(office: Office, name: str) -> Event:
    doer = (await person(office, name)).id
    async with office.app.database.reading(office.clock.now()) as register:
        event = await register.history.last_of(doer)
    assert event is not None
    return event


async def digests(office: Office) -> list[Notice]:
    async with office.app.database.reading(office.clock.now()) as register:
        return [notice for notice in await register.outbox.all() if notice.rule == "digest"]


async def test_settings_are_ones_own_first(office: Office) -> None:
    chat = await office.writes("U2", "settings")
    for told in ("How I chivvy you", "09:15", "5 working days before", "Monday to Friday", "set by law or a code"):
        assert told in chat.last.words
    assert chat.last.buttons[:2] == ["Change", "Note leave"]
    await chat.last.press("The programme’s settings")
    await office.settle()
    assert "settings bands green to 6" in office.dm("U2").last.words


async def test_in_a_channel_only_whoever_asks_sees_them(office: Office) -> None:
    channel = await office.says("U2", "/chivvy settings")
    assert "How I chivvy you" in channel.whisper.words
    before = len(office.channel("U1").cards)
    await office.says("U2", "settings")
    assert len(office.channel("U1").cards) == before


@pytest.mark.parametrize(
    ("said", "told", "wanted"),
    [
        ("remind me at 8:30", "09:15 → 08:30", {"digest_at": "08:30"}),
        ("no reminders 5 days before", "Early reminders: on → off", {"early": False}),
        ("stop the week", "“Your week” on Mondays: on → off", {"week": False}),
        ("quiet until 9", "I write to you from: 08:00 → 09:00", {"quiet_to": "09:00"}),
        ("don't write after 16:30", "I write to you until: 18:00 → 16:30", {"quiet_from": "16:30"}),
        ("write to me on Slack", "where you wrote last → Slack first", {"platform": "slack"}),
    ],
)
async def test_each_is_changed_by_words_and_set_back(
    office: Office, said: str, told: str, wanted: dict[str, object]
) -> None:
    chat = await office.writes("U2", said)
    assert told in chat.last.words
    assert await own(office) == Preferences.model_validate(wanted)
    event = await last_deed(office, "Sam Patel")
    assert (event.verb, set(event.before)) == ("prefer", set(wanted))
    await chat.last.press("Set it back")
    await office.settle()
    assert await own(office) == Preferences()


async def test_undo_takes_back_the_last_setting_and_leaves_the_one_before(office: Office) -> None:
    await office.writes("U2", "quiet until 9")
    await office.writes("U2", "digest at 10")
    await office.writes("U2", "undo")
    assert await own(office) == Preferences.model_validate({"quiet_to": "09:00"})
    assert "09:15" in office.dm("U2").last.words


async def test_usual_settings(office: Office) -> None:
    await office.writes("U2", "no early reminders and digest at 10")
    assert not (await own(office)).early
    chat = await office.writes("U2", "usual settings")
    assert "Early reminders: off → on" in chat.last.words
    assert await own(office) == Preferences()
    chat = await office.writes("U2", "usual settings")
    assert "nothing was changed" in chat.last.words


@pytest.mark.parametrize(
    ("said", "why", "instead"),
    [
        ("remind me at 7", "the digest must come at an hour", "digest at 08:00"),
        ("quiet until 7", "nobody is written to before 08:00", "digest at 09:15"),
        ("quiet until 10", "the digest must come at an hour", "write to me between 10:00 and 18:00, digest at 10:00"),
        ("write to me on Pigeon", "I don't know you on Pigeon, only on Slack", "write to me on Slack"),
    ],
)
async def test_what_will_not_do_is_refused_with_what_to_type(office: Office, said: str, why: str, instead: str) -> None:
    chat = await office.writes("U2", said)
    assert why in chat.last.words
    assert instead in chat.last.words
    assert "Nothing was changed" in chat.last.words
    assert await own(office) == Preferences()
    await office.writes("U2", instead)
    assert "couldn't" not in office.dm("U2").last.words


async def test_the_form_shows_all_of_it_and_changes_it(office: Office) -> None:
    chat = await office.writes("U2", "my settings")
    await chat.last.press("Change")
    await office.settle()
    modal = office.dm("U2").modal
    assert modal.value("digest_at") == "09:15"
    wrong = await modal.fill(quiet_from="19:00").submit()
    assert "after 18:00" in str(wrong.errors)
    await wrong.fill(
        quiet_from="17:00", digest_at="08:45", reminders=["On the day"], days=["Monday", "Tuesday"]
    ).submit()
    await office.settle()
    sam = await person(office, "Sam Patel")
    assert sam.working_days == frozenset({0, 1})
    off = {"early": False, "soon": False, "after": False, "week": False}
    assert sam.preferences == Preferences.model_validate({"digest_at": "08:45", "quiet_from": "17:00", **off})


async def test_leave_is_noted_by_its_form(office: Office) -> None:
    chat = await office.writes("U2", "my settings")
    await chat.last.press("Note leave")
    await office.settle()
    await office.dm("U2").modal.fill(first="2026-12-21", last="2026-12-24", deputy="Olu Adeyemi").submit()
    await office.settle()
    sam, olu = await person(office, "Sam Patel"), await person(office, "Olu Adeyemi")
    assert [(str(spell.first), str(spell.last), spell.deputy) for spell in sam.leave] == [
        ("2026-12-21", "2026-12-24", olu.id)
    ]


async def test_a_digest_that_is_owed_moves_with_its_hour_and_comes_once(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule <@U2> by 24/11")
    await office.tick("2026-11-23T18:30")
    await office.says("U1", "/action Move the switches <@U2> by 24/11")  # out of hours: it goes with tomorrow's digest
    await office.writes("U2", "digest at 11")
    await office.tick("2026-11-24T09:20")
    assert "Good morning" not in office.dm("U2").last.words
    await office.tick("2026-11-24T11:00")
    await office.tick("2026-11-24T11:30")
    assert "Good morning, Sam" in office.dm("U2").last.words
    assert "A-002" in office.dm("U2").last.words
    sent = [notice for notice in await digests(office) if notice.state == "sent"]
    assert [notice.key.rpartition(":")[2] for notice in sent] == ["2026-11-24"]


async def test_who_somebody_is_says_when_they_work_and_not_what_they_settled(office: Office) -> None:
    await office.writes("U2", "quiet until 9")
    await office.writes("U2", "I work Mon-Wed")
    chat = await office.writes("U1", "who is <@U2>")
    assert "Monday to Wednesday" in chat.last.words
    assert "at work" in chat.last.words
    assert "09:00" not in chat.last.words


async def test_the_platform_that_was_chosen_comes_first_and_the_others_stay(office: Office) -> None:
    await office.writes("U2", "hello")
    sam = await person(office, "Sam Patel")
    async with office.app.database.transaction(office.clock.now()) as register:
        await register.people.identify(sam.id, "teams", "29:sam", confirmed=True)
    await office.writes("U2", "write to me on Teams")
    owed = Notice("some", "news", office.clock.now(), person=sam.id)
    async with office.app.database.reading(office.clock.now()) as register:
        assert [each.platform for each in await addresses(register, owed)] == ["teams", "slack"]
    chat = await office.writes("U2", "settings")
    assert "Teams first" in chat.last.words
    await office.writes("U2", "write to me anywhere")
    async with office.app.database.reading(office.clock.now()) as register:
        assert [each.platform for each in await addresses(register, owed)] == ["slack", "teams"]


async def test_what_the_law_sets_is_reminded_of_whatever_is_switched_off(office: Office) -> None:
    await office.takes_in("U2", "complaint in today: Damp in the stairwell")
    await office.writes("U2", "CMP-0001 owner me")
    await office.writes("U2", "stop reminding me")
    chat = await office.writes("U2", "forecast")
    assert "CMP-0001: 1 working day before it is due" in chat.last.words


async def test_an_earlier_digest_comes_at_its_hour_and_not_again_at_the_usual_one(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule <@U2> by 26/11")
    await office.writes("U2", "digest at 8:30")
    await office.tick("2026-11-26T08:30")
    assert "A-001" in office.dm("U2").last.words
    seen = len(office.dm("U2").seen)
    await office.tick("2026-11-26T09:20")
    assert len(office.dm("U2").seen) == seen
