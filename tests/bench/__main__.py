"""`make bench`, or one of them: `make bench BENCH_ARGS=tick`."""

from __future__ import annotations

import asyncio
import sys

from tests.bench import acknowledgement, register, tick, words

ALL = {"acknowledgement": acknowledgement.main, "register": register.main, "tick": tick.main, "words": words.main}

for name in sys.argv[1:] or ALL:
    print(f"\n{name}: {sys.modules[ALL[name].__module__].__doc__}")
    asyncio.run(ALL[name]())
