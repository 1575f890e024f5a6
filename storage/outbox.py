"""The outbox: messages owed, and what became of each. `due → claimed → sent | failed | uncertain | lapsed`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, and_, exists, false, func, literal_column, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from storage.claims import CLAIMED, DUE, UNCERTAIN, URGENCIES, Apart, Claim, claims, next_in_turn
from storage.counters import insert_on
from storage.filing import SETTLED, file_refs
from storage.tables import IdentityRow, NoticeRefRow, NoticeRow, PlaceRow

SENT, FAILED, LAPSED = SETTLED
OPEN_STATES = (DUE, CLAIMED, UNCERTAIN)

__all__ = [
    "ANSWER", "CLAIMED", "DUE", "FAILED", "IN_ORDER", "LAPSED", "OPEN_STATES", "SENT", "STATUTORY", "UNCERTAIN", "USUAL",
    "Notice", "Outbox",
]  # fmt: skip

# What goes first when much is due at once: an answer to what somebody has just done, what the law or the clock in hours
# asks for, the rest.
ANSWER, STATUTORY, USUAL = 0, 1, 2

# How long the next notice for a receiver waits for the one before it. What takes longer holds nobody up.
IN_ORDER = timedelta(seconds=2)
OWED_AT_ONCE = 500
NOBODY = Apart()

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = NoticeRow
TABLE: Any = NoticeRow.__table__  # type: ignore[attr-defined]
FILED: Any = NoticeRefRow
PLACE: Any = PlaceRow
IDENTITY: Any = IdentityRow

INTERRUPTED = "the process that was sending it ended before it heard the outcome"


@dataclass(frozen=True)
class Notice:
    """One message owed to one person or place on one occasion. `key` says which, and exists once.

    `carrier` is the key of the digest that it goes with, where it is not sent on its own. `under` is the key of the notice in
    whose thread it belongs, where that stands in the same channel. `begun`: its sending has begun, so it may have arrived.
    `attempts` counts the sendings that were begun. `retry_at` is in real time.
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
    urgency: int = USUAL
    under: str = ""
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
        return bool(await self.owe_all([notice]))

    async def owe_all(self, notices: Iterable[Notice]) -> list[str]:
        """Owe several, and say the keys of those that are new. In the order of their keys, so that processes which owe the
        same ones wait for each other in turn and never in a circle."""
        new: list[str] = []
        in_turn = sorted(notices, key=lambda notice: notice.key)
        for first in range(0, len(in_turn), OWED_AT_ONCE):
            new += await self._owe(in_turn[first : first + OWED_AT_ONCE])
        return new

    async def _owe(self, notices: Sequence[Notice]) -> list[str]:
        owing = _owing(self._session.get_bind().dialect.name)
        told = await self._session.execute(owing, [_values(notice, self._now) for notice in notices])
        new = {key: number for number, key in told}
        refs = {new[notice.key]: notice.refs for notice in notices if notice.key in new and notice.refs}
        if refs:
            await file_refs(self._session, refs, anew=False)
        return list(new)

    async def claim(
        self, holder: str, real_now: datetime, lease_until: datetime, limit: int = 20, apart: Apart = NOBODY
    ) -> list[Notice]:
        """Take notices that are due, or whose outcome is unknown, for this process alone until `lease_until` (real time): the
        most urgent first, then the earliest due. Those that a digest carries are never taken on their own. Of each receiver
        one, and none while another is just being sent to them, so that messages arrive in order."""
        brisk = lease_until - IN_ORDER
        waited_for = {each.receiver for each in await self.claims() if each.lease_until and each.lease_until > brisk}
        apart = Apart(apart.receivers | waited_for, apart.platforms)
        chosen = await next_in_turn(self._session, self._now, real_now, apart, limit)
        if not chosen:
            return []
        free = select(TABLE.c.id).where(TABLE.c.id.in_(chosen)).with_for_update(skip_locked=True)
        taken = update(TABLE).where(TABLE.c.id.in_(free)).returning(*TABLE.c)
        mine = {"state": CLAIMED, "claimed_by": holder, "lease_until": lease_until}
        rows = {row.id: row for row in await self._session.execute(taken.values(**mine))}
        return [_notice(rows[one]) for one in chosen if one in rows]

    async def claims(self) -> list[Claim]:
        """What is being sent now, by this process and all others."""
        return await claims(self._session)

    async def begin(self, notice: int, holder: str, lease_until: datetime, **values: Any) -> bool:
        """Sending begins now: from here on it may have arrived. False when the claim is no longer `holder`'s. `values` are
        the platform, external_id, thread, text, refs and payload of what is being sent."""
        begun = {"begun": True, "attempts": ROW.attempts + 1, "lease_until": lease_until}
        return await self._write(notice, holder, {**begun, **values})

    async def abandon_claims(self, real_now: datetime, retry_at: datetime, dead_holders: Collection[str] = ()) -> int:
        """Free the claims whose process is gone: its lease ran out, or it is known to be dead. What it had begun to send is
        uncertain, and looked into after `retry_at`, when it has landed if it ever does; the rest is simply due again."""
        over = or_(ROW.lease_until.is_(None), ROW.lease_until <= real_now)
        gone = and_(ROW.state == CLAIMED, or_(over, ROW.claimed_by.in_(dead_holders)))
        free = {"lease_until": None, "claimed_by": ""}
        begun = update(ROW).where(gone, ROW.begun.is_(True))
        result = await self._session.execute(
            begun.values(state=UNCERTAIN, outcome=INTERRUPTED, retry_at=retry_at, **free)
        )
        await self._session.execute(update(ROW).where(gone).values(state=DUE, **free))
        return int(result.rowcount)  # type: ignore[attr-defined]

    async def settle(self, notice: int, state: str, holder: str | None = None, **values: Any) -> bool:
        """Write what became of a notice: `state` and any of sent_at, platform, external_id, message, text, outcome, due_at,
        retry_at, begun, attempts, refs. With `holder`, only while the claim is that process's; False when it is not. What
        was to go with a digest that has gone without it goes by itself."""
        digest, free = aliased(ROW), {"lease_until": None, "claimed_by": ""}
        over = {"retry_at": None} if state in SETTLED else {}
        if not await self._write(notice, holder, {"state": state, **free, **over, **values}):
            return False
        if state in SETTLED:
            key = select(digest.key).where(digest.id == notice).scalar_subquery()
            left = update(ROW).where(ROW.carrier == key, ROW.state == DUE)
            await self._session.execute(left.values(carrier=None).execution_options(synchronize_session=False))
        return True

    async def _write(self, notice: int, holder: str | None, values: Mapping[str, Any]) -> bool:
        query = update(ROW).where(ROW.id == notice)
        if holder is not None:
            query = query.where(ROW.state == CLAIMED, ROW.claimed_by == holder)
        filed = {"filed": True} if "refs" in values else {}
        result = await self._session.execute(query.values(**values, **filed))
        if not result.rowcount:  # type: ignore[attr-defined]
            return False
        if "refs" in values:
            await file_refs(self._session, {notice: values["refs"]})
        return True

    async def carried(self, carrier: str) -> list[Notice]:
        """The notices that go with a digest and have not gone yet, oldest first."""
        return await self._all(ROW.carrier == carrier, ROW.state == DUE)

    async def with_ids(self, notices: Collection[int]) -> list[Notice]:
        """Those with these ids, oldest first, whatever became of them."""
        return await self._all(ROW.id.in_(notices)) if notices else []

    async def settle_all(self, notices: Collection[int], state: str, **values: Any) -> None:
        """What became of a digest becomes of those that went with it; the ones settled otherwise meanwhile stay so."""
        if not notices:
            return
        query = update(ROW).where(ROW.id.in_(notices), ROW.state == DUE)
        await self._session.execute(query.values(state=state, **values))

    async def let_go(self) -> None:
        """What was to go with a digest that has gone without it goes by itself: all of it, whoever left it behind."""
        digest = aliased(ROW)
        gone = exists().where(digest.key == ROW.carrier, digest.state.in_(SETTLED))
        left = (ROW.carrier.is_not(None), ROW.state == DUE, gone)
        await self._session.execute(
            update(ROW).where(*left).values(carrier=None).execution_options(synchronize_session=False)
        )

    async def carry_over(self, carrier: str, to: Notice) -> None:
        """What was to go with one digest goes with another."""
        waiting = (ROW.carrier == carrier, ROW.state == DUE)
        await self._session.execute(update(ROW).where(*waiting).values(carrier=to.key, due_at=to.due_at))

    async def note(self, key: str, **payload: Any) -> bool:
        """Add to what a notice speaks of. False when there is none with this key."""
        row = await self._session.scalar(select(ROW).where(ROW.key == key))
        if row is None:
            return False
        row.payload = {**row.payload, **payload}
        await self._session.flush()
        return True

    async def get(self, notice: int) -> Notice:
        return _notice(await self._session.get_one(NoticeRow, notice, populate_existing=True))

    async def by_key(self, key: str) -> Notice | None:
        row = await self._session.scalar(select(ROW).where(ROW.key == key))
        return _notice(row) if row else None

    async def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the next notice that still waits is due; with `after`, the first one later than that."""
        first = [
            select(ROW.due_at)
            .where(ROW.state == state, ROW.carrier.is_(None), *([ROW.due_at > after] if after else []))
            .order_by(ROW.due_at)
            .limit(1)
            .subquery()
            for state in (DUE, UNCERTAIN)
        ]
        found = await self._session.scalars(union_all(*(select(each) for each in first)))
        return min(found, default=None)

    async def late(self, platform: str, since: datetime, until: datetime, besides: str) -> int:
        """How many messages for people and places on a platform came round from `since` to `until` and had not been sent by
        then; those of the rule `besides` do not count."""
        there = exists().where(PLACE.id == ROW.place, PLACE.platform == platform)
        known = exists().where(IDENTITY.person == ROW.person, IDENTITY.platform == platform)
        unsent = and_(ROW.state.in_((*OPEN_STATES, SENT)), or_(ROW.state != SENT, ROW.sent_at >= until))
        meant = and_(
            ROW.rule != besides, ROW.due_at >= since, ROW.due_at <= until, ROW.carrier.is_(None), or_(there, known)
        )
        return await self._session.scalar(select(func.count()).select_from(ROW).where(unsent, meant)) or 0

    async def counts(self) -> dict[str, int]:
        """How many notices are in each state."""
        query = select(ROW.state, func.count()).group_by(ROW.state)
        return dict((await self._session.execute(query)).all())

    async def of_ref(self, ref: str) -> list[Notice]:
        """Every notice that names a record, oldest first."""
        return await self._all(ROW.id.in_(select(FILED.notice).where(FILED.ref == ref)))

    async def waiting(self, until: datetime | None = None, *, person: str | None = None) -> list[Notice]:
        """Notices that are owed (to one `person`) and not settled, earliest first."""
        mine = [ROW.person == person] if person else []
        return await self._all(ROW.state.in_(OPEN_STATES), *mine, *([ROW.due_at <= until] if until else []))

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


@cache
def _owing(dialect: str) -> ReturningInsert[Any]:
    """What is the same for all is said once: each value of each notice costs time where thousands come round at once."""
    words: dict[str, Any] = dict.fromkeys(
        ("claimed_by", "platform", "external_id", "message", "text", "outcome"), literal_column("''")
    )
    first = {"state": literal_column(f"'{DUE}'"), "attempts": literal_column("0"), "begun": false(), **words}
    insert = insert_on(dialect, TABLE).values(**first)
    return insert.on_conflict_do_nothing(index_elements=["key"]).returning(TABLE.c.id, TABLE.c.key)


def _values(notice: Notice, now: datetime) -> dict[str, Any]:
    """The row of a notice that is owed. One that names no record yet (a digest) is filed when it is known which it names."""
    if notice.urgency not in URGENCIES:
        raise ValueError(f"there is no urgency {notice.urgency}")
    same = ("key", "rule", "due_at", "person", "place", "thread", "carrier", "urgency", "under")
    return {
        **{name: getattr(notice, name) for name in same},
        "refs": list(notice.refs),
        "payload": dict(notice.payload),
        "filed": bool(notice.refs),
        "planned_at": now,
    }


def _notice(row: NoticeRow | Row[Any]) -> Notice:
    same = (
        "key", "rule", "due_at", "person", "place", "thread", "payload", "carrier", "urgency", "under", "planned_at",
        "state", "attempts", "begun", "retry_at", "sent_at", "platform", "external_id", "message", "text", "outcome",
    )  # fmt: skip
    assert row.id is not None
    return Notice(id=row.id, refs=tuple(row.refs), **{name: getattr(row, name) for name in same})
