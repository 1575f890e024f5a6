"""Asking for a survey's results: what its answers add up to, of all questions or of one, of everybody or by group."""

from __future__ import annotations

from governance.record import Record
from governance.survey_groups import BYS, UNKNOWN, Breakdown, By
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Small, Strong, button, say
from handlers.cases.survey_results import METHOD, NOT_SHOWN, response_words, result_words, results_card
from handlers.commands import ShowSurvey
from handlers.encoding import ButtonUnreadable
from handlers.reply import Reply
from storage.register import Register

ANONYMOUS = "It is anonymous, or its homes are not known, so nobody can say which {by} answered what."


async def show_survey(command: ShowSurvey, record: Record, register: Register, answer: Answer) -> Reply:
    """What the answers add up to."""
    found = await register.surveys.findings(record)
    if found is None:
        text = f"No answers to {record.ref} {record.title} have been imported yet, so there is nothing to show."
        return await answer.about(record, say(text))
    if not command.by:
        return await answer.about(record, results_card(record, found, command.question))
    by = next((each for each in BYS if each == command.by), None)
    if by is None:
        raise ButtonUnreadable
    wanted = [one for one in await register.surveys.breakdowns(record, by) if command.question in ("", one.question)]
    return await answer.about(record, _by_group(record, by, wanted, response_words(found)))


def _by_group(record: Record, by: By, wanted: list[Breakdown], response: str) -> Card:
    title = f"{record.ref} {record.title}, by {by}"
    back = Buttons((button("All of them together", ShowSurvey(record.ref)),))
    if all(group.name == UNKNOWN for one in wanted for group in one.groups):
        text = ANONYMOUS.format(by=by)
        return Card(text=f"{title}: {text}", parts=(Heading(title), Para((text,)), back))
    parts: list[Part] = [Heading(title)]
    lines = []
    for one in wanted:
        shown = [(group.name, result_words(group.result) if group.result else NOT_SHOWN) for group in one.groups]
        shown.append(("All together", result_words(one.whole)))
        parts += [
            Para((Strong(one.question),)),
            Facts(tuple((name[:1].upper() + name[1:], (said,)) for name, said in shown)),
        ]
        lines.append(f"{one.question}: {'; '.join(f'{name} {said}' for name, said in shown)}")
    parts += [Para((response,)), Small((METHOD,)), back]
    return Card(text="\n".join([title, *lines]), parts=tuple(parts))
