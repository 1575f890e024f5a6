"""Who a name in a text may mean: full names, first names, nicknames, initials, ids, e-mail addresses, slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

from rapidfuzz.distance import OSA

from governance.people import Person
from handlers.words.nicknames import SHORT_NAMES
from handlers.words.understanding import Surroundings
from handlers.words.verbs import is_verb

SELF = frozenset({"me", "myself", "i", "mine", "my"})
MENTION = re.compile(r"<@(?P<key>[^<>|\s]{1,64})(?:\|(?P<label>[^<>]{0,100}))?>")
NAME_WORD = r"[^\W\d_](?:[\w.'’-]*[\w])?"
TYPED = re.compile(rf"@(?P<name>{NAME_WORD}(?: {NAME_WORD}){{0,2}})")
AFTER_A_GAP = re.compile(rf"(?<![\w/@.]){TYPED.pattern}")
MENTIONED_OR_TYPED = re.compile(rf"{MENTION.pattern}|{AFTER_A_GAP.pattern}")
FIRST_WORDS = re.compile(r"[^\s,:;()/]+?(?=-?(?:[\s,:;()/]|$))")
NOT_A_GAP = re.compile(r"[^\s(]+")
LONGEST_NAME = 120  # characters, for a mention with its label or three words
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
NOBODY = frozenset({"here", "channel", "everyone", "all"})


@dataclass(frozen=True)
class Named:
    """Who a name may mean: one person, several, or nobody known. `guessed`: a slip of the keyboard was put right. `explicit`:
    a mention or an @ stood before it. [start, end) is where it stands."""

    said: str
    people: tuple[Person, ...]
    start: int = 0
    end: int = 0
    guessed: bool = False
    explicit: bool = False

    @property
    def sure(self) -> Person | None:
        return self.people[0] if len(self.people) == 1 else None


class Directory:
    """Everybody by what they may be called, the surest way of naming first: whole names, first names, other names."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.whole: dict[str, list[Person]] = {}
        self.first: dict[str, list[Person]] = {}
        self.other: dict[str, list[Person]] = {}
        self.initials: dict[str, list[Person]] = {}
        for person in people:
            self._enter(person)

    def _enter(self, person: Person) -> None:
        name, email = person.name.casefold(), person.email.casefold()
        words = name.split() or [""]
        first, rest = words[0], words[1:]
        short = [first, *SHORT_NAMES.get(first, ())]
        handle = email.partition("@")[0]  # “sam@…” is no surer a name than “Sam”
        _add(self.whole, person, name, person.id.casefold(), email, handle if "." in handle else "")
        _add(self.first, person, first, handle, *(f"{first} {last[0]}" for last in rest[-1:]))
        _add(self.other, person, *short[1:], *rest, *(f"{one} {last}" for one in short for last in rest))
        _add(self.initials, person, "".join(word[0] for word in words if word))

    def beginning(self, said: str) -> list[Person]:
        found = [one for name, people in self.first.items() if name.startswith(said) for one in people]
        return list(dict.fromkeys(found))

    def nearly(self, said: str) -> list[Person]:
        """One slip in a name of four letters or more, two in eight or more; the first letter is seldom wrong."""
        slips = 2 if len(said) >= 8 else 1
        found = [
            one
            for table in (self.first, self.other, self.whole)
            for name, people in table.items()
            if len(name) >= 4
            and name[0] == said[0]
            and name[-2] != " "
            and OSA.distance(said, name, score_cutoff=slips) <= slips
            for one in people
        ]
        return list(dict.fromkeys(found))


def _add(table: dict[str, list[Person]], person: Person, *names: str) -> None:
    for name in filter(None, dict.fromkeys(names)):
        table.setdefault(name, []).append(person)


@lru_cache(maxsize=4)  # the same people as for the turn before, as a rule
def _directory(people: tuple[Person, ...]) -> Directory:
    return Directory(people)


