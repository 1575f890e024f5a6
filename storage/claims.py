"""Claims: which notices may be taken for sending now, in the order in which they are to go.

Every branch of the question is a range of the index (state, urgency, due_at, id): what was settled, and what is due later, is
never read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import IdentityRow, NoticeRow, PlaceRow

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = NoticeRow.__table__.c  # type: ignore[attr-defined]
PLACE: Any = PlaceRow.__table__.c  # type: ignore[attr-defined]
IDENTITY: Any = IdentityRow.__table__.c  # type: ignore[attr-defined]

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


# The same question is asked again and again: it is put together once for each set of things that it leaves out.
_BEING_SENT = select(ROW.claimed_by, ROW.place, ROW.person, ROW.lease_until).where(ROW.state == CLAIMED)


async def claims(session: AsyncSession) -> list[Claim]:
    """What is being sent now, by anybody."""
    return [Claim(by, (place, person), until) for by, place, person, until in await session.execute(_BEING_SENT)]


async def next_in_turn(session: AsyncSession, now: datetime, real_now: datetime, apart: Apart, limit: int) -> list[int]:
    """The ids of the notices that go next: most urgent first, then earliest due; of each receiver one."""
    left_alone = _left_alone(apart)
    given = {"now": now, "real_now": real_now, "most": limit, **left_alone}
    first: dict[Receiver, int] = {}
    for notice in await session.execute(_question(frozenset(left_alone)), given):
        first.setdefault((notice.place, notice.person), notice.id)
    return list(first.values())[:limit]


def _left_alone(apart: Apart) -> dict[str, list[Any]]:
    """Whom to pass over, by sort; a sort of which there is nobody is not asked about."""
    found: dict[str, list[Any]] = {
        "places": [place for place, _ in apart.receivers if place is not None],
        "people": [person for place, person in apart.receivers if place is None and person is not None],
        "platforms": list(apart.platforms),
    }
    return {name: some for name, some in found.items() if some}


@cache
def _question(besides: frozenset[str]) -> Select[Any]:
    """Asks with `now`, `real_now`, `most` and a list for each of `besides`."""
    rested = or_(ROW.retry_at.is_(None), ROW.retry_at <= bindparam("real_now"))
    may_go = [
        ROW.carrier.is_(None),
        ROW.due_at <= bindparam("now"),
        rested,
        *(_besides(name) for name in sorted(besides)),
    ]
    branches = [
        select(ROW.id, ROW.urgency, ROW.due_at, ROW.place, ROW.person)
        .where(ROW.state == state, ROW.urgency == urgency, *may_go)
        .order_by(ROW.due_at, ROW.id)
        .limit(bindparam("most", type_=Integer))
        .subquery()
        for state in (DUE, UNCERTAIN)
        for urgency in URGENCIES
    ]
    together = union_all(*(select(branch) for branch in branches)).subquery()
    return select(together).order_by(together.c.urgency, together.c.due_at, together.c.id)


def _besides(name: str) -> ColumnElement[bool]:
    some: BindParameter[Any] = bindparam(name, expanding=True)
    if name == "places":
        return or_(ROW.place.is_(None), ROW.place.not_in(some))
    if name == "people":
        return or_(ROW.place.is_not(None), ROW.person.is_(None), ROW.person.not_in(some))
    return ~_only_on(some)


def _only_on(platforms: BindParameter[Any]) -> ColumnElement[bool]:
    """Whether a notice can go to nothing but these platforms."""
    there = exists().where(PLACE.id == ROW.place, PLACE.platform.in_(platforms))
    known = exists().where(IDENTITY.person == ROW.person, IDENTITY.platform.in_(platforms))
    elsewhere = exists().where(IDENTITY.person == ROW.person, IDENTITY.platform.not_in(platforms))
    return or_(and_(ROW.place.is_not(None), there), and_(ROW.place.is_(None), known, ~elsewhere))
