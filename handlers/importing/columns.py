"""Columns: which heading means which field, worked out from the kinds' own declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from governance.kind import Body
from governance.kinds import all_kinds


@dataclass(frozen=True)
class Field:
    """One thing that a row may say. `headings` mean it wherever they stand; `words`, which people type in chat, where no other
    field's heading is the same."""

    headings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


Fields = Mapping[str, Field]

# What all kinds have in common, and the spellings that officers use for it.
COMMON: Fields = {
    "ref": Field(
        ("reference", "ref no", "unique id", "item no"), ("id", "no", "number", "#", "code", "unique ref", "item")
    ),
    "workstream": Field(("work stream", "ws"), ("project", "theme", "strand", "team")),
    "raised_by": Field(("logged by", "identified by"), ("author", "reported by", "created by")),
    "raised_on": Field(
        ("date raised", "date logged", "date identified", "raised date", "opened on", "date opened"),
        ("raised", "logged", "opened", "date", "created"),
    ),
    "original_due": Field(("original due date", "baseline due")),
    "times_rescheduled": Field(("reschedules",)),
    "updated_at": Field(("last update", "last updated", "updated on", "date updated"), ("updated",)),
    "closed_on": Field(("date closed", "closed date"), ("closed", "completed")),
    "visibility": Field(("confidential", "restricted")),
    "classification": Field(("protective marking",), ("marking",)),
    "source_ref": Field(("source reference",)),
    "supersedes": Field(("replaces",)),
    "links": Field(("linked to", "linked records", "related to", "linked risk", "linked refs"), ("related",)),
}
# Spellings besides those that a kind declares; for any kind that has such a field.
SYNONYMS: Fields = {
    "title": Field(("title",), ("summary", "task", "what", "subject", "headline")),
    "owner": Field((), ("assignee", "accountable", "lead officer", "name")),
    "status": Field(("state", "current status"), ("open closed", "progress")),
    "description": Field(("details", "notes", "comments"), ("comment", "commentary", "update", "latest update")),
    "source": Field(("origin",)),
    "likelihood": Field(("residual likelihood", "residual l", "net likelihood")),
    "impact": Field(("residual impact", "residual i", "net impact")),
    "response_summary": Field(("mitigation", "mitigating actions", "control measures")),
    "completed_on": Field(("completed", "date completed", "closed on", "date closed")),
    "percent": Field(("% complete", "percent complete", "progress %")),
}
DUE = Field((), ("due", "due date", "deadline", "target date", "by when", "when", "target"))

PEOPLE: Fields = {
    "id": Field(("person id", "staff id")),
    "name": Field(("full name", "person")),
    "role": Field(("job title",), ("post", "title")),
    "organisation": Field(("org", "council", "employer")),
    "workstream": Field(("ws", "work stream")),
    "email": Field(("e mail", "email address")),
    "slack_id": Field(("slack user id",)),
    "teams_id": Field(("teams aad id", "aad id", "entra object id")),
    "working_days": Field(("working pattern",)),
    "leave_from": Field(("on leave from",)),
    "leave_to": Field(("on leave to",)),
    "active": Field(),
    "deputy": Field(("cover",)),
}
WORKSTREAMS: Fields = {
    "id": Field(("workstream id", "ws"), ("code",)),
    "name": Field(("workstream", "workstream name")),
    "short": Field(("short name",)),
    "lead": Field(("lead id", "workstream lead")),
}
ORGANISATIONS: Fields = {
    "id": Field(("code", "organisation code", "council code")),
    "name": Field(("council", "organisation", "council name")),
    "type": Field(("council type",), ("kind",)),
}
LISTS: Mapping[str, Fields] = {"organisation": ORGANISATIONS, "workstream": WORKSTREAMS, "person": PEOPLE}

LONGEST_HEADING = 100  # characters
# Words that say more about a heading than it needs: “Current score: L”, “Name of owner”.
_FILLERS = re.compile(r"\b(?:score|rating|scoring|the|of|current risk)\b")


def fields_of(body: type[Body]) -> dict[str, Field]:
    """Every field that a spreadsheet of this kind may hold, with the headings that mean it."""
    found: dict[str, Field] = {}
    for name, ask in body.asks():
        more = SYNONYMS.get(name, Field())
        due = DUE if name == body.kind.due_field else Field()
        headings = (ask.label, ask.column, *ask.headings, *more.headings, *due.headings)
        found[name] = Field(headings, (*ask.words, *more.words, *due.words))
    names = (body.kind.name, *body.kind.words)
    found["title"] = Field(
        (*found["title"].headings, *(f"{name} {part}" for name in names for part in ("title", "name", "description"))),
        found["title"].words,
    )
    if "owner" in found:
        found["owner_name"] = Field()
    for name, field in COMMON.items():
        found.setdefault(name, field)
    refs = (f"{name} {part}" for name in names for part in ("ref", "no", "id", "number", "reference"))
    found["ref"] = Field((*found["ref"].headings, *refs), found["ref"].words)
    return found


@cache
def sorts() -> dict[str, Fields]:
    """Everything that a sheet can be a list of, with its fields."""
    return {**LISTS, **{name: fields_of(body) for name, body in all_kinds().items()}}


def mapped(headings: Iterable[str], fields: Fields) -> dict[str, str]:
    """Heading → field; the heading that means a field most surely has it, the first among equals."""
    meaning = _meanings(fields)
    found: dict[str, tuple[int, str]] = {}
    best: dict[str, tuple[int, str]] = {}
    for heading in headings:
        known = next((meaning[said] for said in spellings(heading) if said in meaning), None)
        if known is None:
            continue
        found[heading] = known
        sureness, field = known
        if field not in best or sureness < best[field][0]:
            best[field] = (sureness, heading)
    return {heading: field for heading, (_, field) in found.items() if best[field][1] == heading}


def _meanings(fields: Fields) -> dict[str, tuple[int, str]]:
    """What each spelling means and how surely: 0 a field's own name, 1 a heading of it, 2 a word for it."""
    meaning: dict[str, tuple[int, str]] = {}
    for name in fields:
        meaning.setdefault(plain(name), (0, name))
    for sureness in (1, 2):
        for name, field in fields.items():
            for spelling in field.headings if sureness == 1 else field.words:
                meaning.setdefault(plain(spelling), (sureness, name))
    meaning.pop("", None)
    return meaning


def spellings(heading: str) -> Iterator[str]:
    """A heading as it may be meant: whole, without what is in brackets, without words that add nothing."""
    yield plain(heading)
    bare = plain(re.sub(r"\([^)]*\)|\[[^]]*\]", " ", heading))
    yield bare
    yield " ".join(_FILLERS.sub(" ", bare).split())


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w%#£]+|_", " ", heading.casefold()).split())


@cache
def vocabulary() -> frozenset[str]:
    """Every heading that means anything in any list."""
    return frozenset(said for fields in sorts().values() for said in _meanings(fields))


def is_known(heading: str) -> bool:
    """Whether a cell could be a heading of some list."""
    return len(heading) <= LONGEST_HEADING and any(said in vocabulary() for said in spellings(heading))
