"""Organisations: the councils and partners of the programme, by their codes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.people import Organisation
from storage.tables import OrganisationRow


class Organisations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> dict[str, Organisation]:
        """Every organisation by its code, in order of name."""
        rows = await self._session.scalars(select(OrganisationRow).order_by(col(OrganisationRow.name)))
        return {row.id: Organisation(row.id, row.name, row.type) for row in rows}

    async def name(self, code: str) -> str:
        """The name behind a code; what is no code of ours is a name already."""
        row = await self._session.get(OrganisationRow, code) if code else None
        return row.name if row else code

    async def save(self, organisation: Organisation) -> None:
        row = await self._session.get(OrganisationRow, organisation.id) or OrganisationRow(id=organisation.id, name="")
        row.name, row.type = organisation.name, organisation.type
        self._session.add(row)
        await self._session.flush()
