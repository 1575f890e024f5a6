"""Lineage: one record turns into another, or is linked with it; both ends say so, and one undo takes all of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from governance.errors import ChivvyError
from governance.kind import Becoming
from governance.kinds import all_kinds
from governance.lineage import RELATIONS
from governance.people import Person, Place
from governance.policy import is_confidential, permit, readable
from governance.record import Record
from handlers.answer import Answer, merged
from handlers.cards import Buttons, Card, Heading, Option, Para, Part, Row, Small, Strong, button
from handlers.commands import Become, Command, LinkRecords, OpenForm, Show, ShowLinks, Undo
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form, Token
from handlers.forms.form_fields import defaults_of, log_fields
from handlers.forms.form_reading import Wrong, what_is_wrong_in
from handlers.outreach.moving import after_becoming
from handlers.outreach.sources import sources_words
from handlers.records.entering import enter, link_usually
from handlers.records.moves import is_offered
from handlers.records.values import NotAllowed
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from handlers.wording import cut
from storage.history import Scene
from storage.links import Link
from storage.register import Register

SUPERSEDES = "supersedes"
LINKS_LISTED = 40


class CannotBecome(ChivvyError):
    """{ref} is {status}, so it can't become {kind} like that. Nothing was changed. What can come of it now: {allowed}."""


class BecameAlready(ChivvyError):
    """{ref} {relation} {other} already, so nothing more was changed. Type “{other}” to see it."""


class NotLinked(ChivvyError):
    """{ref} and {target} are not linked like that, so nothing was changed. Type “links {ref}” to see what it is linked with."""


