"""What is kept of a date that was worked out, so that it can be explained for as long as the record is (rule C9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from governance.clocks.deadline import Deadline


@dataclass(frozen=True)
class Kept:
    """A deadline as it was worked out on the day: by which version of which rule, on which calendar, and each step. `raw` is the
    day before it rolled to a working one."""

    rule: str
    version: str
    calendar: str
    trigger: date | datetime
    raw: date | datetime
    due: date | datetime
    act_by: date
    basis: tuple[str, ...] = ()
    provisional: bool = False

    @classmethod
    def of(cls, found: Deadline) -> Self:
        return cls(
            rule=found.rule.id,
            version=found.rule.version,
            calendar=found.rule.nation,
            trigger=found.trigger,
            raw=found.raw,
            due=found.due,
            act_by=found.act_by,
            basis=found.basis,
            provisional=found.provisional,
        )

    @property
    def day(self) -> date:
        return self.due.date() if isinstance(self.due, datetime) else self.due
