"""One process of the simulation: the real application, on the machine's simulated time, that may be killed at any step."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import pickle
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

import bot.app
from bot.app import App
from bot.delivery import Delivery
from bot.holder import this_process
from bot.scheduler import Scheduler
from bot.settings import Settings
from governance.calendar import bank_holidays
from handlers.turn import Turn
from storage.database import Database
from storage.history import Scene
from storage.register import Day, Register
from tests.simulation.machine import Machine, SharedTime

TICK_S = 30.0
TIDY_S = 24 * 3600.0
OFFICE = Scene(via="command line", place="simulation")


@dataclass(frozen=True)
class Spec:
    """What a process is to be. `life` counts the processes that stood in its place before; `crashes` is how likely it is to
    be killed at one step; `elsewhere`: it seems to run on another machine, so nobody can tell that it is dead."""

    name: str
    life: int
    seed: int
    control: str
    time: str
    start: str
    database: str
    slack: str
    crashes: float = 0.0
    elsewhere: bool = False
    log: str = ""

    def as_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class Fuse:
    """Kills this process at a step drawn by lot, after telling which step it was."""

    def __init__(self, spec: Spec, tell: Callable[[dict[str, Any]], None]) -> None:
        self._chance = random.Random(f"{spec.seed}/{spec.name}/{spec.life}")
        self._odds = spec.crashes
        self._tell = tell
        self.lit = False

    def point(self, when: str) -> None:
        if not (self.lit and self._odds):
            return
        step = _step()
        # Looking for work is done far more often than any of it: it would be all that is ever interrupted.
        odds = self._odds / 40 if step in ("_claim", "sweep_all", "run_once") else self._odds
        if self._chance.random() < odds:
            self._tell({"dies": f"{when} {step}"})
            os.kill(os.getpid(), signal.SIGKILL)


def _step() -> str:
    """The function of the product that is at work: the first on the stack above storage."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if "/bot/" in path or "/handlers/conversation" in path:
            return frame.f_code.co_name.strip("<>")
        frame = frame.f_back  # type: ignore[assignment]
    return "?"


class WatchedDatabase(Database):
    """Time stands still while it is used. May die before a transaction, before it is committed, and right after."""

    machine: Machine
    fuse: Fuse

    async def start(self) -> None:
        with self.machine.work():
            await super().start()

    async def ping(self) -> None:
        with self.machine.work():
            await super().ping()

    @asynccontextmanager
    async def transaction(self, now: datetime, *, background: bool = False) -> AsyncIterator[Register]:
        self.fuse.point("before")
        with self.machine.work():
            async with super().transaction(now, background=background) as register:
                yield register
                self.fuse.point("in")
        self.fuse.point("after")

    @asynccontextmanager
    async def reading(self, now: datetime) -> AsyncIterator[Register]:
        with self.machine.work():
            async with super().reading(now) as register:
                yield register


