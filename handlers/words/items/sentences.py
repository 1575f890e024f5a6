"""Whole sentences that a kind declares (“{giver} gives {receiver} {title}”), found in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from governance.kind import Ask, Body, Sentence
from handlers.words.hearing import Hearing
from handlers.words.items.bodies import body_named

WE = re.compile(r"(?:we(?:['’]re)?|us|our(?: team| workstream| end)?)", re.IGNORECASE)
# Bodies that are none of the programme's own: “joint committee”, “section 151 officer”.
A_BODY = re.compile(
    r"(?:board|group|committee|panel|cabinet|council|executive|leader|officer|forum|director)s?$", re.IGNORECASE
)
LONGEST_NAME = 6  # words
LONGEST = 1_500  # characters: a longer text is no sentence
MOST_TRIES = 8
WORD = re.compile(r"[^\s,;:()]+")


@dataclass(frozen=True)
class Told:
    """What a sentence gives: fields, those that are a guess, the title with whatever follows it, and the sentence."""

    sentence: Sentence
    values: dict[str, Any] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    title: str = ""
    rest: str = ""


def told(text: str, hearing: Hearing, alone: bool = False, named: bool = True) -> Told | None:
    """The first declared sentence of the hearing's kind that `text` is. `alone`: only those that are plain without the kind's
    name, and only where every body or workstream in them is one of the programme's. `named`: those that name a body or a
    workstream; else those that hold free words only."""
    if len(text) > LONGEST:
        return None
    for sentence in hearing.body.kind.sentences:
        if (alone and not sentence.alone) or named is not _names_somebody(sentence, hearing.body):
            continue
        if found := _Reader(hearing, alone).read(_parts(sentence.says), text.strip(), 0, Told(sentence)):
            return found
    return None


def _names_somebody(sentence: Sentence, body: type[Body]) -> bool:
    asks = (body.ask(name) for name in re.findall(r"\{(\w+)\}", sentence.says))
    return any(ask.input == "workstream" or ask.among for ask in asks)


def told_alone(text: str, hearing: Hearing) -> bool:
    return told(text, hearing, alone=True) is not None


@cache
def _parts(says: str) -> tuple[str | re.Pattern[str], ...]:
    """A sentence as names of fields and patterns of the words between them."""
    found: list[str | re.Pattern[str]] = []
    for part in re.split(r"(\{\w+\})", says):
        if part.startswith("{"):
            found.append(part[1:-1])
        elif part:
            found.append(re.compile(part.replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE))
    return tuple(found)


@dataclass(frozen=True)
class _Reader:
    hearing: Hearing
    alone: bool

    def read(self, parts: tuple[str | re.Pattern[str], ...], text: str, at: int, so_far: Told) -> Told | None:
        if not parts:
            return replace(so_far, rest=text[at:]) if so_far.title else None
        part, others = parts[0], parts[1:]
        if isinstance(part, re.Pattern):
            match = part.match(text, at)
            return self.read(others, text, match.end(), so_far) if match else None
        ask = self.hearing.body.ask(part)
        named = ask.input == "workstream" or ask.among
        for end in self._ends(text, at) if named else _free_ends(others, text, at, part):
            held = self._held(part, ask, text[at:end].strip())
            if held and (found := self.read(others, text, end, _with(so_far, part, held))):
                return found
        return None

    def _ends(self, text: str, at: int) -> Iterator[int]:
        """Where a name that begins at `at` may end, longest first."""
        ends: list[int] = []
        for word in WORD.finditer(text, at):
            if len(ends) == LONGEST_NAME or text[ends[-1] if ends else at : word.start()].strip():
                break
            ends.append(word.end())
        yield from reversed(ends)

    def _held(self, name: str, ask: Ask, said: str) -> tuple[Any, bool] | None:
        """The value that a field takes from these words, and whether it is a guess; None when they name nothing of the sort."""
        if ask.input == "workstream":
            return self._workstream(said)
        if ask.among:
            return self._body(said)
        return (said, False) if said else None

    def _workstream(self, said: str) -> tuple[Any, bool] | None:
        around = self.hearing.around
        if WE.fullmatch(said):
            ours = (around.speaker and around.speaker.workstream) or around.here
            return (ours, True) if ours else None
        found = self.hearing.strands.find(re.sub(r"['’]s?$", "", said))
        return (found.id, False) if found else None

    def _body(self, said: str) -> tuple[Any, bool] | None:
        if found := body_named(said, self.hearing.around.programme):
            return found, False
        if self.alone:
            return None
        named = self.hearing.people.at_start(said)
        if named and named.sure and named.end == len(said):
            return named.sure.name, False
        plain = re.sub(r"^the\s+", "", said, flags=re.IGNORECASE)
        is_body = re.search(
            r"(?:board|group|committee|panel|cabinet|council|executive|leaders|officer|forum)s?$", plain, re.IGNORECASE
        )
        return (plain[:1].upper() + plain[1:], False) if is_body else None


def _with(so_far: Told, name: str, held: tuple[Any, bool]) -> Told:
    value, guess = held
    if name == "title":
        return replace(so_far, title=value)
    guessed = so_far.guessed | {name} if guess else so_far.guessed
    return replace(so_far, values={**so_far.values, name: value}, guessed=guessed)


def _free_ends(others: tuple[str | re.Pattern[str], ...], text: str, at: int, name: str) -> list[int]:
    """Where words of any sort that begin at `at` may end: the title as late as possible, anything else as early."""
    if not others:
        return [len(text)]
    following = others[0]
    if not isinstance(following, re.Pattern):
        return []
    ends = [match.start() for match in following.finditer(text, at + 1)]
    return (ends[::-1] if name == "title" else ends)[:MOST_TRIES]
