"""`make bench`, or one of them: `make bench BENCH_ARGS=tick`. Options are for the one named: `BENCH_ARGS="year --seed 2"`."""

from __future__ import annotations

import asyncio
import inspect
import sys

from tests.bench import acknowledgement, kills, register, tick, words, year

ALL = {
    "acknowledgement": acknowledgement.main,
    "kills": kills.main,
    "register": register.main,
    "tick": tick.main,
    "words": words.main,
    "year": year.main,
}

first = next((number for number, word in enumerate(sys.argv) if word.startswith("--")), len(sys.argv))
named, options = sys.argv[1:first], sys.argv[first:]
for name in named or ALL:
    print(f"\n{name}: {sys.modules[ALL[name].__module__].__doc__}")
    takes_options = bool(inspect.signature(ALL[name]).parameters)
    asyncio.run(ALL[name](options) if takes_options else ALL[name]())  # type: ignore[call-arg,operator]
