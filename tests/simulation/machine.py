"""The machine's time in a simulation: it stands still while anybody works, and jumps when everybody waits.

One number, shared by all processes through a file, is both the programme's clock and the machine's. Each process runs an
ordinary event loop that reads it. Whenever a loop has nothing to do, it says until when; the simulation moves the number to
the next moment at which anybody has something to do. So every timer of the product (leases, pauses, time limits, polling)
counts in simulated seconds, a year takes no year, and a slow computer never makes a lease run out.
"""

from __future__ import annotations

import asyncio
import mmap
import selectors
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

_SECONDS = struct.Struct("<d")
RESOLUTION_S = 0.001


class SharedTime:
    """Seconds since `start`, in a file that all processes of a simulation have open."""

    def __init__(self, path: Path, start: datetime) -> None:
        self._start = start.astimezone(UTC)  # in a zone of its own, a day of 23 hours would count as 24
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SECONDS.size)

    def seconds(self) -> float:
        return float(_SECONDS.unpack_from(self._shared)[0])

    def now(self) -> datetime:
        """The moment (UTC)."""
        return self._start + timedelta(seconds=self.seconds())

    def at(self, moment: datetime) -> float:
        """A moment in seconds."""
        return (moment - self._start).total_seconds()

    def set(self, seconds: float) -> None:
        """Forward to `seconds`; never back."""
        _SECONDS.pack_into(self._shared, 0, max(seconds, self.seconds()))


class Machine:
    """What one process is doing: transactions that are open (`working`) and calls that wait for an answer (`calls`)."""

    def __init__(self, time: SharedTime) -> None:
        self.time = time
        self.working = 0
        self.calls = 0
        self.waits: Callable[[float], None] = lambda until: None

    @contextmanager
    def work(self) -> Iterator[None]:
        """Time stands still meanwhile."""
        self.working += 1
        try:
            yield
        finally:
            self.working -= 1

    @contextmanager
    def call(self) -> Iterator[None]:
        """Time stands still meanwhile, unless the other end is known to keep us waiting."""
        self.calls += 1
        try:
            yield
        finally:
            self.calls -= 1

    def loop(self) -> asyncio.AbstractEventLoop:
        return SimulatedLoop(self)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop that counts in simulated seconds."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(Patient(machine))
        self._machine = machine
        self._clock_resolution = RESOLUTION_S

    def time(self) -> float:
        return self._machine.time.seconds()


class Patient(selectors.DefaultSelector):
    """Waits for files and sockets as long as it takes, having said until when there is nothing else to do."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if found := super().select(0):
            return found
        if not self._machine.working:
            self._machine.waits(float("inf") if timeout is None else self._machine.time.seconds() + timeout)
        return super().select(None)
