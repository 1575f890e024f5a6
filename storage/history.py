"""The history: one line for each thing done, chained by hashes so that a changed or missing line shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from governance.errors import ChivvyError
from governance.text import all_keepable, keepable
from storage.programme import programme_row
from storage.tables import EventRow, RecordRow

VERIFIED_AT_ONCE = 1000

# Its columns: mypy takes those of a SQLModel class for their values. What a line says is in all of them but three.
EVENT: Any = EventRow.__table__.c  # type: ignore[attr-defined]
SAID = tuple(column.name for column in EVENT if column.name not in ("id", "previous", "hash"))
_WRITE = insert(EventRow.__table__)  # type: ignore[attr-defined]
_WRITE_ONE = _WRITE.returning(EVENT.id)
_LATER: Any = aliased(EventRow)
UNDONE = exists().where(_LATER.undoes == EventRow.id)  # whether a line was taken back by a later one

LINK, UNLINK = "link", "unlink"
LINKING = (LINK, UNLINK)

READ, REFUSED = "read", "refused"  # somebody looked at something confidential, or was not let

FOLLOW = "follow calendar"  # dates of a record moved because the calendar did
IMPORT = "import"  # via: a whole register may have come in at once


class ChainBroken(ChivvyError):
    """The history is damaged or has been altered: line {event} does not follow from the one before it. This check changed
    nothing. Keep a copy of the database, and tell whoever is responsible for the programme's records."""


@dataclass(frozen=True)
class Scene:
    """Who is doing something, how and where: what every line of the history says besides the deed itself.
    `via` is chat, form, import, schedule or command line; `place` names the platform and the kind of place. `batch` names a
    deed of several lines, which are undone together."""

    actor: str | None = None
    via: str = "chat"
    place: str = ""
    batch: str | None = None


@dataclass(frozen=True)
class Event:
    """One line of the history. `before` and `after` hold the fields that changed, JSON-ready."""

    id: int
    at: datetime
    actor: str | None
    verb: str
    ref: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    via: str
    place: str
    undoes: int | None
    version: int | None
    batch: str | None = None


def unwritten(scene: Scene, verb: str, ref: str, at: datetime) -> Event:
    """What would have been a line, of a deed that changed nothing: it was not written, and can't be undone."""
    return Event(0, at, scene.actor, verb, ref, {}, {}, "", scene.via, scene.place, None, None, scene.batch)


@dataclass(frozen=True)
class Deeds:
    """How often somebody did one sort of thing: `verb` to records of `kind`, in the span numbered `span`; `status` is the state
    that it led to, where it led to another."""

    span: int
    kind: str
    verb: str
    status: str | None
    count: int


