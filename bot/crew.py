"""A crew: work under way, of which only so much at a time; what is slow gives its place to others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Crew:
    """Runs coroutines as tasks. `room` says how many more may begin: `brisk` at once, of which what has taken longer than
    `patience` seconds no longer counts, and `most` in all. `done` is called whenever one has ended."""

    def __init__(self, brisk: int, most: int, patience: float, done: Callable[[], None]) -> None:
        self._brisk = brisk
        self._most = most
        self._patience = patience
        self._done = done
        self._began: dict[asyncio.Task[Any], float] = {}
        self._ended: list[asyncio.Task[Any]] = []

    def __len__(self) -> int:
        """How much is under way."""
        return len(self._began)

    @property
    def room(self) -> int:
        recent = asyncio.get_running_loop().time() - self._patience
        busy = sum(1 for began in self._began.values() if began > recent)
        return max(0, min(self._brisk - busy, self._most - len(self._began)))

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._began[task] = task.get_loop().time()
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[Any]) -> None:
        del self._began[task]
        task.exception()  # which is raised by `outcomes`; nobody else need hear of it
        self._ended.append(task)
        self._done()

    def outcomes(self) -> list[Any]:
        """What those that have ended since gave; raises what one of them raised."""
        ended, self._ended = self._ended, []
        for task in ended:
            if task.exception() is not None:
                self._ended = [other for other in ended if other is not task]
                break
        return [task.result() for task in ended]

    async def all_done(self) -> None:
        """Until nothing is under way."""
        while self._began:
            await asyncio.wait(list(self._began))
