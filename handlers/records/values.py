"""What may be set, and by whom named: the one check for values that come from outside, however they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import all_kinds, canonical_ref
from governance.people import Person
from governance.policy import permit
from governance.publishing import unfit
from governance.record import Record
from handlers.commands import Change, Command, Log
from storage.register import Register


class NotForPublic(ChivvyError):
    """“{field}” is what residents will read, and there seems to be {what} in it, so I have not kept it. Nothing was changed.
    Say it without, as you would on a notice board, and send it again."""


# Where a record came from: said once, when it is logged from a message.
ORIGIN = ("source", "source_link")


class NotAllowed(ChivvyError):
    """I couldn't save that: {what}. Nothing was changed. Please put that right and send it again."""


def settable(body: type[Body]) -> set[str]:
    """The fields that people set themselves: those of the form, and those with words of their own. The state is not among
    them, for it moves by its lifecycle only."""
    return {name for name, ask in body.asks() if name != "status" and (ask.input != "none" or ask.words)}


def body_with(record: Record, wanted: Mapping[str, Any]) -> Body:
    """What a record would hold with these values. Raises pydantic's ValidationError."""
    own = {name: given for name, given in wanted.items() if name in type(record.body).model_fields}
    return type(record.body).model_validate({**record.body.model_dump(), **own})


async def check_objection(register: Register, body: Body, before: Body | None = None) -> None:
    """Raise NotAllowed where a kind has something against being so, or becoming so from `before`."""
    await register.calendar()
    local = register.now.astimezone(register.zone)
    if why := body.objection(before, local, await register.records.reckoning()):
        raise NotAllowed(what=why)


async def check_values(
    body: type[Body], values: Mapping[str, Any], register: Register, also: Iterable[str] = ()
) -> None:
    """Raise NotAllowed unless every value is of a field that people may set, and names people and workstreams that there are.
    Buttons and forms come back from the client, where anybody may have changed them."""
    strange = set(values) - settable(body) - set(also)
    if strange:
        raise NotAllowed(what=f"{', '.join(sorted(strange)).replace('_', ' ')} can't be set like that")
    await check_public(body, values, register)
    people = await register.people.all()
    for name, ask in body.asks():
        given = values.get(name)
        named = given if ask.input == "people" else [given] if ask.input == "person" else []
        if not all(person in people for person in named or () if person):
            raise NotAllowed(what=f"I don't know somebody named as {ask.label.lower()}")
    workstreams = await register.workstreams.all()
    strands = {
        "workstream": "workstream",
        **{name: ask.label for name, ask in body.asks() if ask.input == "workstream"},
    }
    for name, label in strands.items():
        if values.get(name) and values[name] not in workstreams:
            raise NotAllowed(what=f"I don't know the workstream named as {label.lower()}")
    for name, ask in body.asks():
        ref = str(values.get(name) or "") if ask.input == "ref" else ""
        if ref and not (canonical_ref(ref) and await register.records.with_ref(ref)):
            raise NotAllowed(what=f"there is no {ref} to name as {ask.label.lower()}")


async def check_public(body: type[Body], values: Mapping[str, Any], register: Register) -> None:
    """Raise NotForPublic unless what everybody will read names nobody, and tells nobody's home or health."""
    said = {ask.label: str(values[name]) for name, ask in body.asks() if ask.public and values.get(name)}
    names = await register.homes.names() if said else frozenset()
    for label, text in said.items():
        if found := unfit(text, names):
            raise NotForPublic(field=label, what=" and ".join(found))


async def check_kept(command: Command, register: Register, by: Person) -> None:
    """The same of what a command would log or change, before any of it is kept while somebody is asked about the rest; and that
    `by` may open the records that it names. Raises NotForPublic and NotCleared."""
    if isinstance(command, Log):
        body = all_kinds()[command.kind]
        await check_public(body, command.values, register)
        named = [str(command.values[name]) for name, ask in body.asks() if ask.input == "ref" and command.values.get(name)]
        for record in [one for ref in named if canonical_ref(ref) for one in await register.records.with_ref(ref)]:
            permit(by, "read", record)
    elif isinstance(command, Change):
        await check_public(type((await register.records.get(command.ref)).body), command.values, register)
