"""What a kind must know and nobody said: asked in one short question each, answerable with a button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from governance.kind import Ask, Body
from handlers.cards import Option
from handlers.words.days.dates import Moment, show
from handlers.words.hearing import Hearing
from handlers.words.understanding import Doubt


def missing(
    body: type[Body], values: Mapping[str, Any], asked: set[str], hearing: Hearing
) -> Iterator[tuple[str, Any, Doubt]]:
    """Each field that is missing: its name, what is proposed in it (or None), and the question. Not owners."""
    for name, ask in body.asks():
        said = values.get(name) not in (None, "", ())
        if not ask.missing or name in asked or said or name == "owner":
            continue
        if any(values.get(other) for other in ask.unless):
            continue
        yield name, *_proposed(name, ask, hearing)


def _proposed(name: str, ask: Ask, hearing: Hearing) -> tuple[Any, Doubt]:
    if ask.proposed != "today":
        return None, Doubt(name, ask.missing, options_of(ask, hearing))
    today = hearing.moment.today
    return today, Doubt(name, ask.missing, _days_back(hearing.moment), ask=f"confirm {name}")


def _days_back(moment: Moment) -> tuple[Option, ...]:
    days = (moment.today, *(moment.calendar.add(moment.today, -back) for back in (1, 2)))
    return tuple(Option(day.isoformat(), show(day)) for day in days)


def options_of(ask: Ask, hearing: Hearing) -> tuple[Option, ...]:
    """The answers that can be offered for a field as buttons."""
    around = hearing.around
    if ask.scale:
        return tuple(
            Option(str(at), f"{at} {step.label}") for at, step in enumerate(around.programme.scale(ask.scale), 1)
        )
    if ask.input == "workstream":
        return tuple(Option(strand.id, strand.label) for strand in around.workstreams)
    if ask.among:
        return tuple(Option(body, body) for body in around.programme.bodies)
    return tuple(Option(value, value) for value in ask.choices)


def off_the_scale(name: str, ask: Ask, number: int, hearing: Hearing) -> Doubt:
    """A number that is no step of a scale is asked about, never made to fit."""
    question = f"{number} is not on the scale. {ask.missing or f'What is the {ask.label.casefold()}, from 1 to 5?'}"
    return Doubt(name, question, options_of(ask, hearing), said=str(number))


def confirmed(name: str, ask: Ask, value: str, hearing: Hearing) -> Doubt:
    """A guess that must be confirmed: it is offered first."""
    options = options_of(ask, hearing)
    first = [option for option in options if option.value == value]
    others = tuple(option for option in options if option.value != value)
    question = f"{ask.missing} {first[0].label}?" if first else ask.missing
    return Doubt(name, question, (*first, *others))
