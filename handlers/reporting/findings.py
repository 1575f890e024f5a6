"""The report of findings of a survey: method, base, results with ranges, themes, redacted comments, and what will change."""

from __future__ import annotations

from typing import Any

from governance.comment_themes import Spoken, by_theme
from governance.errors import ChivvyError
from governance.kinds.survey import Survey
from governance.policy import readable
from governance.record import Record
from governance.survey_groups import BYS, UNKNOWN, Breakdown
from governance.surveys import FEWEST_BASE, FEWEST_SHOWN, Findings, Result
from handlers.cases.redacting import redactor
from handlers.cases.survey_quotes import FEW, quotes_of
from handlers.cases.survey_results import result_words
from handlers.reporting.document import Asked
from handlers.reporting.marks import footer_of, mark_of
from handlers.wording import count, day
from reports.paper import Paper

MOST_GROUPS = 6  # columns of a table on a page
QUOTED = 5
LED_TO = "led to"
HOW = (
    "Satisfied: very and fairly satisfied, of all who gave an opinion (the base). The bar is that share, the line through it its "
    "range. The margin is the normal one with the correction for a finite population; the range has none."
)
HIDDEN = f"A group is not shown where fewer than {FEWEST_SHOWN} answered, or where it would give such a group away."
FEW_SAY_LITTLE = f"A base under {FEWEST_BASE} says little."
SEVERAL = "Somebody may have spoken of several things. "
NOTE = (
    "A home that is known counts once, with its latest answer. Comments are redacted by rule (names, homes, numbers, health); "
    "those of themes that few spoke of are left out. Somebody reads this before it is published."
)


class NothingFound(ChivvyError):
    """No answers to {ref} have been imported yet, so there are no findings. Nothing was drawn up."""


async def has_answers(asked: Asked) -> None:
    """Raise NothingFound where nothing has come back."""
    await _found(asked)


async def _found(asked: Asked) -> Findings:
    found = await asked.register.surveys.findings(asked.held)
    if found is None:
        raise NothingFound(ref=asked.held.ref)
    return found


async def findings_report(asked: Asked) -> Paper:
    record, register = asked.held, asked.register
    found = await _found(asked)
    spoken = by_theme(await register.surveys.comments(record))
    values = {
        "mark": mark_of(record),
        "footer": footer_of(asked),
        "facts": await _facts(asked, found),
        "warnings": list(found.warnings),
        "how": HOW,
        "chart": f"Shares who are satisfied: {'; '.join(f'{one.question} {result_words(one)}' for one in found.results)}.",
        "results": [_bar(one) for one in found.results],
        "table": [_line(one) for one in found.results],
        "groups": [group for by in BYS if (group := _group(by, await register.surveys.breakdowns(record, by)))],
        **await _said(asked, spoken),
        "changes": await _changes(asked),
        "note": NOTE,
    }
    return Paper("findings", f"{record.ref} findings.pdf", f"Findings of {record.ref} {record.title}", values)


async def _facts(asked: Asked, found: Findings) -> list[list[str]]:
    body = asked.held.body
    assert isinstance(body, Survey)
    days = [day(each) for each in (body.opened_on, body.closed_on) if each]
    repeats = f"; {found.repeats} sent twice and counted once" if found.repeats else ""
    facts = [
        ["Homes asked", str(body.population or "not known")],
        ["Open", " to ".join(days)],
        ["Came back", f"{count(found.rows, 'questionnaire')}, {found.unique} of them counted{repeats}"],
        ["Response rate", f"{found.response_rate} % of the homes asked" if body.population else "not known"],
        ["How", _methods(await asked.register.surveys.methods(asked.held))],
        ["Answers offered", ", ".join(part.strip() for part in body.scale.split("|") if part.strip())],
    ]
    return [fact for fact in facts if fact[1]]


def _methods(often: dict[str, int]) -> str:
    """How many answered in which way; where one is small, none is counted, for the others would give it away."""
    if any(number < FEWEST_SHOWN for number in often.values()):
        return ", ".join(often)
    return ", ".join(f"{number} {method}" for method, number in often.items())


def _bar(one: Result) -> dict[str, Any]:
    if one.suppressed:
        return {"label": one.question, "percent": None, "low": 0, "high": 0, "words": "too few to show"}
    words = f"{one.percent} % ({one.satisfied} of {one.base})"
    return {"label": one.question, "percent": one.percent, "low": one.wilson[0], "high": one.wilson[1], "words": words}


def _line(one: Result) -> list[str]:
    if one.suppressed:
        return [one.question, "not shown", "", "", ""]
    base = f"{one.base}, few" if one.base < FEWEST_BASE else str(one.base)
    return [one.question, f"{one.percent} %", base, f"{one.wilson[0]} to {one.wilson[1]} %", f"±{one.margin} points"]


def _group(by: str, found: tuple[Breakdown, ...]) -> dict[str, Any] | None:
    """One table; None where nobody knows who is in which group, or there is but one."""
    names = [group.name for group in found[0].groups] if found else []
    if not names or names == [UNKNOWN] or len(names) < 2:
        return None
    if len(names) > MOST_GROUPS:
        return {"by": by, "names": [], "lines": [], "note": f"There are {len(names)} groups: ask for them in chat."}
    lines = [[one.question, *(_cell(group.result) for group in one.groups)] for one in found]
    few = any(group.result and group.result.base < FEWEST_BASE for one in found for group in one.groups)
    hidden = any(one.hidden for one in found)
    note = " ".join(filter(None, ("Share satisfied (range; base).", HIDDEN * hidden, FEW_SAY_LITTLE * few)))
    return {"by": by, "names": [name[:1].upper() + name[1:] for name in names], "lines": lines, "note": note}


def _cell(one: Result | None) -> str:
    if one is None:
        return "not shown"
    few = ", few" if one.base < FEWEST_BASE else ""
    return f"{one.percent} % ({one.wilson[0]} to {one.wilson[1]}; {one.base}{few})"


async def _said(asked: Asked, spoken: tuple[Spoken, ...]) -> dict[str, Any]:
    """The themes as a chart, and what was said of each, redacted."""
    cleaner = await redactor(asked.register)
    shown = [(one, one.people) for one in spoken if one.people is not None]
    most = max((people for _, people in shown), default=1)
    few = [one.theme for one in spoken if one.people is None]
    told = "; ".join(f"{one.theme} {count(people, 'person', 'people')}" for one, people in shown)
    return {
        "themes": [
            {"label": one.theme.capitalize(), "share": people / most, "words": count(people, "person", "people")}
            for one, people in shown
        ],
        "themes_chart": f"How many people spoke of what: {told}.",
        "themes_note": SEVERAL + (FEW.format(themes=", ".join(few)) if few else ""),
        "quotes": [
            {"name": one.theme.capitalize(), "said": [f"“{text}”" for text in quotes_of(one.comments, cleaner, QUOTED)]}
            for one, _ in shown
        ],
    }


async def _changes(asked: Asked) -> list[list[str]]:
    """What came of it: the records that it led to, with who does it and by when."""
    register = asked.register
    found: list[Record] = []
    for link in await register.links.of(asked.held):
        if link.relation == LED_TO and link.forward and not link.confidential:
            found.append(await register.records.get(link.ref))
    kept = [one for one in found if not one.withdrawn and (asked.reader is None or readable(asked.reader, one))]
    return [
        [
            f"{one.title} ({one.ref})",
            await register.people.name(one.owner) if one.owner else "nobody yet",
            day(one.due) if one.due else "no date yet",
            one.status,
        ]
        for one in kept
    ]
