"""What stands in the register's tables, read as they are: for the judge, and to know whether anything is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, func, make_url, select
from sqlalchemy.exc import DBAPIError

from storage.places import REDRAW_ATTEMPTS
from storage.tables import CardRow, LeaveRow, NoticeRow, PersonRow, PlaceRow, RecordRow
from tests.simulation.hours import Worker

OPEN = ("due", "claimed", "uncertain")
RECORD: Any = RecordRow
NOTICE: Any = NoticeRow
PERSON: Any = PersonRow
LEAVE: Any = LeaveRow
PLACE: Any = PlaceRow
CARD: Any = CardRow


@dataclass(frozen=True)
class Held:
    """A record, as far as the clock is concerned."""

    ref: str
    kind: str
    owner: str | None
    workstream: str | None
    due: date | None
    open: bool
    snoozed_until: date | None
    confidential: bool
    raised_on: date


@dataclass(frozen=True)
class Owed:
    """A notice, as it stands."""

    key: str
    rule: str
    person: str | None
    place: int | None
    refs: tuple[str, ...]
    state: str
    carrier: str | None
    due_at: datetime
    sent_at: datetime | None
    outcome: str
    attempts: int
    text: str


class Away(Exception):
    """The database does not answer just now."""


class Ledger:
    def __init__(self, address: str) -> None:
        url = make_url(address)
        self._engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg" if url.get_backend_name().startswith("postgres") else "sqlite"),
            pool_pre_ping=True,
        )

    def close(self) -> None:
        self._engine.dispose()

    def _rows(self, query: Any) -> list[Any]:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(query))
        except DBAPIError as error:
            raise Away from error

    def next_work(self, now: datetime) -> datetime | None:
        """The moment at which anything is to be done next, as far as the tables tell; not after `now` when something is left
        to do now. Raises Away."""
        waiting = NOTICE.state.in_(("due", "uncertain")) & NOTICE.carrier.is_(None)
        queries = (
            select(func.min(NOTICE.due_at)).where(waiting, NOTICE.due_at > now),
            select(func.min(func.coalesce(NOTICE.retry_at, NOTICE.due_at))).where(waiting, NOTICE.due_at <= now),
            select(func.min(NOTICE.lease_until)).where(NOTICE.state == "claimed"),
            select(func.min(RECORD.next_wake)),
            select(func.min(PLACE.next_wake)).where(PLACE.archived.is_(False)),
        )
        found = [moment for query in queries for (moment,) in self._rows(query) if moment is not None]
        return min([*found, *self._next_redraws(now)], default=None)

    def _next_redraws(self, now: datetime) -> list[datetime]:
        stale = CARD.stale.is_(True) & (CARD.attempts < REDRAW_ATTEMPTS)
        rows = self._rows(select(CARD.retry_at, CARD.lease_until).where(stale).limit(100))
        return [max(retry or now, lease or now) for retry, lease in rows]

    def records(self) -> list[Held]:
        columns = (
            RECORD.ref, RECORD.kind, RECORD.owner, RECORD.workstream, RECORD.due, RECORD.open, RECORD.snoozed_until,
            RECORD.confidential, RECORD.raised_on,
        )  # fmt: skip
        return [Held(*row) for row in self._rows(select(*columns).where(RECORD.withdrawn.is_(False)))]

    def gone(self) -> set[str]:
        return {person for (person,) in self._rows(select(PERSON.id).where(PERSON.active.is_(False)))}

    def workers(self) -> Mapping[str, Worker]:
        away: dict[str, list[tuple[date, date]]] = {}
        for person, first, last in self._rows(select(LEAVE.person, LEAVE.first, LEAVE.last)):
            away.setdefault(person, []).append((first, last))
        rows = self._rows(select(PERSON.id, PERSON.active, PERSON.working_days))
        return {
            person: Worker(active, frozenset(map(int, days)), tuple(away.get(person, ())))
            for person, active, days in rows
        }

    def alerts(self) -> list[tuple[str, str]]:
        """Escalations that were sent lately: ref and key."""
        query = select(NOTICE.refs, NOTICE.key).where(NOTICE.rule == "escalation", NOTICE.state == "sent")
        return [(refs[0], key) for refs, key in self._rows(query.order_by(NOTICE.id.desc()).limit(50)) if refs]

    def notices(self) -> list[Owed]:
        columns = (
            NOTICE.key, NOTICE.rule, NOTICE.person, NOTICE.place, NOTICE.refs, NOTICE.state, NOTICE.carrier, NOTICE.due_at,
            NOTICE.sent_at, NOTICE.outcome, NOTICE.attempts, NOTICE.text,
        )  # fmt: skip
        found: Iterable[Any] = self._rows(select(*columns).order_by(NOTICE.id))
        return [Owed(**{**row._mapping, "refs": tuple(row.refs)}) for row in found]

    def places(self) -> dict[int, str]:
        return {row.id: row.external_id for row in self._rows(select(PLACE.id, PLACE.external_id))}
