"""What the programme decides for itself, kept as one value in its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from governance.programme import Programme
from storage.tables import ProgrammeRow

RULES = "rules"  # the key in the programme's settings


async def programme_row(session: AsyncSession) -> ProgrammeRow:
    """The one row; the session holds on to it, so that it is read once a transaction."""
    session.info[RULES] = row = await session.get_one(ProgrammeRow, 1)
    return row


async def read_programme(session: AsyncSession) -> Programme:
    """The programme's rules; what it has not set has the usual defaults. Those that only a newer Chivvy knows, which runs beside
    this one, are passed over."""
    row = await programme_row(session)
    held = row.settings.get(RULES, {})
    return Programme.model_validate({name: held[name] for name in held if name in Programme.model_fields})


def kept(programme: Programme, beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A programme's rules as its settings keep them: only what differs from the defaults; with what a newer Chivvy keeps in
    `beside`, the settings as they are."""
    held = (beside or {}).get(RULES, {})
    newer = {name: held[name] for name in held if name not in Programme.model_fields}
    return {RULES: {**newer, **programme.model_dump(mode="json", exclude_defaults=True)}}
