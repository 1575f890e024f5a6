"""The lines of a communication strategy: added, changed, dropped, and the communications that they make. Each command reads the
strategy afresh inside the register's one write lock, so nobody's line is lost when two people are at it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from governance.errors import ChivvyError
from governance.kinds.communication import Communication
from governance.kinds.strategy import MOST_LINES, Strategy
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from governance.strategy_line import Line, next_number, without
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button
from handlers.commands import (
    AddLine,
    ChangeLine,
    Command,
    DropLine,
    OfLine,
    OpenForm,
    PlanNext,
    Serve,
    ShowStrategy,
    Undo,
)
from handlers.encoding import ButtonUnreadable
from handlers.outreach.standing import open_strategy, plan_of, strategy_meant
from handlers.records.entering import enter, what_is_wrong
from handlers.records.values import NotAllowed
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from storage.history import Event, Scene
from storage.records import ChangedMeanwhile
from storage.register import Register

# What people say of a line; its number and its days are kept for it.
FIELDS = ("audience", "message", "channel", "every", "first_on", "approver", "owner")


class NoSuchLine(ChivvyError):
    """{ref} has no line {number}. Nothing was changed. Type “strategy” to see its lines with their numbers."""


class TooManyLines(ChivvyError):
    """{ref} has {number} lines, which is the most that a strategy can have. Nothing was changed. Drop one that is no longer
    needed (“drop line 3 of the strategy”), or put two together."""


async def add_line(
    command: AddLine, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """Add a line to the strategy that is meant."""
    record = await _meant(command.ref, command.workstream, register, speaker, place)
    body = _strategy(record)
    if len(list(body.standing())) >= MOST_LINES:
        raise TooManyLines(ref=record.ref, number=MOST_LINES)
    said = {name: held for name in FIELDS if (held := getattr(command, name)) not in (None, "")}
    await _check_people(register, said)
    line = _valid({"number": next_number(body.lines), "added_on": register.today, **said})
    event = await _keep(register, scene, record, (*body.lines, line))
    return await _told(register, record, event, f"Added to {record.ref} as line {line.number}: {_words(line)}.", answer)


async def change_line(
    command: ChangeLine, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Change one line. Where the speaker looked at an older version, only what they changed themselves is set; what somebody else
    changed since is refused with both changes named."""
    line = _line(record, command.number)
    wanted = {name: value for name, value in command.values.items() if name in FIELDS}
    await _check_people(register, wanted)
    new = _valid({**line.model_dump(), **wanted})
    if command.seen is not None:
        new = await _own_changes(register, record, line, new, command.seen)
    if new == line:
        same = f"Line {line.number} of {record.ref} is like that already, so nothing was changed."
        return await answer.about(record, Card(text=same, parts=(Para((same,)),)))
    lines = tuple(new if each.number == line.number else each for each in _strategy(record).lines)
    event = await _keep(register, scene, record, lines)
    return await _told(register, record, event, f"Line {line.number} of {record.ref} is now: {_words(new)}.", answer)


