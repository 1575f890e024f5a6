"""A record in the making: what has been read from a text so far, and the text that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from governance.kind import Ask, hour_field
from handlers.commands import Log
from handlers.words.hearing import Hearing, asked_fields, nobody_named, person_doubt
from handlers.words.items.due import Found, backwards, due_doubt
from handlers.words.items.missing import confirmed, missing
from handlers.words.items.sentences import Told
from handlers.words.items.title import rendered, shortened, tidy
from handlers.words.people import Named
from handlers.words.understanding import Doubt, Understanding
from handlers.words.verbs import is_verb

TAIL = 200  # characters: parts at the end of an item are no longer
EDGES = " \t\r\n,;-–—"


def at_the_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a pattern that ends with the text begins. Looks at the last characters only: a long text costs no more."""
    return pattern.search(text, max(0, len(text) - TAIL))


@dataclass
class Draft:
    """What one item has given up so far. `text` shrinks as parts are read from it; `fronted`: its owner or day stood first;
    `lengths`: what says how long and no day (“by 10 days”)."""

    text: str
    hearing: Hearing
    owners: list[Named] = field(default_factory=list)
    helpers: list[Named] = field(default_factory=list)
    maybe_owner: bool = False
    dates: dict[str, Found] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    workstream: str | None = None
    fronted: bool = False
    said: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    told: Told | None = None
    lengths: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.said = self.said or self.text

    def cut(self, start: int, end: int) -> None:
        """Take [start, end) out of the text, with the marks that set it off."""
        before, after = self.text[:start].rstrip(EDGES), self.text[end:].lstrip(EDGES)
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1].rstrip(EDGES), after[1:].lstrip(EDGES)
        elif before.endswith("(") and not after:
            before = before[:-1].rstrip(EDGES)
        if before and after and self.text[start - 1 : start] not in " ":
            after = self.text[end:].lstrip()
        self.text = f"{before} {after}".strip() if before and after else before or after

    def take(self, start: int, end: int) -> None:
        """Cut a field's own words out of the text. What stood around them stays apart: they were no part of it."""
        before, after = self.text[:start], self.text[end:]
        lines = "\n" in before[len(before.rstrip()) :] or "\n" in after[: len(after) - len(after.lstrip())]
        before, after = before.rstrip(EDGES), after.lstrip(EDGES)
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1].rstrip(EDGES), after[1:].lstrip(EDGES)
        elif before.endswith("(") and not after:
            before = before[:-1].rstrip(EDGES)
        if not before or not after:
            self.text = before or after
            return
        if before[-1] in ".!?":
            after = after.lstrip(". ") or after
        joint = (
            ""
            if after[0] in ".:)]?!" or before[-1] in "(["
            else " "
            if before[-1] in ".!?"
            else "\n"
            if lines
            else ", "
        )
        self.text = f"{before}{joint}{after}"

    @property
    def fields(self) -> dict[str, Ask]:
        """The fields that hold a day."""
        return asked_fields(self.hearing.body, "date")

    def day_field(self, found: Found) -> str | None:
        """The field that a day belongs to which no field's own word announced."""
        fields = self.fields
        if self.told and self.told.sentence.day:
            return self.told.sentence.day
        cue = (found.reading.said.split() or [""])[0].casefold()
        usual = next((name for name, ask in fields.items() if "by" in ask.words), self.hearing.body.kind.due_field)
        announced = cue == "on" and next((name for name, ask in fields.items() if "on" in ask.words), None)
        if announced:
            return announced
        over = next((name for name, ask in fields.items() if ask.past and not ask.fixed), None)
        day = found.reading.day
        passed = day is not None and (found.reading.rolled or day <= self.hearing.moment.today)
        if over and passed and cue not in ("by", "due", "before"):
            return over
        return usual if usual in fields else None

    def rendered(self, text: str) -> str:
        """Words as they were typed, mentions as names."""
        return rendered(text, self.hearing.around)

    @property
    def title(self) -> str:
        return tidy(self.text, self.hearing.around)

    @property
    def begins_with_verb(self) -> bool:
        return is_verb((self.title.split() or [""])[0])

    def finished(self) -> Understanding:
        """The command to log it, and what must be asked."""
        values, remarks = {"title": shortened(self.title), **self.values}, list[str]()
        doubts: list[Doubt] = []
        if values["title"] != self.title and "description" in self.hearing.body.model_fields:
            values["description"] = rendered(self.said, self.hearing.around)
        doubts += self._owner(values, remarks)
        doubts += self._dates(values)
        doubts += self.doubts
        doubts += self._guesses(values)
        asked = {doubt.field for doubt in doubts}
        for name, proposed, doubt in missing(self.hearing.body, values, asked, self.hearing):
            doubts.append(doubt)
            if proposed is not None:
                values[name] = proposed
        command = Log(self.hearing.body.kind.name, values, self.workstream)
        return Understanding("create", (command,), tuple(doubts), tuple(remarks))

    def _dates(self, values: dict[str, Any]) -> list[Doubt]:
        doubts = []
        for name, found in self.dates.items():
            ask = self.hearing.body.ask(name)
            over = ask.past and not ask.fixed
            reading = backwards(found.reading, self.hearing.moment) if over else found.reading
            if reading.day:
                values[name] = reading.day
            if reading.clock and (hour := hour_field(name)) in self.hearing.body.model_fields:
                values[hour] = reading.clock
            if doubt := due_doubt(reading, self.hearing.moment, name=name, past=over):
                doubts.append(doubt)
        return doubts

    def _guesses(self, values: dict[str, Any]) -> list[Doubt]:
        """“We” gives it: that is the speaker's workstream, and asked."""
        guessed = self.told.guessed if self.told else frozenset()
        body = self.hearing.body
        return [
            confirmed(name, body.ask(name), values[name], self.hearing) for name in body.model_fields if name in guessed
        ]

    def _owner(self, values: dict[str, Any], remarks: list[str]) -> list[Doubt]:
        if "owner" not in asked_fields(self.hearing.body, "person"):
            return []
        if not self.owners:
            return self._no_owner(values)
        first, *others = self.owners
        doubts = []
        if first.sure:
            values["owner"] = first.sure.id
        if doubt := person_doubt(first, self.hearing):
            doubts.append(doubt)
            values.pop("owner", None)
        elif self.maybe_owner and first.sure:
            doubts.append(replace(nobody_named(self.hearing, [first.sure]), said=first.said))
        if first.guessed and first.sure:
            remarks.append(f"I took “{first.said}” to be {first.sure.name}.")
        doubts += self._single_owner(values, first, others)
        self._add_supporters(values, [*others, *self.helpers])
        return doubts

    def _no_owner(self, values: dict[str, Any]) -> list[Doubt]:
        """The speaker is proposed, and asked, where somebody must answer for it."""
        if not self.hearing.body.ask("owner").missing:
            return []
        if self.hearing.around.speaker:
            values["owner"] = self.hearing.around.speaker.id
        people = self.hearing.people
        near = (people.at_start(self.text), *people.all_in(self.text), people.at_end(self.text.rstrip(".,;:!?) ")))
        mentioned = [named.sure for named in near if named and named.sure]
        return [nobody_named(self.hearing, list(dict.fromkeys(mentioned)))]

    def _single_owner(self, values: dict[str, Any], first: Named, others: list[Named]) -> list[Doubt]:
        """Exactly one person answers for a record: of two named, the first is proposed."""
        known = [named.sure for named in (first, *others) if named.sure]
        if len(known) < 2 or "owner" not in values:
            return []
        doubt = nobody_named(self.hearing, [])
        options = tuple(replace(doubt.options[-1], value=one.id, label=one.name) for one in dict.fromkeys(known))
        question = f"One person answers for it. Is that {known[0].name}?"
        said = " and ".join(named.said for named in (first, *others))
        return [Doubt("owner", question, options, said=said, ask="confirm single owner")]

    def _add_supporters(self, values: dict[str, Any], others: list[Named]) -> None:
        if "supporters" not in self.hearing.body.model_fields:
            return
        ids = [named.sure.id for named in others if named.sure and named.sure.id != values.get("owner")]
        if ids:
            values["supporters"] = tuple(dict.fromkeys(ids))
