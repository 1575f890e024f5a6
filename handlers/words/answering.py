"""What an answer to a question means: a pressed option, or words typed instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.kind import Body
from governance.kinds import all_kinds
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing, hear, person_doubt
from handlers.words.items.due import backwards, due_doubt
from handlers.words.understanding import NO_DATE, SOMEBODY_ELSE, Doubt, Surroundings
from handlers.words.values import value_of

SPAN_ENDS = ("first", "last")
ANYBODY = "Who should it be? Type a name, or mention them."


def resolve(doubt: Doubt, said: str, around: Surroundings) -> dict[str, Any] | Doubt:
    """The fields that the answer `said` to `doubt` gives; where the answer is in doubt itself, what to ask next."""
    chosen = _option(doubt, said)
    if chosen == SOMEBODY_ELSE:
        return replace(doubt, question=ANYBODY, options=())
    if chosen == NO_DATE:
        return {doubt.field: None}
    if chosen is not None:
        return {doubt.field: chosen}
    hearing = hear(around)
    if _widget(doubt.field) == "date":
        return _date(doubt, said, hearing)
    if is_person(doubt):
        return _person(doubt, said, hearing)
    if doubt.field == "workstream" or _widget(doubt.field) == "workstream":
        found = hearing.strands.find(said, loose=True)
        return {doubt.field: found.id} if found else _again(doubt, f"I don't know a workstream called {said.strip()}.")
    return _of_its_kind(doubt, said, hearing)


def answers(doubt: Doubt, said: str, around: Surroundings) -> bool:
    """Whether words that could mean something by themselves (“30/11”, “yes”) answer a question just as they stand."""
    if _option(doubt, said) is not None:
        return True
    if _widget(doubt.field) == "scale":
        return not isinstance(_of_its_kind(doubt, said, hear(around)), Doubt)
    return _widget(doubt.field) == "date" and read(said, hear(around).moment) is not None


def is_person(doubt: Doubt) -> bool:
    """Whether it is a person that is asked for: by its field, or by its question where kinds have several of that name."""
    asks_who = doubt.question.endswith(ANYBODY) or any(option.value == SOMEBODY_ELSE for option in doubt.options)
    return asks_who or _widget(doubt.field) == "person" or doubt.field in ("person", "deputy", "to")


def _option(doubt: Doubt, said: str) -> str | None:
    """The option that was pressed, or whose label was typed; “yes” takes the first, which is what was proposed."""
    plain = said.strip().casefold().rstrip(".!…")
    for option in doubt.options:
        if plain in (option.value.casefold(), option.label.casefold().rstrip("…")):
            return option.value
    agreed = plain in ("yes", "y", "yep", "ok", "correct") and doubt.options and _proposes(doubt)
    return doubt.options[0].value if agreed else None


def _proposes(doubt: Doubt) -> bool:
    """Whether the first answer is one that is proposed, and not just the first of a list (the steps of a scale)."""
    listed = _widget(doubt.field) in ("scale", "choice", "workstream", "line")
    return not listed or _asking(doubt.field) is None or doubt.options[0].label in doubt.question


def _asking(field: str) -> type[Body] | None:
    """A kind that asks for a field of this name."""
    return next((body for body in all_kinds().values() if field in dict(body.asks())), None)


def _of_its_kind(doubt: Doubt, said: str, hearing: Hearing) -> dict[str, Any] | Doubt:
    """A step of a scale, a choice, a number: whatever the kind that has this field takes."""
    body = _asking(doubt.field)
    if body is None or doubt.field == "title":
        return {doubt.field: said.strip()}
    found = value_of(body, doubt.field, said, hearing)
    if found is None:
        return _again(doubt, f"I can't make “{said.strip()[:60]}” the {body.ask(doubt.field).label.casefold()}.")
    return replace(found.doubts[0], item=doubt.item) if found.doubts else found.values


def _widget(field: str) -> str:
    """How the kinds ask for a field of this name."""
    if body := _asking(field):
        return body.ask(field).input
    return "date" if field in ("until", "due_from", "due_to", *SPAN_ENDS) else "line"


def _date(doubt: Doubt, said: str, hearing: Hearing) -> dict[str, Any] | Doubt:
    reading = read(said, hearing.moment)
    if reading is None:
        return _again(doubt, f"I can't read “{said.strip()[:60]}” as a date.")
    if doubt.field in SPAN_ENDS and reading.day is not None:  # leave may begin and end on any day
        return {doubt.field: reading.day}
    body = _asking(doubt.field)
    over = bool(body and body.ask(doubt.field).past and not body.ask(doubt.field).fixed)
    reading = backwards(reading, hearing.moment) if over else reading
    if further := due_doubt(reading, hearing.moment, doubt.item, doubt.field, past=over):
        return further
    found: dict[str, Any] = {doubt.field: reading.day}
    if reading.clock and doubt.field == "due":
        found["due_time"] = reading.clock
    return found


def _person(doubt: Doubt, said: str, hearing: Hearing) -> dict[str, Any] | Doubt:
    named = hearing.people.at_start(said.strip(), loose=True)
    if named is None:
        return _again(doubt, f"I don't know anybody called {said.strip()[:60]}.")
    if further := person_doubt(named, hearing, doubt.field):
        return replace(further, item=doubt.item)
    assert named.sure is not None
    return {doubt.field: named.sure.id}


def _again(doubt: Doubt, why: str) -> Doubt:
    """The same question once more, with what was wrong with the answer; never why upon why."""
    asked = doubt.question.split("\n")[-1]
    return replace(doubt, question=f"{why}\n{asked}")
