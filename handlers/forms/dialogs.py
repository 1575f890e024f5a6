"""Forms: the dialogs there are, each with how it is drawn and what command it asks for once it is filled in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from governance.calendar import WorkingCalendar, days
from governance.errors import ChivvyError
from governance.kinds import all_kinds
from governance.people import Person, Place
from governance.policy import Deed, permit
from governance.record import Record
from handlers.access import attempt_form, checking, forcing, planning, rungs
from handlers.ballots import correcting
from handlers.ballots.deeds import CORRECTING
from handlers.cards import Option
from handlers.cases import enquiry_forms, extending, replying, second_handler, stop_form, survey_comments
from handlers.commands import Assign, Command, Move, OpenForm, Snooze
from handlers.encoding import ButtonUnreadable
from handlers.escalating import answering, escalating
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form, Token
from handlers.forms.form_fields import defaults_of, edit_fields, log_fields, person_field, reason_field
from handlers.forms.form_reading import Wrong, day_of, read_edit, read_log
from handlers.forms.names import EXTEND_REQUEST, REFUSE_REQUEST, STOP
from handlers.forms.redating import REDATE, draw_redate, read_redate
from handlers.guidance import rewording as guidance
from handlers.health import mending
from handlers.outreach import distribution, heard, line_form, stakeholders
from handlers.people import preferences_card as own
from handlers.records import lineage, many
from handlers.records.giving import giver_of
from handlers.records.moves import CHECKLIST
from handlers.records.snoozing import check_snooze
from handlers.reply import Reply
from handlers.section20 import serving
from handlers.turn import Submitted
from handlers.wording import day
from storage.register import Register

DAYS_OFFERED = 20


class FormUnreadable(ChivvyError):
    """I can't read that form; it may come from an older version of me. Nothing was saved. Copy what you typed, close the
    form and open it again."""


@dataclass(frozen=True)
class Dialog:
    """One sort of form. `of_record`: it is about a record that there is; `keeps` are what its token must keep; `needs` is what
    whoever fills it in must be allowed to do to the record."""

    draw: Callable[[Desk], Awaitable[Form]]
    read: Callable[[Sheet], Command | Wrong]
    of_record: bool = True
    keeps: tuple[str, ...] = ()
    needs: Deed = "change"


async def open_form(
    command: OpenForm, record: Record | None, register: Register, speaker: Person, place: Place
) -> Reply:
    """The dialog that a button or a bare slash command asks for."""
    dialog = DIALOGS.get(command.form)
    if dialog is None or dialog.of_record != (record is not None) or not set(dialog.keeps) <= set(command.values):
        raise ButtonUnreadable
    permit(speaker, dialog.needs if record else "log", record, place)
    return Reply(form=await dialog.draw(Desk(command, record, register, speaker, place)))


def read_form(
    sent: Submitted, record: Record | None, today: date, calendar: WorkingCalendar
) -> Command | dict[str, str]:
    """The command that a submitted form asks for, or what is wrong with it by field name ("" for the whole form)."""
    token = token_of(sent)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in sent.values.items()}
    return DIALOGS[token.form].read(Sheet(token, values, record, today, calendar))


def deed_to_open(command: OpenForm) -> Deed:
    """What whoever opens a form must be allowed to do: about a record, what sending it takes; else the dialog itself asks."""
    dialog = DIALOGS.get(command.form)
    return dialog.needs if dialog is not None and command.ref else "read"


def deed_of(token: Token) -> Deed:
    """What whoever sends a form must be allowed to do."""
    return DIALOGS[token.form].needs if token.ref else "log"


def token_of(sent: Submitted) -> Token:
    """Raises FormUnreadable."""
    try:
        token = Token.model_validate_json(sent.token)
    except ValidationError as unreadable:
        raise FormUnreadable from unreadable
    dialog = DIALOGS.get(token.form)
    known = not token.kind or token.kind in all_kinds()
    if dialog is None or not known or dialog.of_record != bool(token.ref) or not all(map(token.keep.get, dialog.keeps)):
        raise FormUnreadable
    if token.form in ("log", "become") and not token.kind:
        raise FormUnreadable
    return token


async def _draw_log(desk: Desk) -> Form:
    body = all_kinds().get(desk.command.kind or "action")
    if body is None:
        raise ButtonUnreadable
    given = dict(desk.command.values)
    kept = {name: given.pop(name) for name in ("source", "source_link") if name in given}
    workstream = given.get("workstream") or desk.place.workstream or desk.speaker.workstream
    # A case's clocks run from a day, so none is left out for want of a thought.
    asks = body.asks() if body.kind.confidential else ()
    proposed = {name: desk.register.today.isoformat() for name, ask in asks if ask.proposed == "today"}
    values = {**defaults_of(body), **proposed, "owner": desk.speaker.id, **given, "workstream": workstream}
    if body.kind.one_open:
        empty = body.model_validate({"title": "…", "status": body.kind.lifecycle.initial})
        await desk.register.records.check_one_open(empty, workstream)
    token = Token(form="log", kind=body.kind.name, keep=kept)
    title = f"Log {'an' if body.kind.name[0] in 'aeiou' else 'a'} {body.kind.noun}"
    return Form(title, token.sealed(), await log_fields(body, values, desk.register), submit="Log it")


async def _draw_edit(desk: Desk) -> Form:
    return about(desk, f"Edit {desk.held.ref}", await edit_fields(desk.held, desk.register))


async def _draw_snooze(desk: Desk) -> Form:
    """Where the law or a code sets the day, only days up to it are offered."""
    calendar, today = desk.register.records.calendar, desk.register.today
    tomorrow = calendar.add(today, 1)
    last = await check_snooze(desk.register, desk.held, tomorrow)
    hint = "The due date does not move"
    if last is None:
        until = Field("until", "Quiet until", "date", hint, tomorrow.isoformat(), required=True)
    else:
        allowed = [each for each in days(tomorrow, last) if calendar.is_working_day(each)][-DAYS_OFFERED:] or [last]
        options = tuple(Option(each.isoformat(), day(each)) for each in allowed)
        hint = f"It must be done by {day(last)}, so not beyond that day"
        until = Field("until", "Quiet until", "choice", hint, options[0].value, options, required=True)
    reason = reason_field("Why wait? (needed from the third time on)")
    return about(desk, f"Snooze {desk.held.ref}", (until, reason))


async def _draw_reassign(desk: Desk) -> Form:
    """Who takes a record on. Who says “not me” finds whoever gave it to them proposed."""
    declined = bool(desk.command.values.get("declined"))
    giver = await giver_of(desk.register, desk.held) if declined else None
    hint = f"Back to {giver.name}, or whoever should have it" if giver else "I will let them know"
    owner = await person_field("owner", "New owner", hint, giver.id if giver else None, desk.register)
    return about(desk, f"Reassign {desk.held.ref}", (owner,), keep={"declined": True} if declined else None)


async def _draw_move(desk: Desk) -> Form:
    """Why a record goes to another state; the title says what the button said."""
    record, to = desk.held, str(desk.command.values["to"])
    lifecycle = record.kind.lifecycle
    if to not in lifecycle.states:
        raise ButtonUnreadable
    required = lifecycle.needs_reason(record.status, to)
    label, asks = lifecycle.label(record.status, to), lifecycle.asks.get(to, "Why?")
    return about(desk, f"{label} {record.ref}", (reason_field(asks, required=required),), keep={"to": to}, submit=label)


def _read_log(sheet: Sheet) -> Command | Wrong:
    return read_log(sheet.token, sheet.values, sheet.today, sheet.calendar)


def _read_edit(sheet: Sheet) -> Command | Wrong:
    return read_edit(sheet.token, sheet.values, sheet.held, sheet.today, sheet.calendar)


def _read_snooze(sheet: Sheet) -> Command | Wrong:
    until = day_of(sheet.values.get("until"))
    if until is None or until <= sheet.today:
        return {"until": "Choose a day after today."}
    return Snooze(sheet.held.ref, until, str(sheet.values.get("reason") or ""))


def _read_reassign(sheet: Sheet) -> Command | Wrong:
    owner = sheet.values.get("owner")
    declined = bool(sheet.token.keep.get("declined"))
    return Assign(sheet.held.ref, str(owner), declined) if owner else {"owner": "Choose who takes it on."}


def _read_move(sheet: Sheet) -> Command | Wrong:
    record, to = sheet.held, str(sheet.token.keep["to"])
    reason = str(sheet.values.get("reason") or "")
    if not reason and record.kind.lifecycle.needs_reason(record.status, to):
        return {"reason": "Say why; it goes into the history."}
    return Move(record.ref, to, reason)


DIALOGS: dict[str, Dialog] = {
    "log": Dialog(_draw_log, _read_log, of_record=False),
    "edit": Dialog(_draw_edit, _read_edit),
    "snooze": Dialog(_draw_snooze, _read_snooze),
    REDATE: Dialog(draw_redate, read_redate),
    "reassign": Dialog(_draw_reassign, _read_reassign),
    "move": Dialog(_draw_move, _read_move, keeps=("to",)),
    "reword": Dialog(guidance.draw_reword, guidance.read_reword),
    "become": Dialog(lineage.draw_become, lineage.read_become),
    "link": Dialog(lineage.draw_link, lineage.read_link),
    mending.MEND: Dialog(mending.draw_mend, mending.read_mend, keeps=("fields",)),
    "escalate": Dialog(escalating.draw_escalate, escalating.read_escalate),
    "answer": Dialog(answering.draw_answer, answering.read_answer),
    CHECKLIST: Dialog(replying.draw_checklist, replying.read_checklist, keeps=("to",)),
    extending.EXTEND: Dialog(extending.draw_extend, extending.read_extend),
    second_handler.SECOND_HANDLER: Dialog(second_handler.draw_second_handler, second_handler.read_second_handler),
    STOP: Dialog(stop_form.draw_stop, stop_form.read_stop),
    EXTEND_REQUEST: Dialog(enquiry_forms.draw_extend, enquiry_forms.read_extend),
    REFUSE_REQUEST: Dialog(enquiry_forms.draw_refuse, enquiry_forms.read_refuse),
    attempt_form.ATTEMPT: Dialog(attempt_form.draw_attempt, attempt_form.read_attempt, needs="visit"),
    planning.VISIT_FORM: Dialog(planning.draw_visit, planning.read_visit),
    checking.CHECK: Dialog(checking.draw_check, checking.read_check),
    forcing.FORCED_ENTRY: Dialog(forcing.draw_force, forcing.read_force),
    **{name: Dialog(rungs.draw_rung, rungs.read_rung) for name in rungs.RUNGS},
    serving.SERVE: Dialog(serving.draw_serve, serving.read_serve),
    serving.OBSERVATIONS: Dialog(serving.draw_observations, serving.read_observations),
    "many": Dialog(many.draw_many, many.read_many, of_record=False, keeps=("refs",)),
    line_form.LINE: Dialog(line_form.draw_line, line_form.read_line),
    stakeholders.SPOKE: Dialog(stakeholders.draw_spoke, stakeholders.read_spoke),
    distribution.SENT: Dialog(distribution.draw_sent, distribution.read_sent),
    heard.HEARD: Dialog(heard.draw_heard, heard.read_heard),
    heard.TOLD: Dialog(heard.draw_told, heard.read_told),
    own.PREFERENCES: Dialog(own.draw_preferences, own.read_preferences, of_record=False),
    survey_comments.SORTING: Dialog(survey_comments.draw_themes, survey_comments.read_themes, keeps=("response",)),
    CORRECTING: Dialog(correcting.draw_correct, correcting.read_correct),
    own.LEAVE: Dialog(own.draw_leave, own.read_leave, of_record=False),
}
