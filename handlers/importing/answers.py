"""Importing the answers to a survey: one row for each questionnaire that came back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from governance.kinds.survey import Survey
from governance.surveys import Answered
from handlers.importing.cells import day_in
from handlers.importing.columns import plain
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.words.days.dates import Moment
from storage.register import Register

QUESTION = re.compile(r"q\s?(\d{1,3})")
HEADINGS = {"survey": "survey", "response id": "response", "uprn": "home", "completed on": "day", "date": "day"}


def answer_columns(headings: Iterable[str]) -> dict[str, str]:
    """Heading → what it holds; questions by their number (`q1`). Comments and who answered are left where they are."""
    found = {}
    for heading in headings:
        question = QUESTION.fullmatch(plain(heading))
        if said := f"q{int(question[1])}" if question else HEADINGS.get(plain(heading)):
            found[heading] = said
    return found


async def import_answer(reading: Reading, register: Register, present: Present, moment: Moment) -> Outcome | None:
    """One questionnaire; None where it could not be taken."""
    survey = await present.any_with_ref(reading.cell("survey"))
    if survey is None or not isinstance(survey.body, Survey):
        reading.problem("survey", "there is no such survey in the register; this row was not imported")
        return None
    if not reading.cell("response"):
        reading.problem("response", "it has no number, so it could not be told from others; this row was not imported")
        return None
    questions = range(1, len(survey.body.asked) + 1)
    one = Answered(
        id=reading.cell("response"),
        home=reading.cell("home"),
        on=reading.take("day", partial(day_in, moment=moment, past=True), None),
        answers=tuple(reading.cell(f"q{number}") for number in questions),
    )
    known = await register.surveys.has(survey, one.id)
    kept = await register.surveys.keep(survey, one)
    return "unchanged" if not kept else "updated" if known else "created"
