"""Happenings: what a case's chronology knows besides the register's own history: what came before, and contacts about it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.happening import Happening
from governance.kinds.contact import SAID_OF, Contact
from governance.record import Record
from storage.case_tables import HappeningRow
from storage.rows import record_of
from storage.tables import LinkRow, RecordRow

NOON = time(12)  # of a day without an hour


class Happenings:
    def __init__(self, session: AsyncSession, zone: ZoneInfo) -> None:
        self._session = session
        self._known: dict[int, dict[tuple[datetime, str], HappeningRow]] = {}
        self._zone = zone

    async def of(self, record: Record) -> list[Happening]:
        """Earliest first; the contacts that were logged about it are among them."""
        query = select(HappeningRow).where(col(HappeningRow.record) == record.id)
        rows = await self._session.scalars(query.order_by(col(HappeningRow.at), col(HappeningRow.id)))
        found = [_happening(row) for row in rows]
        return sorted([*found, *await self._contacts(record)], key=lambda one: one.at)

    async def _contacts(self, record: Record) -> list[Happening]:
        """They are records of their own, so what is changed or taken back there is so here."""
        mine = select(LinkRow).where(or_(col(LinkRow.source) == record.id, col(LinkRow.target) == record.id))
        others = [
            link.target if link.source == record.id else link.source for link in await self._session.scalars(mine)
        ]
        wanted = (col(RecordRow.id).in_(others), col(RecordRow.kind) == Contact.kind.name)
        rows = await self._session.scalars(select(RecordRow).where(*wanted, col(RecordRow.withdrawn).is_(False)))
        return [self._told(record_of(row)) for row in rows] if others else []

    def _told(self, contact: Record) -> Happening:
        body = contact.body
        assert isinstance(body, Contact)
        day = body.happened_at or contact.raised_on
        at = datetime.combine(day, body.happened_time or NOON, self._zone).astimezone(UTC)
        agreed = f"; agreed: {body.agreed}" if body.agreed else ""
        by = body.taken_by or contact.raised_by or ""
        return Happening(at, SAID_OF.get(body.how or "", "Contact"), f"{contact.title}{agreed}", by, contact.ref)

    async def keep(self, record: Record, one: Happening) -> Literal["created", "updated", "unchanged"]:
        """Keep a line; the same thing at the same moment again takes its own place. For many: those of a record are read once."""
        if record.id not in self._known:
            query = select(HappeningRow).where(col(HappeningRow.record) == record.id)
            self._known[record.id] = {(row.at, row.what): row for row in await self._session.scalars(query)}
        row = self._known[record.id].get((one.at, one.what))
        if row is not None and _happening(row) == one:
            return "unchanged"
        outcome: Literal["created", "updated"] = "updated" if row else "created"
        row = row or HappeningRow(record=record.id, at=one.at, what=one.what)
        row.note, row.by, row.source = one.note, one.by, one.source
        self._known[record.id][(one.at, one.what)] = row
        self._session.add(row)
        return outcome


def _happening(row: HappeningRow) -> Happening:
    return Happening(row.at, row.what, row.note, row.by, row.source)
