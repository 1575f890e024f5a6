"""Clocks that explain themselves: when one runs out, counted step by step, by which rule and from which source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from governance.calendar import WorkingCalendar
from governance.clocks.kept import Kept
from governance.clocks.rule import Rule
from governance.clocks.rules import RULES
from governance.record import Record
from governance.section20.printing import safe_to_print as safe_to_print
from governance.timed import Timed
from handlers.answer import Answer
from handlers.cards import Card, Facts, Heading, Para, Part, Small, say
from handlers.commands import AskDeadline, Why
from handlers.reply import Reply
from handlers.wording import day
from storage.register import Register


async def ask_deadline(command: AskDeadline, register: Register, answer: Answer) -> Reply:
    """When a clock runs out that began on some day, by the council's own periods."""
    calendar = await register.calendar()
    found = (await register.records.reckoning()).by(command.rule, command.trigger)
    return await answer.normally(deadline_card(Kept.of(found), calendar, supposed=command.supposed))


async def why(command: Why, record: Record, register: Register, answer: Answer) -> Reply:
    """How a record's date was worked out, each step, and who stopped its clock; of a closed one, how its dates had been. Where
    no clock runs, what is known of its date."""
    calendar = await register.calendar()
    if card := await _explained(record, register, calendar):
        return await answer.about(record, card)
    if record.due is None or not record.is_open:
        state = "closed" if not record.is_open else "without a date"
        return await answer.about(record, say(f"{record.ref} is {state}, so it has no clock running."))
    text = f"{record.ref} is due on {day(record.due)}. Somebody set that date; no rule worked it out."
    return await answer.about(record, say(text))


async def _explained(record: Record, register: Register, calendar: WorkingCalendar) -> Card | None:
    body = record.body
    clocks = dict(body.clocks) if isinstance(body, Timed) else {}
    timer = body.timer
    counted = timer.field if timer is not None else body.due_now  # also while it stands still
    if timer is not None and timer.field not in clocks:  # imported, or set by hand: what the rule would have said
        clocks[timer.field] = Kept.of((await register.records.reckoning()).of(timer))
    shown = [counted] if record.is_open else list(clocks)
    found = [clocks.pop(name) for name in shown if name in clocks]
    if not found:
        return _beside_it(record, list(clocks.values()), calendar) if record.is_open and clocks else None
    held = getattr(body, counted, None) if record.is_open else None
    cards = [deadline_card(kept, calendar, record=record, held=held) for kept in found]
    parts = [part for card in cards for part in card.parts]
    parts += [Small((line,)) for line in await _besides(record, register, clocks.values())]
    return Card(text="\n".join(card.text for card in cards), parts=tuple(parts))


def _beside_it(record: Record, others: list[Kept], calendar: WorkingCalendar) -> Card:
    """Of a date that somebody set, that they did; and what the rules say that the record has a clock for."""
    said = (
        f"{record.ref} is due on {day(record.due)}: somebody set that date."
        if record.due
        else f"{record.ref} has no date."
    )
    cards = [deadline_card(kept, calendar, record=record) for kept in others]
    parts = (Para((said,)), *(part for card in cards for part in card.parts))
    return Card(text="\n".join((said, *(card.text for card in cards))), parts=parts)


async def _besides(record: Record, register: Register, others: Iterable[Kept]) -> list[str]:
    """Who stopped its clock, and its other dates."""
    people = await register.people.all()
    stops = record.body.stops if isinstance(record.body, Timed) else ()
    said = []
    for stop in stops:
        by = people[stop.by].name if stop.by in people else "somebody"
        still = "still stands still" if record.is_open else "never ran again"
        ended = f"ran again from {day(stop.last)}" if stop.last else still
        said.append(f"Stopped on {day(stop.first)} by {by}, {ended}: {stop.reason}")
    said += record.body.remarks() if isinstance(record.body, Timed) else ()
    return [*said, *(f"{_rule_title(kept)}: {_said(kept.due)}." for kept in others)]


def deadline_card(
    found: Kept,
    calendar: WorkingCalendar,
    *,
    record: Record | None = None,
    held: date | None = None,
    supposed: bool = False,
) -> Card:
    """The date, each step, the rule with its source. `held` is what the record says, which somebody may have set; `supposed`: no
    first day was said, so it was counted from today."""
    rule = RULES.get(found.rule)
    named = f"{record.ref} " if record else ""
    title = f"{named}{_rule_title(found)}: {_said(found.due)}"
    parts: list[Part] = [Heading(title), Facts(_facts(found, calendar))]
    if held is not None and held != found.day:
        parts.append(Para((f"The record says {day(held)}: it was imported or set by hand, and stays.",)))
    parts += [Para((f"{number}. {step}",)) for number, step in enumerate(found.basis, 1)]
    if rule is not None:
        parts.append(Para((rule.text,)))
    if supposed:
        parts.append(Small((f"You named no day, so I counted from {_said(found.trigger)}.",)))
    parts.append(Small((_source_words(found, rule),)))
    return Card(text=title, parts=tuple(parts))


def _rule_title(found: Kept) -> str:
    rule = RULES.get(found.rule)
    return rule.title if rule else found.rule


def _source_words(found: Kept, rule: Rule | None) -> str:
    """By which source and version; a rule that has changed since is said to have."""
    if rule is None:
        return f"Rule {found.rule}, {found.version}, which is no longer in use."
    sure = "" if rule.sure == "high" else " How the rule is read is not beyond doubt: ask Legal where it matters."
    if any("still" in step for step in found.basis) and rule.pause_by:
        sure = f" Stopping it: {rule.pause_by}.{sure or _unsure(rule.pause_sure)}"
    since = "" if rule.version == found.version else f" It has been {rule.version} since."
    return f"Source: {rule.source}. Rule {found.rule}, {found.version}.{since}{sure}"


def _unsure(sure: str) -> str:
    return "" if sure == "high" else " That is guidance, and no law: ask Legal where it matters."


def _facts(found: Kept, calendar: WorkingCalendar) -> tuple[tuple[str, tuple[str, ...]], ...]:
    facts = [("Due", (_said(found.due),))]
    if found.act_by != found.day:
        facts.append(("Act by", (day(found.act_by),)))
    if found.rule.startswith("s20.period_end"):
        facts = [
            ("Ends at the earliest", (_said(found.due),)),
            ("A safe date to print", (day(safe_to_print(found.day, calendar)),)),
        ]
    if found.provisional:
        facts.append(("Provisional", ("that year’s bank holidays are not certain yet",)))
    return tuple(facts)


def _said(moment: date | datetime) -> str:
    return f"{day(moment)} {moment:%H:%M}" if isinstance(moment, datetime) else day(moment)
