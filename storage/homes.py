"""Homes: the properties of an estate and who lives in them. Nothing of it is searched or listed with the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from governance.homes import Home, Resident
from storage.case_tables import PropertyRow, ResidentRow

Thing = TypeVar("Thing", Home, Resident)


class Homes:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._rows: dict[type[SQLModel], dict[str, Any]] = {}

    async def home(self, uprn: str) -> Home | None:
        row = await self._row(PropertyRow, uprn)
        return _thing(Home, row) if row else None

    async def resident(self, id: str) -> Resident | None:
        row = await self._row(ResidentRow, id)
        return _thing(Resident, row) if row else None

    async def _row(self, table: type[PropertyRow] | type[ResidentRow], key: str) -> Any:
        if table in self._rows:
            return self._rows[table].get(key)
        return await self._session.get(table, key) if key else None

    async def of_estate(self, estate: str | None) -> list[Home]:
        """Every home of an estate, by UPRN; of all where None."""
        query = select(PropertyRow).order_by(col(PropertyRow.uprn))
        if estate is not None:
            query = query.where(col(PropertyRow.estate) == estate)
        return [_thing(Home, row) for row in await self._session.scalars(query)]

    async def residents_of(self, uprns: Sequence[str]) -> list[Resident]:
        """Who lives in these homes, by their number."""
        query = select(ResidentRow).where(col(ResidentRow.uprn).in_(uprns)).order_by(col(ResidentRow.id))
        return [_thing(Resident, row) for row in await self._session.scalars(query)]

    async def names(self) -> frozenset[str]:
        """What everybody is called who lives in any home, to see whether a text names one of them; for no other use."""
        return frozenset(filter(None, await self._session.scalars(select(col(ResidentRow.name)).distinct())))

    async def named(self, words: str) -> list[Resident]:
        """Residents whose name, number or address holds all of these words; for those who may open cases, and nobody else."""
        query = select(ResidentRow, PropertyRow).join(
            PropertyRow, col(PropertyRow.uprn) == col(ResidentRow.uprn), isouter=True
        )
        wanted = words.casefold().split()
        found = []
        for resident, home in (await self._session.execute(query)).all():
            said = f"{resident.id} {resident.name} {home.address if home is not None else ''}".casefold()
            if wanted and all(word in said for word in wanted):
                found.append(_thing(Resident, resident))
        return sorted(found, key=lambda one: one.id)

    async def keep_home(self, home: Home) -> bool:
        """Keep a home; False when it is kept already as it is. For many: all that there are are read once."""
        return await self._keep(PropertyRow, home.uprn, home)

    async def keep_resident(self, resident: Resident) -> bool:
        """Keep a resident; False when they are kept already as they are. For many, as `keep_home`."""
        return await self._keep(ResidentRow, resident.id, resident)

    async def _keep(self, table: type[PropertyRow] | type[ResidentRow], key: str, thing: Home | Resident) -> bool:
        if table not in self._rows:
            names = {PropertyRow: "uprn", ResidentRow: "id"}
            self._rows[table] = {getattr(row, names[table]): row for row in await self._session.scalars(select(table))}
        row, values = self._rows[table].get(key), asdict(thing)
        if row is not None and {name: getattr(row, name) for name in values} == values:
            return False
        if row is None:
            self._rows[table][key] = row = table(**values)
        for name, held in values.items():
            setattr(row, name, held)
        self._session.add(row)
        return True


def _thing(sort: type[Thing], row: Any) -> Thing:
    return sort(**{each.name: getattr(row, each.name) for each in fields(sort)})
