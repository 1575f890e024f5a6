"""Schema changes: Alembic's versions, run at start and by `chivvy migrate`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

# Any fixed number: every process asks PostgreSQL for the same lock, so one migrates and the others wait.
MIGRATION_LOCK = 20_261_123


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine) -> None:
    """Bring the schema to the newest version; several processes may do so at once. One that a newer Chivvy has brought further
    is left as it is: migrations only add, so that this one goes on working while others are upgraded."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


async def versions(engine: AsyncEngine) -> tuple[str | None, str | None]:
    """The version that the database is at, and the newest there is."""
    async with engine.connect() as connection:
        current = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return current, newest()


@cache
def newest() -> str | None:
    """The newest version there is."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def differences(engine: AsyncEngine) -> list[str]:
    """What the tables say and the database's schema does not, or the other way round; empty when they agree."""
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"include_name": _is_ours}), SQLModel.metadata
            )
        )
    return [str(difference) for difference in found]


def _is_ours(name: str | None, type_: str, _parents: object) -> bool:
    """What search keeps is each database's own: no table of ours says what it looks like."""
    return not (type_ == "table" and (name or "").startswith("record_text"))


def _upgrade(connection: Connection) -> None:
    if MigrationContext.configure(connection).get_current_revision() == newest():
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    config = alembic_config(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if current is None or current in known:
        command.upgrade(config, "head")
