"""The simulated year: the sample programme times twenty, four processes on PostgreSQL and then one on SQLite, in bad weather.

Takes hours; `--days 30 --scale 2` takes minutes. Options are those of `python -m tests.simulation`. Ends with 1 when anything was
lost, sent twice or sent at a bad moment.
"""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from datetime import date
from typing import Any

from tests.simulation.__main__ import options, run, tell
from tests.simulation.year import Plan

WHOLE = Plan(scale=20, days=370, deeds=40, restarts=5.0, holiday=date(2027, 6, 11))


async def main(given: list[str]) -> None:
    parser = options()
    parser.set_defaults(**{each.name: getattr(WHOLE, each.name) for each in fields(Plan)})
    asked: Any = parser.parse_args(given)
    plan = Plan(**{each.name: getattr(asked, each.name) for each in fields(Plan)})
    good = True
    for each in (plan, replace(plan, database="sqlite", processes=1, restarts=0.0)):
        outcome = await run(each)
        tell(each, outcome)
        good = good and outcome.good
    if not good:
        sys.exit(1)
