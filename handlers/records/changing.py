"""Changing a record: its fields, its state, its owner, a note. Nobody's words are lost when two people do so at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from governance.errors import ChivvyError, FollowsFrom, MoveLacks
from governance.kind import Body
from governance.kinds.dependency import AGREED, Dependency
from governance.people import Person, Place
from governance.programme import Programme
from governance.record import Record
from handlers.access.visit_notice import owe_visits
from handlers.answer import Answer, merged
from handlers.cards import Buttons, Card, Para, Part, Small, button
from handlers.cases.consequences import consequences
from handlers.cases.held_back import held_back
from handlers.commands import Assign, Change, Move, Note, Undo
from handlers.outreach.moving import after_move, before_move
from handlers.records.entering import what_is_wrong
from handlers.records.giving import tell_giver
from handlers.records.lineage import supersede_older
from handlers.records.values import NotAllowed, body_with, check_objection, check_public, check_values
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from handlers.wording import change_words, due_words, names_of
from handlers.words.understanding import Surroundings
from storage.history import Event, Scene
from storage.records import ChangedMeanwhile
from storage.register import Register
from storage.rows import plain_fields

# Changes that are told besides those of the fields that people fill in; the rest follows from them.
SHOWN = ("status", "workstream", "snoozed_until", "withdrawn")

# What a deed says of itself, where that is more than which fields it changed: of the record before and after it.
Telling = Callable[[Register, Record, Record, Event], Awaitable[Card]]


class FixedOnceSet(ChivvyError):
    """The {field} of {ref} was agreed, so it moves by an approved change request only. Nothing was changed. Log one with
    “/change …”; once it is approved, type “{ref} {field} {new} by CR-004”. How things stand now is its forecast: “{ref}
    forecast {new}”."""


class OnlyByDeed(ChivvyError):
    """{ref} becomes {new} only by a deed of its own. Nothing was changed. Type “{deed}”."""


async def change(
    command: Change,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
    around: Surroundings,
) -> Reply:
    """Set fields; where one of them is a step of the lifecycle, that is a move. Where the speaker looked at an older version,
    only what they changed themselves is set, and a field that somebody else changed since is refused with both changes named."""
    wanted = _joined_to(record, command.values) if command.adds else command.values
    wanted = record.body.meant(wanted)
    await check_values(type(record.body), wanted, register, also=("workstream", *_steps(record, wanted)))
    _check_fixed(record, wanted)
    if command.seen is not None:
        wanted = await own_changes(register, record, command.seen, wanted)
    _check_come(record, wanted, register.today)
    if (to := record.body.moved_by(wanted)) is not None:
        stepping = Move(record.ref, to, command.reason, wanted)
        return await move(stepping, record, register, scene, speaker, place, answer, around)
    wanted = {**wanted, **record.body.on_change(wanted)}
    return await set_fields(register, scene, record, wanted, "change", speaker, answer)


def _steps(record: Record, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that nobody fills in by themselves and that words for a step of a case do set: its days, its stage."""
    own = dict(type(record.body).asks())
    mine = (name for name in wanted if name in own and own[name].input == "none")
    return tuple(name for name in mine if own[name].words or record.body.moved_by({name: wanted[name]}) is not None)


async def move(
    command: Move,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
    around: Surroundings,
) -> Reply:
    """Take a record to another state, with what was said of it; all of it is one deed. Asking for the state that it is in already
    changes nothing, and says so with what is due next."""
    lifecycle = record.kind.lifecycle
    to = lifecycle.state_named(command.to) or command.to
    if to == record.status:
        return await answer.about(record, _sentence(_already(record, register)))
    if to not in lifecycle.moves:
        raise NotAllowed(what=f"“{command.to}” is not a state that {record.ref} can have")
    if deed := record.kind.only_by_deed.get(to):
        lifecycle.check(record.ref, record.status, to, command.reason)
        raise OnlyByDeed(ref=record.ref, new=to, deed=deed.format(ref=record.ref))
    if to in lifecycle.moves[record.status]:
        await _check_what_follows(register, record, to, command.reason)
        if (held := held_back(record, to, command.values, around)) is not None:
            return await answer.about(record, held)
    lifecycle.check(record.ref, record.status, to, command.reason)
    said_with = _said_with(record, command.values)
    check_needs(record, said_with, to)
    signed = await before_move(register, record, to, speaker)
    follows = said_with.on_move(to, command.reason, register.today)
    await check_public(type(record.body), follows, register)
    await _check_said_with(command, follows, record, register)
    changed_by = {name: held for name, held in record.body.on_change(command.values).items() if name != "status"}
    wanted = {"status": to, **changed_by, **follows, **command.values, **signed}
    if isinstance(record.body, Dependency) and to == AGREED and (sides := record.body.sides_of(speaker)):
        wanted = record.body.agreed(sides)  # nobody agrees for the other side
    scene = replace(scene, batch=answer.batch())
    reply = await set_fields(register, scene, record, wanted, "move", speaker, answer, reason=command.reason)
    moved = await register.records.get(record.ref)
    if to == lifecycle.done:
        await supersede_older(register, scene, moved)
    reply = merged(reply, await consequences(register, scene, moved, to, speaker, place, answer, around))
    if remark := await after_move(register, scene, record, moved, speaker):
        reply = merged(reply, await answer.about(moved, _sentence(remark)))
    return reply


