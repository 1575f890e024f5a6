"""`/report complaints`: a financial year of complaints for the self-assessment and the governing body. Numbers, and nobody in
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance.complaints.figures import FEWEST_TOLD, Figures, Stage, Timeliness, figures, told_number, year_of
from governance.kinds.complaint import Complaint
from governance.people import Person
from governance.policy import cleared
from governance.record import Record
from governance.roles import CASE_MANAGERS, has_role
from handlers.cases.redacting import redactor
from handlers.reporting.document import Asked
from handlers.reporting.marks import OFFICIAL, footer_of
from handlers.wording import day
from reports.paper import Paper
from storage.filters import Filter
from storage.register import Register

DECISIONS = ("upheld", "partly upheld", "not upheld", "not said")
MOST_THEMES = 10
NOTE = (
    "Counted from the register: complaints received in the period, and replies given in it. In time: on or before the day of the "
    "Complaint Handling Code, or the day to which it was extended with notice. Overdue: due before the last day and not given."
)
TO_ADD = (  # what the register does not hold, and a self-assessment must
    "The Ombudsman’s determinations and orders in the period, and what was done about them.",
    "The governing body’s response, and where both are published.",
)


async def complaints(asked: Asked) -> Paper:
    """The year to date; of one estate where that is named."""
    first, end = year_of(asked.register.today)
    last = min(end, asked.register.today)
    counted = await _all(asked.register, asked.workstream)
    bodies = [each.body for each in counted if isinstance(each.body, Complaint)]
    found = await _redacted(asked.register, figures(bodies, first, last))
    openly = may_see_small_numbers(asked.reader, counted) and not asked.aloud
    strand = await asked.register.workstreams.get(asked.workstream)
    title = f"Complaints {first.year}/{end.year % 100:02d}" + (f", {strand.label}" if strand else "")
    values = {
        "mark": OFFICIAL,
        "footer": footer_of(asked),
        "period": f"Received and answered from {day(found.first)} to {day(found.last)}",
        **_laid_out(found, openly=openly),
        "figures": plain_figures(found, openly=openly),
        "to_add": list(TO_ADD),
        "note": NOTE if openly else f"{NOTE} Of fewer than five, no number is told.",
    }
    return Paper("complaints", title.replace("/", "-") + ".pdf", title, values)


async def _redacted(register: Register, found: Figures) -> Figures:
    """The same without what officers wrote of somebody into a theme, a channel or what was learned."""
    clean = await redactor(register)

    def counted(counts: Mapping[str, int]) -> dict[str, int]:
        merged: Counter[str] = Counter()
        for words, number in counts.items():
            merged[clean.redacted(words).text] += number
        return dict(merged.most_common())

    learning = tuple(clean.redacted(line).text for line in found.learning)
    return replace(found, themes=counted(found.themes), channels=counted(found.channels), learning=learning)


def may_see_small_numbers(reader: Person | None, counted: list[Record]) -> bool:
    """An operator at the terminal, and who answers for every case that is counted; anybody else is told no number under five,
    and nothing that was written in a case."""
    if reader is None:
        return True
    return reader.sure and has_role(reader, CASE_MANAGERS) and all(cleared(reader, each) for each in counted)


async def _all(register: Register, workstream: str | None) -> list[Record]:
    wanted = Filter(kind="complaint", status="any", workstream=workstream, sort="ref")
    return await register.records.find(wanted, limit=None)


def _laid_out(found: Figures, *, openly: bool) -> dict[str, Any]:
    def told(number: int) -> str:
        return told_number(number, openly=openly)

    def told_of(each: Timeliness, number: int) -> str:
        """Of so many that nobody can be recognised by it, also a small part is told: it must be published."""
        return str(number) if each.due >= FEWEST_TOLD else told(number)

    def told_percent(each: Timeliness) -> str:
        hidden = not openly and 0 < each.due < FEWEST_TOLD
        return "–" if each.percent is None or hidden else f"{each.percent} %"

    stages = (("Stage 1", found.stage_1), ("Stage 2", found.stage_2))
    steps = [(f"{name}: {what}", getattr(stage, field)) for name, stage in stages for what, field in STEPS]
    return {
        "headline": [
            {"number": told(found.received), "label": "received"},
            {"number": told_percent(found.stage_1.answered), "label": "answered in time, stage 1"},
            {"number": told_percent(found.stage_2.answered), "label": "answered in time, stage 2"},
            {"number": told(found.open_at_end), "label": "open now"},
        ],
        "timeliness": [
            {
                "what": what,
                "due": told(each.due),
                "in_time": told_of(each, each.in_time),
                "percent": told_percent(each),
                "waiting": told_of(each, each.late_open),
            }
            for what, each in steps
        ],
        "decisions": {
            "headings": [*(each.capitalize() for each in DECISIONS), "Extended"],
            "lines": [
                [name, *(told(stage.decisions.get(each, 0)) for each in DECISIONS), told(stage.extended)]
                for name, stage in stages
            ],
        },
        **_bars("themes", found.themes, "What complaints were about", openly=openly),
        **_bars("channels", found.channels, "How complaints came", openly=openly),
        "learning": list(found.learning) if openly else [],
        "learning_withheld": bool(found.learning) and not openly,
    }


STEPS = (("acknowledged", "acknowledged"), ("answered", "answered"))


def _bars(name: str, counts: Mapping[str, int], alt: str, *, openly: bool) -> dict[str, Any]:
    """A bar for each, longest first, with the same in words for whoever can't see it. Small ones are put together."""
    shown = list(counts.items())[:MOST_THEMES]
    if not openly:
        small = sum(number for _, number in counts.items() if number < FEWEST_TOLD)
        shown = [pair for pair in shown if pair[1] >= FEWEST_TOLD]
        shown += [("others, each fewer than five", small)] if small >= FEWEST_TOLD else []
    lines = [{"what": what, "number": str(number), "length": number} for what, number in shown]
    return {name: lines, f"{name}_alt": f"{alt}: " + ", ".join(f"{each['what']} {each['number']}" for each in lines)}


def plain_figures(found: Figures, *, openly: bool) -> dict[str, Any]:
    """JSON-ready, for machines: numbers, or None where one is not told."""

    def told(number: int) -> int | None:
        return number if openly or number == 0 or number >= FEWEST_TOLD else None

    def stage(one: Stage) -> dict[str, Any]:
        return {
            "received": told(one.received),
            "acknowledged": _plain(one.acknowledged, told),
            "answered": _plain(one.answered, told),
            "extended": told(one.extended),
            "decisions": {name: told(number) for name, number in one.decisions.items()},
        }

    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        **{
            name: told(getattr(found, name))
            for name in ("received", "not_accepted", "withdrawn", "open_at_end", "with_ombudsman", "determined")
        },
        "stage_1": stage(found.stage_1),
        "stage_2": stage(found.stage_2),
        "themes": {name: told(number) for name, number in found.themes.items()},
    }


def _plain(one: Timeliness, told: Callable[[int], int | None]) -> dict[str, Any]:
    if told(one.due) is None:
        return {"due": None, "in_time": None, "percent": None, "overdue": None}
    return {"due": one.due, "in_time": one.in_time, "percent": one.percent, "overdue": one.late_open}
