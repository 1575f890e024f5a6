"""Logging: a new record, from words, a form, a message or a spreadsheet alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from governance.kind import Body
from governance.kinds import all_kinds, canonical_ref
from governance.kinds.section20 import SectionTwenty
from governance.lineage import USUAL, usual
from governance.people import Person, Place
from governance.record import Record
from governance.roles import CASE_MANAGERS, CASE_OFFICERS, has_role
from governance.timed import Case
from governance.titles import with_parts
from handlers.answer import Answer, merged
from handlers.cases.belonging import belonging
from handlers.cases.dissatisfied import offer_choice
from handlers.commands import Log
from handlers.encoding import ButtonUnreadable
from handlers.guidance.rewording import offer_better
from handlers.records.values import ORIGIN, NotAllowed, check_objection, check_values
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from handlers.words.refs import refs_in
from storage.history import Scene
from storage.register import Register

# Linked at most: a pasted list of refs is no lineage.
REFS_LINKED = 5


async def log(command: Log, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer) -> Reply:
    """Add a record, link it with the records that it names, post its living card where it was said, tell its owner."""
    scene = replace(scene, batch=answer.batch())
    record = await enter(command.kind, command.values, command.workstream, register, scene, speaker, place)
    for other in await _named_in(register, record):
        await link_usually(register, scene, record, other)
    await tell_owner(register, record, speaker)
    posted = await answer.with_card(record)
    posted = merged(posted, await offer_better(register, record, answer))
    return merged(posted, await offer_choice(register, record, answer))


async def enter(
    kind: str,
    values: Mapping[str, Any],
    workstream: str | None,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    *,
    confidential: bool = False,
    also: tuple[str, ...] = (),
) -> Record:
    """Write a new record. Its workstream is the one that was named, else that of its own fields (a dependency's giver), else
    the place's, else the speaker's. Raises NotAllowed."""
    body_type = all_kinds().get(kind)
    if body_type is None:
        raise ButtonUnreadable
    given = {name: value for name, value in values.items() if name != "status"}
    given = with_parts(body_type, {**body_type.proposed(register.today), **given})
    given = {**body_type.said_by_title(given), **given}
    await check_values(body_type, {**given, "workstream": workstream}, register, also=(*ORIGIN, *also, "workstream"))
    body = _body(body_type, {**given, "status": body_type.starts_as(values)})
    await check_objection(register, body)
    home = workstream or body.home or place.workstream or speaker.workstream
    if _stays_with(body, speaker):
        body = body.model_copy(update={"owner": speaker.id})
    body, home = await belonging(register, body, home, speaker)
    common = {"confidential": confidential or body_type.kind.confidential}
    return await register.records.log(scene, body, workstream=home, common=common)


def _stays_with(body: Body, speaker: Person) -> bool:
    """Whether whoever logs it has it until it is given on: an officer a case, anybody a notice whose clock is law."""
    if isinstance(body, SectionTwenty):
        return body.owner is None
    return isinstance(body, Case) and body.owner is None and has_role(speaker, CASE_OFFICERS | CASE_MANAGERS)


def _body(body_type: type[Body], values: Mapping[str, Any]) -> Body:
    try:
        return body_type.model_validate(values)
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong


async def _named_in(register: Register, record: Record) -> list[Record]:
    """The records that a new one names: in its title, or in a field that holds a ref."""
    held = [str(getattr(record.body, name) or "") for name, ask in type(record.body).asks() if ask.input == "ref"]
    refs = [*refs_in(record.title), *(ref for ref in held if ref)]
    found: dict[int, Record] = {}
    for ref in refs[:REFS_LINKED]:
        for other in await register.records.with_ref(ref) if canonical_ref(ref) else []:
            if other.id != record.id:
                found[other.id] = other
    return list(found.values())


async def link_usually(register: Register, scene: Scene, one: Record, two: Record) -> None:
    """Link two records by the relation that their kinds usually have, whichever of them is its source."""
    kinds = (one.kind.name, two.kind.name)
    if kinds not in USUAL and (two.kind.name, one.kind.name) in USUAL:
        await register.links.add(scene, two, usual(two.kind.name, one.kind.name), one)
    else:
        relation = usual(*kinds)
        await register.links.add(scene, one, "relates to" if relation == "supersedes" else relation, two)


def what_is_wrong(error: ValidationError) -> str:
    """Pydantic's findings in a person's words: `due: not a date`."""
    found = []
    for problem in error.errors():
        place = ".".join(str(step) for step in problem["loc"]) or "it"
        found.append(f"{place.replace('_', ' ')}: {_in_words(problem['type'], problem.get('ctx', {}), problem['msg'])}")
    return "; ".join(found)


def _in_words(kind: str, context: dict[str, Any], message: str) -> str:
    return {
        "string_too_short": "it is empty",
        "string_too_long": f"it is longer than {context.get('max_length')} characters",
        "literal_error": f"it must be one of {context.get('expected')}",
        "date_from_datetime_parsing": "it is not a date",
        "date_parsing": "it is not a date",
        "int_parsing": "it is not a whole number",
        "int_from_float": "it is not a whole number",
        "bool_parsing": "it must be yes or no",
        "greater_than_equal": f"it is less than {context.get('ge')}",
        "less_than_equal": f"it is more than {context.get('le')}",
        "extra_forbidden": "there is no such field",
        "missing": "it is missing",
    }.get(kind, message[:1].lower() + message[1:])
