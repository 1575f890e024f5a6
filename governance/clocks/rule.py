"""A rule: how long somebody has, counted how, by which source. Rules are data; a council sets its own periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["working days", "days", "weeks", "months", "hours", "posting days"]
Nation = Literal["ENG", "UKANY"]
Roll = Literal["never", "forward"]
Pause = Literal["never", "adds", "restarts"]
Sure = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Rule:
    """`count` units from the trigger, which is day 0 (rule C4); `inclusive`: it is day 1. `roll`: what becomes of a due date on
    a day without work (rule C7). `received`: the receipt mode applies (rule C5). `posted`: the trigger is the day of posting
    and counting begins with the deemed delivery. `ours`: the period is a council's own setting, not a national rule. `pause`:
    what becomes of days for which it stood still while somebody was asked something: they are added, or it begins anew;
    `pause_by` is what allows that, and `pause_sure` how sure that is. `earliest`: it is the first day on which something may be
    done, not the last.
    """

    id: str
    title: str
    trigger: str
    count: int
    unit: Unit
    source: str
    text: str
    version: str = "2026-11"
    nation: Nation = "ENG"
    inclusive: bool = False
    roll: Roll = "never"
    received: bool = False
    posted: bool = False
    ours: bool = False
    pause: Pause = "never"
    pause_by: str = ""
    pause_sure: Sure = "high"
    earliest: bool = False
    sure: Sure = "high"
    advice: str = ""
