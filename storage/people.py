"""People, how platforms know them, and workstreams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.people import Leave, Person, Workstream
from storage.counters import Counters, insert_into
from storage.tables import IdentityRow, LeaveRow, PersonRow, WorkstreamRow


class People:
    """The programme's people. `id` is the code a person was imported or enrolled with."""

    def __init__(self, session: AsyncSession, counters: Counters, now: datetime) -> None:
        self._session = session
        self._counters = counters
        self._now = now
        self._known: dict[str, Person] | None = None

    async def all(self) -> dict[str, Person]:
        """Everyone by id, in order of name; read once a transaction."""
        if self._known is None:
            leave: dict[str, list[Leave]] = {}
            for spell in await self._session.scalars(select(LeaveRow).order_by(col(LeaveRow.first))):
                leave.setdefault(spell.person, []).append(Leave(spell.first, spell.last))
            rows = await self._session.scalars(select(PersonRow).order_by(col(PersonRow.name), col(PersonRow.id)))
            self._known = {row.id: _person(row, leave.get(row.id, ())) for row in rows}
        return self._known

    async def get(self, person: str | None) -> Person | None:
        return (await self.all()).get(person) if person else None

    async def name(self, person: str | None) -> str:
        found = await self.get(person)
        return found.name if found else "nobody"

    async def is_empty(self) -> bool:
        return not await self._session.scalar(select(func.count()).select_from(PersonRow))

    async def new_id(self) -> str:
        return f"P{await self._counters.next('P'):03d}"

    async def save(self, person: Person) -> None:
        """Add a person or bring them up to date, leave included."""
        row = await self._session.get(PersonRow, person.id) or PersonRow(id=person.id, name=person.name)
        for name in ("name", "email", "role", "organisation", "workstream", "member", "active", "deputy"):
            setattr(row, name, getattr(person, name))
        row.working_days = "".join(str(day) for day in sorted(person.working_days))
        self._session.add(row)
        await self._session.execute(delete(LeaveRow).where(col(LeaveRow.person) == person.id))
        self._session.add_all(LeaveRow(person=person.id, first=spell.first, last=spell.last) for spell in person.leave)
        await self._session.flush()
        await self._counters.at_least("P", number_in(person.id))
        self._known = None

    async def by_identity(self, platform: str, user_id: str) -> Person | None:
        row = await self._identity(platform, user_id)
        return await self.get(row.person) if row else None

    async def by_email(self, email: str) -> Person | None:
        plain = email.strip().casefold()
        people = await self.all()
        return next((person for person in people.values() if plain and person.email.casefold() == plain), None)

    async def identify(
        self,
        person: str,
        platform: str,
        user_id: str,
        *,
        tenant: str = "",
        name: str = "",
        address: Mapping[str, Any] | None = None,
        seen: bool = False,
    ) -> None:
        """Remember how a platform knows a person, and how to write to them there. `seen`: they have just spoken."""
        row = await self._identity(platform, user_id)
        if row is None:
            new = {"platform": platform, "user_id": user_id, "person": person}
            insert = insert_into(self._session, IdentityRow).values(**new, tenant="", name="", address={})
            await self._session.execute(insert.on_conflict_do_nothing())
            row = await self._identity(platform, user_id)
            assert row is not None
        row.person = person
        row.tenant = tenant or row.tenant
        row.name = name or row.name
        if address:
            row.address = {**row.address, **address}
        if seen:
            row.last_seen = self._now
        self._session.add(row)
        await self._session.flush()

    async def identities(self, person: str) -> list[IdentityRow]:
        """How platforms know a person, the one they spoke on last first."""
        rows = await self._session.scalars(select(IdentityRow).where(col(IdentityRow.person) == person))
        return sorted(
            rows, key=lambda row: (row.last_seen is None, -(row.last_seen.timestamp() if row.last_seen else 0))
        )

    async def users(self, platform: str, people: Iterable[str]) -> dict[str, str]:
        """The platform's user ids of `people`, by person id, for those whom it knows."""
        wanted = set(people)
        if not wanted:
            return {}
        rows = await self._session.scalars(
            select(IdentityRow).where(col(IdentityRow.platform) == platform, col(IdentityRow.person).in_(wanted))
        )
        return {row.person: row.user_id for row in rows}

    async def _identity(self, platform: str, user_id: str) -> IdentityRow | None:
        query = select(IdentityRow).where(col(IdentityRow.platform) == platform, col(IdentityRow.user_id) == user_id)
        return await self._session.scalar(query)


class Workstreams:
    """The programme's workstreams by id (`WS05`)."""

    def __init__(self, session: AsyncSession, counters: Counters) -> None:
        self._session = session
        self._counters = counters

    async def all(self) -> dict[str, Workstream]:
        rows = await self._session.scalars(select(WorkstreamRow).order_by(col(WorkstreamRow.id)))
        return {row.id: Workstream(row.id, row.name, row.short, row.lead) for row in rows}

    async def get(self, workstream: str | None) -> Workstream | None:
        return (await self.all()).get(workstream) if workstream else None

    async def new_id(self) -> str:
        return f"WS{await self._counters.next('WS'):02d}"

    async def save(self, workstream: Workstream) -> None:
        row = await self._session.get(WorkstreamRow, workstream.id) or WorkstreamRow(id=workstream.id, name="")
        row.name, row.short, row.lead = workstream.name, workstream.short, workstream.lead
        self._session.add(row)
        await self._session.flush()
        await self._counters.at_least("WS", number_in(workstream.id))


def number_in(code: str) -> int:
    """The number at the end of a code (`P060` → 60), 0 when it has none."""
    match = re.search(r"(\d{1,9})$", code)
    return int(match[1]) if match else 0


def _person(row: PersonRow, leave: Iterable[Leave]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        organisation=row.organisation,
        workstream=row.workstream,
        member=row.member,
        active=row.active,
        deputy=row.deputy,
        working_days=frozenset(int(day) for day in row.working_days),
        leave=tuple(leave),
    )