def _said_with(record: Record, values: Mapping[str, Any]) -> Body:
    """A record's body with what was said with its move. Raises NotAllowed."""
    own = {name: given for name, given in values.items() if name in type(record.body).model_fields}
    try:
        return type(record.body).model_validate({**record.body.model_dump(), **own}) if own else record.body
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong


def check_needs(record: Record, body: Body, to: str) -> None:
    """Raise MoveLacks unless `body`, which is a record's with what was said with its move, holds what the state `to` needs."""
    if lacking := body.needs(to):
        asks = dict(type(body).asks())
        labels = tuple(f"“{asks[name].label}”" for name in lacking)
        raise MoveLacks(ref=record.ref, new=to, what=labels, word=asks[lacking[0]].words[0])


def _already(record: Record, register: Register) -> str:
    """That a record is in the state it was to go to, and what is due there next."""
    if not record.is_open or record.due is None:
        return f"{record.ref} is {record.status} already, so nothing was changed."
    when = due_words(record, register.today, register.records.calendar)
    return f"{record.ref} is at “{record.status}” already, so nothing was changed. Its next date: {when}."


async def _check_said_with(command: Move, follows: Mapping[str, Any], record: Record, register: Register) -> None:
    """What may be said with a move: fields that people may set, the workstream, and those that the move sets by itself, such as
    the day on which it was done, which has come by then."""
    await check_values(type(record.body), command.values, register, also=("workstream", *follows))
    _check_fixed(record, command.values)
    _check_come(record, command.values, register.today, follows)


def _check_come(record: Record, values: Mapping[str, Any], today: date, follows: Iterable[str] = ()) -> None:
    """The day on which something was done has come: one that a move sets by itself (`follows`), or that only words set. Raises
    NotAllowed."""
    body = type(record.body)
    done = {*follows, *(name for name, ask in body.asks() if ask.input == "none" and ask.words)}
    for name in done & values.keys() & body.model_fields.keys():
        try:
            day = body.taken(name, values[name])
        except ValidationError as wrong:
            raise NotAllowed(what=what_is_wrong(wrong)) from wrong
        if isinstance(day, date) and day > today:
            raise NotAllowed(what="that day has not come yet")


