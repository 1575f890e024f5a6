"""Filters: which records a list, a count or a report is about, and how they are sorted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from governance.clearance import Clearance
from governance.kind import Body
from governance.kinds import all_kinds
from governance.text import keepable
from storage.history import IMPORT
from storage.tables import EventRow, LeaveRow, NamedRow, RecordRow

PAGE = 10
SORTS = ("due", "score", "updated", "ref")

# mypy takes the columns of a SQLModel class for their values.
ROW: Any = RecordRow
LEAVE: Any = LeaveRow
EVENT: Any = EventRow
NAMED: Any = NamedRow

SAME = ("kind", "owner", "rag", "priority", "counterpart", "raised_by")
BOUNDS = {"due": "due", "raised": "raised_on", "closed": "closed_on"}


@dataclass(frozen=True)
class Filter:
    """Which records, and in which order. Fields that are not set leave everything in; withdrawn records are never found.

    `status` is a state, or open, closed or any. `workstream` and `workstreams` find what a workstream owns or gives, and the
    dependencies that are owed to it: with `owed_only` only what it owns or gives (“what does HR owe”), and so it is where
    `counterpart` (to whom it is owed) is set too. All days are local and included; those of `changed` bound the last change.
    `unscored` means of the kinds that have a score. `refs` are as the register spells them, `varieties` sorts of a kind (FOI).
    `away_from` and `away_to` bound days on any of which the owner is on leave; `away_when_due`: the owner is on leave on the day
    it is due. `by_hand` leaves out what came by import.

    `text` is looked for in every word of a record, slips of typing forgiven. Confidential records are found by text only where
    `confidential` is True or there is a `reader`; None lets them in otherwise, False leaves them out. A `reader` finds, of what
    is confidential, what they are cleared for.

    `sort` is due (undated ones last), score or updated (highest or latest first; of equal scores the newest), or ref; not set, it
    is the best match first where there is a text, else due.
    """

    kind: str | None = None
    owner: str | None = None
    workstream: str | None = None
    status: str = "open"
    due_from: date | None = None
    due_to: date | None = None
    unowned: bool = False
    text: str = ""
    raised_from: date | None = None
    by_hand: bool = False
    raised_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    changed_from: date | None = None
    changed_to: date | None = None
    rag: str | None = None
    rags: tuple[str, ...] = ()
    score_from: int | None = None
    priority: str | None = None
    council: str | None = None
    counterpart: str | None = None
    raised_by: str | None = None
    away_from: date | None = None
    away_to: date | None = None
    away_when_due: bool = False
    escalated: bool = False
    undated: bool = False
    unscored: bool = False
    owed_only: bool = False
    workstreams: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    varieties: tuple[str, ...] = ()
    confidential: bool | None = None
    reader: Clearance | None = None
    sort: str = ""

    @property
    def order(self) -> str:
        """How it is sorted: as `sort` says where it says one of the orders that there are, else by match or due."""
        return self.sort if self.sort in SORTS else "match" if self.text.strip() else "due"


Conditions = list[ColumnElement[bool]]


def conditions(wanted: Filter, zone: ZoneInfo) -> Conditions:
    """What a row must fulfil, its text aside."""
    strands = [and_(*strand) for strand in _strands(wanted)]
    return [*_shared(wanted, zone), *_opens(wanted)[0:1], *([or_(*strands)] if strands else [])]


def branches(wanted: Filter, zone: ZoneInfo) -> list[Conditions]:
    """The same, as alternatives of which a row fulfils at most one, each of them served in order by one index: no list of any
    length has to be sorted to show its first page."""
    shared = _shared(wanted, zone)
    opens = _opens(wanted) or [ROW.open.is_(True), ROW.open.is_(False)]
    return [[*shared, opened, *strand] for opened in opens for strand in _strands(wanted) or [[]]]


def _shared(wanted: Filter, zone: ZoneInfo) -> Conditions:
    found = [ROW.withdrawn.is_(False)]
    found += [getattr(ROW, name) == getattr(wanted, name) for name in SAME if getattr(wanted, name) is not None]
    found += _within(wanted, zone)
    if wanted.status not in ("open", "closed", "any"):
        found.append(ROW.status == wanted.status)
    if wanted.council:
        found.append(ROW.council == keepable(wanted.council).casefold())
    if wanted.score_from is not None:
        found.append(ROW.score >= wanted.score_from)
    if wanted.rags:
        found.append(ROW.rag.in_(wanted.rags))
    if wanted.kinds:
        found.append(ROW.kind.in_(wanted.kinds))
    if wanted.varieties:
        found.append(ROW.variety.in_(wanted.varieties))
    if wanted.refs:
        found.append(ROW.ref.in_(wanted.refs))
    return [*found, *_cleared(wanted), *_lacks(wanted), *_away(wanted), *_by_hand(wanted)]


def _cleared(wanted: Filter) -> Conditions:
    """What is for everybody, and what is confidential as far as it may be found. The same as `governance.policy.cleared`."""
    if wanted.confidential is False:
        return [ROW.confidential.is_(False)]
    if wanted.reader is None:
        hidden = bool(wanted.text.strip()) and wanted.confidential is None
        return [ROW.confidential.is_(False)] if hidden else []
    reader = wanted.reader
    is_named = select(NAMED.record).where(NAMED.record == ROW.id, NAMED.person == reader.person).exists()
    is_case = ROW.kind.in_([name for name, body in all_kinds().items() if body.kind.confidential])
    allowed = [ROW.confidential.is_(False), is_named]
    if reader.restricted:
        allowed.append(~is_case)
    if reader.cases:
        here = [] if reader.estates is None else [or_(ROW.workstream.is_(None), ROW.workstream.in_(reader.estates))]
        allowed.append(and_(is_case, ROW.landlord.in_(("", reader.landlord)), *here))
    return [or_(*allowed)]


def _lacks(wanted: Filter) -> Conditions:
    """What is missing, or there, rather than equal to something."""
    found: Conditions = []
    if wanted.unowned:
        found.append(ROW.owner.is_(None))
    if wanted.undated:
        found.append(ROW.due.is_(None))
    if wanted.escalated:
        found.append(ROW.escalated.is_(True))
    if wanted.unscored:
        scored = [name for name, body in all_kinds().items() if body.score is not Body.score]
        found += [ROW.score.is_(None), ROW.kind.in_(scored)]
    return found


def _away(wanted: Filter) -> Conditions:
    """That the owner is on leave on some day of those asked for, on the day it is due."""
    spells = select(LEAVE.id).where(LEAVE.person == ROW.owner)
    found: Conditions = []
    if wanted.away_from is not None or wanted.away_to is not None:
        after = [LEAVE.last >= wanted.away_from] if wanted.away_from is not None else []
        before = [LEAVE.first <= wanted.away_to] if wanted.away_to is not None else []
        found.append(spells.where(*after, *before).exists())
    if wanted.away_when_due:
        found.append(spells.where(LEAVE.first <= ROW.due, LEAVE.last >= ROW.due).exists())
    return found


def _by_hand(wanted: Filter) -> Conditions:
    """That somebody logged it here. What was imported without a date of its own is as old as nobody knows."""
    imported = select(EVENT.id).where(EVENT.ref == ROW.ref, EVENT.verb == "log", EVENT.via == IMPORT)
    return [~imported.exists()] if wanted.by_hand else []


def _within(wanted: Filter, zone: ZoneInfo) -> Conditions:
    found: Conditions = []
    for name, column in BOUNDS.items():
        first, last = getattr(wanted, f"{name}_from"), getattr(wanted, f"{name}_to")
        found += [getattr(ROW, column) >= first] if first is not None else []
        found += [getattr(ROW, column) <= last] if last is not None else []
    if wanted.changed_from is not None:
        found.append(ROW.updated_at >= _midnight(wanted.changed_from, zone))
    if wanted.changed_to is not None:
        found.append(ROW.updated_at < _midnight(wanted.changed_to + timedelta(days=1), zone))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _opens(wanted: Filter) -> Conditions:
    """Whether they are open, where that is said or follows from the state; empty where both may be."""
    if wanted.status == "any":
        return []
    if wanted.status in ("open", "closed"):
        return [ROW.open.is_(wanted.status == "open")]
    lifecycles = [body.kind.lifecycle for body in all_kinds().values()]
    known = {cycle.is_open(wanted.status) for cycle in lifecycles if wanted.status in cycle.moves}
    return [ROW.open.is_(known.pop())] if len(known) == 1 else []


def _strands(wanted: Filter) -> list[Conditions]:
    """One alternative for each workstream that owns or gives it, one for each that it is owed to."""
    names = dict.fromkeys((*([wanted.workstream] if wanted.workstream else []), *wanted.workstreams))
    strands: list[Conditions] = [[ROW.workstream == name] for name in names]
    two_sided = {name for name, body in all_kinds().items() if body.counterpart is not Body.counterpart}
    kinds = {wanted.kind} if wanted.kind else set(wanted.kinds) or two_sided
    if wanted.counterpart or wanted.owed_only or not kinds & two_sided:
        return strands
    elsewhere = or_(ROW.workstream.is_(None), ROW.workstream.not_in(names))
    return strands + [[ROW.counterpart == name, elsewhere] for name in names]
