"""`chivvy voters`: the register of voters of a ballot, for whoever sends out the papers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.terminal import console, open_database, read_settings, run_to_end
from governance.errors import ChivvyError
from governance.kinds.ballot import Ballot
from handlers.exporting import harmless
from storage.history import Scene

HEADINGS = ("Ballot", "Voter ref", "UPRN", "Address", "Basis")
GIVEN_OUT = "give out voters"  # a line of history


class NoRegister(ChivvyError):
    """There is no frozen register of voters of {ref}. Nothing was written. The ballot officer freezes it in chat: “freeze the
    register of {ref}”."""


def voters(
    ref: Annotated[str, typer.Argument(help="A ballot's ref, such as BAL-01.")],
    out: Annotated[Path, typer.Option(help="The CSV file to write.")],
) -> None:
    """Write a ballot's register of voters to a file, each with the ref to vote under. Whoever has none yet is given one."""
    lines = run_to_end(_lines(ref))
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *([harmless(cell) for cell in line] for line in lines)])
    console.print(
        f"{len(lines)} voters are in {out}. It is OFFICIAL-SENSITIVE: give it to whoever runs the ballot alone."
    )


async def _lines(ref: str) -> list[tuple[str, ...]]:
    async with open_database(read_settings()) as database, database.transaction(SystemClock().now()) as register:
        record = await register.records.get(ref)
        if not isinstance(record.body, Ballot) or not record.body.frozen_on:
            raise NoRegister(ref=record.ref)
        homes = {home.uprn: home for home in await register.homes.of_estate(None)}
        found = await register.ballots.electors(record)
        await register.history.add(Scene(via="command line", place="command line"), GIVEN_OUT, record.ref)
        return [
            (record.ref, one.voter, one.uprn, homes[one.uprn].address if one.uprn in homes else "", one.basis)
            for one in found
        ]
