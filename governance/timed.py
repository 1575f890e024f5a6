"""What records have in common whose days are worked out by rules, and what residents' cases have besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.clocks.kept import Kept
from governance.clocks.stop import Stop
from governance.clocks.timer import Timer
from governance.errors import ChivvyError
from governance.kind import Ask, Body, Text
from governance.ladders import Name as LadderName

CHASE = "chase_on"


class StopRefused(ChivvyError):
    """The clock of {ref} can't be stopped: {why}. Nothing was changed. Type “why {ref}” to see how its date is worked out."""


class NotStopped(ChivvyError):
    """The clock of {ref} is not stopped, so there is nothing to start again and nobody to chase. Nothing was changed. Type
    “why {ref}” to see how its date is worked out."""


class StartRefused(ChivvyError):
    """The clock of {ref} can't run again from {day}: {why}. Nothing was changed. Type “why {ref}” to see when it was stopped."""


class ChaseRefused(ChivvyError):
    """{day} has passed, so whoever was asked for {ref} can't be chased then. Nothing was changed. Name a day to come, for example
    “chase {ref} on Friday”."""


class Timed(Body):
    """A record whose days follow from rules. `clocks` keeps how each of them was worked out, by the field that holds it; `stops`
    are the spells for which its clock stood still, and `chase_on` is when whoever was asked something is asked again."""

    inner: ClassVar[frozenset[str]] = frozenset({"clocks", "stops"})

    clocks: Mapping[str, Kept] = {}
    stops: tuple[Stop, ...] = ()
    chase_on: Annotated[date | None, Ask("Chase the answer on", input="none", on_card=False)] = None

    @property
    def stopped(self) -> Stop | None:
        """The stop that has not ended."""
        return next((stop for stop in self.stops if stop.last is None), None)

    @property
    def next_due(self) -> str:
        """The field that holds the day by which something must happen next, whether its clock stands still or not."""
        return self.kind.due_field

    @property
    def due_now(self) -> str:
        return CHASE if self.is_open and self.stopped else self.next_due

    @property
    def timer(self) -> Timer | None:
        """The clock that gave its deadline, also while it stands still."""
        due = self.next_due if self.stopped else self.due_now
        return next((timer for timer in self.timers() if timer.field == due), None) if self.is_open else None

    @property
    def own_ladder(self) -> LadderName | Literal[""]:
        """Whoever was asked something is chased for the answer; nothing is counted down meanwhile."""
        return "review" if self.due_now == CHASE else super().own_ladder

    def remarks(self) -> Iterator[str]:
        """What else is told of how its days came about, each in a sentence."""
        yield from ()

    def stopping(self, on: date, reason: str, by: str, chase_on: date) -> dict[str, Any]:
        """The fields of one whose clock stands still from a day on."""
        return {"stops": (*self.stops, Stop(on, None, reason, by)), CHASE: chase_on}

    def running_again(self, on: date) -> dict[str, Any]:
        """The fields of one whose clock runs again from `on`."""
        return {"stops": tuple(stop if stop.last else replace(stop, last=on) for stop in self.stops), CHASE: None}


class Case(Timed):
    """A resident's case. `landlord` is the organisation (by its code) that answers for it, and nobody else's; who lives where is
    in tables of its own, which `resident_id` and `uprn` point to."""

    inner: ClassVar[frozenset[str]] = Timed.inner | {"landlord"}

    landlord: Text = ""
    resident_id: Annotated[
        Text, Ask("Resident", "The resident’s number", words=("resident id", "resident number"), on_card=False)
    ] = ""
    uprn: Annotated[Text, Ask("Property", "UPRN", words=("uprn", "property"), on_card=False)] = ""
