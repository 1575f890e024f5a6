"""Health: what the weekly look at each workstream's register found, kept so that one can see how it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import HealthRow

ROW: Any = HealthRow  # mypy takes its columns for their values

PROGRAMME = ""  # stands for the whole programme where a workstream is named


@dataclass(frozen=True)
class Health:
    """One workstream's score (0 to 100) in the week that begins on `week`, a Monday; `findings` counts them by rule."""

    workstream: str
    week: date
    score: int
    findings: Mapping[str, Any]


class HealthScores:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(self, day: date, workstream: str, score: int, findings: Mapping[str, Any]) -> None:
        """Keep the score of the week in which `day` is; a later one of the same week takes its place."""
        new = {"score": score, "findings": dict(findings)}
        insert = insert_into(self._session, HealthRow).values(workstream=workstream, day=monday(day), **new)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workstream", "day"], set_=new))

    async def of_week(self, day: date) -> dict[str, Health]:
        """The scores of the week in which `day` is, by workstream."""
        rows = await self._session.scalars(select(ROW).where(ROW.day == monday(day)).order_by(ROW.workstream))
        return {row.workstream: _health(row) for row in rows}

    async def latest_before(self, day: date) -> dict[str, Health]:
        """The newest scores of each workstream from before the week in which `day` is."""
        newest = (
            select(ROW.workstream, func.max(ROW.day).label("day")).where(ROW.day < monday(day)).group_by(ROW.workstream)
        ).subquery()
        same = (newest.c.workstream == ROW.workstream) & (newest.c.day == ROW.day)
        rows = await self._session.scalars(select(ROW).join(newest, same))
        return {row.workstream: _health(row) for row in rows}


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _health(row: HealthRow) -> Health:
    return Health(row.workstream, row.day, row.score, row.findings)
