"""Memberships: who is on which workstream, in which role, from when to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.people import Membership
from storage.tables import MembershipRow

# Its columns: mypy takes those of a SQLModel class for their values.
ROW: Any = MembershipRow

# Plain rows: a programme has thousands, and nobody changes them this way. Both are asked in nearly every transaction.
_ALL: Select[Any] = select(*ROW.__table__.c).order_by(ROW.first.is_not(None), ROW.first, ROW.id)
_OF_ONE = _ALL.where(ROW.person == bindparam("person"))


class Memberships:
    """Kept for good: one that is over still says who was there. `today` is the local day."""

    def __init__(self, session: AsyncSession, today: date) -> None:
        self._session = session
        self._today = today
        self._known: tuple[Membership, ...] | None = None
        self.changes = 0

    async def all(self) -> tuple[Membership, ...]:
        """Every membership, the earliest first; read once until one of them changes."""
        if self._known is None:
            self._known = tuple(_membership(row) for row in await self._session.execute(_ALL))
        return self._known

    def forget(self) -> None:
        """Something changes: read anew. `changes` tells others."""
        self._known = None
        self.changes += 1

    async def of(self, person: str) -> list[Membership]:
        """Where somebody was, is and will be."""
        if self._known is not None:
            return [each for each in self._known if each.person == person]
        return [_membership(row) for row in await self._session.execute(_OF_ONE, {"person": person})]

    async def on(self, workstream: str) -> list[Membership]:
        """Who was, is and will be on a workstream."""
        return [each for each in await self.all() if each.workstream == workstream]

    async def not_over(self, person: str, workstream: str) -> Membership | None:
        """The membership that somebody has in a workstream, or is about to have; None when there is none or it has ended."""
        own = [each for each in await self.on(workstream) if each.person == person and not each.is_over(self._today)]
        return own[0] if own else None

    async def save(self, membership: Membership) -> Membership:
        """Add a membership, or change the one with its id."""
        values = {name: getattr(membership, name) for name in ("person", "workstream", "role", "first", "last")}
        self.forget()
        if membership.id:
            mine = col(MembershipRow.id) == membership.id
            await self._session.execute(update(MembershipRow).where(mine).values(**values))
            return membership
        row = MembershipRow(**values)
        self._session.add(row)
        await self._session.flush()
        return _membership(row)

    async def join(self, person: str, workstream: str, first: date | None) -> None:
        """Somebody is on a workstream from `first`, unless they are on it today."""
        known = await self.not_over(person, workstream)
        if known is None:
            await self.save(Membership(person, workstream, first=first))
        elif not known.covers(self._today):
            await self.save(replace(known, first=first))

    async def leave(self, person: str, workstream: str) -> None:
        """Somebody is no longer on a workstream from today. What began only today never was."""
        known = await self.not_over(person, workstream)
        if known is None or not known.covers(self._today):
            return
        yesterday = self._today - timedelta(days=1)
        if known.first is not None and known.first > yesterday:
            await self.remove(known)
        else:
            await self.save(replace(known, last=yesterday))

    async def remove(self, membership: Membership) -> None:
        """A membership that never began."""
        self.forget()
        await self._session.execute(delete(MembershipRow).where(col(MembershipRow.id) == membership.id))


def _membership(row: MembershipRow | Row[Any]) -> Membership:
    assert row.id is not None
    return Membership(row.person, row.workstream, row.role, row.first, row.last, row.id)