@dataclass(frozen=True)
class People:
    """The people of the programme, findable by what others call them."""

    around: Surroundings

    @cached_property
    def _active(self) -> Directory:
        return _directory(tuple(one for one in self.around.people if one.active))

    @cached_property
    def _gone(self) -> Directory:
        return _directory(tuple(one for one in self.around.people if not one.active))

    def find(self, said: str, loose: bool = False) -> tuple[tuple[Person, ...], bool]:
        """Everybody whom `said` may mean, by the surest way of naming that fits anybody, and whether it was mended.
        `loose` also tries the beginnings of first names and slips of the keyboard. Colleagues who left come last."""
        plain = _plain(said)
        if plain in SELF:
            return ((self.around.speaker,) if self.around.speaker else ()), False
        if not plain:
            return (), False
        for register in (self._active, self._gone):
            found = register.whole.get(plain) or register.first.get(plain) or register.other.get(plain)
            if not found and said.strip().isupper() and len(plain) > 1:
                found = register.initials.get(plain)
            if not found and loose and len(plain) >= 3:
                found = register.beginning(plain)
            if found:
                return self._nearest(found), False
            if loose and len(plain) >= 4 and (found := register.nearly(plain)):
                return self._nearest(found), True
        return (), False

    def _nearest(self, found: list[Person]) -> tuple[Person, ...]:
        """Those of this channel's workstream, where there are any; else all."""
        here = [one for one in found if one.is_on(self.around.here)]
        return tuple(here or found)

    def at_start(self, text: str, loose: bool = False) -> Named | None:
        """The person whose name begins the text."""
        text = text[:LONGEST_NAME]
        if match := MENTION.match(text):
            return self.mentioned(match)
        if match := TYPED.match(text):
            return self._typed(match)
        if match := EMAIL.match(text):
            return self._bare(match[0], 0, match.end(), False)
        words = list(takewhile(lambda word: word[0][0].isalpha(), FIRST_WORDS.finditer(text)))[:3]
        for word in reversed(words):
            said = text[: word.end()]
            if re.search(r"[,:;()]", said):
                continue
            if found := self._bare(said, 0, word.end(), loose and word in words[:2]):
                return found
        return None

    def at_end(self, text: str, loose: bool = False) -> Named | None:
        """The person whose name ends the text."""
        tail = max(0, len(text) - LONGEST_NAME)
        for match in MENTION.finditer(text, tail):
            if match.end() == len(text):
                return self.mentioned(match)
        for match in AFTER_A_GAP.finditer(text, tail):
            named = self._typed(match)
            if named.end == len(text):
                return named
        words = list(NOT_A_GAP.finditer(text, tail))[-3:]
        for word in words:
            said = text[word.start() :]
            if found := self._bare(said, word.start(), len(text), loose and word is words[-1]):
                return found
        return None

    def mentioned(self, match: re.Match[str]) -> Named:
        """The person behind a platform mention; nobody when the platform's user is not enrolled."""
        person = self.around.mentions.get(match["key"])
        label = match["label"] or (person.name if person else match["key"])
        return Named(label, (person,) if person else (), match.start(), match.end(), explicit=True)

    def _typed(self, match: re.Match[str]) -> Named:
        """“@sam”, “@Sam Eskmere”: as many words as make a known name, at least one."""
        words = list(re.finditer(r"\S+", match["name"]))
        for word in reversed(words):
            said = match["name"][: word.end()]
            people, _ = self.find(said)
            if people:
                return Named(said, people, match.start(), match.start("name") + word.end(), explicit=True)
        said = words[0][0]
        people, guessed = ((), False) if said.casefold() in NOBODY else self.find(said, loose=True)
        return Named(said, people, match.start(), match.start("name") + words[0].end(), guessed, explicit=True)

    def _bare(self, said: str, start: int, end: int, loose: bool) -> Named | None:
        # “Call”, “Scan” and “Start” are not Callum, Sean and Stuart.
        people, guessed = self.find(said, loose and not is_verb(said))
        return Named(said, people, start, end, guessed) if people else None

    def all_in(self, text: str) -> Iterator[Named]:
        """Every person mentioned or written with an @, from left to right."""
        for match in MENTIONED_OR_TYPED.finditer(text):
            yield self.mentioned(match) if match["key"] else self._typed(match)


def _plain(said: str) -> str:
    text = said.casefold().replace("’", "'").strip(" .,:;@()")
    return re.sub(r"'s$", "", " ".join(text.split()))
