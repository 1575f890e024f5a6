"""What stands on every page of a document: its classification, and who had it drawn up, when."""

from __future__ import annotations

from governance.policy import is_confidential
from governance.record import Record
from handlers.reporting.document import Asked
from handlers.wording import day

OFFICIAL = "OFFICIAL"
SENSITIVE = "OFFICIAL-SENSITIVE: casework, for those alone who need to know"


def mark_of(record: Record | None) -> str:
    """The classification of a document about a record."""
    return SENSITIVE if record is not None and is_confidential(record) else OFFICIAL


def footer_of(asked: Asked) -> str:
    """`Drawn up by Chivvy for Tamsin Kirkfold on Mon 23 Nov 2026 at 10:12`."""
    now = asked.register.now.astimezone(asked.register.zone)
    reader = f" for {asked.reader.name}" if asked.reader else ""
    return f"Drawn up by Chivvy{reader} on {day(now.date())} at {now:%H:%M}"
