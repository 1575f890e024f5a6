"""Attachments: documents that wait to be fetched, each for one person or for the place where it was posted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.case_tables import AttachmentRow
from storage.counters import insert_into

KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Attachment:
    """A document as it was drawn. `person` is the only one who may fetch it; None: whoever reads the place."""

    key: str
    person: str | None
    name: str
    media: str
    content: bytes


class Attachments:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def keep(self, one: Attachment) -> None:
        """Keep it under its key; the same key again takes its place."""
        values = {"person": one.person, "name": one.name, "media": one.media, "content": one.content}
        insert = insert_into(self._session, AttachmentRow).values(key=one.key, made_at=self._now, **values)
        again = {**values, "made_at": self._now}
        await self._session.execute(insert.on_conflict_do_update(index_elements=["key"], set_=again))

    async def get(self, key: str) -> Attachment | None:
        row = await self._session.scalar(select(AttachmentRow).where(col(AttachmentRow.key) == key))
        return Attachment(row.key, row.person, row.name, row.media, row.content) if row else None

    async def sizes(self, keys: Collection[str]) -> dict[str, int]:
        """How many bytes each of those has that is still there."""
        if not keys:
            return {}
        found = select(col(AttachmentRow.key), func.length(col(AttachmentRow.content)))
        rows = await self._session.execute(found.where(col(AttachmentRow.key).in_(keys)))
        return {row[0]: row[1] for row in rows}

    async def forget(self, key: str) -> None:
        await self._session.execute(delete(AttachmentRow).where(col(AttachmentRow.key) == key))

    async def forget_old(self) -> None:
        """What nobody fetched for a fortnight; it can be asked for again."""
        await self._session.execute(delete(AttachmentRow).where(col(AttachmentRow.made_at) < self._now - KEPT_FOR))
