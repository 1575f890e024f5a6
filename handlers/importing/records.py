"""Importing records of any kind: each row becomes a record with its own ref and a first line of history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz

from governance.clocks.following import begun
from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import canonical_ref
from governance.policy import may
from governance.publishing import unfit
from governance.record import Record
from governance.reminders import spoken_of
from governance.timed import Case
from handlers.cases.belonging import belonging
from handlers.importing.cells import count_in, day_in
from handlers.importing.known import Known
from handlers.importing.reading import Reading
from handlers.importing.report import Outcome
from handlers.importing.values import ENDINGS, Values, values_of
from handlers.reminding.digest import owe_digest
from storage.filters import Filter
from storage.history import Scene
from storage.records import NoSuchRecord
from storage.register import Register

NOON = time(12)
SAME_TITLE = 50  # per cent
RESTRICTED = ("restricted", "confidential", "private", "yes", "y", "sensitive", "official sensitive")


@dataclass(frozen=True)
class Imported:
    """A row that is a record of the register now, and what was done for that."""

    reading: Reading
    record: Record
    outcome: Outcome


@dataclass
class Present:
    """What the register holds, as far as an import must know: which record a row is. `scene` is the import's own."""

    register: Register
    known: Known
    scene: Scene
    _new: dict[str, Record] = field(default_factory=dict)
    _held: dict[str, bool] = field(default_factory=dict)
    _by_name: dict[str, dict[tuple[str, str | None], list[Record]]] = field(default_factory=dict)
    _names: frozenset[str] | None = None

    def keep(self, record: Record) -> None:
        """A record as this import has just left it."""
        self._new[plain_ref(record.ref)] = record

    async def with_ref(self, ref: str, kind: str) -> Record | None:
        """The record with that ref. What a register that was empty of a kind has of it, this import has brought."""
        if found := self._new.get(plain_ref(ref)):
            return found
        if kind not in self._held:
            self._held[kind] = await self.register.records.count(Filter(kind=kind, status="any")) > 0
        return await self.any_with_ref(ref) if self._held[kind] else None

    async def any_with_ref(self, ref: str) -> Record | None:
        """The record with that ref, of whatever kind."""
        if found := self._new.get(plain_ref(ref)):
            return found
        try:
            return await self.register.records.get(ref)
        except NoSuchRecord:
            return None

    async def names(self) -> frozenset[str]:
        """What the people are called who live in the homes of the register."""
        if self._names is None:
            self._names = await self.register.homes.names()
        return self._names

    async def namesake(self, body: Body, workstream: str | None) -> Record | None:
        """The record of that title and workstream that was there before: a row without a ref is that one, so that importing a
        sheet again finds what it brought the last time. Each is taken once."""
        kind = body.kind.name
        if kind not in self._by_name:
            self._by_name[kind] = await self._named(kind)
        waiting = self._by_name[kind].get((body.title.casefold(), workstream))
        return waiting.pop(0) if waiting else None

    async def _named(self, kind: str) -> dict[tuple[str, str | None], list[Record]]:
        found: dict[tuple[str, str | None], list[Record]] = {}
        for record in await self.register.records.find(Filter(kind=kind, status="any", sort="ref"), limit=None):
            if plain_ref(record.ref) not in self._new:
                found.setdefault((record.title.casefold(), record.workstream), []).append(record)
        return found


def plain_ref(ref: str) -> str:
    """A ref in one spelling for all of its spellings."""
    return canonical_ref(ref) or ref.casefold()


async def import_record(
    reading: Reading, register: Register, scene: Scene, body_type: type[Body], present: Present
) -> Imported | None:
    """One row of a register; None where it could not be taken."""
    values = values_of(reading, present.known, body_type)
    await _leave_out_private(reading, body_type, values, present)
    body = _body(reading, body_type, values)
    if body is None:
        return None
    body = body.as_imported().as_of(present.known.moment.today)
    if why := body.objection(None, register.now.astimezone(register.zone), await register.records.reckoning()):
        reading.problem(body.kind.due_field, f"{why}; kept as it was written")
    ref = ref_in(reading.cell("ref"), body_type)
    body, home = await belonging(register, body, _home(body, values), None)
    old = await (present.with_ref(ref, body.kind.name) if ref else present.namesake(body, home))
    if old is not None and old.kind.name != body.kind.name:
        reading.problem("ref", f"{old.ref} is already in the register as something else; this row was not imported")
        return None
    if old is not None and ref and _is_another(old, body, reading.cell("ref")):
        reading.problem(
            "ref", f"{old.ref} is “{old.title[:60]}” in the register, something else; this row was not imported"
        )
        return None
    if old is None:
        one = await _log(reading, register, scene, present.known, body, home, ref)
    else:
        one = await _change(reading, register, scene, old, body, values, home)
    if one:
        present.keep(one.record)
    return one


