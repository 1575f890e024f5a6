"""Which living cards no longer show what is so, once a record has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.record import Record
from storage.places import mark_stale
from storage.tables import CardRow, LinkRow, NoticeRefRow, NoticeRow

# Older messages are left as they were: people look at the newest, and platforms take only so many changes.
RECENT = timedelta(days=2)


async def redraw(session: AsyncSession, old: Record, new: Record, now: datetime) -> None:
    """The record's own cards are to be redrawn, recent messages that name it (a digest's line), and the cards of linked records
    where they tell of what has changed."""
    recent = (col(NoticeRefRow.ref) == new.ref, col(NoticeRow.sent_at) >= now - RECENT)
    named_in = (
        select(col(NoticeRow.key)).join(NoticeRefRow, col(NoticeRefRow.notice) == col(NoticeRow.id)).where(*recent)
    )
    await mark_stale(session, or_(col(CardRow.record) == new.id, col(CardRow.notice).in_(named_in)))
    if (old.title, old.status, old.withdrawn) != (new.title, new.status, new.withdrawn):
        forward = select(col(LinkRow.target)).where(col(LinkRow.source) == new.id)
        backward = select(col(LinkRow.source)).where(col(LinkRow.target) == new.id)
        await mark_stale(session, col(CardRow.record).in_(forward.union_all(backward)))