class History:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def add(
        self,
        scene: Scene,
        verb: str,
        ref: str | None = None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
        undoes: int | None = None,
        version: int | None = None,
    ) -> Event:
        """Write one line. There is one writer at a time (see `Database.transaction`), so lines follow one another."""
        said: dict[str, Any] = {
            "before": before,
            "after": after,
            "reason": reason,
            "undoes": undoes,
            "version": version,
        }
        line = self._line(scene, verb, ref, **said)
        [values] = await self._chained([line])
        number = await self._session.scalar(_WRITE_ONE, values)
        assert number is not None
        return replace(line, id=number)

    async def add_all(self, scene: Scene, verb: str, lines: Iterable[tuple[str, Mapping[str, Any], str]]) -> None:
        """Write a line for each of several records, by ref, with what is so after it and why; they follow one another."""
        new = [self._line(scene, verb, ref, after=after, reason=reason) for ref, after, reason in lines]
        if new:
            await self._session.execute(_WRITE, await self._chained(new))

    async def _chained(self, lines: Sequence[Event]) -> list[dict[str, Any]]:
        """New lines, chained to those that there are, as their rows keep them. The last is the head of the chain from now on."""
        programme = await programme_row(self._session)
        chained, head = [], programme.chain_head
        for line in lines:
            values = {**{name: getattr(line, name) for name in SAID}, "previous": head}
            head = values["hash"] = line_hash(line, head)
            chained.append(values)
        programme.chain_head = head
        self._session.add(programme)
        await self._session.flush()
        return chained

    def _line(
        self,
        scene: Scene,
        verb: str,
        ref: str | None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
        undoes: int | None = None,
        version: int | None = None,
    ) -> Event:
        """A line that nothing has been chained to yet."""
        return Event(
            id=0,
            at=self._now,
            actor=scene.actor,
            verb=verb,
            ref=ref,
            before=all_keepable(dict(before or {})),
            after=all_keepable(dict(after or {})),
            reason=keepable(reason),
            via=scene.via,
            place=scene.place,
            undoes=undoes,
            version=version,
            batch=scene.batch,
        )

    async def of(self, ref: str) -> list[Event]:
        """Everything that was done to one record, oldest first."""
        rows = await self._session.scalars(select(EventRow).where(col(EventRow.ref) == ref).order_by(col(EventRow.id)))
        return [_event(row) for row in rows]

    async def get(self, event: int) -> Event | None:
        row = await self._session.get(EventRow, event)
        return _event(row) if row else None

    async def last_undoable(self, actor: str) -> Event | None:
        """The newest thing that `actor` did to a record and that has not been undone."""
        query = (
            select(EventRow)
            .where(
                col(EventRow.actor) == actor,
                or_(col(EventRow.version).is_not(None), col(EventRow.verb).in_(LINKING)),
                col(EventRow.undoes).is_(None),
                ~UNDONE,
            )
            .order_by(col(EventRow.id).desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return _event(row) if row else None

    async def of_batch(self, batch: str) -> list[Event]:
        """The lines of one deed, oldest first; without those that took others back."""
        query = select(EventRow).where(col(EventRow.batch) == batch, col(EventRow.undoes).is_(None))
        return [_event(row) for row in await self._session.scalars(query.order_by(col(EventRow.id)))]

    async def notes_of(self, ref: str, limit: int) -> list[Event]:
        """The newest notes on a record, oldest of them first."""
        query = select(EventRow).where(col(EventRow.ref) == ref, col(EventRow.verb) == "note")
        rows = await self._session.scalars(query.order_by(col(EventRow.id).desc()).limit(limit))
        return [_event(row) for row in rows][::-1]

    async def newest_of(self, ref: str, verbs: Sequence[str]) -> Event | None:
        """The newest line of one record by one of these verbs."""
        query = select(EventRow).where(col(EventRow.ref) == ref, col(EventRow.verb).in_(verbs))
        row = await self._session.scalar(query.order_by(col(EventRow.id).desc()).limit(1))
        return _event(row) if row else None

    async def last_of(self, actor: str) -> Event | None:
        """The newest thing that `actor` did, whatever it was."""
        query = select(EventRow).where(col(EventRow.actor) == actor).order_by(col(EventRow.id).desc()).limit(1)
        row = await self._session.scalar(query)
        return _event(row) if row else None

    async def deeds_of(self, actor: str, starts: Sequence[datetime]) -> list[Deeds]:
        """What `actor` did to records, counted by span, kind, verb and the state it led to; what was imported, what was
        undone, and undoing, left out. A span runs from one of `starts` (moments, oldest first) to the next; the last is open."""
        spans = [(col(EventRow.at) >= start, number) for number, start in reversed(list(enumerate(starts)))]
        span = case(*spans, else_=-1).label("span")
        led_to = col(EventRow.after)["status"].as_string().label("led_to")
        counted = (
            select(span, col(RecordRow.kind), col(EventRow.verb), led_to, func.count())
            .join(RecordRow, col(RecordRow.ref) == col(EventRow.ref))
            .where(
                col(EventRow.actor) == actor,
                col(EventRow.at) >= starts[0],
                col(EventRow.via) != IMPORT,
                col(EventRow.undoes).is_(None),
                ~UNDONE,
            )
            .group_by("span", col(RecordRow.kind), col(EventRow.verb), "led_to")
        )
        return [Deeds(*row) for row in await self._session.execute(counted)]

    async def last_change_of(self, ref: str) -> Event | None:
        """The newest thing done to a record that can be taken back; None when that was taken back already."""
        query = (
            select(EventRow)
            .where(col(EventRow.ref) == ref, col(EventRow.version).is_not(None))
            .order_by(col(EventRow.id).desc())
        )
        row = await self._session.scalar(query.limit(1))
        return _event(row) if row and row.undoes is None else None

    async def has_newer(self, event: Event) -> bool:
        """Whether another deed changed the same record after `event`, and stands. That a calendar moved its dates is none."""
        undone = select(col(EventRow.undoes)).where(col(EventRow.undoes).is_not(None))
        newer = (
            col(EventRow.ref) == event.ref,
            col(EventRow.id) > event.id,
            col(EventRow.version).is_not(None),
            col(EventRow.undoes).is_(None),
            col(EventRow.id).not_in(undone),
            col(EventRow.verb) != FOLLOW,
        )
        query = select(col(EventRow.id)).where(*newer)
        if event.batch:
            query = query.where(or_(col(EventRow.batch).is_(None), col(EventRow.batch) != event.batch))
        return await self._session.scalar(query.limit(1)) is not None

    async def is_undone(self, event: int) -> bool:
        return await self._session.scalar(select(col(EventRow.id)).where(col(EventRow.undoes) == event)) is not None

    async def verify(self) -> int:
        """How many lines there are, once each is found to follow from the one before. Raises ChainBroken."""
        previous, count, last = "", 0, 0
        while page := list(await self._session.scalars(_after(last))):
            for row in page:
                if row.previous != previous or row.hash != line_hash(row, row.previous):
                    raise ChainBroken(event=row.id)
                previous, count, last = row.hash, count + 1, row.id or last
            self._session.expunge_all()  # a long history need not fit into memory
        programme = await programme_row(self._session)
        if programme.chain_head != previous:
            raise ChainBroken(event=f"{count} (the newest)")
        return count


def _after(event: int) -> Select[EventRow]:
    return select(EventRow).where(col(EventRow.id) > event).order_by(col(EventRow.id)).limit(VERIFIED_AT_ONCE)


def line_hash(row: EventRow | Event, previous: str) -> str:
    """SHA-256 over one line and the hash of the line before it."""
    said = [
        previous, row.at.astimezone(UTC).isoformat(), row.actor, row.verb, row.ref, row.before, row.after,
        row.reason, row.via, row.place, row.undoes, row.version,
        *([row.batch] if row.batch is not None else []),  # lines from before there were batches keep their hash
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _event(row: EventRow) -> Event:
    assert row.id is not None
    return Event(
        row.id,
        row.at,
        row.actor,
        row.verb,
        row.ref,
        row.before,
        row.after,
        row.reason,
        row.via,
        row.place,
        row.undoes,
        row.version,
        row.batch,
    )