async def _leave_out_private(reading: Reading, body_type: type[Body], values: Values, present: Present) -> None:
    """What residents would read is not taken over where somebody's name, home or health seems to be in it."""
    for name, ask in body_type.asks():
        said = values.said.get(name) if ask.public else None
        if said and (found := unfit(str(said), await present.names())):
            left = "this row was not imported" if name == "title" else "left empty"
            reading.problem(name, f"residents would read it, and there seems to be {' and '.join(found)} in it; {left}")
            values.said.pop(name)


def _is_another(old: Record, body: Body, said: str) -> bool:
    """Whether a row only happens to have the number of `old`: `R1` of somebody's own list is hardly `R-001` when it has nothing
    of its title. Nothing is overwritten then."""
    return said != old.ref and fuzz.token_set_ratio(old.title.casefold(), body.title.casefold()) < SAME_TITLE


def ref_in(cell: str, body: type[Body]) -> str | None:
    """A ref as it is spelled; a bare number is written out as the kind writes its own."""
    ref = " ".join(cell.split())
    if not re.search(r"\d", ref) or len(ref) > 40:
        return None
    return body.kind.ref(int(ref)) if ref.isdecimal() and len(ref) < 10 else ref


def refs_seen_twice(readings: list[Reading], body: type[Body]) -> dict[int, int]:
    """Rows whose ref stands in an earlier row too: row number → the earlier one's."""
    first: dict[str, int] = {}
    twice: dict[int, int] = {}
    for reading in readings:
        ref = plain_ref(ref_in(reading.cell("ref"), body) or "")
        if ref and ref in first:
            twice[reading.row.number] = first[ref]
        elif ref:
            first[ref] = reading.row.number
    return twice


def _body(reading: Reading, body_type: type[Body], values: Values) -> Body | None:
    """A valid body of what was said. A field that the kind refuses is told and left out; without a title there is none."""
    said = {"title": "", "status": body_type.kind.lifecycle.initial, **values.said}
    for _ in range(len(said) + 1):
        try:
            body = body_type.model_validate(said)
        except ValidationError as wrong:
            fields = {str(problem["loc"][0]) if problem["loc"] else "title": problem for problem in wrong.errors()}
            for field, problem in fields.items():
                refused = "title" in fields
                reading.problem(
                    field, f"{_in_words(problem)}; {'this row was not imported' if refused else 'left empty'}"
                )
                said.pop(field, None)
                values.said.pop(field, None)
            if "title" in fields:
                return None
            continue
        return _without_repeated_score(body, values)
    return None


def _without_repeated_score(body: Body, values: Values) -> Body:
    """A score that is likelihood times impact is worked out; one that is not is kept as somebody said it."""
    said = values.said.get("said_score")
    if said is None or said != body.score:
        return body
    values.said["said_score"] = None
    return body.model_copy(update={"said_score": None})


async def _log(
    reading: Reading,
    register: Register,
    scene: Scene,
    known: Known,
    body: Body,
    home: str | None,
    ref: str | None,
) -> Imported | None:
    common = {name: value for name, value in _common(reading, register, known, body).items() if value is not None}
    try:
        record = await register.records.log(scene, body, workstream=home, ref=ref, common=common)
    except ChivvyError as refused:
        reading.problem("ref", refused.message)
        return None
    await _remind_of_late(register, record)
    return Imported(reading, record, "created")


def _home(body: Body, values: Values) -> str | None:
    """Where it belongs by its own fields, else by its row."""
    return body.home or values.workstream


