"""Escalations in chat: acknowledged by a press, answered by a form or by words, by those who may; and what then follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.escalation import Escalation
from handlers.commands import AnswerEscalation, RecordDecision
from handlers.encoding import encode
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.test_lineage import links, log


async def role(office: Office, name: str, role: str) -> None:
    """Somebody of the workspace has a role in the programme."""
    async with office.app.database.transaction(office.clock.now()) as register:
        person = next(each for each in (await register.people.all()).values() if each.name == name)
        await register.people.save(replace(person, role=role))


async def steps(office: Office, ref: str = "R-001") -> list[Escalation]:
    async with office.app.database.reading(office.clock.now()) as register:
        return await register.escalations.of(await register.records.get(ref))


@prepared
async def board(office: Office) -> None:
    """Olu leads ICT, Sam Patel sits on the board, Sam Okoro manages the programme; a risk is before the board."""
    for user in ("U2", "U3"):
        await office.says("U1", f"/workstream add <@{user}>")
    await role(office, "Sam Patel", "Programme Board Member")
    await role(office, "Sam Okoro", "Programme Manager")
    await log(office, "risk", title="Reserves fall below plan", likelihood="2", impact="5 (severe)")
    await office.says("U1", "escalate R-001 to the board for a decision because the reserves are short")
    await office.settle()


async def test_it_is_told_with_the_answers_as_buttons(board: Office) -> None:
    assert "Answer…" in (await board.says("U1", "/risk R-001")).whisper.buttons
    told = board.dm("U2").last
    assert "Olu Adeyemi escalated R-001 Reserves fall below plan to the Programme Board." in told.words.replace("*", "")
    assert {"Acknowledge", "Decide…", "Give people or money…", "Noted", "Show"} <= set(told.buttons)
    [step] = await steps(board)
    assert (step.cause, step.to, step.wants, step.ladder) == (
        "said", "Programme Board", "decision",
        ("Workstream Lead", "Project Manager", "Programme Manager", "Programme Board", "Chief Executives Group"),
    )  # fmt: skip


async def test_acknowledging_is_not_answering(board: Office) -> None:
    await board.dm("U2").last.press("Acknowledge")
    await board.settle()
    assert "Acknowledged by Sam Patel on Mon 23 Nov at 09:30." in board.dm("U2").last.words
    [step] = await steps(board)
    assert step.state == "open"
    await board.tick("2026-12-01T09:20")
    assert [(each.to, each.state) for each in await steps(board)] == [
        ("Programme Board", "passed on"),
        ("Chief Executives Group", "open"),
    ]
    await board.writes("U2", "answer R-001: decision: go with option B")  # late, and welcome
    assert [each.state for each in await steps(board)] == ["passed on", "answered"]


async def test_a_decision_by_the_form_is_told_and_becomes_a_record_by_one_press(board: Office) -> None:
    dm = board.dm("U2")
    await dm.last.press("Decide…")
    await board.settle()
    modal = dm.modal
    assert modal.value("response") == "decision"
    await modal.fill(words="Go with option B.", returned_on="2026-11-23").submit()
    await board.settle()
    [step] = await steps(board)
    assert (step.state, step.response, step.response_words) == ("answered", "decision", "Go with option B.")
    said = "R-001 Reserves fall below plan: answered by Sam Patel on Mon 23 Nov: a decision. “Go with option B.”"
    assert said in board.dm("U1").last.words
    await dm.last.press("Log it as a decision")
    await board.settle()
    decision = await board.record("DEC-001")
    assert (decision.title, decision.status, decision.value("decided_by")) == (
        "Go with option B.", "Approved", "Programme Board"
    )  # fmt: skip
    assert [(each.words, each.ref) for each in await links(board, "R-001")] == [("led to", "DEC-001")]
    await board.writes("U2", "undo")
    assert (await board.record("DEC-001")).withdrawn


async def test_a_decision_is_logged_once_however_often_it_is_pressed(board: Office) -> None:
    await board.writes("U2", "R-001 decided: go with option B")
    [step] = await steps(board)
    press = encode(RecordDecision("R-001", step.id))
    said = board.dm("U2").last
    for _ in range(2):
        await said.press_with("Log it as a decision", press)
        await board.settle()
    assert "in the decision log already, as DEC-001" in board.dm("U2").whisper.words
    assert [each.ref for each in await board.records() if each.kind.name == "decision"] == ["DEC-001"]


@pytest.mark.parametrize(
    ("text", "response", "words"),
    [
        ("answer R-001: decision: go with option B", "decision", "go with option B"),
        ("R-001 decided: go with option B", "decision", "go with option B"),
        ("answer R-001: money: 40k from reserves", "resource", "40k from reserves"),
        ("answer R-001: noted", "awareness", ""),
    ],
)
async def test_answered_by_words(board: Office, text: str, response: str, words: str) -> None:
    await board.writes("U2", text)
    [step] = await steps(board)
    assert (step.state, step.response, step.response_words) == ("answered", response, words)
    assert "R-001 Reserves fall below plan has its answer" in board.dm("U2").last.words
    card = (await board.says("U1", "/risk R-001")).whisper
    assert "Answered by Sam Patel" in card.words
    assert "Answer…" not in card.buttons


async def test_an_answer_without_its_sort_is_asked(board: Office) -> None:
    await board.writes("U2", "answer R-001: two people from January")
    assert "What sort of answer to R-001 is that?" in board.dm("U2").last.words
    await board.dm("U2").last.press("people or money")
    await board.settle()
    [step] = await steps(board)
    assert (step.response, step.response_words) == ("resource", "two people from January")


async def test_who_may_answer_and_who_is_refused_clearly(board: Office) -> None:
    channel = await board.says("U1", "answer R-001: decision: yes")
    assert "R-001 is with the Programme Board, so Sam Patel can answer it" in channel.whisper.words
    assert [each.state for each in await steps(board)] == ["open"]
    await board.writes("U3", "answer R-001: decision: go with option A")  # the programme office
    assert [each.answered_by for each in await steps(board)] == [
        next(each.id for each in (await people(board)) if each.name == "Sam Okoro")
    ]
    await board.writes("U2", "answer R-001: decision: go with option B")
    assert "R-001 is not waiting for anybody's answer" in board.dm("U2").last.words


async def people(office: Office) -> list[object]:
    async with office.app.database.reading(office.clock.now()) as register:
        return list((await register.people.all()).values())


async def test_an_answer_needs_words_and_a_day_that_has_come(board: Office) -> None:
    told = board.dm("U2").last
    await told.press_with("Noted", encode(AnswerEscalation("R-001", "decision")))
    await board.settle()
    assert "needs a few words" in board.dm("U2").whisper.words
    await told.press_with("Noted", encode(AnswerEscalation("R-001", "sausages", "x")))
    await board.settle()
    assert "an answer is one of" in board.dm("U2").whisper.words
    await told.press_with("Noted", encode(AnswerEscalation("R-001", "awareness", "", date(2026, 11, 24))))
    await board.settle()
    assert "that day has not come yet" in board.dm("U2").whisper.words
    assert [each.state for each in await steps(board)] == ["open"]


async def test_undo_of_an_escalation_withdraws_it(board: Office) -> None:
    await board.says("U1", "/chivvy undo")
    assert await steps(board) == []
    assert (await board.record("R-001")).status != "Escalated"
    await board.tick("2026-12-01T09:20")
    assert await steps(board) == []
    assert "that was taken back" in board.dm("U2").cards[-1].words


async def test_wanted_by_a_day_it_goes_further_the_morning_after(board: Office) -> None:
    await log(board, "risk", title="The mandate is late", likelihood="2", impact="4")
    await board.says("U1", "escalate R-002 to the programme manager for a decision by 25/11 because the bank is slow")
    await board.tick("2026-11-25T17:00")
    assert [each.to for each in await steps(board, "R-002")] == ["Programme Manager"]
    await board.tick("2026-11-26T09:20")
    assert [each.to for each in await steps(board, "R-002")] == ["Programme Manager", "Programme Board"]
    assert "Nobody answered R-002 The mandate is late in time, so it is with the Programme Board now." in (
        board.dm("U1").last.words
    )


async def test_handed_higher_by_a_person_it_waits_for_the_new_body_alone(board: Office) -> None:
    await board.says("U1", "escalate R-001 because the board has no time")
    assert [(each.to, each.state) for each in await steps(board)] == [
        ("Programme Board", "passed on"),
        ("Chief Executives Group", "open"),
    ]
    await board.says("U1", "/chivvy undo")
    assert [(each.to, each.state) for each in await steps(board)] == [("Programme Board", "open")]


async def test_the_list_of_what_nobody_has_answered(board: Office) -> None:
    channel = await board.says("U1", "/raid escalations")
    assert "1 escalation in ICT not answered yet" in channel.whisper.words
    assert "with the Programme Board since Mon 23 Nov, answer by Mon 30 Nov" in channel.whisper.words
    await board.tick("2026-12-01T09:20")
    await board.tick("2026-12-09T09:20")
    await board.writes("U1", "what is in the board pack?")
    assert "nobody answered: in the board pack" in board.dm("U1").last.words
    await board.writes("U1", "what is with the programme manager?")
    assert "Nobody is waiting for an answer." in board.dm("U1").last.words
    await board.writes("U3", "answer R-001: decision: go with option B")
    await board.writes("U1", "list escalations")
    assert "0 escalations not answered yet" in board.dm("U1").last.words


async def test_an_alert_and_what_follows_it_are_one_thread(board: Office) -> None:
    await log(board, "risk", title="The mandate is late", likelihood="4 (likely)", impact="5 (severe)")
    await board.tick("2026-11-23T10:00")
    channel = board.channel("U1")
    alert = next(each for each in channel.cards if "Acknowledge" in each.buttons)
    await alert.by("U2").press("Acknowledge")
    await board.settle()
    await board.writes("U2", "answer R-002: noted")
    thread = [each.words for each in channel.under(alert).seen]
    assert any("Sam Patel has acknowledged R-002." in each for each in thread)
    assert any("answered by Sam Patel on Mon 23 Nov: that they know." in each for each in thread)
    again = next(each for each in channel.cards if each.ts == alert.ts)
    assert "Acknowledged by Sam Patel on Mon 23 Nov at 10:00." in again.words
    assert "Answered by Sam Patel" in again.words


async def test_the_programme_moves_its_days_and_bodies_by_typing(board: Office) -> None:
    await board.writes("U3", "settings escalation answer 2 working days")
    await board.writes("U3", "settings escalate score of the board to Chief Executives Group")
    async with board.app.database.reading(board.clock.now()) as register:
        escalating = (await register.programme()).escalating
    assert escalating.answer_days == 2
    assert escalating.to["score of the board"] == "Chief Executives Group"
    await board.writes("U3", "programme settings")
    assert "One step further without an answer for" in board.dm("U3").last.words
    await board.writes("U3", "settings escalate sausages to Programme Board")
    assert "escalate" in board.dm("U3").last.words
    await log(board, "risk", title="The mandate is late", likelihood="4 (likely)", impact="5 (severe)")
    await board.tick("2026-11-23T10:00")
    assert [each.to for each in await steps(board, "R-002")] == ["Chief Executives Group"]


async def test_what_was_undone_and_handed_up_again_is_told_again(board: Office) -> None:
    before = len(board.dm("U2").seen)
    await board.says("U1", "undo")
    await board.says("U1", "escalate R-001 to the board because the auditors ask")
    await board.settle()
    assert len(board.dm("U2").seen) > before
    assert "the auditors ask" in board.dm("U2").last.words
