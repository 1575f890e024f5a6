"""Pending: whether there is anything for delivery to do, and when there will be. One question each, and the same every time, so
that looking costs next to nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.claims import CLAIMED, DUE, UNCERTAIN
from storage.places import REDRAW_ATTEMPTS
from storage.tables import CardRow, NoticeRow, ReachRow

# Their columns: mypy takes those of a SQLModel class for their values.
NOTICE: Any = NoticeRow.__table__.c  # type: ignore[attr-defined]
CARD: Any = CardRow.__table__.c  # type: ignore[attr-defined]
REACH: Any = ReachRow.__table__.c  # type: ignore[attr-defined]

UNSENT = (DUE, UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Pending:
    """Whether somebody has notices in hand; whether any has come round, though it may have to wait; whether cards are stale; and
    whether a platform did not answer."""

    claimed: bool
    due: bool
    stale: bool
    away: bool


def _is_due() -> ColumnElement[bool]:
    return and_(NOTICE.state.in_(UNSENT), NOTICE.carrier.is_(None), NOTICE.due_at <= bindparam("now"))


def _is_stale() -> ColumnElement[bool]:
    return and_(CARD.stale.is_(True), CARD.attempts < REDRAW_ATTEMPTS)


def _first(moment: Any, *conditions: Any) -> Any:
    """The earliest of some moments, by their index."""
    return select(moment).where(*conditions).order_by(moment).limit(1).scalar_subquery()


_ANYTHING = select(
    exists().where(NOTICE.state == CLAIMED),
    exists().where(_is_due()),
    exists().where(_is_stale()),
    exists().where(REACH.failing_since.is_not(None)),
)


async def pending(session: AsyncSession, now: datetime) -> Pending:
    """As of `now`, the programme's time."""
    return Pending(*(await session.execute(_ANYTHING, {"now": now})).one())


@dataclass(frozen=True, slots=True)
class Waiting:
    """When there will be something to do: `due` is when the first unsent notice came round or will; `later` when the next one
    does; `retry` and `redraw` (real time) when the first notice and the first card that had to be put off are tried again."""

    due: datetime | None
    later: datetime | None
    retry: datetime | None
    redraw: datetime | None


_NEXT = select(
    *(_first(NOTICE.due_at, NOTICE.state == state, NOTICE.carrier.is_(None)) for state in UNSENT),
    *(
        _first(NOTICE.due_at, NOTICE.state == state, NOTICE.carrier.is_(None), NOTICE.due_at > bindparam("now"))
        for state in UNSENT
    ),
    _first(NOTICE.retry_at, NOTICE.retry_at.is_not(None), _is_due()),
    select(func.min(CARD.retry_at))
    .where(_is_stale(), CARD.platform.in_(bindparam("platforms", expanding=True)), CARD.lease_until.is_(None))
    .scalar_subquery(),
)


async def waiting(session: AsyncSession, now: datetime, platforms: Collection[str]) -> Waiting:
    """As of `now`, the programme's time; only cards that stand on `platforms` are thought of."""
    found = (await session.execute(_NEXT, {"now": now, "platforms": list(platforms)})).one()
    due, later = ([moment for moment in pair if moment] for pair in (found[:2], found[2:4]))
    return Waiting(min(due, default=None), min(later, default=None), retry=found[4], redraw=found[5])
