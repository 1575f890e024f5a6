"""A survey's results: never a figure without its base and its interval, and none of fewer than five people."""

from __future__ import annotations

from typing import Any

from governance.kinds.survey import Survey
from governance.record import Record
from governance.survey_groups import BYS
from governance.surveys import FEWEST_BASE, FEWEST_SHOWN, Findings, Result
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Small, button
from handlers.commands import Report, Show, ShowComments, ShowSurvey
from handlers.words.understanding import KnownSurvey
from storage.filters import Filter
from storage.register import Register

MOST = 200  # surveys of one programme
METHOD = "Satisfied: very and fairly satisfied, of all who gave an opinion. Ranges: 95 %, Wilson."
NOT_SHOWN = "not shown: it is small, or would give a small group away"


def results_card(record: Record, found: Findings, question: str = "") -> Card:
    wanted = [one for one in found.results if question in ("", one.question)]
    title = f"{record.ref} {record.title}"
    parts: list[Part] = [Heading(title), Facts(tuple((one.question, (result_words(one),)) for one in wanted))]
    parts.append(Para((response_words(found),)))
    parts += [Small((warning,)) for warning in found.warnings]
    parts.append(Small((METHOD,)))
    groups = (button(f"By {by}", ShowSurvey(record.ref, question, by)) for by in BYS)
    parts.append(
        Buttons(
            (*groups, button("What people said", ShowComments(record.ref)), button("Show the survey", Show(record.ref)))
        )
    )
    said = "; ".join(f"{one.question} {result_words(one)}" for one in wanted)
    return Card(text=f"{title}: {said}", parts=tuple(parts))


def survey_buttons(record: Record) -> tuple[Button, ...]:
    """The ways from a survey to what it found."""
    return (
        button("Results in full", ShowSurvey(record.ref)),
        button("What people said", ShowComments(record.ref)),
        button("Report of findings", Report("findings", record.ref)),
    )


def result_words(one: Result) -> str:
    """`54.0 % satisfied (102 of 189; 46.9 to 60.9 %)`; nothing of fewer than five people."""
    if one.suppressed:
        return f"too few answers to show (fewer than {FEWEST_SHOWN})"
    low, high = one.wilson
    few = f"; a base under {FEWEST_BASE} says little" if one.base < FEWEST_BASE else ""
    return f"{one.percent} % satisfied ({one.satisfied} of {one.base}; {low} to {high} %{few})"


def response_words(found: Findings) -> str:
    repeats = f", {found.repeats} sent twice and counted once" if found.repeats else ""
    return (
        f"{found.unique} homes answered, {found.response_rate} % of those asked ({found.rows} questionnaires{repeats})."
    )


def plain_findings(found: Findings) -> dict[str, Any]:
    """What the answers add up to, JSON-ready; a question of which nothing may be shown says only that."""
    return {
        "raw_rows": found.rows,
        "unique_responses": found.unique,
        "duplicates": found.repeats,
        "response_rate_pct": found.response_rate,
        "questions": {one.question: _plain(one) for one in found.results},
        "warnings": list(found.warnings),
    }


def _plain(one: Result) -> dict[str, Any]:
    if one.suppressed:
        return {"suppressed": True}
    return {
        "base": one.base,
        "satisfied": one.satisfied,
        "pct": one.percent,
        "wilson95": list(one.wilson),
        "moe95_normal_fpc_pts": one.margin,
        "excluded": one.excluded,
    }


async def known_surveys(register: Register, *, added_up: bool = False) -> tuple[KnownSurvey, ...]:
    """The surveys that can be asked about; `added_up`: with what each question came to."""
    known = []
    for record in await register.records.find(Filter(kind="survey", status="any", confidential=False), limit=MOST):
        if isinstance(record.body, Survey):
            found = await register.surveys.findings(record) if added_up else None
            shares = {one.question: one.percent for one in found.results if not one.suppressed} if found else {}
            known.append(KnownSurvey(record.ref, record.title, record.body.asked, shares))
    return tuple(known)
