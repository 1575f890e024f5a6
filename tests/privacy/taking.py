"""How much is asked. Everybody asking everything about every case in every kind of place is some hundred thousand turns: a run
takes one in so many of them, so that every question meets every case and every reader. CHIVVY_CRAWL=everything takes them all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TypeVar

ONE_IN = 1 if os.environ.get("CHIVVY_CRAWL") == "everything" else 16
PARTS = 4  # of a crawl, which can be taken at once

One = TypeVar("One")


def some(all_of_them: Sequence[One], beginning: int) -> list[One]:
    """One in so many; which, moves on with `beginning`."""
    return list(all_of_them[beginning % ONE_IN :: ONE_IN])


def part_of(all_of_them: Sequence[One], part: int) -> Iterator[tuple[int, One]]:
    """Those of one part, each with its number among all."""
    return ((number, one) for number, one in enumerate(all_of_them) if number % PARTS == part)
