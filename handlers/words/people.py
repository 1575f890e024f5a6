"""Who a name in a text may mean: full names, first names, nicknames, initials, ids, e-mail addresses, slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from governance.people import Person
from handlers.words.nicknames import SHORT_FOR
from handlers.words.understanding import Surroundings

SELF = frozenset({"me", "myself", "i", "mine", "my"})
MENTION = re.compile(r"<@(?P<key>[^>|\s]+)(?:\|(?P<label>[^>]*))?>")
NAME_WORD = r"[^\W\d_](?:[\w.'’-]*[\w])?"
TYPED = re.compile(rf"@(?P<name>{NAME_WORD}(?: {NAME_WORD}){{0,2}})")
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


@dataclass(frozen=True)
class People:
    """The people of the programme, findable by what others call them."""

    around: Surroundings

    def find(self, said: str, loose: bool = False) -> tuple[tuple[Person, ...], bool]:
        """Everybody whom `said` may mean, by the surest way of naming that fits anybody, and whether it had to be mended.
        `loose` also tries the beginnings of first names and slips of the keyboard. Colleagues who left come last."""
        plain = _plain(said)
        if plain in SELF:
            return ((self.around.speaker,) if self.around.speaker else ()), False
        if not plain:
            return (), False
        ways: list[tuple[Callable[[Person, str], bool], bool]] = [
            (_is_whole, False),
            (_is_first, False),
            (_is_part, False),
        ]
        if said.strip().isupper():
            ways.append((_has_initials, False))
        if loose:
            ways += [(_begins, False), (_nearly, True)]
        for active in (True, False):
            for way, mended in ways:
                if found := [one for one in self.around.people if one.active is active and way(one, plain)]:
                    return self._nearest(found), mended
        return (), False

    def _nearest(self, found: list[Person]) -> tuple[Person, ...]:
        """Those of this channel's workstream, where there are any; else all."""
        here = [one for one in found if self.around.here and one.workstream == self.around.here]
        return tuple(here or found)

    def at_start(self, text: str, loose: bool = False) -> Named | None:
        """The person whose name begins the text."""
        if match := MENTION.match(text):
            return self.mentioned(match)
        if match := TYPED.match(text):
            return self._typed(match)
        if match := EMAIL.match(text):
            return self._bare(match[0], 0, match.end(), False)
        words = list(re.finditer(r"[^\s,:;()]+", text))[:3]
        for word in reversed(words):
            said = text[: word.end()]
            if re.search(r"[,:;()]", said):
                continue
            if found := self._bare(said, 0, word.end(), loose and word is words[0]):
                return found
        return None

    def at_end(self, text: str, loose: bool = False) -> Named | None:
        """The person whose name ends the text."""
        for match in MENTION.finditer(text):
            if match.end() == len(text):
                return self.mentioned(match)
        for match in re.finditer(rf"(?<![\w/@.]){TYPED.pattern}", text):
            named = self._typed(match)
            if named.end == len(text):
                return named
        words = list(re.finditer(r"\S+", text))[-3:]
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
        people, guessed = self.find(said, loose)
        return Named(said, people, start, end, guessed) if people else None

    def all_in(self, text: str) -> Iterator[Named]:
        """Every person mentioned or written with an @, from left to right."""
        for match in re.finditer(rf"{MENTION.pattern}|(?<![\w/@.]){TYPED.pattern}", text):
            yield self.mentioned(match) if match["key"] else self._typed(match)


def _plain(said: str) -> str:
    text = said.casefold().replace("’", "'").strip(" .,:;@()")
    return re.sub(r"'s$", "", " ".join(text.split()))


def _is_whole(person: Person, said: str) -> bool:
    email = person.email.casefold()
    return said in (person.name.casefold(), person.id.casefold(), email, email.partition("@")[0])


def _first(person: Person) -> str:
    return person.name.casefold().split()[0] if person.name.split() else ""


def _is_first(person: Person, said: str) -> bool:
    """First name, or first name with the surname's initial (“tom b”)."""
    first, _, last = said.partition(" ")
    if last and len(last) > 1:
        return False
    return _first(person) == first and (not last or person.name.casefold().split()[-1].startswith(last))


def _is_part(person: Person, said: str) -> bool:
    """Nickname (with or without surname), or surname."""
    first, _, rest = said.partition(" ")
    words = person.name.casefold().split()
    if _first(person) in SHORT_FOR.get(first, frozenset()):
        return not rest or rest in words[1:]
    return said in words[1:]


def _has_initials(person: Person, said: str) -> bool:
    return len(said) > 1 and said == "".join(word[0] for word in person.name.casefold().split())


def _begins(person: Person, said: str) -> bool:
    return len(said) >= 3 and _first(person).startswith(said)


def _nearly(person: Person, said: str) -> bool:
    """One slip in a name of four letters or more, two in eight or more; the first letter is seldom wrong."""
    if len(said) < 4:
        return False
    slips = 2 if len(said) >= 8 else 1
    names = (person.name.casefold(), *person.name.casefold().split())
    return any(said[0] == name[0] and OSA.distance(said, name, score_cutoff=slips) <= slips for name in names)
