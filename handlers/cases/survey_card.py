"""Asking for a survey's results: what its answers add up to, of all questions or of one."""

from __future__ import annotations

from governance.record import Record
from handlers.answer import Answer
from handlers.cards import say
from handlers.cases.survey_results import results_card
from handlers.commands import ShowSurvey
from handlers.reply import Reply
from storage.register import Register


async def show_survey(command: ShowSurvey, record: Record, register: Register, answer: Answer) -> Reply:
    """What the answers add up to, of all questions or of one."""
    found = await register.surveys.findings(record)
    if found is None:
        text = f"No answers to {record.ref} {record.title} have been imported yet, so there is nothing to show."
        return await answer.about(record, say(text))
    return await answer.about(record, results_card(record, found, command.question))
