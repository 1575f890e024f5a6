"""A Section 20 notice from its draft to the next stage: it is not served with an end date that is too early, nor without what it
must print, and it is not over before the day that leaseholders were told."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from tests.conversation.conftest import Office
from tests.conversation.estate import ESTATE, with_estate
from tests.conversation.offices import prepared
from tests.fakes.slack_chat import Seen

PRINTS = {"address_printed": "yes", "wording_printed": "yes"}


@prepared
async def consulted(office: Office) -> None:
    """S20-1 of Olu: a notice of intention for the door entry of an estate on which twelve homes pay towards such works."""
    await with_estate(office)
    dm = await office.writes("U1", "s20 notice of intention for door entry, sch 4 part 2")
    if "Save" in dm.last.buttons:
        await dm.last.press("Save")
        await office.settle()


async def says(office: Office, user: str, *texts: str) -> Seen:
    for text in texts:
        await office.writes(user, text)
    return office.dm(user).last


async def serve(office: Office, **values: str) -> dict[str, str]:
    """Fill in the form that serves S20-1; what it has against it."""
    last = await says(office, "U1", "serve S20-1")
    await last.press(last.buttons[0])
    await office.settle()
    sent = await office.slack.user("U1").modal.fill(**values).submit()
    await office.settle()
    return dict(sent.errors)


async def served(office: Office) -> None:
    assert await serve(office, **PRINTS) == {}


async def test_begun_in_words_it_is_of_the_estate(consulted: Office) -> None:
    record = await consulted.record("S20-1")
    assert (record.title, record.status, record.workstream) == ("Door entry", "Draft", ESTATE)
    assert record.owner is not None, "somebody hears of its clock"
    assert (record.body.notice, record.body.route) == ("Notice of intention", "Sch 4 Part 2")


async def test_the_form_proposes_a_safe_date_and_counts_the_homes(consulted: Office) -> None:
    last = await says(consulted, "U1", "serve S20-1")
    await last.press(last.buttons[0])
    await consulted.settle()
    modal = consulted.slack.user("U1").modal
    assert "not before Thu 24 Dec 2026" in modal.words
    assert "12 homes on the estate pay towards such works" in modal.words
    assert (modal.value("printed_end"), modal.value("leaseholders_served")) == ("2026-12-31", "12")


async def test_a_printed_end_that_is_too_early_is_refused(consulted: Office) -> None:
    told = " ".join((await serve(consulted, **PRINTS, printed_end="2026-12-23")).values())
    assert "the printed date, Wed 23 Dec 2026, lies before the lawful end of the consultation, Thu 24 Dec 2026" in told
    assert "Print Thu 31 Dec 2026 or later: “S20-1 printed end 31 Dec”" in told
    record = await consulted.record("S20-1")
    assert (record.status, record.body.posted_on) == ("Draft", None)


async def test_in_words_too(consulted: Office) -> None:
    await says(consulted, "U1", "S20-1 address printed yes", "S20-1 wording printed yes")
    last = await says(consulted, "U1", "S20-1 posted today first class, prints 23 Dec, 12 leaseholders")
    assert "lies before the lawful end" in last.words
    assert (await consulted.record("S20-1")).status == "Draft"


async def test_it_is_held_back_until_what_it_must_print_is_confirmed(consulted: Office) -> None:
    last = await says(consulted, "U1", "S20-1 posted today first class, prints 31 Dec, 12 leaseholders")
    assert "it is not confirmed that the notice prints the address to which observations are sent" in last.words
    assert "“delivered within the relevant period”" in last.words
    assert last.buttons == ["Serve it…"]
    assert (await consulted.record("S20-1")).status == "Draft"


async def test_served_its_end_is_the_date_that_it_prints(consulted: Office) -> None:
    await served(consulted)
    record = await consulted.record("S20-1")
    assert (record.status, record.body.posted_on, record.body.posted_how) == (
        "Served", date(2026, 11, 23), "first class post",
    )  # fmt: skip
    assert (record.body.period_ends, record.due, record.body.liable) == (date(2026, 12, 24), date(2026, 12, 31), 12)
    last = await says(consulted, "U1", "why S20-1")
    assert "somebody set that date" in last.words
    assert "Section 20: end of the consultation: Thu 24 Dec 2026" in last.words


async def test_too_few_served_is_said(consulted: Office) -> None:
    await serve(consulted, **PRINTS, leaseholders_served="11")
    said = "\n".join(card.words for card in consulted.dm("U1").cards)
    assert "11 were served, and 12 homes are liable: see who is missing" in said


async def test_it_is_not_over_before_its_day(consulted: Office) -> None:
    await served(consulted)
    last = await says(consulted, "U1", "S20-1 period over")
    assert "is not over before the end of Thu 31 Dec 2026, the date that the notice prints" in last.words
    await consulted.tick("2027-01-04T09:20")
    await says(consulted, "U1", "S20-1 period over")
    assert (await consulted.record("S20-1")).status == "Period ended"


async def test_observations_hold_the_end_of_a_stage_back_and_then_the_next_one_begins(consulted: Office) -> None:
    await served(consulted)
    await says(consulted, "U1", "S20-1 observations 22, replied 17")
    await consulted.tick("2027-01-04T09:20")
    await says(consulted, "U1", "S20-1 period over")
    last = await says(consulted, "U1", "S20-1 complete")
    assert "5 observations are not answered (17 of 22)" in last.words
    assert "“S20-1 replied 22”" in last.words
    await says(consulted, "U1", "S20-1 replied 22", "S20-1 complete")
    assert (await consulted.record("S20-1")).status == "Complete"
    last = await says(consulted, "U1", "S20-1")
    await last.press("Next stage")
    await consulted.settle()
    await consulted.slack.user("U1").modal.submit()
    await consulted.settle()
    following = await consulted.record("S20-2")
    assert (following.title, following.body.notice, following.status) == (
        "Door entry",
        "Statement of estimates",
        "Draft",
    )


async def test_undone_it_is_a_draft_again(consulted: Office) -> None:
    await served(consulted)
    await says(consulted, "U1", "undo")
    record = await consulted.record("S20-1")
    assert (record.status, record.body.posted_on) == ("Draft", None)


async def test_the_consultation_as_a_pdf(consulted: Office) -> None:
    await served(consulted)
    last = await says(consulted, "U1", "section20 S20-1")
    words = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(last.file.content or b"")).pages).split()
    )
    assert "Section 20 consultation: Door entry" in words
    assert "12 homes, of 12 that were liable then" in words
    assert "take observations until the end of Thu 31 Dec 2026" in words
    assert "Statement of estimates: from Fri 1 Jan 2027" in words
