"""The database: one engine, its transactions, and the errors it may raise. SQLite (WAL) or PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from governance.errors import ChivvyError
from storage.deriving import derive
from storage.filing import file_next
from storage.migrate import migrate
from storage.register import DEFAULT_ZONE, Register

BUSY_TIMEOUT_S = 10
POSTGRES_BUSY = ("40001", "40P01", "55P03")  # not serializable, deadlock, a lock waited for too long
POSTGRES_READ_ONLY = "25006"
SQLITE_BUSY = (5, 6)  # the database or a table of it is locked


# All in one, for each question takes its time: what is set holds already when the row is locked, for that comes last. A commit
# that PostgreSQL could forget after a crash would send a message twice, whatever the server's own setting.
LOCK_POSTGRES = text("""
    SELECT wait, durable FROM programme,
        (SELECT set_config('lock_timeout', :wait, true) AS wait, set_config('synchronous_commit', 'on', true) AS durable) AS set
    WHERE programme.id = 1 FOR UPDATE OF programme
""").bindparams(wait=f"{BUSY_TIMEOUT_S}s")


class DatabaseUnavailable(ChivvyError):
    """I can't write to the register just now, so nothing was changed. Please try again in a few minutes; if it
    still doesn't work, tell whoever looks after Chivvy that the database can't be written to."""


class DatabaseBusy(DatabaseUnavailable):
    """The register is busy just now, so nothing was changed. Please try again in a moment."""


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
        self._postgres = self.url.get_backend_name() == "postgresql"
        # What is read in one go is of one moment: SQLite does so by itself.
        moment = {"isolation_level": "REPEATABLE READ"} if self._postgres else {}
        self._reading = self.engine.execution_options(reading=True, **moment)
        # There is one writer at a time. On SQLite whoever waits sleeps and looks again, on PostgreSQL they would hold a
        # connection meanwhile. In here they queue instead, first come, first served.
        self._queue = asyncio.Lock()
        self._background = asyncio.Lock()

    async def start(self) -> None:
        """Bring the schema and what follows from the records up to date, and make sure that there is a programme."""
        await self.ping()
        with unavailable():
            await migrate(self.engine)
        await self._derive()
        await self._file()

    async def _derive(self) -> None:
        """What an older Chivvy wrote gets what follows from it, a few hundred records at a time."""
        more = True
        while more:
            async with self._writing() as session:
                more = await derive(session, self.zone)

    async def _file(self) -> None:
        """So do the notices that it owed or changed."""
        last: int | None = 0
        while last is not None:
            async with self._writing() as session:
                last = await file_next(session, last)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncSession]:
        with unavailable():
            async with self._queue, AsyncSession(self.engine) as session, session.begin():
                await self._lock(session)
                yield session

    async def _lock(self, session: AsyncSession) -> None:
        """Begin to write, when nobody else does any more."""
        await _connect(session)
        if self._postgres:
            await session.execute(LOCK_POSTGRES)

    async def stop(self) -> None:
        await self.engine.dispose()

    async def ping(self) -> None:
        """Raise DatabaseUnavailable unless the database answers."""
        with unavailable():
            async with AsyncSession(self.engine) as session:
                await _connect(session)
                await session.execute(text("SELECT 1"))

    @asynccontextmanager
    async def transaction(self, now: datetime, *, background: bool = False) -> AsyncIterator[Register]:
        """A register to read and write; committed at the end, rolled back when anything is raised.

        The write lock is taken at once (SQLite's own; on PostgreSQL it is the programme's row), so a transaction never fails
        half-way for want of it, and two never wait for each other in a circle. Those in the `background` go one by one, so
        that a person's turn never waits for more than one of them.
        """
        with unavailable():
            async with (
                self._background if background else nullcontext(),
                self._queue,
                AsyncSession(self.engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                await self._lock(session)
                yield Register(session, now, self.zone)

    @asynccontextmanager
    async def reading(self, now: datetime) -> AsyncIterator[Register]:
        """A register to read only, as it stands at one moment: it waits for nobody, and what is written in it is thrown away."""
        with unavailable():
            async with AsyncSession(self._reading, expire_on_commit=False) as session:
                await _connect(session)
                yield Register(session, now, self.zone)


@contextmanager
def unavailable() -> Iterator[None]:
    """Turns what the driver says of a database that is away or busy into the sentence a person reads; the cause stays attached
    for the log. Its other errors are faults of ours, and are not hidden."""
    try:
        yield
    except PoolExhausted as error:
        raise DatabaseBusy from error
    except DBAPIError as error:
        if _is_busy(error):
            raise DatabaseBusy from error
        if _is_away(error):
            raise DatabaseUnavailable from error
        raise


def _is_busy(error: DBAPIError) -> bool:
    """Somebody else's transaction was in the way."""
    return (
        getattr(error.orig, "sqlstate", None) in POSTGRES_BUSY
        or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_BUSY
    )


def _is_away(error: DBAPIError) -> bool:
    """Not reached, gone, full, damaged, or open for reading only."""
    bare = type(error) is DatabaseError  # how SQLite calls a file that is damaged or no database at all
    read_only = getattr(error.orig, "sqlstate", None) == POSTGRES_READ_ONLY
    return bare or read_only or error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


async def _connect(session: AsyncSession) -> None:
    """Begin the session's transaction. Any trouble with files or the network here is the database's."""
    try:
        await session.connection()
    except OSError as error:
        raise DatabaseUnavailable from error


def _engine(url: URL) -> AsyncEngine:
    """What was to be written stays out of the errors that tell of it: they go into the log."""
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url, connect_args={"timeout": BUSY_TIMEOUT_S}, pool_reset_on_return=None, hide_parameters=True
        )
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "reset", _reset_sqlite)
        return engine
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_S * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


# Each word to SQLite is a journey to another thread and back: there are as few as can be.


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
    try:
        connection.connection.dbapi_connection.run_async(lambda driver: driver.execute(begin))  # type: ignore[union-attr]
    except sqlite3.Error as error:
        raise DBAPIError.instance(begin, None, error, sqlite3.Error) from error


def _reset_sqlite(connection: Any, _record: Any, _state: Any) -> None:
    """A connection comes back to the pool: what was neither committed nor rolled back is rolled back."""
    if connection.driver_connection.in_transaction:
        connection.rollback()
