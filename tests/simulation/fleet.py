"""The processes of a simulation, as the simulation sees them: born, waiting, at work, killed, started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.simulation.worker import Spec

PATIENCE_S = 120.0  # of real time: whoever is silent for so long has hung


class Hung(AssertionError):
    """A process neither works nor waits."""


@dataclass
class Process:
    """One process. `until` is the simulated second until which it waits, None while it works; `calls` are its requests that
    were not answered yet when it said so."""

    name: str
    life: int
    pid: int
    writer: asyncio.StreamWriter
    told: int = 0
    until: float | None = None
    calls: int = 0
    deeds: dict[int, Any] = field(default_factory=dict)

    def tell(self, message: dict[str, Any]) -> None:
        """Wakes it."""
        self.told += 1
        self.until = None
        self.writer.write(json.dumps(message).encode() + b"\n")


class Fleet:
    """Processes by name. `held` counts the requests of a process that the other end knowingly keeps waiting."""

    def __init__(self, folder: Path, held: Callable[[str], int], fell: Callable[[str], None]) -> None:
        self._folder = folder
        self._held = held
        self._fell = fell
        self._changed = asyncio.Event()
        self._numbers = 0
        self._redo: list[Any] = []
        self.born: set[str] = set()  # told to start, and not heard of yet
        self.alive: dict[str, Process] = {}
        self.deaths: Counter[str] = Counter()
        self.stumbles: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.control = str(folder / "control")

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._meet, self.control, limit=1 << 20)
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.simulation.nursery",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._nursery.stdout is not None
        assert await self._nursery.stdout.readline() == b"ready\n"

    async def close(self) -> None:
        """Every process is killed: what they had to do is done."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        for process in list(self.alive.values()):
            self.kill(process.name, "the end")
        await self._nursery.wait()
        self._server.close()

    def bear(self, spec: Spec) -> None:
        self.born.add(spec.name)
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(replace(spec, control=self.control).as_line())

    def kill(self, name: str, why: str) -> None:
        """`kill -9`."""
        process = self.alive.pop(name, None)
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        self._bury(process, why)

    def wake(self, now: float, chance: random.Random | None = None) -> None:
        """Whoever waited until now goes on. With `chance`, some oversleep, though never all."""
        due = [each for each in self.alive.values() if each.until is not None and each.until <= now + 1e-6]
        if chance is not None and due:
            due = chance.sample(due, chance.randint(1, len(due)))
        for process in due:
            process.tell({})

    def do(self, deed: Any, name: str) -> None:
        """Have a process do something; should it die before it has, another is told the same."""
        self._numbers += 1
        process = self.alive[name]
        process.deeds[self._numbers] = deed
        process.tell({"number": self._numbers, "deed": pickle.dumps(deed).hex()})

    def undone(self) -> list[Any]:
        """Deeds that were not answered, to be told to somebody else, as platforms do."""
        found, self._redo = self._redo, []
        return found

    def next_wake(self) -> float:
        return min((each.until for each in self.alive.values() if each.until is not None), default=float("inf"))

    async def settled(self) -> None:
        """Until every process waits, and nobody is about to be born. Raises Hung."""
        while not self._settled():
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), PATIENCE_S)
            except TimeoutError:
                if self._settled():
                    return
                found = [(each.name, each.pid, each.until, each.calls) for each in self.alive.values()]
                raise Hung(f"born {self.born}, alive {found}") from None

    def changed(self) -> None:
        self._changed.set()

    def _settled(self) -> bool:
        return not self.born and all(
            each.until is not None and each.calls <= self._held(each.name) for each in self.alive.values()
        )

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = json.loads(await reader.readline())
        process = Process(hello["name"], hello["life"], hello["pid"], writer)
        self.alive[process.name] = process
        self.born.discard(process.name)
        why = "fell over"
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                message = json.loads(line)
                why = message.get("dies", why)
                self._hear(process, message)
                self._changed.set()
        if self.alive.get(process.name) is process:
            del self.alive[process.name]
            self._bury(process, why)
        writer.close()

    def _hear(self, process: Process, message: dict[str, Any]) -> None:
        if "waits" in message and message["heard"] == process.told:
            process.until, process.calls = message["waits"], message["calls"]
        if "number" in message:
            deed = process.deeds.pop(message["number"])
            said = str(message["said"])
            self.said[type(deed).__name__ + (": " + said[:60] if said else "")] += 1
            if said.startswith("failed"):
                self._redo.append(deed)
        if "stumbled" in message:
            self.stumbles[message["stumbled"][:200]] += 1

    def _bury(self, process: Process, why: str) -> None:
        self.deaths[why] += 1
        self._redo += process.deeds.values()
        if why != "the end":
            self._fell(process.name)
        self._changed.set()