async def _change(
    reading: Reading, register: Register, scene: Scene, old: Record, body: Body, values: Values, home: str | None
) -> Imported:
    """Only what the sheet has a column for. When it was raised, closed and re-dated the register has counted itself."""
    ours = begun(body.as_logged(register.today, register.records.calendar), await register.records.reckoning())
    changes = {
        name: value
        for name in values.said
        if not _same(value := getattr(body, name), old.value(name)) and not _filled_in(body, ours, name)
    }
    if "title" in changes and body.title.split() == old.title.split():
        del changes["title"]
    says_where = reading.has("workstream") and "workstream" not in values.unread
    if (says_where or body.home or (isinstance(body, Case) and home)) and home != old.workstream:
        changes["workstream"] = home
    restricted = _restricted(reading)
    if restricted not in (None, old.confidential) and not body.kind.confidential:
        changes["confidential"] = restricted
    if not changes:
        return Imported(reading, old, "unchanged")
    changed, _ = await register.records.change(scene, old, changes)
    if changed.due != old.due or changed.is_open != old.is_open:
        await _remind_of_late(register, changed)
    return Imported(reading, changed, "updated")


def _filled_in(body: Body, ours: Body, name: str) -> bool:
    """Whether a field that a sheet leaves empty is one that the register fills in by itself."""
    return getattr(body, name) is None and getattr(ours, name) is not None


def _same(new: Any, old: Any) -> bool:
    """Whether two values say the same: what a spreadsheet cannot keep (blanks around a text, control characters) is no change."""
    return new == old or (isinstance(new, str) and isinstance(old, str) and as_kept(new) == as_kept(old))


def as_kept(text: str) -> str:
    """A text as a spreadsheet keeps it."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


async def _remind_of_late(register: Register, record: Record) -> None:
    """What is so long overdue that the clock would never speak of it is in its owner's next morning's digest."""
    calendar = register.records.calendar
    owner = await register.people.get(record.owner)
    if record.next_wake is not None or owner is None:
        return
    late = spoken_of(record, calendar, register.today, await register.programme())
    if late and may(owner, "receive", record) is None:
        await owe_digest(register, owner, calendar, after=register.now)


def _common(reading: Reading, register: Register, known: Known, body: Body) -> dict[str, Any]:
    """What the sheet knows of a new record's past."""
    past = partial(day_in, moment=known.moment, past=True)
    updated = reading.take("updated_at", past, None)
    ended = (getattr(body, name, None) for name in ENDINGS)
    told = reading.take("closed_on", past, None) if "closed_on" not in type(body).model_fields else None
    closed = told or next((day for day in ended if day), None) or updated or register.today
    original = partial(day_in, moment=known.moment)
    return {
        "raised_by": _raised_by(reading, known),
        "raised_on": reading.take("raised_on", past, None),
        "original_due": reading.take("original_due", original, None) or body.deadline,
        "times_rescheduled": reading.take("times_rescheduled", count_in, 0),
        "closed_on": None if body.is_open else min(closed, register.today),
        "updated_at": _moment(updated, register) if updated else None,
        "confidential": _restricted(reading),
    }


def _raised_by(reading: Reading, known: Known) -> str | None:
    named = known.people_in(reading.cell("raised_by"), None)
    for doubt in named.doubts:
        reading.problem("raised_by", f"{doubt}; left empty")
    return named.people[0].id if named.people else None


def _restricted(reading: Reading) -> bool | None:
    """Whether a row is for few eyes only; None where the sheet does not say."""
    said = [" ".join(re.split(r"[\W_]+", reading.cell(name).casefold())) for name in ("visibility", "classification")]
    if not any(said):
        return None
    return any(one in RESTRICTED for one in said)


def _in_words(problem: Mapping[str, Any]) -> str:
    """Why the kind's declaration refuses a value."""
    allowed = problem.get("ctx", {})
    known = {
        "string_too_short": "it is empty",
        "string_too_long": f"it is longer than {allowed.get('max_length')} characters",
        "literal_error": f"it must be one of {allowed.get('expected')}",
    }
    message = str(problem["msg"])
    return known.get(problem["type"], message[:1].lower() + message[1:])


def _moment(day: date, register: Register) -> datetime:
    """Noon of a day, or now where noon is yet to come."""
    return min(datetime.combine(day, NOON, register.zone).astimezone(UTC), register.now)
