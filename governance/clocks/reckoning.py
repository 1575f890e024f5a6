"""What a deadline is reckoned with: the calendar, and what the council has settled for its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.clocks.deadline import LONDON, Circumstances, Deadline, rule_named, work_out
from governance.clocks.timer import Timer
from governance.programme import Clocks

USUAL = Clocks()


@dataclass(frozen=True)
class Reckoning:
    calendar: WorkingCalendar
    clocks: Clocks = USUAL
    zone: ZoneInfo = LONDON

    def of(self, timer: Timer) -> Deadline:
        """When a timer runs out."""
        rule = rule_named(timer.rule)
        count = self.clocks.period(rule.id, timer.council) if rule.ours else None
        around = Circumstances(mode=self.clocks.receipt_mode, count=count, stops=timer.stops, zone=self.zone)
        return work_out(rule, timer.start, self.calendar, around)

    def by(self, rule: str, start: date | datetime) -> Deadline:
        """When a rule runs out that began on some day."""
        return self.of(Timer("", rule, start))
