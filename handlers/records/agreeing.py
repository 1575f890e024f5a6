"""Agreeing: a dependency is agreed once both sides have said so, each for itself."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.kinds.dependency import Dependency
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button
from handlers.commands import Agree
from handlers.records.changing import set_fields
from handlers.reply import Reply
from storage.history import Scene
from storage.register import Register

SIDES = ("giver", "receiver")


class NothingToAgree(ChivvyError):
    """{ref} is no dependency, so there are no two sides to agree. Nothing was changed. Dependencies have refs such as D-005."""


async def agree(
    command: Agree, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """A side's yes: the one that was named, else the speaker's own. Somebody of neither is asked for whom they speak."""
    body = record.body
    if not isinstance(body, Dependency):
        raise NothingToAgree(ref=record.ref)
    sides = _sides(command.side, body, speaker)
    if not sides:
        return answer.privately(await _asked(command, record, body, register))
    return await set_fields(register, scene, record, body.agreed(sides), "agree", speaker, answer)


def _sides(said: str, body: Dependency, speaker: Person) -> tuple[str, ...]:
    """The side that was named; the sides of a workstream that was; else the speaker's own."""
    if said in SIDES:
        return (said,)
    strands = {"giver": body.giver, "receiver": body.receiver}
    return tuple(side for side, strand in strands.items() if strand == said) if said else body.sides_of(speaker)


async def _asked(command: Agree, record: Record, body: Dependency, register: Register) -> Card:
    text = f"{record.ref}: for which side do you agree? Nothing has been changed yet."
    strands = {"giver": body.giver, "receiver": body.receiver}
    buttons = []
    for side, strand in strands.items():
        workstream = await register.workstreams.get(strand)
        label = f"For the {side}" + (f" ({workstream.label})" if workstream else "")
        buttons.append(button(label, replace(command, side=side)))
    return Card(text=text, parts=(Para((text,)), Buttons(tuple(buttons))))
