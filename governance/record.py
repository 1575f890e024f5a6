"""A record: one entry of the register, of whatever kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.kind import Body, Kind


@dataclass(frozen=True)
class Record:
    """What is common to all kinds, and the kind's own `body`. Days are local, moments are UTC.

    `version` counts its changes from 1; `snoozed_until` silences personal reminders, never the due date;
    `next_wake` is when the clock must look at it again; `rag` is red, amber, green, grey or blue as it was when last changed.
    """

    id: int
    ref: str
    body: Body
    workstream: str | None
    raised_by: str | None
    raised_on: date
    updated_at: datetime
    version: int
    original_due: date | None = None
    times_rescheduled: int = 0
    closed_on: date | None = None
    snoozed_until: date | None = None
    times_snoozed: int = 0
    confidential: bool = False
    withdrawn: bool = False
    next_wake: datetime | None = None
    rag: str | None = None

    @property
    def kind(self) -> Kind:
        return self.body.kind

    @property
    def title(self) -> str:
        return self.body.title

    @property
    def status(self) -> str:
        return self.body.status

    @property
    def owner(self) -> str | None:
        return self.body.owner

    @property
    def due(self) -> date | None:
        return self.body.deadline

    @property
    def is_open(self) -> bool:
        return self.body.is_open and not self.withdrawn

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today

    def value(self, name: str) -> Any:
        """A field by name, from the body or from what is common to all kinds."""
        return getattr(self.body, name) if name in type(self.body).model_fields else getattr(self, name)
