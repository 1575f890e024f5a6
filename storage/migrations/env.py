"""Alembic's entry: it is always handed a connection by `storage.migrate`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from storage.tables import UtcDateTime


def render_item(type_: str, item: Any, _context: Any) -> str | Literal[False]:
    """Column types in a version as SQLAlchemy's own, so that an old version never depends on newer code of ours."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
