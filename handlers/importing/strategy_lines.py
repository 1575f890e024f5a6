"""Importing the lines of communication strategies: a row for each audience, under the strategy that it names."""

from __future__ import annotations

from functools import partial

from pydantic import ValidationError

from governance.kinds.strategy import Strategy
from governance.strategy_line import HOW_OFTEN, Line, next_number
from handlers.importing.cells import count_in, day_in, is_blank
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.history import IMPORT, Scene
from storage.register import Register

LONGEST = 300


async def import_line(reading: Reading, register: Register, present: Present, moment: Moment) -> Outcome | None:
    """One line; None where it could not be taken. One with the number of a line that there is changes that; without a number it
    is the line of that audience and message, else a new one."""
    found = await present.any_with_ref(reading.cell("strategy"))
    if found is None or not isinstance(found.body, Strategy):
        reading.problem("strategy", "there is no such strategy in the register; this row was not imported")
        return None
    strategy = await register.records.get(found.ref)  # as the row before has left it
    assert isinstance(strategy.body, Strategy)
    lines = strategy.body.lines
    number = reading.take("number", count_in, None)
    old = next((each for each in lines if _is_meant(each, number, reading)), None)
    new = _line(reading, present, moment, old, number or next_number(lines))
    if new is None:
        return None
    if new == old:
        return "unchanged"
    kept = tuple(new if each is old else each for each in lines) if old else (*lines, new)
    changed, _ = await register.records.change(
        Scene(via=IMPORT), strategy, {"lines": [each.model_dump() for each in kept]}
    )
    present.keep(changed)
    return "updated" if old else "created"


def _is_meant(line: Line, number: int | None, reading: Reading) -> bool:
    if number:
        return line.number == number
    said = (reading.cell("audience").casefold(), reading.cell("message").casefold())
    return line.stands and (line.audience.casefold(), line.message.casefold()) == said


def _line(reading: Reading, present: Present, moment: Moment, old: Line | None, number: int) -> Line | None:
    values = {name: reading.cell(name)[:LONGEST] for name in ("audience", "message", "channel")}
    try:
        return Line.model_validate(
            {
                **values,
                "number": number,
                "every": _how_often(reading),
                "first_on": reading.take("first_on", partial(day_in, moment=moment), None),
                "approver": _person(reading, "approver", present),
                "owner": _person(reading, "owner", present),
                "added_on": old.added_on if old else moment.today,
                "dropped_on": old.dropped_on if old else None,
            }
        )
    except ValidationError:
        reading.problem("audience", "a line needs its audience; this row was not imported")
        return None


def _how_often(reading: Reading) -> str:
    said = " ".join(reading.cell("every").casefold().split())
    if is_blank(said):
        return ""
    known = next((name for name, words in HOW_OFTEN.items() if said in (name, *words)), "")
    if not known:
        reading.left_empty("every", f"I know {', '.join(HOW_OFTEN)}")
    return known


def _person(reading: Reading, name: str, present: Present) -> str | None:
    named = present.known.people_in(reading.cell(name), None)
    for doubt in named.doubts:
        reading.left_empty(name, doubt)
    return named.people[0].id if named.people else None


LINES = RowList(
    "strategy line",
    headings("strategy|strategy ref", "audience", "how often|frequency|rhythm|line"),
    {
        **dict.fromkeys(("strategy", "strategy ref"), "strategy"),
        **dict.fromkeys(("line", "no", "number"), "number"),
        **dict.fromkeys(("how often", "frequency", "rhythm"), "every"),
        **dict.fromkeys(("channel", "how", "method"), "channel"),
        **dict.fromkeys(("first on", "first or only on", "starts", "from"), "first_on"),
        **dict.fromkeys(("approved by", "approver", "signed off by"), "approver"),
        **dict.fromkeys(("seen to by", "owner", "who"), "owner"),
        "audience": "audience",
        "message": "message",
    },
    import_line,
    lacks=frozenset({"status", "title"}),
)
