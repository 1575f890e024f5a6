"""Ripples: how an open page learns at once that something has changed."""

from __future__ import annotations

import asyncio


class Ripple:
    """A pulse that everybody waits for together. Take `pulse` first, look at the register, then wait: what changes in
    between is not missed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    @property
    def pulse(self) -> asyncio.Event:
        return self._next

    def touch(self) -> None:
        """Something has changed."""
        self._next.set()
        self._next = asyncio.Event()

    def open(self) -> None:
        """The page is going up, perhaps again."""
        self.closed = False

    def close(self) -> None:
        """The page is going down: let go of everybody who waits."""
        self.closed = True
        self._next.set()


async def reached(pulse: asyncio.Event, seconds: float) -> None:
    """Wait for a pulse, but no longer than `seconds`: another process may have written to the same register."""
    try:
        await asyncio.wait_for(pulse.wait(), seconds)
    except TimeoutError:
        return
