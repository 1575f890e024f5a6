"""Importing the answers to a survey: one row for each questionnaire that came back."""

from __future__ import annotations

import re
from functools import partial

from governance.kinds.survey import Survey
from governance.surveys import Answered
from handlers.importing.cells import day_in
from handlers.importing.columns import plain
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.register import Register

QUESTION = re.compile(r"q\s?(\d{1,3})")


def question_in(heading: str) -> str:
    """`q1` for the heading of a question; "" for any other."""
    question = QUESTION.fullmatch(plain(heading))
    return f"q{int(question[1])}" if question else ""


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
        tenure=reading.cell("tenure"),
        method=reading.cell("method"),
        comment=reading.cell("comment"),
    )
    known = await register.surveys.has(survey, one.id)
    kept = await register.surveys.keep(survey, one)
    return "unchanged" if not kept else "updated" if known else "created"


ANSWERS = RowList(
    "survey answer",
    headings("survey", "response id", "q1"),
    {
        "survey": "survey",
        "response id": "response",
        "uprn": "home",
        "completed on": "day",
        "date": "day",
        "tenure": "tenure",
        "method": "method",
        "comment": "comment",
        "comments": "comment",
    },
    import_answer,
    read_heading=question_in,
)