async def become(
    command: Become, record: Record, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """Log what a record turns into, link the two, and take the old one where its kind says. All of it is one deed."""
    one = _becoming(record, command.kind)
    await _check_once(register, record, one)
    scene = replace(scene, batch=answer.batch())
    values = {**_begun(one.kind, register.today), **carried(record, one), **command.values}
    workstream = values.pop("workstream", None) or record.workstream
    new = await enter(
        one.kind,
        values,
        workstream,
        register,
        scene,
        speaker,
        place,
        confidential=record.confidential,
        also=("from_risk",),
    )
    source, target = (record, new) if RELATIONS[one.relation].onward else (new, record)
    await register.links.add(scene, source, one.relation, target)
    old = await _moved_on(register, scene, record, new, one, command.reason)
    old = await after_becoming(register, scene, old, new)
    await tell_owner(register, new, speaker)
    logged = await register.history.last_change_of(new.ref)
    said = f"{_named(new, place)} is logged. {_sentence(record, one, new)}"
    said += f" {record.ref} is {old.status} now." if old.status != record.status else ""
    said += f" {record.ref} goes on; the two are linked." if one.once and old.is_open else ""
    undo: tuple[Part, ...] = (Buttons((button("Undo", Undo(logged.id)),)),) if logged else ()
    reply = await answer.changed(old, Card(text=said, parts=(Para((said,)), *undo)))
    return merged(reply, await answer.with_card(new))


def _begun(kind: str, today: date) -> dict[str, Any]:
    """A case's clocks run from a day: today, where the old record has none for it."""
    body = all_kinds()[kind]
    return body.proposed(today, unasked=False) if body.kind.confidential else {}


def _named(record: Record, place: Place) -> str:
    """Ref and title; where others read along, of what is confidential the ref alone."""
    return record.ref if is_confidential(record) and not place.private else f"{record.ref} {record.title}"


def carried(record: Record, one: Becoming) -> dict[str, Any]:
    """The fields of a new record that come from the one that turns into it."""
    held = {new: getattr(record.body, old) for new, old in one.fields.items()}
    if record.kind.name == "risk" and "from_risk" in all_kinds()[one.kind].model_fields:
        held["from_risk"] = record.ref
    return {name: value for name, value in held.items() if value not in (None, "", ())}


def _becoming(record: Record, kind: str) -> Becoming:
    offered = [one for one in record.kind.becomes if is_offered(record, one)]
    found = next((one for one in offered if one.kind == kind), None)
    if found is None:
        allowed = tuple(one.label for one in offered)
        raise CannotBecome(ref=record.ref, status=record.status, kind=f"a record of kind “{kind}”", allowed=allowed)
    return found


async def _check_once(register: Register, record: Record, one: Becoming) -> None:
    """What ends a record, or is to happen once, does so however many people press at the same time. Raises BecameAlready."""
    if not one.once and record.status != one.state:
        return
    for each in await register.links.of(record):
        if each.relation == one.relation and each.forward == RELATIONS[one.relation].onward:
            raise BecameAlready(ref=record.ref, relation=each.words, other=each.ref)


async def _moved_on(
    register: Register, scene: Scene, record: Record, new: Record, one: Becoming, reason: str
) -> Record:
    """The old record on its way to the state that its kind names, by allowed moves only; told why."""
    if one.relation == SUPERSEDES and new.status != new.kind.lifecycle.done:
        return record  # it stands until what replaces it is settled
    lifecycle = record.kind.lifecycle
    way = (lifecycle.way(record.status, one.state) or ()) if one.state else ()
    relation = RELATIONS[one.relation]
    told = f"became {new.kind.name} {new.ref}" if relation.onward else f"{relation.backward} {new.ref}"
    told = f"{told}: {reason}" if reason.strip() else told
    for state in way:
        wanted = {"status": state, **record.body.on_move(state, told, register.today)}
        record, _ = await register.records.change(scene, record, wanted, "move", reason=told)
    if one.state and "became" in type(record.body).model_fields and record.value("became") != new.ref:
        record, _ = await register.records.change(scene, record, {"became": new.ref}, "change", reason=told)
    return record


def _sentence(record: Record, one: Becoming, new: Record) -> str:
    relation = RELATIONS[one.relation]
    if relation.onward:
        return f"{record.ref} {relation.forward} {new.ref}."
    return f"{new.ref} {relation.forward} {record.ref}."


async def link(
    command: LinkRecords,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
) -> Reply:
    """Say what two records have to do with one another, or take that back. A decision that is superseded moves on."""
    target = await register.records.get(command.target)
    permit(speaker, "change", target, place)
    if command.relation and command.relation not in RELATIONS:
        raise NotAllowed(what=f"“{command.relation}” is none of: {', '.join(RELATIONS)}")
    scene = replace(scene, batch=answer.batch())
    before = await register.links.of(record)
    if command.remove:
        return await _unlink(command, record, target, before, register, scene, answer)
    if command.relation:
        await register.links.add(scene, record, command.relation, target)
    else:
        await link_usually(register, scene, record, target)
    new = [each for each in await register.links.of(record) if each not in before and each.ref == target.ref]
    if not new:
        same = f"{record.ref} and {target.ref} are linked like that already, so nothing was changed."
        return await answer.about(record, Card(text=same, parts=(Para((same,)),)))
    said = f"{record.ref} {record.title} {new[0].words} {_named(target, place)}."
    if new[0].relation == SUPERSEDES:
        older, newer = (target, record) if new[0].forward else (record, target)
        said += await _superseded(register, scene, older, newer)
        said += (
            "" if newer.status == newer.kind.lifecycle.done else f" {older.ref} stands until {newer.ref} is settled."
        )
    return await _linked(register, record, said, scene, answer)


async def _unlink(
    command: LinkRecords,
    record: Record,
    target: Record,
    links: list[Link],
    register: Register,
    scene: Scene,
    answer: Answer,
) -> Reply:
    gone = [each for each in links if each.ref == target.ref and command.relation in ("", each.relation)]
    if not gone:
        raise NotLinked(ref=record.ref, target=target.ref)
    for each in gone:
        source, end = (record, target) if each.forward else (target, record)
        await register.links.remove(scene, source, each.relation, end)
    return await _linked(register, record, f"{record.ref} and {target.ref} are no longer linked.", scene, answer)


async def _linked(register: Register, record: Record, said: str, scene: Scene, answer: Answer) -> Reply:
    lines = await register.history.of_batch(scene.batch or "")
    undo = Buttons((button("Undo", Undo(lines[-1].id)),))
    return await answer.changed(record, Card(text=said, parts=(Para((said,)), undo)))


async def _superseded(register: Register, scene: Scene, older: Record, newer: Record) -> str:
    """Take a decision that another, settled one replaces to its last state, where its lifecycle lets it go there."""
    if newer.status != newer.kind.lifecycle.done:
        return ""
    state = next((one.state for one in older.kind.becomes if one.relation == SUPERSEDES), "")
    if state not in older.kind.lifecycle.moves[older.status]:
        return ""
    told = f"{RELATIONS[SUPERSEDES].backward} {newer.ref}"
    wanted = {"status": state, **older.body.on_move(state, told, register.today)}
    await register.records.change(scene, older, wanted, "move", reason=told)
    return f" {older.ref} is {state} now."


async def supersede_older(register: Register, scene: Scene, newer: Record) -> None:
    """A decision has just been settled: what it replaces is superseded now."""
    for each in await register.links.of(newer):
        if each.relation == SUPERSEDES and each.forward:
            await _superseded(register, scene, await register.records.get(each.ref), newer)


async def show_links(
    command: ShowLinks, record: Record, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """What a record is linked with, all of it or by one relation; confidential ones by their ref alone."""
    links = [
        each
        for each in await register.links.of(record)
        if not command.relation or (each.relation == command.relation and each.forward != command.backward)
    ]
    links, counted = _listed(record, links, place)
    title = f"{record.ref} {record.title}"
    parts: list[Part] = [Heading(title)]
    lines = []
    for each in links[:LINKS_LISTED]:
        hidden = not readable(speaker, await register.records.get(each.ref), place)
        said = "" if hidden else f" {cut(each.title, 120)} ({each.status.lower()})"
        lines.append(f"{record.ref} {each.words} {each.ref}{said}")
        shown = () if hidden else (button("Show", Show(each.ref)),)
        parts.append(Row((f"{each.words[0].upper()}{each.words[1:]} ", Strong(each.ref), said), shown))
    if counted:
        lines.append(f"Heard in {counted}.")
        parts.append(Para((f"Heard in {counted}. Type it in a direct message to me to see which.",)))
    elif not links:
        none = _nothing(record, command)
        lines.append(none)
        parts.append(Para((none,)))
    if len(links) > LINKS_LISTED:
        parts.append(Small((f"… and {len(links) - LINKS_LISTED} more",)))
    parts.append(Buttons((button("Link with another", OpenForm("link", ref=record.ref)),)))
    return await answer.about(record, Card(text="\n".join([title, *lines]), parts=tuple(parts)))


def _listed(record: Record, links: list[Link], place: Place) -> tuple[list[Link], str]:
    """The links that are listed there; cases that are gathered in one record are only counted where others read along."""
    if place.private or not record.kind.gathers:
        return links, ""
    shown = [each for each in links if not each.confidential]
    return shown, sources_words(links, in_company=True) if len(shown) < len(links) else ""


def _nothing(record: Record, command: ShowLinks) -> str:
    relation = RELATIONS.get(command.relation)
    if relation is None:
        return f"{record.ref} is not linked with anything yet. Type, for example, “{record.ref} relates to R-007”."
    if command.backward:
        return f"Nothing {relation.forward} {record.ref}."
    return f"{record.ref} {relation.forward} nothing that I know of."


async def draw_become(desk: Desk) -> Form:
    """The form of a new record, filled in with what the old one says."""
    record = desk.held
    one = _becoming(record, desk.command.kind)
    body = all_kinds()[one.kind]
    given = {**carried(record, one), **desk.command.values}
    workstream = given.get("workstream") or record.workstream
    begun = {name: day.isoformat() for name, day in _begun(one.kind, desk.register.today).items()}
    values = {**defaults_of(body), **begun, "owner": desk.speaker.id, **given, "workstream": workstream}
    token = Token(form="become", kind=one.kind, ref=record.ref, seen=record.version)
    fields = await log_fields(body, values, desk.register)
    return Form(f"{one.label}: {record.ref}", token.sealed(), fields, submit="Log it", intro=record.title)


def read_become(sheet: Sheet) -> Command | Wrong:
    body = all_kinds()[sheet.token.kind]
    wrong = what_is_wrong_in(body, sheet.values, sheet.today, sheet.calendar, None)
    filled = {name: value for name, value in sheet.values.items() if value not in (None, "", [])}
    return wrong or Become(sheet.held.ref, sheet.token.kind, filled)


async def draw_link(desk: Desk) -> Form:
    relations = tuple(Option(name, relation.forward) for name, relation in RELATIONS.items())
    usual = Option("usual", "whatever is usual for the two")
    fields = (
        Field("relation", "How", "choice", value=usual.value, options=(usual, *relations), required=True),
        Field("target", "With which record", "line", "Its ref, such as R-007", required=True, max_length=20),
    )
    return about(desk, f"Link {desk.held.ref}", fields, submit="Link")


def read_link(sheet: Sheet) -> Command | Wrong:
    if not (target := sheet.text("target")):
        return {"target": "Type its ref, such as R-007."}
    relation = sheet.text("relation")
    if relation not in ("", "usual", *RELATIONS):
        raise ButtonUnreadable
    return LinkRecords(sheet.held.ref, target, "" if relation == "usual" else relation)
