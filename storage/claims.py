"""Claims: which notices may be taken for sending now, in the order in which they are to go.

Every branch of the question is a range of the index (state, urgency, due_at, id): what was settled, and what is due later, is
never read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import IdentityRow, NoticeRow, PlaceRow

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = NoticeRow
PLACE: Any = PlaceRow
IDENTITY: Any = IdentityRow

DUE, CLAIMED, UNCERTAIN = "due", "claimed", "uncertain"
URGENCIES = (0, 1, 2)

Receiver = tuple[int | None, str | None]


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice in the hands of a process until `lease_until` (real time)."""

    holder: str
    receiver: Receiver
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Whose notices are left alone for now: receivers, and all who can be reached on nothing but these platforms."""

    receivers: frozenset[Receiver] = field(default_factory=frozenset)
    platforms: frozenset[str] = field(default_factory=frozenset)


async def claims(session: AsyncSession) -> list[Claim]:
    """What is being sent now, by anybody."""
    query = select(ROW.claimed_by, ROW.place, ROW.person, ROW.lease_until).where(ROW.state == CLAIMED)
    return [Claim(by, (place, person), until) for by, place, person, until in await session.execute(query)]


async def next_in_turn(session: AsyncSession, now: datetime, real_now: datetime, apart: Apart, limit: int) -> list[int]:
    """The ids of the notices that go next: most urgent first, then earliest due; of each receiver one."""
    rested = or_(ROW.retry_at.is_(None), ROW.retry_at <= real_now)
    may_go = (ROW.carrier.is_(None), ROW.due_at <= now, rested, *_left_alone(apart))
    branches = [
        select(ROW.id, ROW.urgency, ROW.due_at, ROW.place, ROW.person)
        .where(ROW.state == state, ROW.urgency == urgency, *may_go)
        .order_by(ROW.due_at, ROW.id)
        .limit(limit)
        .subquery()
        for state in (DUE, UNCERTAIN)
        for urgency in URGENCIES
    ]
    together = union_all(*(select(branch) for branch in branches)).subquery()
    found = await session.execute(select(together).order_by(together.c.urgency, together.c.due_at, together.c.id))
    first: dict[Receiver, int] = {}
    for notice in found:
        first.setdefault((notice.place, notice.person), notice.id)
    return list(first.values())[:limit]


def _left_alone(apart: Apart) -> list[ColumnElement[bool]]:
    places = [place for place, _ in apart.receivers if place is not None]
    people = [person for place, person in apart.receivers if place is None and person is not None]
    conditions: list[ColumnElement[bool]] = []
    if places:
        conditions.append(or_(ROW.place.is_(None), ROW.place.not_in(places)))
    if people:
        conditions.append(or_(ROW.place.is_not(None), ROW.person.is_(None), ROW.person.not_in(people)))
    if apart.platforms:
        conditions.append(~_only_on(apart.platforms))
    return conditions


def _only_on(platforms: Collection[str]) -> ColumnElement[bool]:
    """Whether a notice can go to nothing but these platforms."""
    there = exists().where(PLACE.id == ROW.place, PLACE.platform.in_(platforms))
    known = exists().where(IDENTITY.person == ROW.person, IDENTITY.platform.in_(platforms))
    elsewhere = exists().where(IDENTITY.person == ROW.person, IDENTITY.platform.not_in(platforms))
    return or_(and_(ROW.place.is_not(None), there), and_(ROW.place.is_(None), known, ~elsewhere))