async def drop_line(command: DropLine, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Take a line out; what it made stays."""
    line = _line(record, command.number)
    event = await _keep(register, scene, record, without(_strategy(record).lines, line.number, register.today))
    return await _told(register, record, event, f"Line {line.number} of {record.ref} ({line.what}) is dropped.", answer)


async def of_line(
    command: OfLine,
    register: Register,
    speaker: Person,
    place: Place,
    carry_out: Callable[[Command], Awaitable[Reply]],
) -> Reply:
    """What was said of a line by its number: of the strategy that is meant there."""
    record = await strategy_meant(register, command.workstream, place, speaker)
    _line(record, command.number)
    deeds: Mapping[str, Command] = {
        "change": ChangeLine(record.ref, command.number, command.values),
        "drop": DropLine(record.ref, command.number),
        "plan": PlanNext(record.ref, command.number),
        "edit": OpenForm("line", ref=record.ref, values={"number": command.number}),
    }
    return await carry_out(deeds[command.deed])


async def plan_next(
    command: PlanNext, record: Record, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """Log the next communication of a line: what it says, on the day on which it is expected, for whoever sees to it."""
    line = _line(record, command.number)
    plan = await plan_of(register, record)
    course = next(each for each in plan.outreach.courses if each.line.number == line.number)
    if course.planned is not None:
        said = f"{course.planned.ref} {course.planned.body.title} is planned for that line already."
        return await answer.about(record, Card(text=said, parts=(Para((said,)),)))
    body = _strategy(record)
    calendar = await register.calendar()
    expected = course.expected if course.expected and course.expected > register.today else None
    values: dict[str, Any] = {
        "title": line.title,
        "owner": line.owner or record.owner or speaker.id,
        "form": line.form,
        "audience": line.audience,
        "message": line.message,
        "channel": line.channel,
        "publish_on": calendar.on_or_before(expected) if expected else None,
        "approver": body.approver_of(line),
        "serves": f"{record.ref}.{line.number}",
    }
    given = {name: held for name, held in values.items() if held not in (None, "")}
    scene = replace(scene, batch=answer.batch())
    new = await enter("communication", given, record.workstream, register, scene, speaker, place)
    await tell_owner(register, new, speaker)
    return await answer.with_card(new)


async def serve(command: Serve, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Say which line a communication serves."""
    if not isinstance(record.body, Communication):
        raise NotAllowed(what=f"{record.ref} is no communication")
    strategy = await open_strategy(register, record.workstream)
    if strategy is None:
        raise NotAllowed(what=f"the workstream of {record.ref} has no communication strategy")
    line = _line(strategy, command.number) if command.number else None
    serves = f"{strategy.ref}.{line.number}" if line else ""
    changed, event = await register.records.change(scene, record, {"serves": serves})
    said = (
        f"{record.ref} serves line {line.number} of {strategy.ref}: {line.what}."
        if line
        else f"{record.ref} serves no line."
    )
    undo = Buttons((button("Undo", Undo(event.id)),)) if event.after else None
    parts = (Para((said,)), *((undo,) if undo else ()))
    return await answer.changed(changed, Card(text=said, parts=parts))


async def _meant(ref: str, workstream: str | None, register: Register, speaker: Person, place: Place) -> Record:
    record = await register.records.get(ref) if ref else await strategy_meant(register, workstream, place, speaker)
    permit(speaker, "change", record, place)
    return record


def _strategy(record: Record) -> Strategy:
    if not isinstance(record.body, Strategy):
        raise ButtonUnreadable
    return record.body


def _line(record: Record, number: int) -> Line:
    line = _strategy(record).line(number)
    if line is None:
        raise NoSuchLine(ref=record.ref, number=number)
    return line


def _valid(values: Mapping[str, Any]) -> Line:
    try:
        return Line.model_validate(values)
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong


async def _check_people(register: Register, values: Mapping[str, Any]) -> None:
    people = await register.people.all()
    for name in ("approver", "owner"):
        if values.get(name) and values[name] not in people:
            raise NotAllowed(what=f"I don't know somebody named as {name}")


async def _keep(register: Register, scene: Scene, record: Record, lines: tuple[Line, ...]) -> Event:
    _, event = await register.records.change(scene, record, {"lines": [line.model_dump() for line in lines]})
    return event


async def _own_changes(register: Register, record: Record, now: Line, sent: Line, seen: int) -> Line:
    """Of what a form sends of a line, what differs from what its reader saw. Raises ChangedMeanwhile."""
    later = [
        event
        for event in await register.history.of(record.ref)
        if (event.version or 0) > seen and "lines" in event.before
    ]
    held = [Line.model_validate(each) for each in later[0].before["lines"]] if later else [now]
    base = next((each for each in held if each.number == now.number), now)
    mine = {name: getattr(sent, name) for name in FIELDS if getattr(sent, name) != getattr(base, name)}
    clash = [name for name, value in mine.items() if getattr(now, name) not in (getattr(base, name), value)]
    if clash:
        who = await register.people.name(later[-1].actor)
        raise ChangedMeanwhile(
            who=who, ref=f"line {now.number} of {record.ref}", what=_said(now, clash), mine=_said(sent, clash)
        )
    return now.model_copy(update=mine)


def _said(line: Line, names: list[str]) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {getattr(line, name) or 'not set'}" for name in names)


def _words(line: Line) -> str:
    return f"{line.what}, {line.how}" if line.how else line.what


async def _told(register: Register, record: Record, event: Event, said: str, answer: Answer) -> Reply:
    buttons = (button("Show the plan", ShowStrategy(record.workstream)), button("Undo", Undo(event.id)))
    missing = _strategy(await register.records.get(record.ref))
    unsigned = [line.what for line in missing.standing() if missing.approver_of(line) is None]
    more = f" Nobody approves yet: {'; '.join(unsigned[:3])}." if unsigned else ""
    return await answer.about(record, Card(text=said + more, parts=(Para((said + more,)), Buttons(buttons))))
