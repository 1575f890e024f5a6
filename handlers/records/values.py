"""What may be set, and by whom named: the one check for values that come from outside, however they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import canonical_ref
from governance.record import Record
from storage.register import Register

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
