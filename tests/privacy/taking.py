"""How much is asked. Everybody asking everything about every case in every kind of place is some hundred thousand turns: a run
takes so many of them that everybody asks about every case, and everything is asked by several people about several cases.
CHIVVY_CRAWL=everything takes them all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TypeVar

EVERYTHING = os.environ.get("CHIVVY_CRAWL") == "everything"
ONE_IN = 1 if EVERYTHING else 16
OF_A_CASE = 1 if EVERYTHING else 40  # one in so many, where it is asked about each case by each reader
STRIDE = 13
PARTS = 4  # of a crawl, which can be taken at once

One = TypeVar("One")


def some(all_of_them: Sequence[One], beginning: int) -> list[One]:
    """One in so many; which, moves on with `beginning`."""
    return list(all_of_them[beginning % ONE_IN :: ONE_IN])


def of_case(all_of_them: Sequence[One], reader: int, case: int) -> list[One]:
    """One in so many, others for each reader and case."""
    return list(all_of_them[(reader * STRIDE + case) % OF_A_CASE :: OF_A_CASE])


def part_of(all_of_them: Sequence[One], part: int) -> Iterator[tuple[int, One]]:
    """Those of one part, each with its number among all."""
    return ((number, one) for number, one in enumerate(all_of_them) if number % PARTS == part)
