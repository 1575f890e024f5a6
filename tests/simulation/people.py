"""What people do in the simulation: they log, finish, put off, hand over, go on leave, answer alerts; drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from handlers.commands import Acknowledge, Assign, Command, HandOver, Move, SetPattern, Snooze, TakeLeave, Undo
from handlers.encoding import encode
from handlers.turn import Deed, Face, Pressed, Said, Turn, Where
from tests.simulation.ledger import Held, Ledger
from tests.simulation.programme import channel_of

# How often each is done, against the others.
SHARES = {
    "log": 30, "finish": 22, "re-date": 12, "snooze": 10, "assign": 8, "reopen": 3, "acknowledge": 8, "leave": 4,
    "undo": 2, "hand over": 0.3, "pattern": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Human:
    person: str
    user: str
    name: str
    dm: str


class People:
    """Everybody, and what they do next."""

    def __init__(self, seed: int, humans: list[Human], ledger: Ledger) -> None:
        self.chance = random.Random(f"people {seed}")
        self.humans = {human.person: human for human in humans}
        self._ledger = ledger
        self._numbers = count(1)
        self._open: list[Held] = []
        self._closed: list[Held] = []
        self._alerts: list[tuple[str, str]] = []
        self._gone: set[str] = set()

    def look(self) -> None:
        """Read afresh what there is to do something about."""
        records = self._ledger.records()
        self._open = [each for each in records if each.open]
        self._closed = [each for each in records if not each.open and each.kind == "action"]
        self._alerts = self._ledger.alerts()
        self._gone = self._ledger.gone()

    def turn(self, today: date) -> Turn:
        """One thing that somebody does now."""
        names = list(SHARES)
        while True:
            name = self.chance.choices(names, [SHARES[each] for each in names])[0]
            made: Turn | None = getattr(self, f"_{name.replace('-', '_').replace(' ', '_')}")(today)
            if made is not None:
                return made

    def somebody(self) -> Human:
        while True:
            human = self.chance.choice(list(self.humans.values()))
            if human.person not in self._gone:
                return human

    def _log(self, today: date) -> Turn | None:
        held = self._one(self._open, lambda each: each.workstream is not None)
        owner, by = self.somebody(), self.somebody()
        if held is None:
            return None
        due = _weekday(today + timedelta(days=self.chance.choice((0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 120))))
        text = f"Thing {next(self._numbers)} of the {today:%d} <@{owner.user}> by {due:%d/%m/%Y}"
        deed = Said(text, {owner.user: self._face(owner)}, command="action")
        channel = channel_of(held.workstream or "")
        return self._turn(by, deed, Where("slack", channel, "channel"))

    def _finish(self, today: date) -> Turn | None:
        held = self._one(self._open, lambda each: each.kind == "action")
        return self._press(held, Move(held.ref, "Complete")) if held else None

    def _reopen(self, today: date) -> Turn | None:
        held = self._one(self._closed, lambda each: True)
        return self._press(held, Move(held.ref, "In progress", reason="It was not done after all")) if held else None

    def _re_date(self, today: date) -> Turn | None:
        held = self._one(self._open, lambda each: each.kind == "action")
        if held is None:
            return None
        due = _weekday(today + timedelta(days=self.chance.choice((-9, 0, 1, 2, 5, 7, 14, 30, 60))))
        deed = Said(f"{held.ref} due {due:%d/%m/%Y}", command="action")
        return self._turn(self._owner(held), deed)

    def _snooze(self, today: date) -> Turn | None:
        held = self._one(self._open, lambda each: each.due is not None)
        until = today + timedelta(days=self.chance.choice((1, 2, 3, 7, 14)))
        return self._press(held, Snooze(held.ref, until, "It waits for somebody else")) if held else None

    def _assign(self, today: date) -> Turn | None:
        held = self._one(self._open, lambda each: True)
        return self._press(held, Assign(held.ref, self.somebody().person)) if held else None

    def _acknowledge(self, today: date) -> Turn | None:
        if not self._alerts:
            return None
        ref, key = self.chance.choice(self._alerts)
        return self._turn(self.somebody(), Pressed(encode(Acknowledge(ref, key))))

    def _leave(self, today: date) -> Turn | None:
        first = today + timedelta(days=self.chance.choice((0, 1, 3, 7, 20)))
        last = first + timedelta(days=self.chance.choice((0, 1, 4, 9, 14)))
        return self._turn(self.somebody(), Pressed(encode(TakeLeave(first, last))))

    def _pattern(self, today: date) -> Turn | None:
        days = self.chance.choice(((0, 1, 2), (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4), (0, 1, 2, 3, 4)))
        return self._turn(self.somebody(), Pressed(encode(SetPattern(days))))

    def _hand_over(self, today: date) -> Turn | None:
        return self._turn(self.somebody(), Pressed(encode(HandOver(self.somebody().person, sure=True))))

    def _undo(self, today: date) -> Turn | None:
        return self._turn(self.somebody(), Pressed(encode(Undo())))

    def _one(self, records: list[Held], suits: Callable[[Held], bool]) -> Held | None:
        """One of them, drawn by lot."""
        for _ in range(50 if records else 0):
            if suits(held := self.chance.choice(records)):
                return held
        return None

    def _owner(self, held: Held) -> Human:
        human = self.humans.get(held.owner or "")
        return human if human is not None and human.person not in self._gone else self.somebody()

    def _press(self, held: Held, command: Command) -> Turn:
        return self._turn(self._owner(held), Pressed(encode(command)))

    def _turn(self, human: Human, deed: Deed, where: Where | None = None) -> Turn:
        there = where or Where("slack", human.dm, "dm")
        return Turn(f"sim-{next(self._numbers)}", self._face(human), there, deed)

    @staticmethod
    def _face(human: Human) -> Face:
        return Face("slack", human.user, human.name, tenant="T1", verified=True)


def _weekday(day: date) -> date:
    """The bot asks back about other days."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def moments(chance: random.Random, day: date, bursts: int) -> list[tuple[int, int]]:
    """When on a day people do things (hour, minute): mostly at work, now and then at night."""
    hours: list[Any] = [7, 8, 9, 9, 10, 11, 13, 14, 15, 16, 17, 19, 23]
    return sorted((chance.choice(hours), chance.randrange(60)) for _ in range(bursts))


def at(day: date, hour: int, minute: int, zone: Any) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
