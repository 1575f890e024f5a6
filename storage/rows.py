"""Rows: how a record is kept, and how it comes back from there."""

from __future__ import annotations

from typing import Any

from governance.clearance import landlord_of
from governance.kind import Body
from governance.kinds import all_kinds
from governance.record import Record
from governance.timed import Timed
from storage.tables import RecordRow

COMMON = ("title", "status", "owner")
KEPT_IN_ROW = ("workstream", "snoozed_until", "times_snoozed", "withdrawn", "original_due", "times_rescheduled")
DAYS_IN_ROW = ("snoozed_until", "original_due")
KEPT = (
    "ref",
    "workstream",
    "raised_by",
    "raised_on",
    "updated_at",
    "version",
    "original_due",
    "times_rescheduled",
    "closed_on",
    "snoozed_until",
    "times_snoozed",
    "confidential",
    "withdrawn",
    "next_wake",
    "rag",
)


def plain_fields(record: Record) -> dict[str, Any]:
    """The fields whose changes the history tells, JSON-ready: those of the body and a few common ones."""
    common = {name: getattr(record, name) for name in KEPT_IN_ROW}
    for name in DAYS_IN_ROW:
        common[name] = common[name].isoformat() if common[name] else None
    return {**record.body.model_dump(mode="json"), **common}


def record_of(row: RecordRow) -> Record:
    """The record that a row keeps."""
    kind = all_kinds()[row.kind]
    held = {"due": row.due} if "due" in kind.model_fields else {}  # its own body tells where the row holds another day
    body = kind.model_validate({**held, **row.body, **{name: getattr(row, name) for name in _in_row(kind)}})
    assert row.id is not None
    return Record(id=row.id, body=body, **{name: getattr(row, name) for name in KEPT})


def _in_row(body: type[Body]) -> tuple[str, ...]:
    """The fields of a kind that are columns of the row; the rest is in its body, as is the day of a clock, which may stand
    still."""
    return (*COMMON, "due") if "due" in body.model_fields and not issubclass(body, Timed) else COMMON


def columns(record: Record) -> dict[str, Any]:
    """A record as its row keeps it, with what follows from its body."""
    common = {name: getattr(record, name) for name in KEPT}
    body = record.body
    derived = {
        "due": body.deadline,
        "open": record.is_open,
        "score": body.score,
        "priority": getattr(body, "priority", None),
        "council": getattr(body, "council", "").casefold(),
        "counterpart": body.counterpart,
        "escalated": record.status == "Escalated" or bool(getattr(body, "escalated_to", "")),
        "landlord": landlord_of(record),
        "variety": body.variety,
        "ladder": body.own_ladder,
        "derived": record.version,
        "body": body.model_dump(mode="json", exclude=set(_in_row(type(body)))),
    }
    return {**common, **{name: getattr(body, name) for name in COMMON}, **derived}
