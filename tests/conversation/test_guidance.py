"""Guidance in context: help that teaches, a vague title offered a better form, the tour, the glossary, one's own record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.blocks import draw
from bot.teams import cards
from bot.teams.limits import CARD_BYTES
from governance.calendar import WorkingCalendar
from governance.kind import Body
from governance.kinds import all_kinds
from governance.programme import Programme
from handlers.cards import Card, plain
from handlers.forms.desk import Sheet
from handlers.forms.form import Token
from handlers.guidance.help import general_help
from handlers.guidance.kind_help import a, changes, kind_help, moves
from handlers.guidance.rewording import read_reword
from tests.conversation.conftest import Office

KINDS = pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))


def words(card: Card) -> str:
    return "\n".join(
        plain(part.text) for part in card.parts if hasattr(part, "text") and not isinstance(part.text, str)
    )


@KINDS
def test_every_kinds_help_teaches_and_fits_both_platforms(body: type[Body]) -> None:
    kind = body.kind
    card = kind_help(body, Programme())
    said = words(card)
    for taught in (kind.good, kind.poor, kind.better, kind.example, kind.ref(12), kind.lifecycle.initial):
        assert taught in said
    for becoming in kind.becomes:
        assert becoming.label in said
    drawn = cards.draw(card)
    for told in ("Its fields", f"Log {a(kind.noun)}"):
        assert told in str(draw(card)), "nothing is cut off"
        assert told in str(drawn)
    assert cards.size(drawn) < CARD_BYTES


def test_general_help_names_every_kind_and_stays_short() -> None:
    card = general_help()
    for body in all_kinds().values():
        assert f"/{body.kind.command}" in words(card)
    assert len(draw(card)) <= 20
    assert len(card.text) < 1500


async def test_help_with_a_kind_says_what_a_good_one_is(office: Office) -> None:
    channel = await office.says("U1", "/risk help")
    assert "It says cause, event and effect" in channel.whisper.words
    assert "Poor:" in channel.whisper.words
    assert "Because the bank needs ten weeks’ notice" in channel.whisper.words


async def test_the_general_help_leads_to_each_kinds(office: Office) -> None:
    chat = await office.writes("U1", "help")
    await chat.last.choose("Milestone")
    await office.settle()
    assert "It is a state that is reached or not" in office.dm("U1").last.words


async def test_the_programme_words_its_own_guidance(office: Office) -> None:
    await office.says("U1", "/chivvy settings wording risk.good Say why, what and what then.")
    channel = await office.says("U1", "/risk help")
    assert "Say why, what and what then." in channel.whisper.words
    assert "It says cause, event and effect" not in channel.whisper.words


async def test_a_vague_risk_is_logged_and_offered_a_better_form(office: Office) -> None:
    channel = await office.says("U1", "/risk Payroll L4 I5 owner me review 4/12")
    record = await office.record("R-001")
    assert record.title == "Payroll"
    assert "is logged. Its title has only 1 word" in channel.whisper.words
    await channel.whisper.press("Say it better")
    await office.settle()
    modal = office.channel("U1").modal
    assert modal.value("event") == "Payroll"
    await modal.fill(
        cause="the bank needs ten weeks", event="The mandate may not be in place", effect="staff are not paid"
    ).submit()
    await office.settle()
    record = await office.record("R-001")
    assert record.title == "Because the bank needs ten weeks, the mandate may not be in place, so staff are not paid"
    assert record.value("cause") == "the bank needs ten weeks"
    assert record.value("effect") == "staff are not paid"


async def test_a_vague_issue_is_offered_what_it_holds_up(office: Office) -> None:
    channel = await office.says("U1", "/issue Reports severity 3 owner me by 4/12")
    await channel.whisper.press("Say it better")
    await office.settle()
    await (
        office.channel("U1")
        .modal.fill(title="Reports from three councils are missing", impact_text="The board pack is incomplete")
        .submit()
    )
    await office.settle()
    record = await office.record("I-001")
    assert record.title == "Reports from three councils are missing"
    assert record.value("impact_text") == "The board pack is incomplete"


async def test_colleagues_do_not_read_what_a_title_lacks(office: Office) -> None:
    channel = await office.says("U1", "risk: Payroll L4 I5 owner me review 4/12")
    assert (await office.record("R-001")).title == "Payroll"
    assert not any("Its title" in seen.words for seen in channel.seen)
    assert "Its title has only 1 word" in office.dm("U1").last.words


async def test_a_title_that_says_enough_and_a_short_action_are_left_alone(office: Office) -> None:
    channel = await office.says("U1", "/risk The supplier may miss the firewall date L3 I3 owner me review 4/12")
    await office.says("U1", "/action Ring Sam, owner me, by Friday")
    assert {record.ref for record in await office.records()} == {"R-001", "A-001"}
    assert not any("Its title" in whisper.words for whisper in channel.whispers)


async def test_a_part_left_out_is_asked_for(office: Office) -> None:
    await office.says("U1", "/risk Payroll L4 I5 owner me review 4/12")
    risk = await office.record("R-001")
    sheet = Sheet(
        Token(form="reword", ref=risk.ref), {"cause": "x", "event": "y"}, risk, risk.raised_on, WorkingCalendar()
    )
    assert read_reword(sheet) == {"effect": "Say it in a few words."}


async def test_cause_event_and_effect_are_kept_apart_when_a_risk_says_them(office: Office) -> None:
    said = "Because the bank is slow, the mandate may not be in place, so staff are not paid"
    await office.says("U1", f"/risk {said} L4 I5 owner me review 4/12")
    record = await office.record("R-001")
    assert record.value("cause").casefold() == "the bank is slow"
    assert "mandate may not be in place" in record.value("event")
    assert record.value("effect").casefold() == "staff are not paid"


async def test_the_tour_is_offered_once_and_walks_in_the_dm(office: Office) -> None:
    sam = office.slack.user("U2")
    await sam.open_home()
    await office.settle()
    offers = [seen for seen in office.dm("U2").seen if "Show me round" in seen.buttons]
    assert len(offers) == 1
    await sam.open_home()
    await office.settle()
    assert len([seen for seen in office.dm("U2").seen if "Show me round" in seen.buttons]) == 1

    await offers[0].press("Show me round")
    await office.settle()
    for number in range(1, 5):
        step = office.dm("U2").last
        assert f"{number} of 5" in step.words
        await step.press("Next")
        await office.settle()
    last = office.dm("U2").last
    assert "5 of 5" in last.words
    assert "Next" not in last.buttons
    await last.press("Finish")
    await office.settle()
    assert "Type “tour”" in office.dm("U2").last.text


async def test_the_tour_asked_for_in_a_channel_goes_to_the_dm(office: Office) -> None:
    channel = await office.says("U2", "/chivvy tour")
    assert "in a direct message" in channel.whisper.text
    step = office.dm("U2").last
    assert "1 of 5" in step.words
    await step.press("Stop")
    await office.settle()
    assert "the tour stopped" in office.dm("U2").last.text


async def test_a_term_is_explained_and_an_unknown_one_named_with_the_nearest(office: Office) -> None:
    chat = await office.writes("U1", "what is a RAG?")
    assert "Red, amber or green" in chat.last.words
    chat = await office.writes("U1", "define basline")
    assert "“basline” is not in the glossary" in chat.last.words
    await chat.last.press("baseline")
    await office.settle()
    assert "only an approved change request moves it" in office.dm("U1").last.words


async def test_my_record_counts_ones_own_deeds_by_kind_and_month(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule, owner me, by Friday")
    await office.says("U1", "/action Send the pack to the board, owner me, by Friday")
    await office.says("U1", "A-001 done")
    await office.says("U2", "/action Write the note for the board, owner me, by Friday")
    await office.tick("2026-12-08T10:00")
    await office.says("U1", "A-002 due 18/12")
    await office.says("U1", "A-002 note Spoke to the board")
    await office.says("U1", "/action Ring the supplier about it, owner me, by Friday")
    await office.says("U1", "undo")

    channel = await office.says("U1", "/chivvy my record")
    assert "in a direct message" in channel.whisper.text
    told = office.dm("U1").last.words
    assert "Olu Adeyemi" in told
    assert "*Actions:* 2 logged, 1 closed, 1 updated, 1 noted" in told
    assert "Dec 2026" in told
    assert "Nov 2026" in told


async def test_my_record_is_empty_at_first(office: Office) -> None:
    chat = await office.writes("U2", "what have I done this year?")
    assert "Nothing in this register yet" in chat.last.words


async def test_settings_are_listed_and_changed_and_colours_follow_at_once(office: Office) -> None:
    await office.says("U1", "/risk The supplier may miss the firewall date L3 I3 owner me review 4/12")
    assert (await office.record("R-001")).rag == "Amber"
    channel = await office.says("U1", "/chivvy programme settings")
    assert "Green up to" in channel.whisper.words
    assert "settings bands green to 6" in channel.whisper.words

    channel = await office.says("U1", "/chivvy settings bands green to 9")
    assert "Bands green: 7 → 9" in channel.whisper.words
    assert (await office.record("R-001")).rag == "Green"
    await channel.whisper.press("Set it back")
    await office.settle()
    assert (await office.record("R-001")).rag == "Amber"


async def test_a_setting_that_will_not_do_is_refused(office: Office) -> None:
    channel = await office.says("U1", "/chivvy settings bands green to 20")
    assert "green must end below" in channel.whisper.words
    channel = await office.says("U1", "/chivvy settings wombles 4")
    assert "There is no setting called “wombles 4”" in channel.whisper.words


async def test_only_the_programme_office_changes_settings(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        sam = next(person for person in (await register.people.all()).values() if person.name == "Sam Patel")
        await register.people.save(replace(sam, role="PMO officer"))
    channel = await office.says("U1", "/chivvy settings bands green to 6")
    assert "Ask Sam Patel" in channel.whisper.words
    await office.says("U2", "/chivvy settings bands green to 6")
    async with office.app.database.reading(office.clock.now()) as register:
        assert (await register.programme()).bands.green_to == 6


async def test_undo_takes_back_nothing_older_than_a_setting(office: Office) -> None:
    await office.says("U1", "/action Fix the firewall rule, owner me, by Friday")
    await office.says("U1", "/chivvy settings bands green to 6")
    channel = await office.says("U1", "/chivvy undo")
    assert "change one of the programme’s settings" in channel.whisper.text
    assert (await office.record("A-001")).withdrawn is False


async def test_the_programme_explains_its_own_words(office: Office) -> None:
    await office.says("U1", "/chivvy settings glossary day one means 1 April 2028")
    chat = await office.writes("U1", "what is day one?")
    assert "1 April 2028" in chat.last.words
    chat = await office.writes("U1", "glossary")
    assert "day one" in chat.last.words


@KINDS
def test_every_example_in_a_kinds_help_names_a_field_or_a_state(body: type[Body]) -> None:
    for said in changes(body):
        assert any(said.startswith(f"{word} ") for _, ask in body.asks() for word in ask.words), said
    for said in moves(body.kind):
        assert body.kind.lifecycle.state_named(said.removesuffix(" because …").removeprefix("back to ")), said
