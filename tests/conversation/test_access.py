"""An access case's life: logged in a direct message, visited, up its ladder gate by gate, to Legal, an order, and what force that
order does not allow. Whoever only visits is told where and when, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from governance.attempts import Attempt
from governance.homes import Resident
from storage.history import IMPORT, Scene
from tests.conversation.conftest import Office
from tests.conversation.estate import ESTATE, with_estate
from tests.conversation.offices import prepared
from tests.fakes.slack_chat import Seen

NAME, HEALTH, TITLE, NEEDS = (
    "Fergal Pretendham",
    "Uses oxygen at night",
    "Fire door replacement",
    "carer must be present",
)
ROLES = {
    "Olu Adeyemi": ("Project Liaison Officer", "TMG"),
    "Sam Patel": ("Resident Liaison Manager", "TMG"),
    "Sam Okoro": ("Legal Officer", "TMG"),
    "Stan Stranger": ("Contractor RLO", "CTR"),
}


@prepared
async def estate(office: Office) -> None:
    """Olu works as a liaison officer on an estate, Sam Patel manages cases, Sam Okoro is of Legal, Stan is the contractor's.
    ACC-01 is about the home of Fergal Pretendham."""
    await office.says("U1", "/action Something for everybody <@U2> and <@U3> by Friday")
    await office.says("U1", "/workstream add <@U9>")
    await with_estate(office)
    async with office.app.database.transaction(office.clock.now()) as register:
        for person in (await register.people.all()).values():
            role, firm = ROLES.get(person.name, ("", ""))
            strands = (*person.workstreams, ESTATE) if role == "Project Liaison Officer" else person.workstreams
            await register.people.save(replace(person, role=role, organisation=firm, workstreams=strands))
        await register.homes.keep_resident(Resident("RES0001", "990001", NAME, access_needs=NEEDS, language="Bengali"))
    dm = await office.writes("U1", f"access case: {TITLE}, safety critical, RES0001, clause: 3.4")
    assert "Shall I save this?" in dm.last.words
    await dm.last.press("Save")
    await office.settle()


async def who(office: Office, name: str) -> str:
    async with office.app.database.reading(office.clock.now()) as register:
        return next(each.id for each in (await register.people.all()).values() if each.name == name)


async def attempts(office: Office) -> list[Attempt]:
    async with office.app.database.reading(office.clock.now()) as register:
        return await register.attempts.of(await register.records.get("ACC-01"))


async def says(office: Office, user: str, *texts: str) -> Seen:
    for text in texts:
        await office.writes(user, text)
    return office.dm(user).last


async def fill(office: Office, user: str, button: str, **values: object) -> None:
    """Press a button of what was said last, and send the form that it opens."""
    await office.dm(user).last.press(button)
    await office.settle()
    sent = await office.slack.user(user).modal.fill(**values).submit()
    assert sent.errors == {}
    await office.settle()


def read(content: bytes | None) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content or b"")).pages).split())


def letter(content: bytes | None) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content or b"")).paragraphs)


async def tried(office: Office) -> None:
    """Three attempts, at different parts of the day."""
    await says(
        office,
        "U1",
        "attempt ACC-01 no answer, card 1123 left, 14:10 on 18 Nov",
        "attempt ACC-01 refused at the door 17:40 on 19 Nov by <@U9>, she said not before Christmas",
        "attempt ACC-01 no reply, photo door3.jpg, 21 Nov 10:15 to 10:30",
    )


async def checked(office: Office) -> None:
    await says(office, "U1", "check ACC-01")
    await fill(
        office, "U1", "Check for ACC-01", check_outcome="Lives alone, daughter visits",
        reasonable_adjustment="A Saturday, and the daughter present", special_category=HEALTH,
    )  # fmt: skip


async def warned(office: Office) -> None:
    await tried(office)
    await says(office, "U1", "ACC-01 warning letter sent")
    await checked(office)
    await says(office, "U1", "ACC-01 final warning sent today, access by 4 Dec")


async def with_legal(office: Office) -> None:
    await warned(office)
    await says(office, "U1", "hand ACC-01 to legal")
    officer = await who(office, "Sam Okoro")
    await fill(office, "U1", "ACC-01: Hand to Legal", legal_officer=officer, legal_ref="LEG/2026/501")


async def ordered(office: Office) -> None:
    await with_legal(office)
    await says(
        office,
        "U3",
        "ACC-01 claim issued today",
        "ACC-01 hearing 30 Nov",
        "ACC-01 court order injunction, access only",
    )
    await office.tick("2026-11-30T14:00")
    await says(office, "U3", "ACC-01 order sealed today")


async def test_logged_in_words_with_its_home(estate: Office) -> None:
    record = await estate.record("ACC-01")
    assert (record.title, record.status, record.confidential) == (TITLE, "Appointment offered", True)
    assert (record.workstream, record.body.uprn, record.body.resident_id) == (ESTATE, "990001", "RES0001")
    assert (record.body.safety_critical, record.body.tenancy_clause) == (True, "3.4")
    assert NAME not in estate.dm("U1").last.words + estate.dm("U1").last.text


async def test_an_attempt_in_words_is_kept_whole(estate: Office) -> None:
    said = "attempt ACC-01 no answer, card 1123 left, 8:40 today, photo door.jpg, tried phone and text"
    last = await says(estate, "U1", f"{said}, she said come back on Monday")
    [attempt] = await attempts(estate)
    assert (attempt.number, attempt.outcome, attempt.day) == (1, "No answer, card left", date(2026, 11, 23))
    assert attempt.at is not None
    assert attempt.at.time() == time(8, 40)
    assert (attempt.card, attempt.evidence, attempt.contact_tried) == ("1123", "door.jpg", "phone and text")
    assert (attempt.said, attempt.by) == ("she said come back on Monday", await who(estate, "Olu Adeyemi"))
    assert "1 documented attempt on record; a final warning needs at least 3." in last.words
    assert (await estate.record("ACC-01")).status == "Attempting"


async def test_an_hour_that_nobody_said_is_asked_and_one_to_come_is_refused(estate: Office) -> None:
    last = await says(estate, "U1", "attempt ACC-01 no reply, 20 Nov")
    assert await attempts(estate) == []
    await fill(estate, "U1", last.buttons[0], start="16:20", card="77")
    [attempt] = await attempts(estate)
    assert (attempt.outcome, attempt.day, attempt.card) == ("No answer", date(2026, 11, 20), "77")
    last = await says(estate, "U1", "attempt ACC-01 no reply 23:10 today")
    assert "has not come yet, so nothing was logged" in last.words
    assert len(await attempts(estate)) == 1


async def test_undone_an_attempt_does_not_count_and_its_row_stays(estate: Office) -> None:
    last = await says(estate, "U1", "attempt ACC-01 refused 9:10 today")
    await last.press("Undo")
    await estate.settle()
    record = await estate.record("ACC-01")
    assert (record.status, record.body.tried) == ("Appointment offered", ())
    assert await attempts(estate) == []
    await says(estate, "U1", "attempt ACC-01 no reply 9:20 today")
    assert [(each.number, each.outcome) for each in await attempts(estate)] == [(2, "No answer")], "number 1 is used"


async def test_put_right_in_the_form_it_keeps_its_number(estate: Office) -> None:
    await says(estate, "U1", "attempt ACC-01 refused 9:10 today")
    await fill(estate, "U1", "Add details…", spoke_to="A man", said="He said it is not his flat", end="09:15")
    [attempt] = await attempts(estate)
    assert (attempt.number, attempt.outcome, attempt.spoke_to) == (1, "Refused at door", "A man")
    assert [each.number for each in (await estate.record("ACC-01")).body.tried] == [1]


async def test_a_visit_too_early_is_refused_with_the_earliest_day(estate: Office) -> None:
    last = await says(estate, "U1", "visit ACC-01 tomorrow 9:00")
    assert "is too early, for no notice has been served" in last.words
    assert "posted first class today, on Thu 26 Nov 2026" in last.words
    last = await says(estate, "U1", "visit ACC-01 25 Nov 10:00, notice by post")
    assert "“visit ACC-01 26 Nov 10:00”" in last.words
    await says(estate, "U1", "visit ACC-01 27 Nov 10:00, notice by post")
    record = await estate.record("ACC-01")
    assert (record.body.visit_on, record.due) == (date(2026, 11, 27), date(2026, 11, 24))
    last = await says(estate, "U1", "notice posted ACC-01 today")
    assert "Notice was served on Mon 23 Nov 2026 first class post." in last.words
    last = await says(estate, "U1", "visit ACC-01 25 Nov 10:00, notice served by hand")
    assert (await estate.record("ACC-01")).body.visit_on == date(2026, 11, 27)
    assert (await estate.record("ACC-01")).due == date(2026, 11, 27)


async def test_too_late_for_the_post_the_notice_is_handed_over(estate: Office) -> None:
    last = await says(estate, "U1", "visit ACC-01 tomorrow 10:00")
    assert (
        "It is too late for the post. Hand the 24-hour notice over or e-mail it by Mon 23 Nov 2026 at 10:00"
        in last.words
    )
    assert (await estate.record("ACC-01")).due == date(2026, 11, 24), "no deadline is set that has passed"
    estate.clock.set(estate.clock.now().replace(hour=10, minute=30))
    last = await says(estate, "U1", "ACC-01 notice served by hand")
    assert "served on Mon 23 Nov 2026 at 10:30, so it can be on Tue 24 Nov 2026 at 10:30 at the earliest" in last.words


async def test_whoever_only_visits_is_told_where_and_when_and_nothing_else(estate: Office) -> None:
    await checked(estate)
    await says(estate, "U1", "attempt ACC-01 refused 9:10 today, she said not before Christmas")
    await says(estate, "U1", "visit ACC-01 3 Dec 10:00 <@U9>, notice by post", "notice posted ACC-01 today")
    visitor = estate.dm("U9")
    assert "ACC-01: a visit for you" in visitor.last.words
    assert "2 Campion Court, ZZ1 1AB" in visitor.last.words
    assert "Thu 3 Dec 2026, 10:00" in visitor.last.words
    assert "ask Olu Adeyemi: there is something to know at the door" in visitor.last.words
    assert "Do not force entry" in visitor.last.words
    await estate.tick("2026-12-02T09:20")
    await estate.tick("2026-12-03T09:00")
    asked = (
        "ACC-01", "my visits", "list access cases", "why ACC-01", "chronology ACC-01", "bundle ACC-01", "notice letter ACC-01",
        "find Fire door", "ACC-01 done", "can we force entry at ACC-01", "check ACC-01", "ACC-01 note hello",
        "visit ACC-01 9 Dec 10:00", "ACC-01 warning letter sent", "cancel visit ACC-01", "help ACC-01", "proof ACC-01", "undo",
    )  # fmt: skip
    for said in asked:
        await estate.writes("U9", said)
    await says(estate, "U9", "ACC-01")
    await visitor.last.press("More…")
    await estate.settle()
    seen = "\n".join(f"{each.text}\n{each.words}\n{each.message}" for each in visitor.cards)
    seen += estate.slack.user("U9").modal.words
    seen += "\n".join(f"{each.text}\n{each.words}" for each in visitor.whispers)
    for secret in (NAME, "Pretendham", HEALTH, "oxygen", TITLE, NEEDS, "Bengali", "RES0001", "daughter", "Christmas"):
        assert secret not in seen, secret
    assert visitor.with_files == []
    record = await estate.record("ACC-01")
    assert (record.status, record.body.visit_on) == ("Attempting", date(2026, 12, 3))
    assert len(await attempts(estate)) == 1


async def test_a_visit_that_is_on_again_is_told_of_again(estate: Office) -> None:
    await says(estate, "U1", "visit ACC-01 3 Dec 10:00 <@U9>, notice by post", "notice posted ACC-01 today")
    await says(estate, "U1", "visit ACC-01 8 Dec 10:00")
    assert "Tue 8 Dec 2026, 10:00" in estate.dm("U9").last.words
    await estate.writes("U1", "undo")
    assert (await estate.record("ACC-01")).body.visit_on == date(2026, 12, 3)
    assert "Thu 3 Dec 2026, 10:00" in estate.dm("U9").last.words, "not that it is off"


async def test_whoever_visits_logs_how_it_went_and_its_handler_hears(estate: Office) -> None:
    await says(estate, "U1", "visit ACC-01 3 Dec 10:00 <@U9>, notice by post", "notice posted ACC-01 today")
    await estate.tick("2026-12-03T10:20")
    card = next(each for each in estate.dm("U9").cards if "a visit for you" in each.words)
    await card.press("No answer, card left")
    await estate.settle()
    await fill(estate, "U9", "Add details…", card="1207", note="A dog in the yard")
    [attempt] = await attempts(estate)
    assert (attempt.outcome, attempt.card, attempt.note) == ("No answer, card left", "1207", "A dog in the yard")
    assert (attempt.by, attempt.notice_served_on) == (await who(estate, "Stan Stranger"), date(2026, 11, 23))
    assert "ACC-01: attempt 1 by Stan Stranger" in estate.dm("U1").last.words
    assert (
        "attempt 1 is logged" in (await says(estate, "U9", "ACC-01")).words
        or "no visit is planned" in estate.dm("U9").last.words
    )
    await card.press("Refused") if "Refused" in card.buttons else None
    assert len(await attempts(estate)) == 1, "a visit is logged once"


async def test_a_visitor_of_another_case_or_a_stranger_logs_nothing(estate: Office) -> None:
    last = await says(estate, "U9", "attempt ACC-01 no answer 9:10 today")
    assert "kept for the people who work on it" in last.words
    assert await attempts(estate) == []


async def test_each_gate_that_is_shut_names_what_is_missing_and_what_to_type(estate: Office) -> None:
    await says(estate, "U1", "attempt ACC-01 no reply 9:10 today")
    last = await says(estate, "U1", "ACC-01 final warning sent today, access by 4 Dec")
    assert "From Attempting it can go to: Warning letter sent" in last.words
    last = await says(estate, "U1", "ACC-01 warning letter sent", "ACC-01 final warning sent today, access by 4 Dec")
    assert "1 documented attempt is on record, and at least 3 are needed" in last.words
    assert "the vulnerability and capacity check is not on record" in last.words
    assert "nobody has noted which reasonable adjustments were offered" in last.words
    assert "“attempt ACC-01 no answer, card 1123 left, 14:10 today”, then “check ACC-01”" in last.words
    assert {"Log an attempt…", "Record the check…"} <= set(last.buttons)
    await tried(estate)
    last = await says(estate, "U1", "ACC-01 final warning sent today, access by 4 Dec")
    assert "documented attempt" not in last.words
    assert "the vulnerability and capacity check is not on record" in last.words
    await checked(estate)
    await says(estate, "U1", "ACC-01 final warning sent today, access by 4 Dec")
    record = await estate.record("ACC-01")
    assert (record.status, record.due, record.body.letters_sent) == ("Final warning sent", date(2026, 12, 4), 2)


async def test_nothing_goes_to_legal_without_the_check(estate: Office) -> None:
    await warned(estate)
    async with estate.app.database.transaction(estate.clock.now()) as register:
        record = await register.records.get("ACC-01")
        await register.records.change(Scene(via=IMPORT), record, {"check_on": None, "vulnerability_check": ""})
    last = await says(estate, "U1", "ACC-01 with legal since today")
    assert "the vulnerability and capacity check does not say when" in last.words
    assert (await estate.record("ACC-01")).status == "Final warning sent"


async def test_health_is_kept_apart_and_never_repeated(estate: Office) -> None:
    await checked(estate)
    assert (await estate.record("ACC-01")).body.special_category == HEALTH
    await says(estate, "U1", "ACC-01", "list access cases", "find oxygen")
    assert not [each for each in estate.dm("U1").cards if "oxygen" in each.words.replace("“oxygen”", "")]


async def test_to_an_order_rung_by_rung_and_legal_opens_it_once_they_are_named(estate: Office) -> None:
    last = await says(estate, "U3", "ACC-01")
    assert TITLE not in last.words
    await with_legal(estate)
    assert "ACC-01 is with you" in estate.dm("U3").last.words
    last = await says(estate, "U3", "ACC-01 claim issued today")
    assert (await estate.record("ACC-01")).status == "Claim issued"
    await says(estate, "U3", "ACC-01 hearing 30 Nov")
    record = await estate.record("ACC-01")
    assert (record.status, record.due) == ("Hearing listed", date(2026, 11, 30))
    last = await says(estate, "U3", "ACC-01 order sealed today")
    assert "nobody has noted what was ordered" in last.words
    last = await says(estate, "U3", "ACC-01 order made")
    values = {"court_order": "Access on one day, no force", "order_sealed_on": "2026-11-23"}
    await fill(estate, "U3", last.buttons[0], **values)
    assert "does not by itself allow force" in estate.dm("U3").last.words
    assert (await estate.record("ACC-01")).status == "Order made"
    last = await says(estate, "U3", "ACC-01 order served on 20 Nov")
    assert "can’t have been served on Fri 20 Nov 2026, before it was sealed" in last.words
    await says(estate, "U3", "order served on ACC-01 today by the process server")
    record = await estate.record("ACC-01")
    assert (record.status, record.body.order_served_how) == ("Order served", "the process server")


async def test_force_only_by_legal_who_is_named_after_a_sealed_order_for_its_days(estate: Office) -> None:
    await with_legal(estate)
    noted = "forced entry ACC-01 from 1 Dec to 2 Dec: paragraph 3, “by reasonable force if necessary”"
    assert "has no sealed order, so nothing can allow force yet" in (await says(estate, "U3", noted)).words
    await says(
        estate, "U3", "ACC-01 claim issued today", "ACC-01 hearing 24 Nov", "ACC-01 court order injunction, access only"
    )
    await says(estate, "U3", "ACC-01 order sealed today")
    for user in ("U1", "U2"):
        last = await says(estate, user, noted)
        assert "is for Legal alone to note" in last.words
        assert "Ask Sam Okoro" in last.words
    last = await says(estate, "U3", "forced entry ACC-01 from 20 Nov to 2 Dec: paragraph 3")
    assert "from the day on which the order was sealed (Mon 23 Nov 2026) at the earliest" in last.words
    assert not (await estate.record("ACC-01")).body.forced_entry_authorised
    await says(estate, "U1", "ACC-01 forced entry authorised yes")
    assert not (await estate.record("ACC-01")).body.forced_entry_authorised
    await says(estate, "U3", noted)
    assert (await estate.record("ACC-01")).body.forced_entry_by == "Sam Okoro, Legal Officer"
    assert (
        "ACC-01: no. Force is not authorised yet" in (await says(estate, "U1", "can we force entry at ACC-01?")).words
    )
    await estate.tick("2026-12-01T09:20")
    last = await says(estate, "U1", "can we force entry at ACC-01?")
    assert "yes, but only as the order says" in last.words
    assert "Southern v Emmanuel" in last.words
    await estate.tick("2026-12-03T09:20")
    assert "has lapsed" in (await says(estate, "U1", "can we force entry at ACC-01?")).words
    assert "is for Legal alone to note" in (await says(estate, "U1", "withdraw forced entry ACC-01")).words
    await says(estate, "U3", "withdraw forced entry ACC-01")
    assert not (await estate.record("ACC-01")).body.forced_entry_authorised


async def test_a_new_legal_who_is_not_named_may_not(estate: Office) -> None:
    await ordered(estate)
    async with estate.app.database.transaction(estate.clock.now()) as register:
        stan = next(each for each in (await register.people.all()).values() if each.name == "Stan Stranger")
        await register.people.save(replace(stan, role="Solicitor", organisation="TMG"))
    last = await says(estate, "U9", "forced entry ACC-01 from 1 Dec to 2 Dec: paragraph 3")
    assert "kept for the people who work on it" in last.words
    assert not (await estate.record("ACC-01")).body.forced_entry_authorised


async def test_the_bundle_is_for_legal_and_case_managers(estate: Office) -> None:
    await with_legal(estate)
    for user in ("U3", "U2"):
        last = await says(estate, user, "bundle ACC-01")
        words = read(last.file.content)
        assert "DRAFT, not to be filed or served" in words
        assert "Draft witness statement" in words
        assert NAME in words
        assert "she said not before Christmas" in words
        assert "the log does not hold stands as [to be completed]" in words
        assert "proceedings for contempt of court" in words
        assert HEALTH in words
    last = await says(estate, "U1", "bundle ACC-01")
    assert "is drawn up for Legal and case managers alone" in last.words
    assert last.files == []


async def test_the_chronology_says_what_happened_and_what_is_missing(estate: Office) -> None:
    await tried(estate)
    last = await says(estate, "U1", "chronology ACC-01")
    words = read(last.file.content)
    assert "Attempt 1: No answer, card left; card 1123" in words
    assert "No vulnerability and capacity check" in words
    assert "No record that notice was served for attempts 1, 2 and 3" in words
    assert HEALTH not in words
    for user in ("U3", "U9"):
        last = await says(estate, user, "chronology ACC-01")
        assert "kept for the people who work on it" in last.words
        assert last.files == []


async def test_letters_name_the_resident_and_their_needs_and_not_what_was_said(estate: Office) -> None:
    await warned(estate)
    words = letter((await says(estate, "U1", "final warning letter ACC-01")).file.content)
    assert f"Dear {NAME}" in words
    assert "Friday 4 December 2026" in words
    assert "came to the door and were not let in" in words
    assert "Christmas" not in words
    assert HEALTH not in words
    await says(estate, "U1", "visit ACC-01 3 Dec 10:00 <@U9>, notice by post")
    words = letter((await says(estate, "U1", "notice letter ACC-01")).file.content)
    assert "Thursday 3 December 2026, 10:00" in words
    assert NEEDS in words
    assert "Stan Stranger" in words


async def test_in_a_channel_nothing_of_it_is_said(estate: Office) -> None:
    await tried(estate)
    for said in ("ACC-01", "attempt ACC-01 refused 9:10 today", "chronology ACC-01", "can we force entry at ACC-01?"):
        await estate.says("U1", said, channel="C2")
    posted = "\n".join(f"{each.text}{each.words}" for each in estate.channel("U1", "C2").cards)
    for secret in (TITLE, NAME, "Campion", "Christmas", "Refused"):
        assert secret not in posted


@pytest.mark.parametrize("said", ["can we force entry?", "are we allowed to drill the lock?"])
async def test_asked_of_no_case_the_answer_is_the_same(estate: Office, said: str) -> None:
    last = await says(estate, "U9", said)
    assert "Not by an injunction alone" in last.words
    assert "Only Legal can note" in last.words
