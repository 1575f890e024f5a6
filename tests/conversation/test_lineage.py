"""One record turns into another, is linked with it, and takes it back; both ends say so."""

from __future__ import annotations

from handlers.commands import Become, LinkRecords, ShowLinks
from handlers.encoding import encode
from storage.links import Link
from tests.conversation.conftest import Office
from tests.fakes.slack_chat import Chat


async def log(office: Office, kind: str, **fields: str) -> Chat:
    """Log a record by its form."""
    channel = await office.says("U1", f"/{kind}")
    modal = await channel.modal.fill(**fields).submit()
    assert modal.errors == {}
    await office.settle()
    return channel


async def links(office: Office, ref: str) -> list[Link]:
    async with office.app.database.reading(office.clock.now()) as register:
        return await register.links.of(await register.records.get(ref))


async def test_an_assumption_that_is_wrong_becomes_something_in_one_deed(office: Office) -> None:
    channel = await log(office, "assumption", title="Two officers are free until May", impact_if_wrong="We miss May")
    await office.says("U1", "/assumption AS-001 invalid because HR said no")
    assert "only together with what follows from it" in channel.whisper.text
    assert (await office.record("AS-001")).status == "Open"

    await channel.whisper.press("It does not hold: issue")
    await office.settle()
    issue, assumption = await office.record("I-001"), await office.record("AS-001")
    assert (issue.title, issue.value("impact_text")) == ("Two officers are free until May", "We miss May")
    assert (assumption.status, assumption.value("became")) == ("Invalidated", "I-001")
    assert assumption.value("closure_reason") == "became issue I-001: HR said no"
    assert [(link.words, link.ref) for link in await links(office, "I-001")] == [("came from", "AS-001")]
    assert "*AS-001*" in next(card for card in channel.cards if card.words.startswith("I-001")).words

    await office.says("U1", "/chivvy undo")
    assert (await office.record("AS-001")).status == "Open"
    assert (await office.record("I-001")).withdrawn
    assert await links(office, "AS-001") == []


async def test_a_risk_that_has_happened_is_closed_from_wherever_it_is(office: Office) -> None:
    channel = await log(office, "risk", title="The mandate is late", likelihood="4 (likely)", impact="5 (severe)")
    await office.says("U1", "escalate R-001 to programme board because the bank is slow")
    assert (await office.record("R-001")).status == "Escalated"
    card = next(card for card in channel.cards if "It has happened" in card.buttons)
    await card.press("It has happened")
    await office.settle()
    risk, issue = await office.record("R-001"), await office.record("I-001")
    assert (risk.status, risk.value("closure_reason")) == ("Closed", "became issue I-001")
    assert (issue.value("severity"), issue.value("from_risk")) == (5, "R-001")


async def test_what_has_no_title_yet_is_asked_for_in_a_form(office: Office) -> None:
    channel = await log(office, "risk", title="The mandate is late")
    await channel.cards[-1].press("Add an action")
    await office.settle()
    assert channel.modal.title.startswith("Add an action")
    await channel.modal.fill(title="Ring the bank").submit()
    await office.settle()
    assert (await office.record("A-001")).title == "Ring the bank"
    assert [(link.words, link.ref) for link in await links(office, "R-001")] == [("is mitigated by", "A-001")]
    risk = next(card for card in channel.cards if card.words.startswith("R-001"))
    assert "Is mitigated by *A-001* Ring the bank (not started)" in risk.words


async def test_two_people_press_and_it_becomes_one_thing(office: Office) -> None:
    channel = await log(office, "assumption", title="Two officers are free until May")
    card = channel.cards[-1]
    await card.press("It may not hold: risk")
    await card.by("U2").press("It does not hold: issue")
    await office.settle()
    assert "AS-001 became R-001 already" in office.channel("U2").whisper.text
    assert [record.ref for record in await office.records()] == ["AS-001", "R-001"]


async def test_a_ref_in_a_title_is_a_link(office: Office) -> None:
    await log(office, "risk", title="The mandate is late")
    await office.says("U1", "/action Rewrite R-001 or close it <@U2> by Friday")
    assert [(link.words, link.ref) for link in await links(office, "A-001")] == [("mitigates", "R-001")]
    await office.says("U1", "/chivvy undo")
    assert (await office.record("A-001")).withdrawn
    assert await links(office, "R-001") == []


async def test_a_decision_that_is_replaced_moves_on(office: Office) -> None:
    channel = await log(office, "decision", title="Seven years")
    await log(office, "decision", title="Five years")
    await office.says("U1", "/decision DEC-001 approved")
    asked = channel.cards[-1]
    await asked.press_with("Edit", encode(LinkRecords("DEC-002", "DEC-001", "supersedes")))
    await office.settle()
    assert (await office.record("DEC-001")).status == "Approved"

    await office.says("U1", "/decision DEC-002 approved")
    old = await office.record("DEC-001")
    assert (old.status, old.value("closure_reason")) == ("Superseded", "was superseded by DEC-002")
    await office.says("U1", "/chivvy undo")
    assert [(await office.record(ref)).status for ref in ("DEC-001", "DEC-002")] == ["Approved", "Proposed"]
    await office.says("U1", "/chivvy undo")
    assert await links(office, "DEC-001") == []


async def test_what_a_record_cannot_become_is_said_with_what_it_can(office: Office) -> None:
    channel = await log(office, "risk", title="The mandate is late")
    await channel.cards[-1].press_with("Edit", encode(Become("R-001", "decision")))
    await office.settle()
    assert "What can come of it now: It has happened, Add an action" in channel.whisper.text
    assert len(await office.records()) == 1


async def test_links_are_listed_and_none_is_said_too(office: Office) -> None:
    channel = await log(office, "assumption", title="Two officers are free until May")
    card = channel.cards[-1]
    await card.press_with("Edit", encode(ShowLinks("AS-001", "rests on", backward=True)))
    await office.settle()
    assert "Nothing rests on AS-001." in channel.whisper.text
    await log(office, "milestone", title="All are trained (AS-001)")
    await card.press_with("Edit", encode(ShowLinks("AS-001", "rests on", backward=True)))
    await office.settle()
    assert "AS-001 holds up M-001 All are trained (AS-001) (planned)" in channel.whisper.text


async def test_links_are_made_with_a_form_from_where_they_are_listed(office: Office) -> None:
    await log(office, "risk", title="A pipe may leak")
    await office.says("U1", "/action Mend the pipe <@U1> by Friday")
    channel = await office.says("U1", "links A-001")
    await channel.last.press("Link with another")
    await office.settle()
    await channel.modal.fill(target="R-001").submit()
    await office.settle()
    assert [each.ref for each in await links(office, "A-001")] == ["R-001"]
