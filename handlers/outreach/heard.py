"""Heard: a complaint, a petition, a survey or an enquiry belongs to a theme of “you said, we did”; and the theme is told."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.kind import TITLE_LIMIT
from governance.kinds.communication import Communication
from governance.kinds.you_said import TOLD as TOLD_STATE
from governance.kinds.you_said import YouSaid
from governance.people import Person, Place
from governance.policy import is_confidential, permit
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, button
from handlers.commands import Command, HeardIn, Show, ToldBy, Undo
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong
from handlers.outreach.moving import tell_theme
from handlers.outreach.sources import LED_TO, sources_words
from handlers.outreach.standing import communications_of
from handlers.records.changing import check_needs
from handlers.records.entering import enter
from handlers.records.values import NotAllowed
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from handlers.wording import day
from storage.filters import Filter
from storage.history import Scene
from storage.register import Register

HEARD, TOLD = "heard", "told"
NEW = "new"
THEME = YouSaid.kind.name
OFFERED = 90
FORM_TEXT = 1_000


class HeardAlready(ChivvyError):
    """{ref} belongs to {theme} already, so nothing was changed. Type “{theme}” to see it."""


async def heard_in(
    command: HeardIn, record: Record, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """Link a source with its theme; a new theme is logged. All of it is one deed."""
    if not any(one.kind == THEME for one in record.kind.becomes):
        raise NotAllowed(what=f"{record.ref} is nothing that residents said")
    scene = replace(scene, batch=answer.batch())
    if not command.theme:
        heard_on = getattr(record.body, "received_at", None) or getattr(record.body, "closed_on", None)
        values = {"owner": speaker.id, **({"heard_on": heard_on} if heard_on else {}), **command.values}
        theme = await enter(THEME, values, record.workstream, register, scene, speaker, place)
        await register.links.add(scene, record, LED_TO, theme)
        await tell_owner(register, theme, speaker)
        return await answer.with_card(theme)
    theme = await register.records.get(command.theme)
    permit(speaker, "change", theme, place)
    if not isinstance(theme.body, YouSaid):
        raise NotAllowed(what=f"{theme.ref} is no theme of “you said, we did”")
    event = await register.links.add(scene, record, LED_TO, theme)
    if event is None:
        raise HeardAlready(ref=record.ref, theme=theme.ref)
    heard = sources_words(await register.links.of(theme), in_company=answer.in_company)
    said = f"{record.ref} belongs to {theme.ref} {theme.title} now. It was heard in {heard}."
    card = Card(
        text=said, parts=(Para((said,)), Buttons((button("Undo", Undo(event.id)), button("Show", Show(theme.ref)))))
    )
    return await answer.about(record if is_confidential(record) else theme, card)


async def draw_heard(desk: Desk) -> Form:
    """Which theme it belongs to: one that there is, or a new one in residents' own words. Nothing of the case is filled in:
    what it says may name somebody."""
    wanted = Filter(kind=THEME, workstream=desk.held.workstream, confidential=False)
    themes = await desk.register.records.find(wanted, limit=OFFERED) if desk.held.workstream else []
    options = (Option(NEW, "A new theme"), *(Option(each.ref, f"{each.ref} {each.title}"[:75]) for each in themes))
    fields = (
        Field("theme", "Theme", "choice", "Many complaints may be about one thing", NEW, options, required=True),
        Field("title", "The new theme", "line", "“Dust after the window works”", max_length=TITLE_LIMIT),
        Field("you_said", "What residents said", "text", "In plain words. No names, no homes, nobody’s health",
              max_length=FORM_TEXT),
    )  # fmt: skip
    return about(desk, f"You said: {desk.held.ref}", fields, submit="Add it")


def read_heard(sheet: Sheet) -> Command | Wrong:
    theme = sheet.text("theme")
    if theme and theme != NEW:
        return HeardIn(sheet.held.ref, theme)
    if not sheet.text("title"):
        return {"title": "Say in a few words what the new theme is about, or choose one that there is."}
    values = {"title": sheet.text("title"), "you_said": sheet.text("you_said")}
    return HeardIn(sheet.held.ref, values={name: held for name, held in values.items() if held})


async def told_by(
    command: ToldBy, record: Record, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """By which communication residents hear what came of a theme: they count as told once it has gone out."""
    communication = await register.records.get(command.communication)
    permit(speaker, "read", communication, place)
    body = communication.body
    if not isinstance(record.body, YouSaid) or not isinstance(body, Communication):
        raise NotAllowed(what=f"{communication.ref} is no communication")
    check_needs(record, record.body, TOLD_STATE)
    scene = replace(scene, batch=answer.batch())
    changed, event = await register.records.change(scene, record, {"told_by": communication.ref})
    await register.links.add(scene, record, LED_TO, communication)
    if body.distributed_on and not body.is_planned:
        said = f"{communication.ref} went out on {day(body.distributed_on)}"
        if record.body.can_be_told:
            changed = await tell_theme(register, scene, changed, communication)
            said += f": residents now count as told of {record.ref}."
        else:
            said += f". {record.ref} stays open: nothing is under way yet that they could be told of."
    else:
        when = f" on {day(body.publish_on)}" if body.publish_on else ""
        said = f"Residents will hear of {record.ref} in {communication.ref}{when}. It counts as told once that has gone out."
    if not event.after and changed.status == record.status:
        said = f"{record.ref} is to be told by {communication.ref} already, so nothing was changed."
    lines = await register.history.of_batch(scene.batch or "")
    undo = Buttons((button("Undo", Undo(lines[-1].id)),)) if lines else None
    return await answer.changed(changed, Card(text=said, parts=(Para((said,)), *((undo,) if undo else ()))))


async def draw_told(desk: Desk) -> Form:
    """The communications of its project to choose from: those to come first."""
    if not isinstance(desk.held.body, YouSaid):
        raise ButtonUnreadable
    found = await communications_of(desk.register, desk.held.workstream)
    found.sort(key=lambda each: (not each.is_open, -(each.due or each.raised_on).toordinal()))
    options = tuple(
        Option(each.ref, f"{each.ref} {each.title}, {each.status.lower()}"[:75]) for each in found[:OFFERED]
    )
    if not options:
        raise NotAllowed(what="there is no communication yet that could tell residents; plan one first")
    hint = "They count as told once it has gone out"
    field = Field("communication", "Residents hear it by", "choice", hint, None, options, required=True)
    return about(desk, f"Told by: {desk.held.ref}", (field,))


def read_told(sheet: Sheet) -> Command | Wrong:
    chosen = sheet.text("communication")
    return ToldBy(sheet.held.ref, chosen) if chosen else {"communication": "Choose one."}
