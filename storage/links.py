"""Links: what records have to do with one another. One row, read from both ends; each a line of history that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.errors import ChivvyError
from governance.lineage import RELATIONS
from governance.record import Record
from storage.counters import insert_into
from storage.history import LINK, UNLINK, Event, History, Scene
from storage.places import mark_stale
from storage.tables import CardRow, LinkRow, RecordRow


class LinkedToItself(ChivvyError):
    """{ref} can't be linked to itself. Nothing was changed. Name another record, such as “{ref} mitigates R-007”."""


@dataclass(frozen=True)
class Link:
    """One link as a record sees it. `words` reads from this record to the other (`came from`); `forward` is False where the other
    is the source. The other's `open` state is its own."""

    relation: str
    words: str
    forward: bool
    ref: str
    kind: str
    title: str
    status: str
    open: bool
    confidential: bool


class Links:
    def __init__(self, session: AsyncSession, history: History) -> None:
        self._session = session
        self._history = history

    async def add(
        self, scene: Scene, source: Record, relation: str, target: Record, *, undoes: int | None = None
    ) -> Event | None:
        """Link two records; None when they were linked like that already. Raises LinkedToItself."""
        if source.id == target.id:
            raise LinkedToItself(ref=source.ref)
        values = {"source": source.id, "target": target.id, "relation": RELATIONS[relation].name}
        insert = insert_into(self._session, LinkRow).values(**values).on_conflict_do_nothing()
        if await self._session.scalar(insert.returning(col(LinkRow.id))) is None:
            return None
        return await self._told(scene, LINK, source, relation, target, undoes=undoes)

    async def remove(
        self, scene: Scene, source: Record, relation: str, target: Record, *, undoes: int | None = None
    ) -> Event | None:
        """Take a link away; None when there was none."""
        wanted = (
            col(LinkRow.source) == source.id,
            col(LinkRow.target) == target.id,
            col(LinkRow.relation) == relation,
        )
        found = await self._session.scalar(select(col(LinkRow.id)).where(*wanted))
        if found is None:
            return None
        await self._session.execute(delete(LinkRow).where(col(LinkRow.id) == found))
        return await self._told(scene, UNLINK, source, relation, target, undoes=undoes)

    async def _told(
        self, scene: Scene, verb: str, source: Record, relation: str, target: Record, undoes: int | None = None
    ) -> Event:
        await mark_stale(self._session, col(CardRow.record).in_((source.id, target.id)))
        after = {"relation": relation, "target": target.ref}
        return await self._history.add(scene, verb, source.ref, after=after, undoes=undoes)

    async def of(self, record: Record) -> list[Link]:
        """A record's links, oldest first, from its own side. Withdrawn records are left out."""
        found = await self._session.execute(
            select(LinkRow, RecordRow)
            .join(RecordRow, _other_end(record.id))
            .where(or_(col(LinkRow.source) == record.id, col(LinkRow.target) == record.id))
            .where(col(RecordRow.withdrawn).is_(False))
            .order_by(col(LinkRow.id))
        )
        return [_seen_from(record.id, link, other) for link, other in found.all()]

    async def of_many(self, records: list[int]) -> dict[int, list[Link]]:
        """The links of several records by record id, in one query."""
        found = await self._session.execute(
            select(LinkRow, RecordRow)
            .join(RecordRow, or_(col(RecordRow.id) == col(LinkRow.source), col(RecordRow.id) == col(LinkRow.target)))
            .where(or_(col(LinkRow.source).in_(records), col(LinkRow.target).in_(records)))
            .where(col(RecordRow.withdrawn).is_(False))
            .order_by(col(LinkRow.id))
        )
        wanted = set(records)
        links: dict[int, list[Link]] = {}
        for link, other in found.all():
            own = link.target if other.id == link.source else link.source
            if own in wanted:
                links.setdefault(own, []).append(_seen_from(own, link, other))
        return links


def _other_end(record: int) -> ColumnElement[bool]:
    return or_(
        (col(LinkRow.source) == record) & (col(RecordRow.id) == col(LinkRow.target)),
        (col(LinkRow.target) == record) & (col(RecordRow.id) == col(LinkRow.source)),
    )


def _seen_from(record: int, link: LinkRow, other: RecordRow) -> Link:
    relation = RELATIONS[link.relation]
    forward = link.source == record
    return Link(
        relation=link.relation,
        words=relation.forward if forward else relation.backward,
        forward=forward,
        ref=other.ref,
        kind=other.kind,
        title=other.title,
        status=other.status,
        open=other.open,
        confidential=other.confidential,
    )
