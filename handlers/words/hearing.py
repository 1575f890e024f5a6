"""What the readers of words share: the surroundings, with the people, workstreams and dates that can be found in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from governance.kind import Ask, Body
from governance.kinds import all_kinds
from governance.people import Person
from handlers.cards import Option
from handlers.words.days.dates import Moment
from handlers.words.people import Named, People
from handlers.words.strands import Strands
from handlers.words.understanding import SOMEBODY_ELSE, Doubt, Surroundings, Understanding

# The kind that is meant where none is named (“a week on Tuesday - send the ward maps to legal”).
USUAL_KIND = "action"
MOST_NAMESAKES = 8


@dataclass(frozen=True)
class Hearing:
    """One text being understood. `kind` is the kind that its slash command or its first word names."""

    around: Surroundings
    moment: Moment
    people: People
    strands: Strands
    kind: type[Body] | None = None

    @property
    def body(self) -> type[Body]:
        return self.kind or all_kinds()[USUAL_KIND]

    def of(self, kind: type[Body]) -> Hearing:
        return replace(self, kind=kind)


def hear(around: Surroundings, kind: type[Body] | None = None) -> Hearing:
    return Hearing(around, Moment(around.now, around.calendar), People(around), Strands(around), kind)


@cache
def asked_fields(body: type[Body], *inputs: str) -> dict[str, Ask]:
    """The fields of a kind that are asked for with one of these widgets."""
    return {name: ask for name, ask in body.asks() if ask.input in inputs}


def joined(parts: list[Understanding], intent: str | None = None) -> Understanding:
    """Several understandings as one, their doubts renumbered to the commands they belong to."""
    commands: list[Any] = []
    doubts: list[Doubt] = []
    remarks: list[str] = []
    for part in parts:
        doubts += [replace(doubt, item=doubt.item + len(commands)) for doubt in part.doubts]
        commands += part.commands
        remarks += part.remarks
    return Understanding(intent or parts[0].intent, tuple(commands), tuple(doubts), tuple(dict.fromkeys(remarks)))


def person_doubt(named: Named, hearing: Hearing, field: str = "owner") -> Doubt | None:
    """What to ask about a name: which of several, or who, when nobody known is called that. None when it is clear."""
    person = named.sure
    if person and person.active:
        return None
    if person:
        question = f"{person.name} has left the programme. Who should it be instead?"
        deputy = next((one for one in hearing.around.people if one.id == person.deputy and one.active), None)
        return _pick(question, [deputy] if deputy else [], named, hearing, field)
    if named.people:
        return _pick(
            f"Which {named.said} do you mean?", list(named.people[:MOST_NAMESAKES]), named, hearing, field, me=False
        )
    return _pick(f"I don't know anybody called {named.said}. Who do you mean?", [], named, hearing, field)


def nobody_named(hearing: Hearing, perhaps: list[Person], field: str = "owner") -> Doubt:
    """No owner was given: offer the speaker, and whoever the title mentions."""
    others = [one for one in perhaps if one != hearing.around.speaker]
    return _pick("Who owns this?", others, Named("", ()), hearing, field)


def _pick(question: str, people: list[Person], named: Named, hearing: Hearing, field: str, me: bool = True) -> Doubt:
    options = [Option(one.id, _label(one, people, hearing)) for one in people]
    if me and hearing.around.speaker:
        options.insert(0, Option(hearing.around.speaker.id, "Me"))
    options.append(Option(SOMEBODY_ELSE, "Somebody else…"))
    return Doubt(field, question, tuple(options), said=named.said)


def _label(person: Person, among: list[Person], hearing: Hearing) -> str:
    """A name, with the workstream or organisation where several are offered."""
    if len(among) < 2:
        return person.name
    strand = next((one.label for one in hearing.around.workstreams if one.id == person.workstream), person.organisation)
    return f"{person.name} ({strand})" if strand else person.name
