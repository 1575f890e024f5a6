"""Workload: how much is open, overdue and red, by person and workstream. Counted by the database, not read out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import RecordRow

RED = "Red"


@dataclass(frozen=True)
class Load:
    """What one person has open in one workstream (either may be None), and how much of it is overdue and red."""

    owner: str | None
    workstream: str | None
    open: int
    overdue: int
    red: int


class Workloads:
    def __init__(self, session: AsyncSession, today: date) -> None:
        self._session = session
        self._today = today

    async def find(
        self, *, owner: str | None = None, workstream: str | None = None, confidential: bool = False
    ) -> list[Load]:
        """Every load there is, of one person or one workstream only where they are named. What is confidential counts only
        where `confidential` is True: a number that nobody can look behind is a hint of what is kept from them."""
        row: Any = RecordRow  # mypy takes a SQLModel class's columns for their values
        named = {row.owner: owner, row.workstream: workstream}
        query = (
            select(
                row.owner,
                row.workstream,
                func.count(),
                func.sum(case((row.due < self._today, 1), else_=0)),
                func.sum(case((row.rag == RED, 1), else_=0)),
            )
            .where(row.open.is_(True), row.withdrawn.is_(False))
            .where(*(column == value for column, value in named.items() if value is not None))
            .where(*(() if confidential else (row.confidential.is_(False),)))
            .group_by(row.owner, row.workstream)
        )
        return [Load(*counted) for counted in await self._session.execute(query)]
