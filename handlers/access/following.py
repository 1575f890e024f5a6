"""What follows when an access case has come one rung further: the letter that goes with it, and who has to hear."""

from __future__ import annotations

from collections.abc import Mapping

from governance.access.force import CONFLICT, ONLY_LEGAL
from governance.access.states import FINAL, GAINED, LEGAL, ORDERED, SERVED, UNDER_ORDER, WARNED
from governance.people import Person
from governance.record import Record
from handlers.access.case import access_case
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Para, Part, button
from handlers.commands import OpenForm, Report
from handlers.people.telling import tell_news
from handlers.reply import Reply
from storage.register import Register

LETTERS: Mapping[str, tuple[str, str]] = {
    WARNED: ("warning letter", "Draft the warning"),
    FINAL: ("final warning letter", "Draft the final warning"),
}


async def after_rung(register: Register, record: Record, to: str, speaker: Person, answer: Answer) -> Reply:
    """The letter to be drafted, Legal told that it is theirs, and what an order does not allow."""
    if to in LETTERS:
        document, label = LETTERS[to]
        said = f"{record.ref}: the letter is not sent by this. Draft it, read it, send it, and keep it as an exhibit."
        return await _say(record, said, answer, button(label, Report(document, record.ref), "primary"))
    if to == LEGAL:
        return await _legal(register, record, speaker, answer)
    if to in (ORDERED, SERVED):
        return await _say(record, f"{record.ref}: {CONFLICT} {ONLY_LEGAL}", answer)
    if to == UNDER_ORDER:
        log = button("Log what came of it…", OpenForm("attempt", ref=record.ref), "primary")
        return await _say(record, f"{record.ref}: note what came of the visit, like any attempt.", answer, log)
    if to == GAINED and not access_case(record).tried:
        return await _say(
            record, f"{record.ref}: no attempt is logged; if there was a visit, note it on the case.", answer
        )
    return Reply()


async def _legal(register: Register, record: Record, speaker: Person, answer: Answer) -> Reply:
    body = access_case(record)
    officer = await register.people.get(body.legal_officer)
    if officer is None:
        said = f"{record.ref}: nobody of Legal is named on it yet, so they can’t open it. Type “{record.ref} legal officer @…”."
        return await _say(record, said, answer)
    remark = f"{record.ref} is with you: access for works. Type “{record.ref}” to open it, “bundle {record.ref}” for all of it."
    told = await tell_news(register, officer, speaker, f"legal:{record.ref}:{record.version}", remark, record)
    has = "is told" if told else "has it"
    said = f"{record.ref}: {officer.name} {has}, and can draw up the evidence (“bundle {record.ref}”)."
    return await _say(record, said, answer)


async def _say(record: Record, said: str, answer: Answer, *buttons: Button) -> Reply:
    parts: list[Part] = [Para((said,)), *([Buttons(buttons)] if buttons else [])]
    return await answer.about(record, Card(text=said, parts=tuple(parts), refs=(record.ref,)))
