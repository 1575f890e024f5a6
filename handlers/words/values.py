"""The value of one field, read from the words that stand for it: used by changes, and by typed answers to a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import OSA

from governance.kind import TEXT_LIMIT, TITLE_LIMIT, Ask, Body
from handlers.words.days.clocks import split_clock
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.items.amounts import amount
from handlers.words.items.bodies import body_named
from handlers.words.items.choices import chosen
from handlers.words.items.due import backwards, due_doubt
from handlers.words.items.missing import off_the_scale
from handlers.words.items.peel_people import AND
from handlers.words.items.scales import step_of
from handlers.words.items.title import tidy
from handlers.words.people import Named
from handlers.words.understanding import Doubt

EMPTY = frozenset({"none", "nobody", "no one", "no date", "nothing", "clear", "remove", "empty", "blank", "-"})
YES, NO = frozenset({"yes", "y", "true", "on", "1"}), frozenset({"no", "n", "false", "off", "0"})


@dataclass(frozen=True)
class Value:
    """What words mean as the value of a field. `values` may hold more than one field (a day and its hour)."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()


def value_of(body: type[Body], name: str, said: str, hearing: Hearing) -> Value | None:
    """The value that `said` gives to the field `name` of a kind, or None when it makes no sense there."""
    text = said.strip()
    ask = body.ask(name)
    if ask.input == "date":
        return _date(body, name, text, hearing)
    if ask.input == "person":
        return person(name, text, hearing)
    if ask.input == "people":
        return _people(name, text, hearing)
    if ask.input == "scale":
        return _step(name, ask, text, hearing)
    if ask.input == "number" or body.model_fields[name].annotation is int:
        return _number(name, ask, text)
    if ask.choices:
        return _choice(name, ask, text)
    return _one_of(name, ask, text, hearing)


def _one_of(name: str, ask: Ask, text: str, hearing: Hearing) -> Value | None:
    """A value that is looked up as it stands: an hour, a workstream, yes or no, a board; else free words."""
    if ask.input == "time":
        rest, clock = split_clock(text.casefold())
        return Value({name: clock}) if clock and not rest else None
    if ask.input == "workstream":
        found = hearing.strands.find(text, loose=True)
        return Value({name: found.id}) if found else None
    plain = text.casefold()
    if ask.input == "flag":
        return Value({name: plain in YES}) if plain in YES | NO else None
    if ask.among:
        board = body_named(text, hearing.around.programme)
        return Value({name: board}) if board else None if plain in YES | NO else _words(name, text, hearing)
    return _words(name, text, hearing)


def _step(name: str, ask: Ask, text: str, hearing: Hearing) -> Value | None:
    """“4”, “likely”, “4 likely”, “4/5”; any other number is asked about."""
    scale = hearing.around.programme.scale(ask.scale)
    plain = re.sub(r"\s*(?:/|out of)\s*5$", "", text.strip(" ."))
    step = step_of(plain, scale) or step_of(re.sub(r"^\d\s+", "", plain), scale)
    if step:
        return Value({name: step})
    return Value({}, (off_the_scale(name, ask, int(plain), hearing),)) if re.fullmatch(r"\d{1,3}", plain) else None


def _number(name: str, ask: Ask, text: str) -> Value | None:
    """“240000”, “£38k”, “30 days”, “2 weeks”, “50 %”."""
    unit = re.search(
        r"\s*(?:%|days?|(?P<weeks>we?e?ks?)|" + "|".join(map(re.escape, ask.words or ("%",))) + r")$", text, re.I
    )
    value = amount(text[: unit.start()] if unit else text)
    return None if value is None else Value({name: value * (7 if unit and unit["weeks"] else 1)})


def _words(name: str, text: str, hearing: Hearing) -> Value | None:
    if name != "title":
        return Value({name: text[:TEXT_LIMIT]}) if text else None
    title = tidy(text, hearing.around)
    return Value({name: title}) if 0 < len(title) <= TITLE_LIMIT else None


def _date(body: type[Body], name: str, text: str, hearing: Hearing) -> Value | None:
    if text.casefold() in EMPTY:
        return Value({name: None})
    reading = read(text, hearing.moment)
    if reading is None:
        return None
    values: dict[str, Any] = {name: reading.day} if reading.day else {}
    if reading.clock and name == "due" and "due_time" in body.model_fields:
        values["due_time"] = reading.clock
    ask = body.ask(name)
    over = ask.past and not ask.fixed
    if over:
        reading = backwards(reading, hearing.moment)
        values |= {name: reading.day} if reading.day else {}
    doubt = due_doubt(reading, hearing.moment, name=name, past=over)
    return Value(values, (doubt,) if doubt else ())


def person(name: str, text: str, hearing: Hearing) -> Value | None:
    """One person and nothing else; somebody unknown is a doubt, never a guess."""
    text = text.strip(" .")
    if text.casefold() in EMPTY:
        return Value({name: None})
    named = hearing.people.at_start(text, loose=True)
    if named is None:
        named = Named(text, ()) if re.fullmatch(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}", text) else None
    if named is None or (named.people and text[named.end :].strip(" .")):
        return None
    doubt = person_doubt(named, hearing, name)
    if doubt or not named.sure:
        return Value({}, (doubt,) if doubt else ())
    remarks = (f"I took “{named.said}” to be {named.sure.name}.",) if named.guessed else ()
    return Value({name: named.sure.id}, (), remarks)


def _people(name: str, text: str, hearing: Hearing) -> Value | None:
    ids: list[str] = []
    doubts: list[Doubt] = []
    for part in re.split(rf"{AND.pattern}|\s+(?=<?@)", text, flags=re.IGNORECASE):
        one = person(name, part, hearing) if part and part.strip() else None
        if one is None or not (one.values or part.lstrip().startswith(("@", "<@"))):
            return None
        ids += [one.values[name]] if one.values.get(name) else []
        doubts += one.doubts
    return Value({name: tuple(dict.fromkeys(ids))}, tuple(doubts))


def _choice(name: str, ask: Ask, text: str) -> Value | None:
    if value := chosen(ask, text):
        return Value({name: value})
    near = [value for value in ask.choices if len(text) > 3 and OSA.distance(text.casefold(), value.casefold()) <= 1]
    return Value({name: near[0]}) if len(near) == 1 else None
