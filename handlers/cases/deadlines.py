"""Clocks that explain themselves: when one runs out, counted step by step, by which rule and from which source."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from governance.calendar import WorkingCalendar
from governance.clocks.deadline import Deadline, rule_named, work_out
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Card, Facts, Heading, Para, Part, Small, say
from handlers.commands import AskDeadline, Why
from handlers.reply import Reply
from handlers.wording import day
from storage.register import Register

SAFE_DAYS = 3  # working days after a consultation's last day that a printed date should lie (domain of section 20)
LONGEST_CLOSURE = 60  # days


async def ask_deadline(command: AskDeadline, register: Register, answer: Answer) -> Reply:
    """When a clock runs out that began on some day."""
    calendar = await register.calendar()
    found = work_out(rule_named(command.rule), command.trigger, calendar)
    return await answer.normally(deadline_card(found, calendar, supposed=command.supposed))


async def why(command: Why, record: Record, register: Register, answer: Answer) -> Reply:
    """How a record's own date was worked out; where no clock runs, what is known of its date."""
    calendar = await register.calendar()
    clock = record.body.clock()
    if record.due is None or not record.is_open:
        state = "closed" if not record.is_open else "without a date"
        return await answer.about(record, say(f"{record.ref} is {state}, so no clock of its runs."))
    if clock is None:
        text = f"{record.ref} is due on {day(record.due)}. Somebody set that date; no rule worked it out."
        return await answer.about(record, say(text))
    found = work_out(rule_named(clock[0]), clock[1], calendar)
    return await answer.about(record, deadline_card(found, calendar, record=record))


def deadline_card(
    found: Deadline, calendar: WorkingCalendar, *, record: Record | None = None, supposed: bool = False
) -> Card:
    """The date, each step, the rule with its source. `supposed`: no first day was said, so it was counted from today."""
    named = f"{record.ref} " if record else ""
    title = f"{named}{found.rule.title}: {_said(found.due)}"
    parts: list[Part] = [Heading(title), Facts(_facts(found, calendar))]
    if record is not None and record.due != found.day:
        kept = f"The record says {day(record.due)}: it was imported or set by hand, and stays." if record.due else ""
        parts.append(Para((kept,)))
    parts += [Para((f"{number}. {step}",)) for number, step in enumerate(found.basis, 1)]
    parts.append(Para((found.rule.text,)))
    if supposed:
        parts.append(Small((f"You named no day, so I counted from {_said(found.trigger)}.",)))
    sure = "" if found.rule.sure == "high" else " How the rule is read is not beyond doubt: ask Legal where it matters."
    parts.append(Small((f"Source: {found.rule.source}. Rule {found.rule.id}, {found.rule.version}.{sure}",)))
    return Card(text=title, parts=tuple(parts))


def _facts(found: Deadline, calendar: WorkingCalendar) -> tuple[tuple[str, tuple[str, ...]], ...]:
    facts = [("Due", (_said(found.due),))]
    if found.act_by != found.day:
        facts.append(("Act by", (day(found.act_by),)))
    if found.rule.id.startswith("s20.period_end"):
        facts = [
            ("Ends at the earliest", (_said(found.due),)),
            ("A safe date to print", (day(safe_to_print(found.day, calendar)),)),
        ]
    if found.provisional:
        facts.append(("Provisional", ("that year’s bank holidays are not certain yet",)))
    return tuple(facts)


def safe_to_print(last: date, calendar: WorkingCalendar) -> date:
    """A date that is at least three working days after the last one, and on which the office is open."""
    safe = calendar.add(last, SAFE_DAYS)
    for _ in range(LONGEST_CLOSURE):
        if calendar.is_open(safe):
            break
        safe += timedelta(days=1)
    return safe


def _said(moment: date | datetime) -> str:
    return f"{day(moment)} {moment:%H:%M}" if isinstance(moment, datetime) else day(moment)
