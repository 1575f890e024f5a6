"""Bad weather: what goes wrong between the processes and Slack, and when, drawn by lot from the seed."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from handlers.reminding.notices import REPEATED
from tests.fakes.slack import Broken, FakeSlack, Fault, LostReply, RateLimited
from tests.simulation.machine import SharedTime

# How many of a thousand requests go wrong in which way, in ordinary weather.
LOST, BROKEN, LIMITED, SLOW_BEFORE, SLOW_AFTER, KILLED = 15, 10, 10, 8, 8, 4
# What comes late must land before whoever sent it looks for it: a time limit of 15 s and a pause of 5.
LATEST_LANDING_S = 18.0
LANDS_AFTER_DEATH_S = 4.0
SLOWEST_ANSWER_S = 40.0
STORM_ODDS = 0.5


@dataclass(frozen=True)
class Spell:
    """A time of one sort of trouble: `limits` (429 to every other request) or `outage` (5xx to all)."""

    first: float
    last: float
    sort: str


@dataclass(frozen=True)
class Received:
    """A message as Slack took it: when its request came (UTC), where to, and what it carries."""

    at: datetime
    channel: str
    key: str
    text: str
    repeated: bool


@dataclass
class Weather:
    """`rough` scales ordinary trouble; 0 is a calm year."""

    seed: int
    rough: float = 1.0
    spells: list[Spell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"weather {self.seed}")

    def now(self, seconds: float) -> str:
        """The sort of spell at this time, or ""."""
        return next((each.sort for each in self.spells if each.first <= seconds < each.last), "")

    def lot(self) -> str:
        """What becomes of one request: the name of a trouble, or ""."""
        ways = ("lost", "broken", "limited", "slow before", "slow after", "killed before", "killed after")
        odds = (LOST, BROKEN, LIMITED, SLOW_BEFORE, SLOW_AFTER, KILLED / 2, KILLED / 2)
        drawn = self.chance.random() * 1000
        for way, of_a_thousand in zip(ways, odds, strict=True):
            drawn -= of_a_thousand * self.rough
            if drawn < 0:
                return way
        return ""


class StormySlack(FakeSlack):
    """The strict fake Slack, on simulated time, with weather. Each process has a port of its own, so that one knows whose
    request is kept waiting. What was posted is in `received`, with the moment at which the request came."""

    def __init__(self, time: SharedTime, weather: Weather, kill: Callable[[str, str], None]) -> None:
        super().__init__(now=lambda: time.now().timestamp())
        self.time, self.weather = time, weather
        self.received: list[Received] = []
        self.faults: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.waiting: dict[asyncio.Event, tuple[float, str, web.Request]] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.trace: Callable[[str], object] = lambda line: None
        self._kill = kill
        self._ports: dict[int, str] = {}

    async def door(self, name: str) -> str:
        """The API's address for one process."""
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[-1][:2]
        self._ports[port] = name
        return f"http://{host}:{port}/api/"

    def held(self, name: str) -> int:
        """How many requests of a process are kept waiting."""
        return sum(
            1
            for _, whose, request in self.waiting.values()
            if whose == name and request.transport is not None and not request.transport.is_closing()
        )

    def next_release(self) -> float:
        return min((until for until, _, _ in self.waiting.values()), default=float("inf"))

    def release(self, now: float) -> None:
        """What was kept waiting until now goes on."""
        for gate, (until, _, _) in list(self.waiting.items()):
            if until <= now + 1e-6:
                del self.waiting[gate]
                gate.set()

    def bereaved(self, name: str) -> None:
        """A process died: what it had sent and has not landed yet lands soon."""
        soon = self.time.seconds() + LANDS_AFTER_DEATH_S
        for gate, (until, whose, request) in list(self.waiting.items()):
            if whose == name:
                self.waiting[gate] = (min(until, soon), whose, request)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        assert request.transport is not None
        name = self._ports.get(request.transport.get_extra_info("sockname")[1], "")
        self.requests[method] += 1
        request["came"] = self.time.now()
        fault = self._fault(method, name)
        self.trace(f"{name} asks {method} {fault}")
        if fault == "killed before":
            self._kill(name, f"in flight {method}")
            return web.Response(status=500)  # nobody reads it
        if fault == "slow before":
            await self._hold(self.weather.chance.uniform(1, LATEST_LANDING_S), name, request)
        if drawn := self._as_fault(fault):
            self.fail(method, drawn)
        try:
            answer = await super()._serve(request)
        except ConnectionResetError:  # whoever asked was killed before they had finished asking
            return web.Response(status=500)
        self.calls.clear()  # a year of them would fill the memory
        if fault == "killed after":
            self._kill(name, f"answered {method}")
        if fault == "slow after":
            await self._hold(self.weather.chance.uniform(1, SLOWEST_ANSWER_S), name, request)
        return answer

    def _answer(self, method: str, args: dict[str, Any], request: web.Request) -> tuple[dict[str, Any], str]:
        answer, error = super()._answer(method, args, request)
        if method == "chat.postMessage" and not error:
            key = args.get("metadata", {}).get("event_payload", {}).get("key", "")
            repeated = REPEATED in json.dumps(args.get("blocks"))
            self.trace(f"posted {key} in {args['channel']}")
            self.received.append(Received(request["came"], args["channel"], key, str(args["text"])[:80], repeated))
        return answer, error

    def _fault(self, method: str, name: str) -> str:
        spell = self.weather.now(self.time.seconds())
        if method in ("auth.test", "users.info") and spell != "outage":
            return ""
        fault = self.weather.lot()
        if spell == "outage":
            fault = "broken"
        if spell == "limits" and self.weather.chance.random() < STORM_ODDS:
            fault = "limited"
        if fault:
            self.faults[f"{fault}{' in a spell' if spell else ''}"] += 1
        return fault

    def _as_fault(self, fault: str) -> Fault | None:
        chance = self.weather.chance
        return {
            "lost": LostReply(),
            "broken": Broken(chance.choice((500, 502, 503, 504))),
            "limited": RateLimited(chance.choice((1, 3, 10, 30, 60))),
        }.get(fault)  # type: ignore[return-value]

    async def _hold(self, seconds: float, name: str, request: web.Request) -> None:
        gate = asyncio.Event()
        self.waiting[gate] = (self.time.seconds() + seconds, name, request)
        self.on_change()
        await gate.wait()
