"""How long it takes to understand what somebody typed, in a programme of 200 people and ten workstreams."""

from __future__ import annotations

import statistics
from datetime import datetime
from time import perf_counter
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.people import Person, Workstream
from handlers.turn import Said
from handlers.words.understand import understand
from handlers.words.understanding import Surroundings

TEXTS = (
    "action @Person17 to chase the supplier for a firewall date by Fri",
    "A-012 due 3/12, owner me",
    "what's overdue for Strand 3?",
    "thanks all, good meeting",
    "word " * 2_400,
)
TIMES = 50


async def main() -> None:
    around = Surroundings(
        now=datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/London")),
        calendar=WorkingCalendar(),
        people=tuple(Person(f"P{number:03d}", f"Person{number} Surname{number}") for number in range(200)),
        workstreams=tuple(Workstream(f"WS{number:02d}", f"Strand {number}", f"S{number}") for number in range(10)),
    )
    for text in TEXTS:
        understand(Said(text), around)
        took = []
        for _ in range(TIMES):
            start = perf_counter()
            understand(Said(text), around)
            took.append((perf_counter() - start) * 1_000)
        print(f"{text[:50]!r:55} p50 {statistics.median(took):6.2f} ms   slowest {max(took):6.2f} ms")
