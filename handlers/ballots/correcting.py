"""Putting a frozen register right: somebody is added or struck off, with a reason. Who it was stands in the register of voters
alone; the history tells that it happened and why."""

from __future__ import annotations

from typing import Literal

from governance.eligibility import Entry
from governance.errors import ChivvyError
from governance.kinds.ballot import CLOSED, OPEN, PLANNED, Ballot
from governance.people import Person
from governance.personal import personal
from governance.record import Record
from handlers.answer import Answer
from handlers.ballots.counters import permit_counting
from handlers.ballots.deeds import CORRECT, CORRECTING, LOOKED_UP
from handlers.cards import Buttons, Card, Option, Para, button, say
from handlers.commands import Command, CorrectRegister, IsOnRegister, OpenForm
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.wording import count
from storage.history import Scene
from storage.register import Register

ADD, STRIKE = "add", "strike"
DEEDS = {ADD: "Add a household", STRIKE: "Take a household off"}
LABEL = "Correct the register"
BASIS = "a year on the housing register"


class NotFrozen(ChivvyError):
    """The register of {ref} is not frozen yet, so there is nothing to look up or put right. Nothing was changed. Type “freeze the
    register of {ref}”."""


class InPrivateOnly(ChivvyError):
    """That is about who is on a register of voters, and others read along here. I have not kept it, and nothing was changed.
    Please delete your message here. Then say it to me in a direct message, or press “Correct the register” on the card of
    {ref}."""


class NotOnRegister(ChivvyError):
    """Nobody with that UPRN or voter’s ref is on the register of {ref}. Nothing was changed."""


class NoRefsYet(ChivvyError):
    """The voters of {ref} have no refs yet, so I can't look one up. Nothing was changed. They are imported from whoever runs the
    ballot (a list with ballot, voter ref and UPRN), or given out with “chivvy voters {ref}” on the server."""


async def correct(
    command: CorrectRegister, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Add somebody to the register or strike somebody off; where nothing was said yet, offer the form for it."""
    await permit_counting(register, record, speaker)
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    if not (command.uprn or command.voter or command.reason):
        return answer.privately(_offer(record, body))
    if answer.in_company and scene.via != "form":
        raise InPrivateOnly(ref=record.ref)
    _check(record, body, command)
    if command.deed == ADD:
        home = await register.homes.home(command.uprn)
        if home is None:
            raise NotAllowed(what="there is no home with that UPRN")
        basis = command.basis.strip() or home.tenure or BASIS
        await register.ballots.add(record, Entry(home.uprn, basis), command.reason, command.voter)
    elif not await register.ballots.strike(record, command.voter or command.uprn, command.reason):
        raise NotOnRegister(ref=record.ref)
    size = await register.ballots.size(record)
    done = "One voter was added to" if command.deed == ADD else "One voter was taken off"
    told = f"{done} the register: {command.reason.strip()}"
    new, event = await register.records.change(scene, record, {"eligible_count": size}, CORRECT, reason=told)
    if not event.after:
        await register.history.add(scene, CORRECT, record.ref, reason=told)
    await register.ballots.settle(new)
    await register.places.touch(record=record.id)
    return answer.privately(say(f"{done} the register of {record.ref}. {count(size, 'voter')} can vote now."))


def _offer(record: Record, body: Ballot) -> Card:
    """The form, so that nobody else reads who it is about."""
    if not body.frozen_on:
        raise NotFrozen(ref=record.ref)
    said = f"Put the register of {record.ref} right in the form: nobody else reads who it is about."
    return Card(text=said, parts=(Para((said,)), Buttons((button(LABEL, OpenForm(CORRECTING, ref=record.ref)),))))


def _check(record: Record, body: Ballot, command: CorrectRegister) -> None:
    """Raise NotFrozen or NotAllowed unless the register may be put right like that."""
    if not body.frozen_on:
        raise NotFrozen(ref=record.ref)
    if body.status not in (PLANNED, OPEN, CLOSED):
        raise NotAllowed(what=f"{record.ref} is {body.status}, so its register stays as it was")
    if not command.reason.strip():
        raise NotAllowed(what="say why the register is put right; it goes into the history")
    if sorts := personal(command.reason):
        raise NotAllowed(what=f"the reason goes into the history, and it holds {' and '.join(sorts)}: say it without")
    if not (command.uprn or command.voter):
        raise NotAllowed(what="say which home, by its UPRN, or which voter, by their ref")


async def is_on_register(
    command: IsOnRegister, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Yes or no, to whoever asks alone; that they asked is in the history, without the ref that they asked for."""
    await permit_counting(register, record, speaker)
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    if not body.frozen_on:
        raise NotFrozen(ref=record.ref)
    if not await register.ballots.knows_refs(record):
        raise NoRefsYet(ref=record.ref)
    found = await register.ballots.has_voter(record, command.voter)
    await register.history.add(scene, LOOKED_UP, record.ref)
    is_not = "" if found else " not"
    return answer.privately(say(f"{command.voter} is{is_not} on the register of {record.ref}."))


async def draw_correct(desk: Desk) -> Form:
    await permit_counting(desk.register, desk.held, desk.speaker)
    options = tuple(Option(name, label) for name, label in DEEDS.items())
    fields = (
        Field("deed", "What", "choice", "", ADD, options, required=True),
        Field(
            "uprn", "UPRN of the home", "line", "To add; or to take off where there is no voter’s ref", max_length=40
        ),
        Field("voter", "Voter’s ref", "line", "Where it is known", max_length=40),
        Field("basis", "May vote because", "line", f"Such as: {BASIS}", max_length=100),
        Field(
            "reason", "Why is it put right?", "line", "It goes into the history: no names, no addresses", required=True
        ),
    )
    return about(desk, f"Register of {desk.held.ref}", fields, submit="Put it right")


def read_correct(sheet: Sheet) -> Command | Wrong:
    deed, uprn, voter = sheet.text("deed"), sheet.text("uprn"), sheet.text("voter")
    if deed == ADD and not uprn:
        return {"uprn": "Say which home, by its UPRN."}
    if not (uprn or voter):
        return {"uprn": "Say which home, or which voter."}
    if not sheet.text("reason"):
        return {"reason": "Say why; it goes into the history."}
    if sorts := personal(sheet.text("reason")):
        return {"reason": f"It goes into the history, and it holds {' and '.join(sorts)}. Say it without."}
    if deed not in (ADD, STRIKE):
        return {"deed": "Choose what to do."}
    wanted: Literal["add", "strike"] = "add" if deed == ADD else "strike"
    return CorrectRegister(sheet.held.ref, wanted, uprn, voter, sheet.text("basis"), sheet.text("reason"))
