"""Comparing: two surveys, or two groups of one, side by side; in words that never make more of it than the ranges allow."""

from __future__ import annotations

from collections.abc import Sequence

from governance.errors import ChivvyError
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from governance.survey_comparison import NO_CAUSE, Compared, compare, compared, only_in
from governance.survey_groups import BYS, Breakdown
from governance.surveys import Findings
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Small, button
from handlers.cases.survey_results import METHOD
from handlers.commands import CompareGroups, CompareSurveys, ShowSurvey
from handlers.reply import Reply
from handlers.words.named import words_in
from storage.register import Register


class NoAnswers(ChivvyError):
    """No answers to {ref} have been imported yet, so there is nothing to compare. Nothing was changed. Whoever
    runs Chivvy imports them; then ask again."""


class NoSuchGroups(ChivvyError):
    """I can't find “{first}” and “{second}” among those who answered {ref}. There are, by tenure: {tenure}; by block: {block}; by
    method: {method}."""


async def compare_surveys(
    command: CompareSurveys, record: Record, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """What both asked in the same words."""
    other = await register.records.get(command.other)
    permit(speaker, "read", other, place)
    one, two = await _findings(register, record), await _findings(register, other)
    found = [each for each in compare(record.ref, one, other.ref, two) if command.question in ("", each.question)]
    title = f"{record.ref} {record.title} and {other.ref} {other.title}"
    apart = [
        f"Only {named.ref} asked: {', '.join(questions)}."
        for named, questions in ((record, only_in(one, two)), (other, only_in(two, one)))
        if questions and not command.question
    ]
    return await answer.about(record, _card(title, found, apart, (record, other)))


async def _findings(register: Register, record: Record) -> Findings:
    found = await register.surveys.findings(record)
    if found is None:
        raise NoAnswers(ref=record.ref)
    return found


def _card(title: str, found: Sequence[Compared], apart: Sequence[str], about: Sequence[Record]) -> Card:
    parts: list[Part] = [Heading(title)]
    if found:
        parts.append(Facts(tuple((each.question, (each.words,)) for each in found)))
    else:
        parts.append(Para(("They asked nothing in the same words, so nothing can be compared.",)))
    parts += [Small((line,)) for line in (*apart, NO_CAUSE, METHOD)]
    parts.append(Buttons(tuple(button(f"Results of {each.ref}", ShowSurvey(each.ref)) for each in about)))
    said = "; ".join(f"{each.question}: {each.words}" for each in found) or "they asked nothing in the same words"
    return Card(text=f"{title}. {said}", parts=tuple(parts))


async def compare_groups(command: CompareGroups, record: Record, register: Register, answer: Answer) -> Reply:
    """Two groups of one survey; either may not be shown."""
    await _findings(register, record)
    by = {each: await register.surveys.breakdowns(record, each) for each in BYS}
    for each, found in by.items():
        first, second = _group(command.first, found), _group(command.second, found)
        if first and second and first != second:
            title = f"{record.ref} {record.title}, by {each}: {first} and {second}"
            return await answer.about(record, _card(title, [_pair(one, first, second) for one in found], (), (record,)))
    names = {each: ", ".join(_names(found)) or "nobody knows" for each, found in by.items()}
    raise NoSuchGroups(ref=record.ref, first=command.first, second=command.second, **names)


def _names(found: Sequence[Breakdown]) -> list[str]:
    return [group.name for group in found[0].groups] if found else []


def _group(said: str, found: Sequence[Breakdown]) -> str:
    """The group that is meant, "" where none or two may be."""
    words = said.casefold().split()
    scored = sorted(((words_in(words, name), -len(name.split()), name) for name in _names(found)), reverse=True)
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return ""
    return scored[0][2]


def _pair(one: Breakdown, first: str, second: str) -> Compared:
    results = {group.name: group.result for group in one.groups}
    mine, theirs = results.get(first), results.get(second)
    if mine is None or theirs is None:
        return Compared(one.question, "not shown: one of them is small, or would give a small group away")
    return compared(first, mine, second, theirs)
