"""A register of any size, filled quickly: every kind, ten workstreams, 200 people, a line of history for each record."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text, update

from governance.kind import Body
from governance.kinds import all_kinds
from governance.people import Person, Workstream
from governance.programme import Programme
from governance.record import Record
from storage.database import Database
from storage.folding import free_text, heading, words
from storage.history import line_hash
from storage.rows import columns
from storage.search import KEEP_POSTGRES, KEEP_SQLITE
from storage.tables import CounterRow, EventRow, ProgrammeRow, RecordRow, WordRow

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE, STRANDS, VOCABULARY = 200, 10, 20_000
ROWS_AT_ONCE = 5_000
OPEN = 0.6  # of a hundred records so many are open
SYLLABLES = "ba co di fu ga he lo mi no pe ra si to vu wa ye zo che sha tri plo gran ster".split()


async def filled(address: str, size: int) -> Database:
    """The register at `address`, with its schema, and `size` records in it."""
    database = Database(address)
    await database.start()
    async with database.transaction(NOW) as register:
        for number in range(STRANDS):
            await register.workstreams.save(Workstream(f"WS{number:02d}", f"Strand {number}", f"S{number}"))
        for number in range(PEOPLE):
            await register.people.save(Person(f"P{number:03d}", f"Person{number} Surname{number}"))
        await register.people.identify("P007", "page", "P007", name="Person7 Surname7", seen=True)
    known = vocabulary()
    chance = random.Random(size)
    head, numbers = "", dict.fromkeys(all_kinds(), 0)
    async with without_text_index(database):
        for first in range(0, size, ROWS_AT_ONCE):
            records = [
                record(chance, known, number, numbers) for number in range(first, min(size, first + ROWS_AT_ONCE))
            ]
            head = await write(database, records, head)
    async with database.engine.begin() as connection:
        await connection.execute(insert(WordRow), [{"word": w, "first": w[0], "length": len(w)} for w in known])
        prefixes = [{"prefix": all_kinds()[kind].kind.prefix, "last": last} for kind, last in numbers.items()]
        await connection.execute(insert(CounterRow), prefixes)
        await connection.execute(update(ProgrammeRow).values(chain_head=head))
    if database.engine.dialect.name == "postgresql":
        async with database.engine.begin() as connection:
            await connection.execute(text(f"SELECT setval(pg_get_serial_sequence('record', 'id'), {size})"))
        # It does so by itself, though not at once.
        async with database.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    return database


@asynccontextmanager
async def without_text_index(database: Database) -> AsyncIterator[None]:
    """PostgreSQL makes its index of words far sooner at the end than word by word."""
    if database.engine.dialect.name != "postgresql":
        yield
        return
    async with database.engine.begin() as connection:
        definition = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_record_text_words'"
        remake = await connection.scalar(text(definition))
        await connection.execute(text("DROP INDEX ix_record_text_words"))
    yield
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(str(remake))


def vocabulary() -> list[str]:
    """Words of two to four syllables, the same each time; what comes first is used most."""
    chance = random.Random(1)
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(VOCABULARY * 2)}
    words_made = sorted(word for word in made if len(word) > 3)[:VOCABULARY]
    return [
        *words_made[:20],
        "firewall",
        *words_made[20:2000],
        "payroll",
        *words_made[2000:],
    ]  # one in ten, one in 300 records


def record(chance: random.Random, known: list[str], number: int, numbers: dict[str, int]) -> Record:
    """One record of the next kind in turn, with the numbers that its kind has reached."""
    name, body = list(all_kinds().items())[number % len(all_kinds())]
    numbers[name] += 1
    raised = TODAY - timedelta(days=chance.randrange(900))
    made = body_of(body, chance, known)
    return Record(
        id=number + 1,
        ref=body.kind.ref(numbers[name]),
        body=made,
        workstream=made.home or f"WS{chance.randrange(STRANDS):02d}",
        raised_by=f"P{chance.randrange(PEOPLE):03d}",
        raised_on=raised,
        updated_at=NOW - timedelta(minutes=chance.randrange(500_000)),
        version=1,
        closed_on=None if made.is_open else min(TODAY, raised + timedelta(days=60)),
        rag=made.rag(Programme(), TODAY),
    )


def body_of(body: type[Body], chance: random.Random, known: list[str]) -> Body:
    cycle = body.kind.lifecycle
    wanted_open = chance.random() < OPEN
    states = [state for state in cycle.states if cycle.is_open(state) == wanted_open] or [cycle.initial]
    fields: dict[str, Any] = {
        "title": " ".join(said(chance, known, 6)),
        "status": chance.choice(states),
        "owner": None if chance.random() < 0.1 else f"P{chance.randrange(PEOPLE):03d}",
        "description": " ".join(said(chance, known, 40)),
        "likelihood": chance.randint(1, 5),
        "impact": chance.randint(1, 5),
        "giver": f"WS{chance.randrange(STRANDS):02d}",
        "receiver": f"WS{chance.randrange(STRANDS):02d}",
        body.kind.due_field: None if chance.random() < 0.2 else TODAY + timedelta(days=chance.randint(-60, 400)),
    }
    return body.model_validate({name: value for name, value in fields.items() if name in body.model_fields})


def said(chance: random.Random, known: list[str], number: int) -> list[str]:
    """Words as people use them: a few of them often, most of them rarely."""
    return [known[int(len(known) * chance.random() ** 4)] for _ in range(number)]


async def write(database: Database, records: list[Record], head: str) -> str:
    """Add records with their words and their history; the hash of its newest line."""
    kinds = {body: name for name, body in all_kinds().items()}
    rows = [
        {
            "id": one.id,
            "kind": kinds[type(one.body)],
            "number": int(one.ref.split("-")[1]),
            **columns(one),
        }
        for one in records
    ]
    texts = [
        {"record": one.id, "title": " ".join(words(heading(one))), "said": " ".join(words(free_text(one)))}
        for one in records
    ]
    lines = list(history(records, head))
    keep = KEEP_POSTGRES if database.engine.dialect.name == "postgresql" else KEEP_SQLITE
    async with database.engine.begin() as connection:
        await connection.execute(insert(RecordRow), rows)
        await connection.execute(text(keep), texts)
        await connection.execute(insert(EventRow), lines)
    return str(lines[-1]["hash"])


def history(records: list[Record], head: str) -> Iterator[dict[str, Any]]:
    for one in records:
        line = EventRow(
            at=NOW, actor=one.raised_by, verb="log", ref=one.ref, after={"title": one.title}, version=1, previous=head, hash=""
        )  # fmt: skip
        head = line_hash(line, head)
        yield {**line.model_dump(exclude={"id"}), "hash": head}