class Worker:
    """Connects to the simulation, runs the application, and does what it is told: turns of people, days to proclaim."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.machine = Machine(SharedTime(Path(spec.time), datetime.fromisoformat(spec.start)))
        self.machine.waits = self._waits
        self.control = socket.socket(socket.AF_UNIX)
        self.fuse = Fuse(spec, self.tell)
        self._heard = 0
        self._buffer = b""
        self._tasks: set[asyncio.Task[Any]] = set()

    def tell(self, message: dict[str, Any]) -> None:
        self.control.sendall(json.dumps(message).encode() + b"\n")

    def _waits(self, until: float) -> None:
        if self.fuse.lit:
            self.tell({"waits": until, "heard": self._heard, "calls": self.machine.calls})

    async def run(self) -> None:
        self.control.connect(self.spec.control)
        self.tell({"name": self.spec.name, "life": self.spec.life, "pid": os.getpid()})
        with self.machine.work():
            self.app = self._application()
            await self._started()
        asyncio.get_running_loop().add_reader(self.control, self._listen)
        self.fuse.lit = True
        self._spawn(self.app.delivery.run())
        # As the scheduler's own timers would have it; those go by the real clock.
        self._spawn(self._every(TICK_S, self.app.scheduler.tick))
        self._spawn(self._every(TIDY_S, self.app.scheduler.tidy))
        await asyncio.Event().wait()

    async def _started(self) -> None:
        """As an operator's supervisor would: started again for as long as the database is away."""
        from storage.database import DatabaseUnavailable

        while True:
            try:
                return await self.app.start(by_itself=False)
            except DatabaseUnavailable:
                await asyncio.to_thread(_pause)

    def _application(self) -> App:
        WatchedDatabase.machine, WatchedDatabase.fuse = self.machine, self.fuse
        holder = this_process()
        if self.spec.elsewhere:
            holder = f"another-{self.spec.name}:{holder.split(':', 1)[1]}"
        setattr(bot.app, "Database", WatchedDatabase)  # noqa: B010 - the application makes its own
        delivery = functools.partial(Delivery, holder=holder, real_now=self.machine.time.now)
        setattr(bot.app, "Delivery", delivery)  # noqa: B010
        setattr(bot.app, "Scheduler", functools.partial(Scheduler, real_now=self.machine.time.now))  # noqa: B010
        setattr(AsyncWebClient, "api_call", self._watched(AsyncWebClient.api_call))  # noqa: B010
        settings = Settings(
            _env_file=None,
            DATABASE_URL=self.spec.database,
            SLACK_BOT_TOKEN="xoxb-fake",
            SLACK_SIGNING_SECRET="fake-signing-secret",
            SLACK_API_URL=self.spec.slack,
        )
        return App(settings, self.machine.time)

    def _watched(self, call: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def watched(client: AsyncWebClient, method: str, **given: Any) -> Any:
            self.fuse.point(f"before {method} of")
            with self.machine.call():
                answer = await call(client, method, **given)
            self.fuse.point(f"after {method} of")
            return answer

        return watched

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _every(self, seconds: float, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                structlog.get_logger().exception("the clock stumbled")
                self.tell({"stumbled": repr(error)})
            await asyncio.sleep(seconds)

    def _listen(self) -> None:
        try:
            told = self.control.recv(1 << 20)
        except OSError:
            told = b""
        if not told:
            os._exit(0)  # the simulation is over
        *lines, self._buffer = (self._buffer + told).split(b"\n")
        for line in lines:
            self._heard += 1
            message = json.loads(line)
            if "deed" in message:
                self._spawn(self._do(message["number"], pickle.loads(bytes.fromhex(message["deed"]))))

    async def _do(self, number: int, deed: Any) -> None:
        with self.machine.work():
            try:
                said = await deed_done(self.app, deed)
            except Exception as error:
                structlog.get_logger().exception("a deed failed")
                said = f"failed: {error!r}"
        self.tell({"number": number, "said": said})


async def deed_done(app: App, deed: Any) -> str:
    """Carry out a turn, proclaim a day, or let somebody leave; what was answered, in short."""
    if isinstance(deed, Turn):
        reply = await app.take(deed)
        return reply.whisper.text[:200] if reply.whisper else ""
    async with app.database.transaction(app.clock.now()) as register:
        if isinstance(deed, Day):
            await register.add_day(OFFICE, deed)
        else:
            person = await register.people.get(str(deed))
            assert person is not None
            await register.people.save(replace(person, active=False))
    app.delivery.poke()
    return ""


def _pause() -> None:
    import time

    time.sleep(0.05)


def warm() -> None:
    """What takes a while and is the same in every process, done once before they part."""
    import bot.slack.app  # noqa: F401

    for year in range(2024, 2031):
        bank_holidays(year)
        date(year, 1, 1).isocalendar()


def live(spec: Spec) -> None:
    """Be one process until it is killed or the simulation ends."""
    if spec.log:
        file = Path(spec.log).open("a", buffering=1)  # noqa: SIM115 - open as long as the process lives
        structlog.configure(
            logger_factory=structlog.PrintLoggerFactory(file), wrapper_class=structlog.make_filtering_bound_logger(30)
        )
    worker = Worker(spec)
    loop = worker.machine.loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(worker.run())
