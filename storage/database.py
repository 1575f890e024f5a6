"""The database: one engine, its transactions, and the errors it may raise. SQLite (WAL) or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from governance.errors import ChivvyError
from storage.migrate import migrate
from storage.register import DEFAULT_ZONE, Register

BUSY_TIMEOUT_S = 10


class DatabaseUnavailable(ChivvyError):
    """I can't write to the register just now, so nothing was changed. Please try again in a few minutes; if it
    still doesn't work, tell whoever looks after Chivvy that the database can't be written to."""


def async_url(address: str) -> URL:
    """`address` with the driver Chivvy uses: `sqlite:///x` and `postgresql://…` as people write them are understood."""
    url = make_url(address)
    backend = url.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    raise UnknownDatabase(address=url.render_as_string(hide_password=True))


class UnknownDatabase(ChivvyError):
    """DATABASE_URL is {address}, which is neither SQLite nor PostgreSQL. Set it to, for example, sqlite:///chivvy.db or
    postgresql://user:password@host/chivvy."""


class Database:
    """Opens transactions. Everything that is done in one happens whole or not at all."""

    def __init__(self, address: str, zone: ZoneInfo = DEFAULT_ZONE) -> None:
        """`address` as in DATABASE_URL; `zone` is where people's days begin and end."""
        self.url = async_url(address)
        self.zone = zone
        self.engine = _engine(self.url)
        # SQLite has one writer at a time and no queue: whoever waits sleeps and looks again, so a busy process would keep
        # its own turns waiting. In here they queue instead, first come, first served.
        self._queue = asyncio.Lock() if self.url.get_backend_name() == "sqlite" else nullcontext()
        self._background = asyncio.Lock()

    async def start(self) -> None:
        """Bring the schema up to date and make sure that there is a programme."""
        with unavailable():
            await migrate(self.engine)

    async def stop(self) -> None:
        await self.engine.dispose()

    async def ping(self) -> None:
        """Raise DatabaseUnavailable unless the database answers."""
        with unavailable():
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))

    @asynccontextmanager
    async def transaction(self, now: datetime, *, background: bool = False) -> AsyncIterator[Register]:
        """A register to read and write; committed at the end, rolled back when anything is raised.

        On SQLite the write lock is taken at once, so a transaction never fails half-way for want of it. Those in the
        `background` go one by one, so that a person's turn never waits for more than one of them.
        """
        with unavailable():
            async with (
                self._background if background else nullcontext(),
                self._queue,
                AsyncSession(self.engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield Register(session, now, self.zone)

    @asynccontextmanager
    async def reading(self, now: datetime) -> AsyncIterator[Register]:
        """A register to read only: it waits for nobody, and what is written in it is thrown away."""
        with unavailable():
            async with (
                self.engine.execution_options(reading=True).connect() as connection,
                AsyncSession(connection, expire_on_commit=False) as session,
            ):
                yield Register(session, now, self.zone)


class unavailable:
    """Turns the driver's errors into the sentence a person reads; the cause stays attached for the log."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, DBAPIError) or (isinstance(error, OSError) and not isinstance(error, TimeoutError)):
            raise DatabaseUnavailable from error


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_S * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
