"""Columns: which heading means which field, worked out from the kinds' own declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from governance.kind import Body
from handlers.importing.sheet import Sheet

# What all kinds have in common, and the spellings that officers use for it.
COMMON: Mapping[str, tuple[str, ...]] = {
    "ref": ("ref", "reference", "id", "no", "number", "action ref", "unique id"),
    "workstream": ("workstream", "work stream", "ws", "project", "theme"),
    "raised_by": ("raised by", "logged by", "identified by"),
    "raised_on": ("raised on", "raised", "date raised", "logged", "date logged", "opened"),
    "original_due": ("original due", "original due date", "baseline due"),
    "times_rescheduled": ("times rescheduled", "reschedules"),
    "updated_on": ("last update", "last updated", "updated"),
}
# Spellings besides those that a kind declares; for any kind that has such a field.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "description of action", "task", "what"),
    "owner": ("owner", "owner id", "assigned to", "responsible", "who"),
    "owner_name": ("owner name",),
    "due": ("due", "due date", "deadline", "target date", "by when", "when"),
    "status": ("status", "state"),
    "source": ("source", "origin"),
    "source_ref": ("source ref", "source reference"),
    "completed_on": ("completed on", "completed", "date completed", "closed on", "date closed"),
    "percent": ("percent", "% complete", "progress"),
}
BESIDE_FIELDS = ("owner_name", "source_ref")  # read together with the field they belong to

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "id": ("person id", "id", "staff id"),
    "name": ("name", "full name"),
    "role": ("role", "job title"),
    "organisation": ("org", "organisation", "council"),
    "workstream": ("workstream", "ws"),
    "email": ("email", "e mail"),
    "slack_id": ("slack id", "slack user id"),
    "teams_id": ("teams aad id", "teams id", "aad id", "entra object id"),
    "working_days": ("working days", "working pattern"),
    "leave_from": ("on leave from", "leave from"),
    "leave_to": ("on leave to", "leave to"),
    "active": ("active",),
    "deputy": ("deputy",),
}
WORKSTREAMS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "workstream id", "ws"),
    "name": ("name", "workstream", "workstream name"),
    "short": ("short", "short name"),
    "lead": ("lead", "lead id"),
}


def fields_of(body: type[Body]) -> dict[str, tuple[str, ...]]:
    """Every field that a spreadsheet of this kind may hold, with the headings that mean it."""
    found: dict[str, tuple[str, ...]] = dict(COMMON)
    for name, ask in body.asks():
        declared = (name, ask.label, ask.column, *ask.words)
        found[name] = (*declared, *SYNONYMS.get(name, ()))
    for name in BESIDE_FIELDS:
        if name.split("_")[0] in found:
            found[name] = SYNONYMS[name]
    return found


def mapped(headings: Iterable[str], fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Heading → field; the first heading that means a field has it."""
    meaning: dict[str, str] = {}
    for field, spellings in fields.items():
        for spelling in (field, *spellings):
            meaning.setdefault(_plain(spelling), field)
    found: dict[str, str] = {}
    for heading in headings:
        field = meaning.get(_plain(heading), "")
        if field and field not in found.values():
            found[heading] = field
    return found


def sorts(kinds: Mapping[str, type[Body]]) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Everything that a sheet can be a list of, with its fields."""
    return {"workstream": WORKSTREAMS, "person": PEOPLE, **{name: fields_of(body) for name, body in kinds.items()}}


def sort_of(sheet: Sheet, kinds: Mapping[str, type[Body]]) -> str:
    """What a sheet is a list of: workstream, person or a kind's name; "" where its headings do not tell.

    The sort that knows most of the headings wins; the file's own name decides between equals.
    """
    scores = {}
    for sort, fields in sorts(kinds).items():
        columns = mapped(sheet.headings, fields)
        known = set(columns.values())
        needed = {"workstream": {"id", "name"}, "person": {"name", "email"}}.get(sort, {"title"})
        named = sheet.path.stem.casefold().startswith(sort[:6])
        fits = sort not in kinds or _refs_fit(sheet, columns, kinds[sort].kind.prefix)
        if needed <= known and fits and (len(known) > 2 or named):
            scores[sort] = (len(known), named)
    return max(scores, key=lambda sort: scores[sort], default="")


def _refs_fit(sheet: Sheet, columns: Mapping[str, str], prefix: str) -> bool:
    """Whether the refs in a sheet are those of one kind: a list of risks has titles and owners too, but `R-012`."""
    heading = next((heading for heading, field in columns.items() if field == "ref"), None)
    lettered = [
        found[0].upper() for row in sheet.rows if (found := re.match("[A-Za-z]+", row.cells.get(heading or "", "")))
    ]
    return not lettered or lettered.count(prefix) * 2 >= len(lettered)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", heading.casefold()).split())
