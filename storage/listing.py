"""Listing: the rows that a filter finds, a page at a time, and how many there are.

However many records there are, a page costs what it shows: each alternative of a filter is read in order from one index, and only
as far as the page goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from governance.text import keepable
from storage.filters import ROW, Conditions, Filter, branches, conditions
from storage.search import Search
from storage.tables import RecordRow

Order = list[ColumnElement[Any]]

BY_DUE: Order = [ROW.due.nulls_last(), ROW.number, ROW.id]
ORDERS: dict[str, Order] = {
    "due": BY_DUE,
    "score": [ROW.score.desc().nulls_last(), ROW.id.desc()],
    "updated": [ROW.updated_at.desc(), ROW.id.desc()],
    "ref": [ROW.kind, ROW.number, ROW.id],
}


class Listing:
    def __init__(self, session: AsyncSession, zone: ZoneInfo, search: Search) -> None:
        self._session = session
        self._zone = zone
        self._search = search

    async def page(self, wanted: Filter, offset: int, limit: int | None) -> list[RecordRow]:
        """The rows that a filter finds, in its order, from the one numbered `offset` (0 the first) on."""
        if wanted.order == "match":
            return await self._best(wanted, offset, limit)
        order = ORDERS[wanted.order]
        if limit is None or wanted.text.strip():
            query = select(RecordRow).where(*await self._conditions(wanted)).order_by(*order).offset(offset)
            return list(await self._session.scalars(query.limit(limit)))
        first = _first(_in_order(wanted, self._zone), offset + limit)
        query = select(RecordRow).join(first, first.c.id == ROW.id).order_by(*order).offset(offset).limit(limit)
        return list(await self._session.scalars(query))

    async def _best(self, wanted: Filter, offset: int, limit: int | None) -> list[RecordRow]:
        query = await self._search.understand(wanted.text)
        if not query.terms:
            return await self.page(replace(wanted, sort="updated"), offset, limit)
        ids: list[int] = []
        for tier in self._search.best_first(query, conditions(wanted, self._zone)):
            more = None if limit is None else offset + limit - len(ids)
            if more == 0:
                break
            ids += await self._session.scalars(tier.limit(more))
        rows = {row.id: row for row in await self._session.scalars(select(RecordRow).where(ROW.id.in_(ids[offset:])))}
        return [rows[one] for one in ids[offset:]]

    async def count(self, wanted: Filter, up_to: int | None = None) -> int:
        """How many there are; where `up_to` is given, no more than so many are looked for."""
        if up_to is None:
            query = select(func.count()).select_from(RecordRow).where(*await self._conditions(wanted))
            return await self._session.scalar(query) or 0
        found = _first(await self._countable(wanted), up_to)
        return min(await self._session.scalar(select(func.count()).select_from(found)) or 0, up_to)

    async def _countable(self, wanted: Filter) -> list[Select[Any]]:
        """The ids that a filter finds, in parts that can be read a few at a time."""
        query = await self._search.understand(wanted.text)
        if query.terms:
            return [self._search.found(query, conditions(wanted, self._zone))]
        if wanted.text.strip():
            return [select(ROW.id).where(*await self._conditions(wanted))]
        return [select(ROW.id).where(*branch) for branch in branches(wanted, self._zone)]

    async def tally(self, wanted: Filter, *by: Any) -> list[tuple[Any, ...]]:
        """How many there are by the columns `by`, in their order, the number last."""
        query = select(*by, func.count()).where(*await self._conditions(wanted)).group_by(*by).order_by(*by)
        return [tuple(row) for row in (await self._session.execute(query)).all()]

    async def _conditions(self, wanted: Filter) -> Conditions:
        found = conditions(wanted, self._zone)
        if not wanted.text.strip():
            return found
        query = await self._search.understand(wanted.text)
        if query.terms:
            return [*found, self._search.matches(query)]
        signs = keepable(wanted.text).strip()  # there is no word in it
        return [*found, ROW.title.contains(signs, autoescape=True)]


def _in_order(wanted: Filter, zone: ZoneInfo) -> list[Select[Any]]:
    """A filter's alternatives, each in the order of an index: what has a score comes before what has none."""
    found = branches(wanted, zone)
    if wanted.order != "score":
        return [select(ROW.id).where(*branch).order_by(*ORDERS[wanted.order]) for branch in found]
    # Those without a score are sorted by it too: else PostgreSQL would read all of them by id.
    highest = (ROW.score.desc(), ROW.id.desc())
    halves = (ROW.score.is_not(None), ROW.score.is_(None))
    return [select(ROW.id).where(*branch, half).order_by(*highest) for branch in found for half in halves]


def _first(parts: list[Select[Any]], number: int) -> Subquery:
    """The first ids of each part."""
    limited = [part.limit(number).subquery() for part in parts]
    if len(limited) == 1:
        return limited[0]
    return union_all(*(select(part.c.id) for part in limited)).subquery()
