"""`python -m tests.simulation`: one simulated span, told in a table and as JSON. Ends with 1 when anything is wrong."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from tests.simulation.databases import Postgres, Sqlite
from tests.simulation.year import Outcome, Plan, simulate

SHOWN = 15


def main(arguments: list[str]) -> int:
    given = options().parse_args(arguments)
    plan = Plan(**{each.name: getattr(given, each.name) for each in fields(Plan)})
    outcome = asyncio.run(run(plan, given.server, given.folder))
    tell(plan, outcome)
    if given.json:
        given.json.write_text(json.dumps({"figures": outcome.figures, "wrong": outcome.wrong}, indent=1, default=str))
    return 0 if outcome.good else 1


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    for each in fields(Plan):
        sort: Any = date.fromisoformat if each.name in ("start", "holiday") else type(each.default)
        parser.add_argument(f"--{each.name}", type=sort, default=each.default)
    parser.add_argument("--server", default="", help="the address of a PostgreSQL that runs already")
    parser.add_argument("--json", type=Path, help="where to write the figures and what is wrong")
    parser.add_argument("--folder", type=Path, help="where to keep its files, to look into afterwards")
    return parser


async def run(plan: Plan, server: str = "", folder: Path | None = None) -> Outcome:
    store = Sqlite() if plan.database == "sqlite" else Postgres(server)
    try:
        return await simulate(plan, store, folder)
    finally:
        await store.close()


def tell(plan: Plan, outcome: Outcome) -> None:
    print(f"{plan}")
    for name, figure in outcome.figures.items():
        if isinstance(figure, dict):
            figure = ", ".join(f"{what} {number:,}" for what, number in sorted(figure.items()))
        print(f"  {name:22} {figure}")
    for promise, wrong in outcome.wrong.items():
        print(f"  {promise:22} {len(wrong)}")
        for each in wrong[:SHOWN]:
            print(f"      {each}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
