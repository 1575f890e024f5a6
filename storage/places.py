"""Places: channels, group chats and DMs, what they are bound to, and the living cards that stand in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from governance.people import Place
from storage.counters import insert_into
from storage.tables import CardRow, PlaceRow, RecordRow

# Their columns: mypy takes those of a SQLModel class for their values.
CARD: Any = CardRow
PLACE: Any = PlaceRow
RECORD: Any = RecordRow

REDRAW_ATTEMPTS = 5

# Asked in nearly every transaction.
_PLACE = select(PLACE).where(PLACE.platform == bindparam("platform"), PLACE.external_id == bindparam("external_id"))
_CARD = select(CARD).where(
    CARD.platform == bindparam("platform"),
    CARD.external_id == bindparam("external_id"),
    CARD.message == bindparam("message"),
)


@dataclass(frozen=True)
class Standing:
    """A living card: where, which record's, and which of its versions it shows. `notice` is the key of the notice that the
    message is, where it is not simply the record's card; such a one may have no record, as a digest has many."""

    id: int
    platform: str
    external_id: str
    message: str
    tenant: str
    address: Mapping[str, Any]
    record: int | None
    drawn: int
    attempts: int = 0
    notice: str = ""
    marks: int = 0


class Places:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._held: dict[int, PlaceRow] = {}

    async def meet(
        self,
        platform: str,
        external_id: str,
        type: str,
        *,
        name: str = "",
        tenant: str = "",
        address: Mapping[str, Any],
        alive: bool = False,
    ) -> Place:
        """The place, remembered or brought up to date with what the platform just said of it. `alive`: somebody has just
        spoken there, so it is not archived, whatever was heard of it before."""
        row = await self._row(platform, external_id)
        if row is None:
            new = {"platform": platform, "external_id": external_id, "type": type}
            rest = {"name": "", "tenant": "", "address": {}, "archived": False}
            insert = insert_into(self._session, PlaceRow).values(**new, **rest)
            await self._session.execute(insert.on_conflict_do_nothing())
            row = await self._row(platform, external_id)
            assert row is not None
        if alive:
            row.archived = False
        row.name = name or row.name
        row.tenant = tenant or row.tenant
        if address:
            row.address = {**row.address, **address}
        self._session.add(row)
        await self._session.flush()
        return _place(row)

    async def get(self, place: int) -> Place:
        return _place(await self.row(place))

    async def row(self, place: int) -> PlaceRow:
        """The place with all that its platform needs to post there. Held, so that the session need not read it again."""
        self._held[place] = row = await self._session.get_one(PlaceRow, place)
        return row

    async def find(self, platform: str, external_id: str) -> Place | None:
        row = await self._row(platform, external_id)
        return _place(row) if row else None

    async def of_workstream(self, workstream: str) -> list[Place]:
        """The workstream's channels, oldest first, archived ones left out."""
        query = select(PLACE).where(PLACE.workstream == workstream, PLACE.archived.is_(False))
        return [_place(row) for row in await self._session.scalars(query.order_by(PLACE.id))]

    async def channels(self, platform: str) -> list[Place]:
        """The channels that a platform has told of, in order of their ids, archived ones left out."""
        row: Any = PlaceRow
        wanted = select(PLACE).where(row.platform == platform, row.type == "channel", row.archived.is_(False))
        return [_place(found) for found in await self._session.scalars(wanted.order_by(row.external_id))]

    async def bound(self) -> list[Place]:
        """Every channel that belongs to a workstream or to the whole programme, archived ones left out."""
        whose = or_(PLACE.workstream.is_not(None), PLACE.whole.is_(True))
        query = select(PLACE).where(whose, PLACE.archived.is_(False))
        return [_place(row) for row in await self._session.scalars(query.order_by(PLACE.id))]

    async def bind(self, place: int, workstream: str, next_wake: datetime) -> None:
        values = {"workstream": workstream, "next_wake": next_wake, "archived": False}
        await self._session.execute(update(PLACE).where(PLACE.id == place).values(**values))

    async def settle(self, place: int, *, names: bool, whole: bool, next_wake: datetime | None) -> None:
        """Keep what was settled for a channel, and when its weekly summary is to be thought of (None: it gets none)."""
        values = {"names": names, "whole": whole, "next_wake": next_wake}
        await self._session.execute(update(PLACE).where(PLACE.id == place).values(**values))

    async def archive(self, place: int, archived: bool = True) -> None:
        await self._session.execute(update(PLACE).where(PLACE.id == place).values(archived=archived))

    async def to_wake(self) -> list[Place]:
        """The channels whose weekly summary is to be thought of now."""
        query = (
            select(PLACE)
            .where(PLACE.next_wake <= self._now, PLACE.archived.is_(False))
            .order_by(PLACE.next_wake, PLACE.id)
            .with_for_update(skip_locked=True)
        )
        return [_place(row) for row in await self._session.scalars(query)]

    async def set_wake(self, place: int, moment: datetime | None) -> None:
        await self._session.execute(update(PLACE).where(PLACE.id == place).values(next_wake=moment))

    async def next_wake(self) -> datetime | None:
        query = select(func.min(PLACE.next_wake)).where(PLACE.archived.is_(False))
        return await self._session.scalar(query)

    async def stand(self, card: Standing) -> None:
        """Remember a living card. The same message again only learns which version it shows now. Where the record moved on
        between drawing and posting, it is stale at once; its row is locked so that a change cannot slip in between."""
        version = None
        if card.record is not None:  # before the card: so does whoever changes the record
            locked = select(RECORD.version).where(RECORD.id == card.record).with_for_update()
            version = await self._session.scalar(locked) or 0
        row = await self._card(card.platform, card.external_id, card.message)
        if row is None and await self._stands_first(card, stale=version is not None and version > card.drawn):
            return
        row = row or await self._card(card.platform, card.external_id, card.message)
        assert row is not None
        row.record, row.notice = card.record, card.notice
        row.tenant, row.address = card.tenant or row.tenant, {**row.address, **card.address}
        row.drawn = card.drawn
        if version is not None:
            row.stale = version > card.drawn
        self._session.add(row)
        await self._session.flush()

    async def _stands_first(self, card: Standing, *, stale: bool) -> bool:
        """Remember a card of which nothing was known. False where another process remembered it meanwhile."""
        same = ("platform", "external_id", "message", "tenant", "address", "record", "notice", "drawn")
        values = {**{name: getattr(card, name) for name in same}, "address": dict(card.address)}
        insert = insert_into(self._session, CardRow).values(**values, stale=stale, marks=0, attempts=0)
        return await self._session.scalar(insert.on_conflict_do_nothing().returning(CARD.id)) is not None

    async def standing(self, platform: str, external_id: str, message: str) -> Standing | None:
        """The living card that a message is, if it is one."""
        row = await self._card(platform, external_id, message)
        return _standing(row) if row else None

    async def touch(self, *, notice: str = "", card: int | None = None, record: int | None = None) -> None:
        """What a notice (by key), a card, or a record's cards say has changed, though no field did: to be redrawn."""
        which = CARD.notice == notice
        if card is not None:
            which = CARD.id == card
        if record is not None:
            which = CARD.record == record
        await mark_stale(self._session, which)

    async def take_stale(
        self, real_now: datetime, lease_until: datetime, platforms: Collection[str], limit: int = 50
    ) -> list[Standing]:
        """Living cards that no longer show what they should, for this process alone until `lease_until` (real time)."""
        query = (
            select(CARD)
            .where(
                CARD.stale.is_(True),
                CARD.platform.in_(platforms),
                or_(CARD.retry_at.is_(None), CARD.retry_at <= real_now),
                or_(CARD.lease_until.is_(None), CARD.lease_until <= real_now),
                CARD.attempts < REDRAW_ATTEMPTS,
            )
            .order_by(CARD.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = list(await self._session.scalars(query))
        for row in rows:
            row.lease_until = lease_until
        await self._session.flush()
        return [_standing(row) for row in rows]

    async def newer(self, card: Standing) -> int:
        """How many later cards of the same record stand in the same place."""
        same = (CARD.platform == card.platform, CARD.external_id == card.external_id, CARD.record == card.record)
        later = select(func.count()).select_from(CARD).where(*same, CARD.notice == "", CARD.id > card.id)
        return await self._session.scalar(later) or 0

    async def retire(self, card: int) -> None:
        """A card that has said that there are newer ones follows its record no longer."""
        await self._session.execute(
            update(CARD).where(CARD.id == card).values(record=None, stale=False, lease_until=None)
        )

    async def redrawn(self, card: Standing, version: int) -> None:
        """A card now shows `version`; it stays stale if it was called so again since it was taken."""
        mine = update(CARD).where(CARD.id == card.id)
        await self._session.execute(mine.values(drawn=version, attempts=0, lease_until=None))
        await self._session.execute(mine.where(CARD.marks == card.marks).values(stale=False))

    async def redraw_failed(self, card: int, retry_at: datetime, *, counts: bool = True, gone: bool = False) -> None:
        """Try a card again after `retry_at` (real time), or never where the message is gone. `counts`: not the platform's
        being busy but a refusal, of which so many are enough."""
        tries: Any = REDRAW_ATTEMPTS if gone else CARD.attempts + int(counts)
        values = {"attempts": tries, "retry_at": retry_at, "lease_until": None}
        await self._session.execute(update(CARD).where(CARD.id == card).values(**values))

    async def _row(self, platform: str, external_id: str) -> PlaceRow | None:
        return await self._session.scalar(_PLACE, {"platform": platform, "external_id": external_id})

    async def _card(self, platform: str, external_id: str, message: str) -> CardRow | None:
        named = {"platform": platform, "external_id": external_id, "message": message}
        return await self._session.scalar(_CARD, named)


async def mark_stale(session: AsyncSession, which: ColumnElement[bool]) -> None:
    """The cards `which` are to be redrawn, though they were given up before."""
    values: dict[str, Any] = {"stale": True, "marks": CARD.marks + 1, "attempts": 0, "retry_at": None}
    await session.execute(update(CARD).where(which).values(**values))


async def mark_stale_with(session: AsyncSession, named: ColumnElement[bool]) -> None:
    """The cards of the records that are `named` by the name of somebody or something, which is now another."""
    await mark_stale(session, CARD.record.in_(select(RECORD.id).where(named)))


def _place(row: PlaceRow) -> Place:
    assert row.id is not None
    same = ("platform", "external_id", "type", "name", "workstream", "archived", "next_wake", "whole", "names")
    return Place(row.id, **{name: getattr(row, name) for name in same})


def _standing(row: CardRow) -> Standing:
    assert row.id is not None
    same = ("platform", "external_id", "message", "tenant", "address", "record", "drawn", "attempts", "notice", "marks")
    return Standing(id=row.id, **{name: getattr(row, name) for name in same})
