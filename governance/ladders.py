"""Ladders: on which days, at what hour and to whom the clock speaks of what is due. Data; each kind names the ladder it climbs.

The usual one is the trade's: a line of the daily digest five working days before (of what runs for long), two before, on the day,
one and three after. How many days those are, a programme decides (`Reminding`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache
from typing import Literal, get_args

from governance.programme import Reminding

DIGEST_AT = time(9, 15)
AFTERNOON = time(14, 0)

Name = Literal["usual", "review", "promise", "forecast", "publication", "statutory", "urgent", "hours"]
# Ladders of what is for the same day, whatever the hour at which it was given to somebody.
AT_ONCE: tuple[Name, ...] = ("urgent", "hours")
NAMES: tuple[Name, ...] = get_args(Name)
Audience = Literal["owner", "manager", "receiver"]
Part = Literal["early", "soon", "on_the_day", "after"]
PARTS: tuple[Part, ...] = ("early", "soon", "on_the_day", "after")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `days` working days from the day in question (negative: before it, 0: that day), at a local hour, told to its
    owner, to whoever answers for it (the workstream's lead, of a case the case manager) or to the lead of the workstream that
    is to receive it. `long_only`: only of what was raised long before; `alone`: a message of its own, not a line of the digest.
    `part` is what a person calls it who can do without such reminders."""

    days: int
    part: Part
    at: time = DIGEST_AT
    to: Audience = "owner"
    long_only: bool = False
    alone: bool = False

    @property
    def why(self) -> str:
        """`2 working days before it is due`."""
        if not self.days:
            return "the day it is due"
        count = abs(self.days)
        days = f"{count} working day{'s' * (count != 1)}"
        return f"{days} before it is due" if self.days < 0 else f"{days} after it was due"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one ladder. `daily`: after the last one, every working day until it is done. `strict`: a clock set by law or
    code, or one that runs in hours: nobody may switch its reminders off or snooze them past the day. `hours`: so many before
    the hour at which it is due its owner and whoever answers for it hear, at night and on Sundays too."""

    name: Name
    rungs: tuple[Rung, ...]
    daily: bool = False
    strict: bool = False
    hours: tuple[int, ...] = ()


def _usual(programme: Reminding) -> Ladder:
    return Ladder("usual", (Rung(-programme.early_days, "early", long_only=True), *_near(programme)))


def _near(programme: Reminding) -> tuple[Rung, ...]:
    return (
        Rung(-programme.soon_days, "soon"),
        Rung(0, "on_the_day"),
        Rung(programme.first_after, "after"),
        Rung(programme.second_after, "after"),
    )


def _review(programme: Reminding) -> Ladder:
    """A look that is due hurts nobody when it is a week late: whoever answers for it then hears of it, and no channel does."""
    return Ladder("review", (*_near(programme), Rung(programme.escalate_after, "after", to="manager")))


def _promise(programme: Reminding) -> Ladder:
    """Others wait for it: the giver hears earlier, and the receiver as soon as the day has passed."""
    return Ladder(
        "promise", (*_well_before(programme), *_near(programme), Rung(programme.first_after, "after", to="receiver"))
    )


def _forecast(programme: Reminding) -> Ladder:
    """Early enough to say that the forecast will not hold."""
    return Ladder("forecast", (*_well_before(programme), *_near(programme)))


def _publication(programme: Reminding) -> Ladder:
    """Early enough to have it approved, printed and translated."""
    return Ladder("publication", (*_well_before(programme), *_near(programme)))


def _well_before(programme: Reminding) -> tuple[Rung, ...]:
    return Rung(-2 * programme.early_days, "early"), Rung(-programme.early_days, "early")


def _statutory(programme: Reminding) -> Ladder:
    soon = dict.fromkeys((-programme.soon_days, -1))
    owner = (Rung(-programme.early_days, "early"), *(Rung(each, "soon") for each in soon), Rung(0, "on_the_day"))
    manager = tuple(replace(each, to="manager") for each in owner if each.days >= -programme.manager_days)
    return Ladder(
        "statutory", (*owner, *manager, Rung(0, "on_the_day", AFTERNOON, alone=True)), daily=True, strict=True
    )


def _urgent(programme: Reminding) -> Ladder:
    """The same day, in the morning and once more after lunch; then every day."""
    return Ladder(
        "urgent",
        (Rung(-1, "soon"), Rung(0, "on_the_day"), Rung(0, "on_the_day", AFTERNOON, alone=True)),
        daily=True,
        strict=True,
    )


def _hours(programme: Reminding) -> Ladder:
    """What the law gives hours for waits for no morning."""
    return Ladder("hours", (Rung(0, "on_the_day"),), daily=True, strict=True, hours=(12, 3, 0))


_LADDERS: dict[Name, Callable[[Reminding], Ladder]] = {
    "usual": _usual,
    "review": _review,
    "promise": _promise,
    "forecast": _forecast,
    "publication": _publication,
    "statutory": _statutory,
    "urgent": _urgent,
    "hours": _hours,
}


@lru_cache(maxsize=64)
def ladder_named(name: Name, programme: Reminding) -> Ladder:
    """A ladder with the programme's own days. Kept: each of ten thousand records asks for one."""
    return _LADDERS[name](programme)
