"""What the programme decides for itself, kept as one value in its settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from governance.programme import Programme
from storage.tables import ProgrammeRow

RULES = "rules"  # the key in the programme's settings


async def read_programme(session: AsyncSession) -> Programme:
    """The programme's rules; what it has not set has the usual defaults."""
    row = await session.get_one(ProgrammeRow, 1)
    return Programme.model_validate(row.settings.get(RULES, {}))


def kept(programme: Programme) -> dict[str, Any]:
    """A programme's rules as its settings keep them: only what differs from the defaults."""
    return {RULES: programme.model_dump(mode="json", exclude_defaults=True)}
