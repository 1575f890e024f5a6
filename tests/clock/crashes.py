"""Kills a sending process at each point at which it could die, starts it again, and looks at what arrived.

Run as a program of its own, for it forks: `python -m tests.clock.crashes FOLDER sqlite|ADDRESS STRIDE [forgetful]`. Dies at every
STRIDEth point. Prints JSON: the number of points and what went wrong at which. The process dies by SIGKILL, as by `kill -9`:
nothing of it is cleaned up.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from bot.clock import FixedClock
from bot.delivery import Delivery
from bot.platform import Address, LookupImpossible, Sent
from bot.ticking import sweep_all
from governance.calendar import bank_holidays
from governance.kinds import all_kinds
from handlers.cards import Card, plain
from handlers.reminding.assignment import tell_owner
from handlers.reminding.notices import REPEATED
from handlers.turn import Face, Where
from reports.paper import File
from storage.database import Database
from storage.outbox import Notice
from storage.paces import Limit
from storage.register import Register
from tests.clock.house import GARETH, SCENE, House, Machine, at

MOMENT = "2026-12-04T09:20"
NEVER = 10_000


class Fuse:
    """Kills this process when it comes to the `last`th point."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.passed = 0

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedDatabase(Database):
    """May die before a transaction, and right after it was committed."""

    fuse = Fuse(NEVER)

    @asynccontextmanager
    async def transaction(self, now: datetime, *, background: bool = False) -> AsyncIterator[Register]:
        self.fuse.point()
        async with super().transaction(now, background=background) as register:
            yield register
        self.fuse.point()


# How often delivery asks varies by a few with how its tasks meet: the last points are not there in every run.
MET_FOR_CERTAIN = 0.9


