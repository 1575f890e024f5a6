"""Values: what the cells of one row say about a record of some kind, field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, get_args

from governance.kind import TEXT_LIMIT, TITLE_LIMIT, Ask, Body, hour_field
from handlers.importing.cells import (
    NO,
    UNKNOWN,
    Unclear,
    choice_in,
    count_in,
    date_in,
    hour_in,
    is_blank,
    is_formula,
    percent_in,
    step_in,
    yes_in,
)
from handlers.importing.known import Known
from handlers.importing.reading import Reading
from handlers.importing.recognising import CALLED_AFTER

EXTERNAL = re.compile(r"(?:ext|external)\s*[:–-]\s*", re.IGNORECASE)
BECAUSE = re.compile(r"(?P<state>[\w ]{3,30}?)\s*(?:[–—:(]|\s-)\s*(?P<why>.+?)\)?")
OPEN_WORDS = ("open", "live", "active", "new", "current", "ongoing", "raised")
CLOSED_WORDS = ("closed", "complete", "completed", "done")
# Days that say by being there that a record is done with.
ENDINGS = (
    "closed_on",
    "completed_on",
    "resolved_on",
    "actual",
    "decided_on",
    "validated_on",
    "delivered_on",
    "distributed_on",
    "answered_on",
    "response_on",
)


@dataclass
class Values:
    """The fields of one row. `said` holds what could be read, empty cells as the kind's own defaults; `unread` names the
    fields whose cells could not."""

    said: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    workstream: str | None = None
    excess: list[str] = field(default_factory=list)


def values_of(reading: Reading, known: Known, body: type[Body]) -> Values:
    """What a row says in the fields of a kind. What cannot be read is told and left out."""
    found = Values()
    found.workstream = _workstream(reading, known, found)
    for name, ask in body.asks():
        if name in ("title", "status") or not reading.has(name):
            continue
        if name in body.guarded:
            _guarded(reading, name, ask)
            continue
        if reading.is_blank(name, text=_is_text(ask, body, name)):
            found.said[name] = body.model_fields[name].get_default()
            continue
        try:
            found.said.update(_value(reading, known, body, name, found))
        except Unclear as unclear:
            reading.left_empty(name, str(unclear))
            found.unread.add(name)
    _owner_by_name(reading, known, found)
    _status(reading, body, found)
    _title(reading, body, found)
    _keep_excess(body, found)
    _source(reading, found)
    return found


def _guarded(reading: Reading, name: str, ask: Ask) -> None:
    """What only a command of its own sets, by those who may, is not taken from a sheet; one that says it is set is told so."""
    if not reading.is_blank(name) and reading.cell(name).casefold() not in NO:
        reading.problem(
            name, f"“{ask.label}” is not taken from a sheet: whoever may set it does so in chat; left empty"
        )


def _is_text(ask: Ask, body: type[Body], name: str) -> bool:
    plain = ask.input in ("line", "text", "link", "ref", "none") and not ask.choices
    return plain and isinstance(body.model_fields[name].get_default(), str)


def _value(reading: Reading, known: Known, body: type[Body], name: str, found: Values) -> dict[str, Any]:
    """What one cell says, as fields: a date may bring its hour, a second owner becomes a supporter."""
    ask, cell = body.ask(name), reading.cell(name)
    if ask.input in ("person", "people"):
        return _people(reading, known, body, name, found)
    if ask.input == "workstream":
        return _side(known, body, name, cell)
    if _is_text(ask, body, name):
        return {name: _kept_whole(reading, name, cell, found)}
    if ask.choices:
        return _choice(body, name, ask, cell)
    if is_formula(cell):
        found.unread.add(name)  # what it comes to is not in the file; the register works its own numbers out
        return {}
    return _measured(known, body, name, ask, cell)


def _measured(known: Known, body: type[Body], name: str, ask: Ask, cell: str) -> dict[str, Any]:
    """A day, an hour, a step, a yes or a number."""
    annotation = body.model_fields[name].annotation
    if ask.input == "date" or annotation == date | None:
        return _day(known, body, name, cell, past=ask.past or ask.input == "none")
    if ask.input == "time" or annotation == time | None:
        return {name: hour_in(cell)}
    if ask.input == "scale":
        return {name: step_in(cell, known.programme.scale(ask.scale))}
    if ask.input == "flag":
        return {name: yes_in(cell, default=False)}
    if ask.input == "number" or annotation in (int, int | None):
        return {name: percent_in(cell) if ask.unit == "%" else count_in(cell)}
    return {}


def _choice(body: type[Body], name: str, ask: Ask, cell: str) -> dict[str, Any]:
    if body.kind.lifecycle.state_named(cell) and cell.casefold() not in map(str.casefold, ask.choices):
        return {}  # a RAG of “Complete”: that is what its status says, not what somebody rated
    return {name: choice_in(cell, ask.choices)}


def _day(known: Known, body: type[Body], name: str, cell: str, *, past: bool) -> dict[str, Any]:
    read = date_in(cell, known.moment, past)
    if read is None:
        return {}
    clock = {hour: read.clock} if read.clock and (hour := hour_field(name)) in body.model_fields else {}
    annotation = body.model_fields[name].annotation
    if read.day and datetime in (annotation, *get_args(annotation)):
        return {name: datetime.combine(read.day, read.clock or time())}
    return {name: read.day, **clock}


def _people(reading: Reading, known: Known, body: type[Body], name: str, found: Values) -> dict[str, Any]:
    """The person in a cell. Of several the first is the one and the others support, where the kind has supporters."""
    named = known.people_in(reading.cell(name), found.workstream)
    for doubt in named.doubts:
        reading.problem(name, doubt if named.people else f"{doubt}; left empty")
    ids = tuple(person.id for person in named.people)
    if not ids:
        found.unread.add(name)
        return {}
    if body.ask(name).input == "people":
        return {name: ids}
    if len(ids) > 1:
        others = " and ".join(person.name for person in named.people[1:])
        became = "supports" if len(ids) == 2 else "support"
        helped = f"{others} {became}" if "supporters" in body.model_fields else f"{others} could not be kept"
        reading.problem(name, f"one person answers for it: that is now {named.people[0].name}, and {helped}")
    first = named.people[0]
    if not first.active and reading.cell(name) != first.id:
        reading.problem(name, f"{first.name} has left; kept, so that somebody takes it over")
    return {name: ids[0], **({"supporters": ids[1:]} if ids[1:] and "supporters" in body.model_fields else {})}


def _side(known: Known, body: type[Body], name: str, cell: str) -> dict[str, Any]:
    """A workstream, or somebody outside the programme (“EXT: Auditor”) where the kind has a field for them."""
    outside = f"external_{name}"
    if EXTERNAL.match(cell) and outside in body.model_fields:
        return {name: None, outside: EXTERNAL.sub("", cell, count=1)}
    return {name: known.workstream_in(cell)}


def _workstream(reading: Reading, known: Known, found: Values) -> str | None:
    try:
        return known.workstream_in(reading.cell("workstream")) or known.workstream
    except Unclear as unclear:
        reading.left_empty("workstream", str(unclear))
        found.unread.add("workstream")
        return known.workstream


def _owner_by_name(reading: Reading, known: Known, found: Values) -> None:
    if reading.cell("owner_name") and found.said.get("owner") is None and "owner" not in found.unread:
        named = known.people_in(reading.cell("owner_name"), found.workstream)
        for doubt in named.doubts:
            reading.left_empty("owner_name", doubt)
        if named.people:
            found.said["owner"] = named.people[0].id


def _status(reading: Reading, body: type[Body], found: Values) -> None:
    """The state that a row names; where it names none, a day on which it ended says that it did."""
    lifecycle, cell = body.kind.lifecycle, reading.cell("status")
    if not cell or cell.casefold() in UNKNOWN or is_blank(cell):
        if any(found.said.get(name) for name in ENDINGS):
            found.said["status"] = lifecycle.done
        return
    plain = cell.casefold()
    state = lifecycle.state_named(cell)
    if state is None and plain in OPEN_WORDS:
        state = lifecycle.initial
    if state is None and plain in CLOSED_WORDS:
        state = lifecycle.done
    if state is None:
        state = _closed_because(cell, body, found)
    if state is None:
        states = ", ".join(lifecycle.states)
        reading.problem("status", f"I don't know this status (there are {states}); taken as {lifecycle.initial}")
        found.unread.add("status")
    else:
        found.said["status"] = state


def _closed_because(cell: str, body: type[Body], found: Values) -> str | None:
    """“Closed - vulnerable resident, reasonable adjustment agreed”: the state that it ends in, and the reason, which is kept."""
    match = BECAUSE.fullmatch(cell)
    lifecycle = body.kind.lifecycle
    state = lifecycle.state_named(match["state"]) if match else None
    if match is None or state is None or lifecycle.is_open(state):
        return None
    if "closure_reason" in body.model_fields and not found.said.get("closure_reason"):
        found.said["closure_reason"] = match["why"]
    return state


def _title(reading: Reading, body: type[Body], found: Values) -> None:
    """What the record is called: its own cell, else what else it says about itself. What is too long is whole in the details."""
    source = next((name for name in ("title", *CALLED_AFTER) if reading.cell(name)), "title")
    title = " ".join(reading.cell(source).split())
    if len(title) > TITLE_LIMIT:
        whole = "the details" if source == "title" else f"“{reading.heading(source)}”"
        reading.problem(
            "title", f"a title has at most {TITLE_LIMIT} characters: it was shortened, and is whole in {whole}"
        )
        if source == "title":
            found.excess.insert(0, title)
        title = title[: TITLE_LIMIT - 1].rsplit(" ", maxsplit=1)[0].rstrip(" ,;:–-") + "…"
    if title:
        found.said["title"] = title


def _kept_whole(reading: Reading, name: str, cell: str, found: Values) -> str:
    """A text as long as a field can be; what is beyond goes to the details, as far as there is room."""
    if len(cell) <= TEXT_LIMIT:
        return cell
    found.excess.append(cell[TEXT_LIMIT:])
    room = "the rest is in the details as far as there is room, and whole in your file"
    reading.problem(name, f"it has {len(cell):,} characters, and a field holds {TEXT_LIMIT:,}: {room}")
    return cell[:TEXT_LIMIT]


def _keep_excess(body: type[Body], found: Values) -> None:
    if found.excess and "description" in body.model_fields:
        parts = [found.said.get("description", ""), *found.excess]
        found.said["description"] = "\n\n".join(filter(None, parts))[:TEXT_LIMIT]


def _source(reading: Reading, found: Values) -> None:
    if reading.cell("source_ref"):
        said = (found.said.get("source", ""), reading.cell("source_ref"))
        found.said["source"] = ", ".join(filter(None, said))
