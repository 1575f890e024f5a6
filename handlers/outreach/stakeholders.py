"""Keeping in touch: who spoke to a stakeholder and about what, when it is time again, and who is where on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from governance.errors import ChivvyError
from governance.kinds.stakeholder import Stakeholder
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from governance.rhythm import rhythm_words
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Row, Small, Strong, button
from handlers.commands import Command, OpenForm, Report, Show, ShowStakeholders, Spoke, Undo
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.outreach.quadrants import MOST, STAKEHOLDER, by_quadrant, stakeholders_of
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.wording import count, day, day_short, who
from storage.filters import Filter
from storage.history import Scene
from storage.register import Register

SPOKE = "spoke"
LIKE = 85  # per cent
SUGGESTED = 4
# What people leave out of a stakeholder's name, or add to it.
LITTLE = re.compile(r"\b(?:the|our|chair|secretary|of|and|from|at|estate)\b|[^\w\s]", re.IGNORECASE)


class NoSuchStakeholder(ChivvyError):
    """I know no stakeholder called “{whom}”, so nothing was noted.{hint} To add them, type for example “/stakeholder {whom},
    every 4 weeks”."""


async def spoke(
    command: Spoke,
    record: Record | None,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
) -> Reply:
    """Note that somebody spoke to a stakeholder, and when it is time again."""
    if command.on > register.today:
        raise NotAllowed(what=f"{day(command.on)} has not come yet")
    if record is None:
        found = await _named(register, command.whom, place.workstream or speaker.workstream)
        if isinstance(found, list):
            return await answer.normally(_which(found, command))
        record = found
    permit(speaker, "change", record, place)
    body = record.body
    if not isinstance(body, Stakeholder):
        raise NotAllowed(what=f"{record.ref} is no stakeholder")
    last = max(command.on, body.last_contact or command.on)  # an older talk that is noted late moves nothing
    values: dict[str, object] = {"last_contact": last}
    values |= {"next_contact": command.following} if command.following else body.on_change(values)
    scene = replace(scene, batch=answer.batch())
    changed, event = await register.records.change(scene, record, values, "change", reason=command.about)
    if command.about:
        note = f"Spoke on {day_short(command.on)} about {command.about}"
        await register.history.add(scene, "note", record.ref, after={"note": note})
        await register.places.touch(record=record.id)
    said = f"Noted: {speaker.name} spoke to {changed.title} on {day_short(command.on)}"
    said += f" about {command.about}." if command.about else "."
    next_one = changed.value("next_contact")
    said += (
        f" Next: {day(next_one)}." if next_one else " Say how often you want to: “" + f"{record.ref} every 4 weeks”."
    )
    buttons = [button("Undo", Undo(event.id))] if event.after else []
    card = Card(text=said, parts=(Para((said,)), Buttons((*buttons, button("Show", Show(record.ref))))))
    return await answer.changed(changed, card)


async def _named(register: Register, whom: str, workstream: str | None) -> Record | list[Record]:
    """The stakeholder that words name: of this workstream first, then of any; several where they may mean more than one. Raises
    NoSuchStakeholder."""
    known = await register.records.find(Filter(kind=STAKEHOLDER, confidential=False), limit=MOST)
    here = [each for each in known if each.workstream == workstream]
    for group in (here, known):
        if found := _called(whom, group):
            return found[0] if len(found) == 1 else found
    near = process.extract(whom, {each.id: each.title for each in known}, scorer=fuzz.WRatio, limit=2, score_cutoff=60)
    by_id = {each.id: each for each in known}
    hint = (
        f" Did you mean {' or '.join(f'“{by_id[id].title}” ({by_id[id].ref})' for _, _, id in near)}?" if near else ""
    )
    raise NoSuchStakeholder(whom=whom, hint=hint)


def _called(whom: str, known: Iterable[Record]) -> list[Record]:
    """Those whose names have every word that was said (“TRA” where one is a TRA); nearly so where a word was mistyped."""
    said = _words(whom)
    named = [each for each in known if said and said <= _words(f"{each.title} {each.value('sort') or ''}")]
    if named:
        exact = [each for each in named if _words(each.title) == said]
        return exact or named
    return [each for each in known if said and fuzz.ratio(whom.casefold(), each.title.casefold()) >= LIKE]


def _words(name: str) -> frozenset[str]:
    return frozenset(LITTLE.sub(" ", name.casefold()).split())


def _which(found: list[Record], command: Spoke) -> Card:
    text = f"Which of them did you speak to? Nothing is noted yet: {len(found)} are called like that."
    buttons = [
        button(f"{each.title} ({each.ref})", replace(command, ref=each.ref, whom="")) for each in found[:SUGGESTED]
    ]
    return Card(text=text, parts=(Para((text,)), Buttons(tuple(buttons))))


async def draw_spoke(desk: Desk) -> Form:
    """When, about what, and when next."""
    body = desk.held.body
    if not isinstance(body, Stakeholder):
        raise ButtonUnreadable
    today = desk.register.today
    next_one = body.on_change({"last_contact": today}).get("next_contact")
    hint = f"You want to {rhythm_words(body.every)}" if body.every else "Nobody has said how often"
    fields = (
        Field("on", "When", "date", "", today.isoformat(), required=True),
        Field("about", "About", "line", "In a few words; no names of residents", max_length=300),
        Field("following", "Next time", "date", hint, next_one.isoformat() if next_one else None),
    )
    return about(desk, f"Spoke to {desk.held.ref}", fields, submit="Note it")


def read_spoke(sheet: Sheet) -> Command | Wrong:
    on, following = day_of(sheet.values.get("on")), day_of(sheet.values.get("following"))
    if on is None or on > sheet.today:
        return {"on": "Choose today or a day that has passed."}
    if following is not None and following <= sheet.today:
        return {"following": "Choose a day after today, or leave it empty."}
    return Spoke(on, sheet.held.ref, about=sheet.text("about"), following=following)


async def show_stakeholders(
    command: ShowStakeholders, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """The map in words: who is where, where they stand, and whom nobody has spoken to for too long."""
    workstream = None if command.everything else command.workstream or place.workstream
    found = await stakeholders_of(register, workstream)
    where = await register.workstreams.get(workstream)
    title = f"Stakeholders of {where.label if where else 'the programme'}, by influence and interest"
    if not found:
        text = (
            f"{title}: nobody is in the register yet. Type for example “/stakeholder Larkspur TRA, TRA, every 4 weeks”."
        )
        return await answer.normally(Card(text=text, parts=(Para((text,)),)))
    people = await register.people.all()
    parts: list[Part] = [Heading(title)]
    lines = [title]
    for name, those in by_quadrant(found).items():
        parts.append(Para((Strong(f"{name}: {len(those)}"),)))
        for each in those:
            said = stands_words(each, register.today)
            parts.append(
                Row((Strong(each.ref), f" {each.title}{said}, ", who(each.owner, people, "no owner")), _rows(each))
            )
            lines.append(f"{name}: {each.ref} {each.title}{said}")
    parts.append(Small(("High: 4 or 5 on the scale of interest or influence.",)))
    if workstream or command.everything or place.workstream is None:
        picture = Report("stakeholders", workstream=workstream, suffix=".png")
        parts.append(Buttons((button("As a picture", picture), button("As a PDF", replace(picture, suffix=".pdf")))))
    refs = tuple(each.ref for each in found)
    return await answer.normally(Card(text="\n".join(lines), parts=tuple(parts), refs=refs))


def _rows(record: Record) -> tuple[Button, ...]:
    return (button("Spoke…", OpenForm(SPOKE, ref=record.ref)),)


def stands_words(record: Record, today: date) -> str:
    """`, critical; last spoken to Tue 3 Nov, which was to be every four weeks`."""
    body = record.body
    assert isinstance(body, Stakeholder)
    said = f", {body.stance.lower()}" if body.stance else ""
    if body.last_contact is None:
        said += "; never spoken to"
    else:
        said += f"; last spoken to {day_short(body.last_contact)}"
    if body.every and body.next_contact and body.next_contact < today:
        late = (today - body.next_contact) // timedelta(days=1)
        said += f", {count(late, 'day')} later than {rhythm_words(body.every)}"
    return said