class FilePlatform:
    """A chat platform that outlives its callers: each message is a line of a file."""

    name = "slack"

    def __init__(self, path: Path, fuse: Fuse, *, forgetful: bool) -> None:
        self.path, self.fuse, self.forgetful = path, fuse, forgetful

    def messages(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        self.fuse.point()
        words = "\n".join(plain(part.text) for part in card.parts if isinstance(getattr(part, "text", None), tuple))
        number, place = len(self.messages()), f"dm-{to.external_id}" if to.person else to.external_id
        with self.path.open("a") as file:
            file.write(json.dumps({"key": key, "place": place, "text": f"{card.text}\n{words}"}) + "\n")
        self.fuse.point()
        return Sent(place, str(number))

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        assert file.content.startswith(b"%PDF-")
        self.fuse.point()
        return await self.say(to, card, key)

    async def find(self, to: Address, key: str) -> Sent | None:
        if self.forgetful:
            raise LookupImpossible
        for number, message in enumerate(self.messages()):
            if message["key"] == key:
                return Sent(message["place"], str(number))
        return None

    async def update(self, to: Address, message: str, card: Card) -> None:
        self.fuse.point()

    async def members(self, where: Where) -> tuple[Face, ...]:
        return ()

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        return (Limit(f"slack {to.external_id}", 1.0, 2), Limit("slack", 0.2, 5, wide=True))

    async def ping(self) -> None:
        self.fuse.point()


async def prepare(address: str) -> None:
    """A register in which a digest, two alerts, a summary, an assignment, a card and a document are due at once."""
    house = House(address)
    await house.open()
    await house.log("First", due=date(2026, 11, 27))
    second = await house.log("Second", due=date(2026, 11, 27), owner="P002")
    third = await house.log("Third", due=date(2026, 12, 4))
    async with house.database.transaction(at("2026-12-04T09:00")) as register:
        await tell_owner(register, third, GARETH)
        payload = {"ref": second.ref}
        await register.outbox.owe(
            Notice("card:1", "card", register.now, place=house.channel, refs=(second.ref,), payload=payload)
        )
        for person in ("P001", "P002"):
            await register.people.identify(person, "slack", f"U{person}", seen=True)
        await owe_chronology(register)
    await house.close()


async def owe_chronology(register: Register) -> None:
    """What somebody asked for who handles a complaint."""
    values = {"title": "Dust", "status": "Received", "received_at": date(2026, 12, 1), "owner": "P001"}
    case = await register.records.log(SCENE, all_kinds()["complaint"].model_validate(values), workstream="WS01")
    asked = {"document": "chronology", "ref": case.ref, "workstream": None, "suffix": "", "reader": "P001"}
    notice = Notice("document:1", "document", register.now, person="P001", refs=(case.ref,), payload=asked)
    await register.outbox.owe(notice)


async def work(address: str, messages: Path, last: int, moment: str, *, forgetful: bool) -> int:
    """One tick, cut short at point `last`. The number of points there are."""
    fuse = Fuse(last)
    database = FusedDatabase(address)
    database.fuse = fuse
    machine = Machine()
    machine.moment = datetime.fromisoformat("2026-01-01T00:00+00:00")
    clock = FixedClock(at(moment))
    platform = FilePlatform(messages, fuse, forgetful=forgetful)
    delivery = Delivery(database, {"slack": platform}, clock, None, machine.now, machine.sleep)
    await sweep_all(database, clock.now())
    await delivery.drain()
    await database.stop()
    return fuse.passed


def in_child(job: Callable[[], int]) -> int | None:
    """What `job` returned in a process of its own; None when that was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, str(job()).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert said, f"the process ended with {status}"
    return int(said)


def tick(address: str, messages: Path, last: int, *, forgetful: bool, moment: str = MOMENT) -> int | None:
    return in_child(lambda: asyncio.run(work(address, messages, last, moment, forgetful=forgetful)))


def what_is_wrong(messages: list[dict[str, str]], wanted: set[str], *, forgetful: bool) -> list[str]:
    """Lost, or there twice without saying so. Where nothing can be looked up a digest may come with the next one instead."""
    count = Counter(message["key"] for message in messages if REPEATED not in message["text"])
    there = {message["key"] for message in messages}
    following = {key[: -len("2026-12-04")] for key in there if key.startswith("digest") and key.endswith("2026-12-07")}
    wrong = [f"{key} came {number} times" for key, number in count.items() if number > 1]
    lost = wanted - there
    if forgetful:
        lost = {key for key in lost if key[: -len("2026-12-04")] not in following}
    else:
        wrong += [f"{message['key']} was repeated" for message in messages if REPEATED in message["text"]]
    return wrong + [f"{key} was lost" for key in sorted(lost)]


def main(fresh: Callable[[], str], folder: Path, stride: int, *, forgetful: bool) -> dict[str, object]:
    """Die at every `stride`th point in turn; `fresh` makes a copy of the prepared register and gives its address."""
    clean = folder / "clean"
    points = tick(fresh(), clean, NEVER, forgetful=forgetful)
    assert points is not None
    wanted = {json.loads(line)["key"] for line in clean.read_text().splitlines()}
    failures: dict[int, list[str]] = {}
    for last in range(1, points + 1, stride):
        address, messages = fresh(), folder / f"messages-{last}"
        killed = tick(address, messages, last, forgetful=forgetful) is None
        tick(address, messages, NEVER, forgetful=forgetful)
        if forgetful:
            tick(address, messages, NEVER, forgetful=forgetful, moment="2026-12-07T09:35")  # a Monday
        said = [json.loads(line) for line in messages.read_text().splitlines()] if messages.exists() else []
        wrong = what_is_wrong(said, wanted, forgetful=forgetful)
        if not killed and last < points * MET_FOR_CERTAIN:
            wrong.append("it was not killed")
        if wrong:
            failures[last] = wrong
    return {"points": points, "wanted": sorted(wanted), "failures": failures}


def sqlite_copies(folder: Path) -> Callable[[], str]:
    """Copies of a prepared SQLite register."""
    prepared = folder / "prepared.db"
    in_child(lambda: asyncio.run(prepare(f"sqlite:///{prepared}")) or 0)
    numbers = iter(range(NEVER))

    def fresh() -> str:
        copy = folder / f"copy-{next(numbers)}.db"
        copy.write_bytes(prepared.read_bytes())
        return f"sqlite:///{copy}"

    return fresh


def postgres_copies(server: str) -> Callable[[], str]:
    """Copies of a prepared register on a running PostgreSQL."""
    import psycopg

    def on(statement: str) -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)

    on("CREATE DATABASE prepared")
    in_child(lambda: asyncio.run(prepare(server.replace("/postgres?", "/prepared?"))) or 0)
    numbers = iter(range(NEVER))

    def fresh() -> str:
        name = f"copy{next(numbers)}"
        on(f"CREATE DATABASE {name} TEMPLATE prepared")
        return server.replace("/postgres?", f"/{name}?")

    return fresh


if __name__ == "__main__":
    where, given = Path(sys.argv[1]), sys.argv[2]
    copies = sqlite_copies(where) if given == "sqlite" else postgres_copies(given)
    for year in range(2025, 2029):
        bank_holidays(year)  # worked out once, not in every child
    print(json.dumps(main(copies, where, int(sys.argv[3]), forgetful="forgetful" in sys.argv[4:])))
