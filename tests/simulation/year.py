"""The simulated year: moves the time from one moment at which somebody has something to do to the next, until it is over.

`python -m tests.simulation --days 365 --scale 20` or `make bench BENCH_ARGS=year`. The same seed makes the same people and the
same weather; which process takes what is the computer's to say.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from handlers.turn import Turn
from storage.database import Database
from storage.register import Day
from tests.simulation import programme
from tests.simulation.databases import MEMORY, Postgres, Sqlite
from tests.simulation.fleet import Fleet
from tests.simulation.hours import DAY, LONDON, Hours
from tests.simulation.judge import Evidence, Judge
from tests.simulation.ledger import Away, Held, Ledger
from tests.simulation.machine import SharedTime
from tests.simulation.people import Human, People, at, moments
from tests.simulation.weather import Spell, StormySlack, Weather
from tests.simulation.worker import Spec

MORNING = (9, 10)  # the judge looks at the records just before the digests go
BEATS = ((8, 0), (9, 15), (9, 30), (14, 0))  # on each working day somebody looks, whatever the tables say
RESTART_S = (1.0, 600.0)
STEPS_WITHOUT_NEWS = 400
LONG_S = 60.0  # after a longer quiet time some processes oversleep
HOUR_S = 3600.0


@dataclass(frozen=True)
class Plan:
    """What is simulated. `deeds` are what people do on a working day; `restarts` the real seconds between two restarts of the
    database; `crashes` how likely a process is to be killed at each step. After so many real `minutes` (0: never) it is judged
    as far as it has come."""

    database: str = "postgresql"
    processes: int = 4
    scale: float = 1.0
    start: date = date(2026, 11, 23)
    days: int = 365
    seed: int = 1
    deeds: int = 12
    rough: float = 1.0
    crashes: float = 1 / 1200
    restarts: float = 0.0
    holiday: date | None = None
    minutes: float = 0.0


@dataclass
class Outcome:
    """What came of it: figures to print, and what is wrong, by promise."""

    figures: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not any(self.wrong.values())


class Year:
    """One run. `folder` is where its files are."""

    def __init__(self, plan: Plan, folder: Path, store: Postgres | Sqlite) -> None:
        self.plan, self.folder, self.store = plan, folder, store
        self.start = at(plan.start, 8, 0, LONDON).astimezone(UTC)
        self.time = SharedTime(folder / "time", self.start)
        self.chance = random.Random(f"year {plan.seed}")
        self.weather = Weather(plan.seed, plan.rough)
        self.slack = StormySlack(self.time, self.weather, self._killed_in_flight)
        self.fleet = Fleet(folder, self.slack.held, self._fell)
        self.slack.on_change = self.fleet.changed
        self.slack.trace = self._trace
        self._traced = (folder / "trace.log").open("w", buffering=1)
        self.hours = Hours()
        self.snapshots: list[tuple[datetime, Mapping[str, Held]]] = []
        self.known: dict[Held, Held] = {}
        self.barred: dict[str, datetime] = {}
        self.lives: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._doors: dict[str, str] = {}
        self.storm: asyncio.Task[None] | None = None
        self._names = [f"process {number + 1}" for number in range(plan.processes)]
        self.ended = at(plan.start + timedelta(days=plan.days), 20, 0, LONDON).astimezone(UTC)

    async def run(self) -> Outcome:
        self.began = perf_counter()
        await self._open()
        if self.plan.restarts:
            self.storm = asyncio.create_task(self._restart_the_database())
        try:
            await self._live()
        finally:
            if self.storm is not None:
                self.storm.cancel()
                await asyncio.wait({self.storm})
            self.counted["real seconds"] = round(perf_counter() - self.began)
            await self.fleet.close()
            await self.slack.stop()
            self._traced.close()
        await self.store.ready()
        return self._judged()

    def _trace(self, line: str) -> None:
        """For whoever wants to know how it came to something."""
        moment = self.time.now().astimezone(LONDON)
        self._traced.write(f"{moment:%Y-%m-%d %H:%M:%S.%f} {line}\n")

    # Setting up

    async def _open(self) -> None:
        sample = self.folder / "sample"
        sample.mkdir()
        programme.copies(sample, self.plan.scale, self.plan.start)
        await self.store.open(self.folder)
        database = Database(self.store.address)
        await database.start()
        async with database.transaction(self.start) as register:
            await programme.fill(database, sample, register)
        await database.stop()
        self.ledger = Ledger(self.store.address)
        await self.slack.start()
        self._move_in(sample)
        for name in self._names:
            self._doors[name] = await self.slack.door(name)
        await self.fleet.open()
        for name in self._names:
            self._bear(name)
        self._plan_the_year()

    def _move_in(self, sample: Path) -> None:
        humans = []
        for person, user, name, email in programme.users(sample):
            self.slack.person(user, name, email=email)
            humans.append(Human(person, user, name, self.slack.workspace.dm(user).id))
        for place in self.ledger.places().values():
            self.slack.channel(place, place.lower())
        self.people = People(self.plan.seed, humans, self.ledger)
        self.people.look()
        self.hours.people.append((self.start, self.ledger.workers()))

    def _plan_the_year(self) -> None:
        day = self.plan.start
        while day < self.plan.start + timedelta(days=self.plan.days):
            self._at(day, 12, 0, lambda: None)
            if self.hours.is_open(day, self.start):
                for hour, minute in BEATS:
                    self._at(day, hour, minute, lambda: None)
                self._at(day, *MORNING, self._look)
                bursts = max(1, min(6, self.plan.deeds // 3))
                for hour, minute in moments(self.chance, day, bursts):
                    self._at(day, hour, minute, self._burst)
                self._perhaps_weather(day)
            day += DAY
        if self.plan.holiday is not None:
            told = self.plan.holiday - timedelta(days=2)
            self._at(told, 15, 7, self._proclaim)

    def _perhaps_weather(self, day: date) -> None:
        """A storm of 429 on some mornings, an outage now and then, somebody who leaves."""
        drawn = self.chance.random() / self.plan.rough if self.plan.rough else 1.0
        morning = self.time.at(at(day, 9, 14, LONDON))
        if drawn < 0.10:
            self.weather.spells.append(Spell(morning, morning + self.chance.uniform(60, 1800), "limits"))
        elif drawn < 0.13:
            self.weather.spells.append(Spell(morning, morning + self.chance.choice((60, 600, HOUR_S)), "outage"))
        if self.chance.random() < 0.02 * self.plan.scale / 4:
            self._at(day, 11, 3, self._leaver)

    def _at(self, day: date, hour: int, minute: int, event: Callable[[], object]) -> None:
        self._when(self.time.at(at(day, hour, minute, LONDON)), event)

    def _when(self, seconds: float, event: Callable[[], object]) -> None:
        heapq.heappush(self._events, (seconds, next(self._order), event))

    # Time

    async def _live(self) -> None:
        end = self.time.at(self.ended)
        quiet = 0
        while True:
            await self.fleet.settled()
            if self.storm is not None and self.storm.done():
                self.storm.result()  # the database could not be started again: nothing that follows would mean anything
            now = self.time.seconds()
            if self._events and self._events[0][0] <= now:
                _, _, event = heapq.heappop(self._events)
                self._carry_out(event)
                continue
            for deed in self.fleet.undone():
                self._when(now + 2, lambda deed=deed: self._do(deed))  # type: ignore[misc]
            before = len(self.slack.received)
            following = self._next(now, quiet)
            if following > end:
                return
            if self.plan.minutes and perf_counter() - self.began > self.plan.minutes * 60:
                self.ended = self.time.now()
                return
            self.counted["steps"] += 1
            self.time.set(following)
            self.slack.release(following)
            self.fleet.wake(following, self.chance if following - now > LONG_S else None)
            quiet = 0 if len(self.slack.received) > before or following - now > 600 else quiet + 1

    def _next(self, now: float, quiet: int) -> float:
        """The next moment at which anything happens: while work is left, as soon as anybody's timer ends."""
        ahead = [self.slack.next_release(), self._events[0][0] if self._events else float("inf")]
        try:
            work = self.ledger.next_work(self.time.now())
        except Away:
            self.counted["looks at a database that was away"] += 1
            work = self.time.now()
        if work is not None:
            left = self.time.at(work)
            ahead.append(left if left > now else self.fleet.next_wake())
        if quiet > STEPS_WITHOUT_NEWS:
            self.counted["stuck"] += 1
            ahead = ahead[:2]
        return max(now, min(ahead))

    def _carry_out(self, event: Callable[[], object]) -> None:
        try:
            event()
        except Away:
            self._when(self.time.seconds() + 1, event)

    # What happens

    def _bear(self, name: str) -> None:
        number = self._names.index(name)
        self.lives[name] += 1
        spec = Spec(
            name, self.lives[name], self.plan.seed, "", str(self.folder / "time"), self.start.isoformat(),
            self.store.address, self._doors[name], self.plan.crashes, elsewhere=number % 2 == 1,
            log=str(self.folder / f"{name.replace(' ', '-')}.log"),
        )  # fmt: skip
        self.fleet.bear(spec)

    def _fell(self, name: str) -> None:
        self._trace(f"{name} fell")
        self.slack.bereaved(name)
        self._when(self.time.seconds() + self.chance.uniform(*RESTART_S), lambda: self._bear(name))

    def _killed_in_flight(self, name: str, why: str) -> None:
        self.fleet.kill(name, why)

    def _look(self) -> None:
        records = {held.ref: self.known.setdefault(held, held) for held in self.ledger.records()}
        self.snapshots.append((self.time.now(), records))
        self._remember_people()

    def _remember_people(self) -> None:
        self.hours.people.append((self.time.now(), self.ledger.workers()))

    def _burst(self) -> None:
        """Several people do something at the same time."""
        self.people.look()
        today = self.time.now().astimezone(LONDON).date()
        bursts = max(1, min(6, self.plan.deeds // 3))
        for _ in range(max(1, self.plan.deeds // bursts)):
            self._do(self.people.turn(today))
        self._when(self.time.seconds() + 1, self._remember_people)

    def _do(self, deed: Any) -> None:
        if not self.fleet.alive:
            self._when(self.time.seconds() + 30, lambda: self._do(deed))
            return
        self.counted["turns" if isinstance(deed, Turn) else "deeds of the office"] += 1
        self.fleet.do(deed, self.chance.choice(sorted(self.fleet.alive)))

    def _proclaim(self) -> None:
        assert self.plan.holiday is not None
        self._do(Day(self.plan.holiday, "holiday", "The Jubilee"))
        self.hours.proclaimed.append((self.time.now(), self.plan.holiday))

    def _leaver(self) -> None:
        """Somebody leaves the programme, or only their account at Slack is switched off."""
        human = self.people.somebody()
        if self.chance.random() < 0.5:
            self._do(human.person)
            self._when(self.time.seconds() + 1, self._remember_people)
        else:
            self.slack.workspace.people[human.user].deleted = True
            self.barred[human.person] = self.time.now()

    async def _restart_the_database(self) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.plan.restarts)
            self._trace("the database is restarted")
            self.counted[await self.store.restart(self.chance)] += 1
            self._trace("the database was restarted")

    # What came of it

    def _judged(self) -> Outcome:
        notices = self.ledger.notices()
        evidence = Evidence(
            self.slack.received,
            notices,
            self.snapshots,
            self.hours,
            {human.dm: human.person for human in self.people.humans.values()},
            self.start,
            self.ended,
            self.barred,
        )
        judge = Judge(evidence)
        wrong = judge.findings()
        if self.slack.refusals:
            wrong["refused for their form"] = self.slack.refusals[:20]
        if self.fleet.stumbles:
            wrong["stumbles of the clock"] = [f"{number} × {what}" for what, number in self.fleet.stumbles.items()]
        figures: dict[str, Any] = {
            "ended": f"{self.ended:%a %d %b %Y}",
            "records": len(self.snapshots[-1][1]) if self.snapshots else 0,
            "people": len(self.people.humans),
            "notices": Counter(f"{notice.rule} {notice.state}" for notice in notices),
            "messages": Counter(_rule(judge, message.key) for message in self.slack.received),
            "repeats that say so": sum(message.repeated for message in self.slack.received),
            "kills": self.fleet.deaths,
            "weather": self.slack.faults,
            "requests": self.slack.requests,
            "replies": Counter(dict(self.fleet.said.most_common(12))),
            "counted": self.counted,
            "checked": judge.checked,
        }
        self.ledger.close()
        return Outcome(figures, wrong)


def _rule(judge: Judge, key: str) -> str:
    notice = judge.rules.get(key)
    return notice.rule if notice else "?"


async def simulate(plan: Plan, store: Postgres | Sqlite, folder: Path | None = None) -> Outcome:
    """One run, in a folder of its own."""
    if folder is not None:
        return await Year(plan, folder, store).run()
    with tempfile.TemporaryDirectory(prefix="chivvy-year-", dir=MEMORY) as made:
        return await Year(plan, Path(made), store).run()
