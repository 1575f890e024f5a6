"""The outbox: messages owed, and what became of each. `due → claimed → sent | failed | uncertain | lapsed`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import NoticeRow

DUE, CLAIMED, SENT, FAILED, UNCERTAIN, LAPSED = "due", "claimed", "sent", "failed", "uncertain", "lapsed"
OPEN_STATES = (DUE, CLAIMED, UNCERTAIN)

# Its columns: mypy takes those of a SQLModel class for their values.
ROW: Any = NoticeRow

INTERRUPTED = "the process that was sending it ended before it heard the outcome"


@dataclass(frozen=True)
class Notice:
    """One message owed to one person or place on one occasion. `key` says which, and exists once.

    `carrier` is the key of the digest that it goes with, where it is not sent on its own. `begun`: its sending has begun, so
    it may have arrived. `retry_at` is in real time.
    """

    key: str
    rule: str
    due_at: datetime
    person: str | None = None
    place: int | None = None
    thread: str | None = None
    refs: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    carrier: str | None = None
    id: int = 0
    planned_at: datetime | None = None
    state: str = DUE
    attempts: int = 0
    begun: bool = False
    retry_at: datetime | None = None
    sent_at: datetime | None = None
    platform: str = ""
    external_id: str = ""
    message: str = ""
    text: str = ""
    outcome: str = ""


class Outbox:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def owe(self, notice: Notice) -> bool:
        """Owe a message, once: False when a notice with its key exists already, whatever became of it."""
        values = {
            **{
                name: getattr(notice, name)
                for name in ("key", "rule", "due_at", "person", "place", "thread", "carrier")
            },
            "refs": list(notice.refs),
            "payload": dict(notice.payload),
            "planned_at": self._now,
            "state": DUE,
            "attempts": 0,
            "begun": False,
            **dict.fromkeys(("claimed_by", "platform", "external_id", "message", "text", "outcome"), ""),
        }
        insert = insert_into(self._session, NoticeRow).values(**values).on_conflict_do_nothing(index_elements=["key"])
        return await self._session.scalar(insert.returning(ROW.id)) is not None

    async def owe_all(self, notices: Iterable[Notice]) -> list[str]:
        """Owe several, and say the keys of those that are new. In the order of their keys, so that processes which owe the
        same ones wait for each other in turn and never in a circle."""
        return [notice.key for notice in sorted(notices, key=lambda notice: notice.key) if await self.owe(notice)]

    async def claim(self, holder: str, real_now: datetime, lease_until: datetime, limit: int = 20) -> list[Notice]:
        """Take notices that are due, or whose outcome is unknown, for this process alone until `lease_until` (real time);
        earliest due first. Those that a digest carries are never taken on their own."""
        rested = or_(ROW.retry_at.is_(None), ROW.retry_at <= real_now)
        query = (
            select(ROW)
            .where(_can_be_sent(), ROW.due_at <= self._now, rested)
            .order_by(ROW.due_at, ROW.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = list(await self._session.scalars(query))
        for row in rows:
            row.state, row.claimed_by, row.lease_until = CLAIMED, holder, lease_until
            row.attempts += 1
        await self._session.flush()
        return [_notice(row) for row in rows]

    async def begin(self, notice: int, holder: str, lease_until: datetime, **values: Any) -> bool:
        """Sending begins now: from here on it may have arrived. False when the claim is no longer `holder`'s. `values` are
        the platform, external_id, text, refs and payload of what is being sent."""
        result = await self._session.execute(
            update(ROW)
            .where(ROW.id == notice, ROW.state == CLAIMED, ROW.claimed_by == holder)
            .values(begun=True, lease_until=lease_until, **values)
        )
        return bool(result.rowcount)  # type: ignore[attr-defined]

    async def abandon_claims(self, real_now: datetime, retry_at: datetime, dead_holders: Collection[str] = ()) -> int:
        """Free the claims whose process is gone: its lease ran out, or it is known to be dead. What it had begun to send is
        uncertain, and looked into after `retry_at`, when it has landed if it ever does; the rest is simply due again."""
        gone = and_(
            ROW.state == CLAIMED,
            or_(ROW.lease_until <= real_now, ROW.claimed_by.in_(dead_holders)),
        )
        free = {"lease_until": None, "claimed_by": ""}
        begun = update(ROW).where(gone, ROW.begun.is_(True))
        result = await self._session.execute(
            begun.values(state=UNCERTAIN, outcome=INTERRUPTED, retry_at=retry_at, **free)
        )
        await self._session.execute(update(ROW).where(gone).values(state=DUE, **free))
        return int(result.rowcount)  # type: ignore[attr-defined]

    async def holders(self) -> set[str]:
        """The processes that hold claims now."""
        rows = await self._session.scalars(select(ROW.claimed_by).where(ROW.state == CLAIMED).distinct())
        return set(rows)

    async def settle(self, notice: int, state: str, holder: str | None = None, **values: Any) -> bool:
        """Write what became of a notice: `state` and any of sent_at, platform, external_id, message, text, outcome, due_at,
        retry_at, begun, refs. With `holder`, only while the claim is that process's; False when it is not."""
        query = update(ROW).where(ROW.id == notice)
        if holder is not None:
            query = query.where(ROW.state == CLAIMED, ROW.claimed_by == holder)
        free = {"lease_until": None, "claimed_by": ""}
        result = await self._session.execute(query.values(state=state, **free, **values))
        return bool(result.rowcount)  # type: ignore[attr-defined]

    async def carried(self, carrier: str) -> list[Notice]:
        """The notices that go with a digest and have not gone yet, oldest first."""
        return await self._all(ROW.carrier == carrier, ROW.state == DUE)

    async def settle_all(self, notices: Collection[int], state: str, **values: Any) -> None:
        """What became of a digest becomes of those that went with it; the ones settled otherwise meanwhile stay so."""
        query = update(ROW).where(ROW.id.in_(notices), ROW.state == DUE)
        await self._session.execute(query.values(state=state, **values))

    async def let_go(self) -> None:
        """What was to go with a digest that has gone without it goes by itself."""
        carriers = select(ROW.key).where(ROW.state.in_((SENT, FAILED, LAPSED)))
        left = (ROW.carrier.is_not(None), ROW.state == DUE, ROW.carrier.in_(carriers))
        await self._session.execute(update(ROW).where(*left).values(carrier=None))

    async def carry_over(self, carrier: str, to: Notice) -> None:
        """What was to go with one digest goes with another."""
        waiting = (ROW.carrier == carrier, ROW.state == DUE)
        await self._session.execute(update(ROW).where(*waiting).values(carrier=to.key, due_at=to.due_at))

    async def get(self, notice: int) -> Notice:
        return _notice(await self._session.get_one(NoticeRow, notice, populate_existing=True))

    async def by_key(self, key: str) -> Notice | None:
        row = await self._session.scalar(select(ROW).where(ROW.key == key))
        return _notice(row) if row else None

    async def next_due(self) -> datetime | None:
        """When the next notice that still waits is due."""
        return await self._session.scalar(select(func.min(ROW.due_at)).where(_can_be_sent()))

    async def next_retry(self) -> datetime | None:
        """When (real time) the next notice that is due but had to be put off is tried again."""
        query = select(func.min(ROW.retry_at)).where(_can_be_sent(), ROW.due_at <= self._now)
        return await self._session.scalar(query)

    async def counts(self) -> dict[str, int]:
        """How many notices are in each state."""
        query = select(ROW.state, func.count()).group_by(ROW.state)
        return dict((await self._session.execute(query)).all())

    async def of_ref(self, ref: str) -> list[Notice]:
        """Every notice that names a record, oldest first."""
        return await self._all(cast(ROW.refs, Text).contains(f'"{ref}"', autoescape=True))

    async def waiting(self, until: datetime | None = None) -> list[Notice]:
        """Notices that are owed and not settled, earliest first."""
        owed = ROW.state.in_(OPEN_STATES)
        return await self._all(owed, *([ROW.due_at <= until] if until else []))

    async def all(self) -> list[Notice]:
        """The whole outbox, what was settled long ago included, earliest due first."""
        return await self._all()

    async def newest_sent(self, rule: str, place: int) -> Notice | None:
        """The last notice of a rule that was sent to a place."""
        sent = (ROW.rule == rule, ROW.place == place, ROW.state == SENT)
        query = select(ROW).where(*sent).order_by(ROW.due_at.desc(), ROW.id.desc()).limit(1)
        row = await self._session.scalar(query)
        return _notice(row) if row else None

    async def _all(self, *conditions: Any) -> list[Notice]:
        rows = await self._session.scalars(select(ROW).where(*conditions).order_by(ROW.due_at, ROW.id))
        return [_notice(row) for row in rows]


def _can_be_sent() -> ColumnElement[bool]:
    states = ROW.state.in_((DUE, UNCERTAIN))
    return and_(states, ROW.carrier.is_(None))


def _notice(row: NoticeRow) -> Notice:
    same = (
        "key", "rule", "due_at", "person", "place", "thread", "payload", "carrier", "planned_at", "state", "attempts",
        "begun", "retry_at", "sent_at", "platform", "external_id", "message", "text", "outcome",
    )  # fmt: skip
    assert row.id is not None
    return Notice(id=row.id, refs=tuple(row.refs), **{name: getattr(row, name) for name in same})