async def assign(
    command: Assign, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Give a record to somebody; they are told, unless they did it themselves."""
    if await register.people.get(command.owner) is None:
        raise NotAllowed(what="I don't know that person")
    reply = await set_fields(register, scene, record, {"owner": command.owner}, "assign", speaker, answer)
    if command.declined:
        await tell_giver(register, record, await register.records.get(record.ref), speaker)
    return reply


async def note(command: Note, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Add a line to the record's history; the record itself stays as it is, and counts as looked after today."""
    if not command.text.strip():
        raise NotAllowed(what="the note is empty")
    await register.history.add(scene, "note", record.ref, after={"note": command.text})
    await register.records.touch(record)
    await register.places.touch(record=record.id)
    return await answer.about(record, _sentence(f"Noted on {record.ref} {record.title}."))


def _joined_to(record: Record, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """`wanted` with the people of each list joined to those who are on it already."""
    lists = {name for name, ask in type(record.body).asks() if ask.input == "people"}
    return {
        name: tuple(dict.fromkeys((*getattr(record.body, name), *(given or ())))) if name in lists else given
        for name, given in wanted.items()
    }


def _check_fixed(record: Record, wanted: Mapping[str, Any]) -> None:
    """What was agreed once is not changed like any other field. Raises FixedOnceSet."""
    for name, ask in type(record.body).asks():
        held = getattr(record.body, name)
        if ask.fixed and name in wanted and held is not None and str(wanted[name]) != str(held):
            raise FixedOnceSet(ref=record.ref, field=ask.label.lower(), new=wanted[name] or "…")


async def _check_what_follows(register: Register, record: Record, to: str, reason: str) -> None:
    """Raise FollowsFrom where a record goes to a state only together with what it becomes, and has not become it yet."""
    if to not in record.kind.only_by_becoming:
        return
    relations = {one.relation for one in record.kind.becomes if one.state == to}
    if any(link.forward and link.relation in relations for link in await register.links.of(record)):
        return
    choices = [one.label for one in record.kind.becomes if one.state == to]
    raise FollowsFrom(ref=record.ref, new=to, choices=choices, reason=reason)


async def set_fields(
    register: Register,
    scene: Scene,
    record: Record,
    wanted: Mapping[str, Any],
    verb: str,
    speaker: Person,
    answer: Answer,
    *,
    reason: str = "",
    said: Telling | None = None,
) -> Reply:
    """Change a record and say what that did (as `said` tells it, where that is given); its new owner is told, and so is
    whoever is to go there. Raises NotAllowed, and what its own trade refuses."""
    try:
        await check_objection(register, body_with(record, wanted), record.body)
        changed, event = await register.records.change(scene, record, wanted, verb, reason=reason)
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong
    if not event.after:
        same = _sentence(f"{record.ref} is like that already, so nothing was changed.")
        return await answer.about(record, same)
    if changed.owner != record.owner:
        await tell_owner(register, changed, speaker)
    await owe_visits(register, record, changed)
    if said is not None:
        return await answer.changed(changed, await said(register, record, changed, event))
    return await answer.changed(changed, await what_changed(register, changed, event, before=record))


async def what_changed(register: Register, record: Record, event: Event, before: Record | None = None) -> Card:
    """One or a few lines that say what a change did, with the way back. `before`: the record as it was, to say where its
    colour changed by it."""
    names = await names_of(register)
    asks = dict(type(record.body).asks())
    told = [name for name in event.after if name in SHOWN or (name in asks and asks[name].input != "none")]
    told = told or [name for name in event.after if name in asks and asks[name].words]  # the day of a step, put right
    lines = [change_words(name, asks.get(name), event.before.get(name), event.after[name], names) for name in told]
    said = f"{record.ref} {record.title}. " + ("; ".join(lines) or "It is as it was before.")
    parts: list[Part] = [Para((said,))]
    if before is not None and (remark := colour_remark(register, before, record, names.programme)):
        said = f"{said}. {remark}"
        parts.append(Para((remark,)))
    if event.reason:
        parts.append(Small((f"Because: {event.reason}",)))
    if event.undoes is None:
        parts.append(Buttons((button("Undo", Undo(event.id)),)))
    return Card(text=said, parts=tuple(parts))


def colour_remark(register: Register, before: Record, now: Record, programme: Programme) -> str:
    """`By its dates it is red now (slip: 18 days …).` where a change moved it over a threshold; else nothing."""
    today = register.today
    old, new = before.body.proposed_rag(programme, today), now.body.proposed_rag(programme, today)
    if not now.is_open or new is None or new == old:
        return ""
    why = [
        f"{fact.label.lower()}: {fact.words}"
        for fact in now.body.facts(programme, register.records.calendar, today)
        if fact.why
    ]
    return f"It is {new.lower()} now" + (f" ({'; '.join(why)})." if why else ".")


async def own_changes(register: Register, record: Record, seen: int, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a form sends, the fields that differ from what its reader saw; ChangedMeanwhile when others changed them."""
    later = [event for event in await register.history.of(record.ref) if (event.version or 0) > seen]
    now = plain_fields(record)
    base = dict(now)
    for event in reversed(later):
        base.update(event.before)
    sent = _as_kept(record, wanted)
    mine = {name for name in wanted if sent[name] != base.get(name)}
    clash = {name for name in mine if now[name] not in (base.get(name), sent[name])}
    if clash:
        raise await _meanwhile(register, record, later, clash, base, sent)
    return {name: wanted[name] for name in mine}


def _as_kept(record: Record, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """`wanted` as the history would keep it; fields that are not the body's are kept as they are."""
    body = body_with(record, wanted).model_dump(mode="json")
    return {**wanted, **{name: given for name, given in body.items() if name in wanted}}


async def _meanwhile(
    register: Register,
    record: Record,
    later: list[Event],
    clash: set[str],
    base: Mapping[str, Any],
    sent: Mapping[str, Any],
) -> ChangedMeanwhile:
    names = await names_of(register)
    asks = dict(type(record.body).asks())
    now = plain_fields(record)
    theirs = [event for event in later if clash & set(event.after)]
    return ChangedMeanwhile(
        who=await register.people.name(theirs[-1].actor if theirs else None),
        ref=record.ref,
        what="; ".join(change_words(name, asks.get(name), base.get(name), now[name], names) for name in sorted(clash)),
        mine="; ".join(change_words(name, asks.get(name), base.get(name), sent[name], names) for name in sorted(clash)),
    )


def _sentence(text: str) -> Card:
    return Card(text=text, parts=(Para((text,)),))
