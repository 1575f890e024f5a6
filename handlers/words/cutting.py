"""Cutting: clauses are taken out of a text one after the other, and what is left is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from handlers.words.days.clocks import split_clock
from handlers.words.days.dates import Moment, read
from handlers.words.days.past_days import day_after
from handlers.words.items.due import words_of

MOST_WORDS = 5
GAP = " ¦ "  # stands where something was taken out, so that nothing grows together across it

# An hour as officers write it; a bare number is none.
HOUR = (
    r"(?:(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?[ap]\.?m\b\.?|(?:[01]?\d|2[0-3]):[0-5]\d"
    r"|(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours)|noon|midday)"
)
_AT = r"(?:(?:at|from|about|around|approx(?:imately)?|ca?\.?|@)\s*)?"
HOURS = re.compile(
    rf"(?<![\w:.]){_AT}(?P<start>{HOUR})(?:\s*(?:-|–|—|to|until|till|and)\s*(?P<end>{HOUR}))?(?![\w:])", re.IGNORECASE
)
EDGES = " ,.;:–—-()"


@dataclass
class Cutting:
    """A text of which parts are taken."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, which is no longer in the text then."""
        match = pattern.search(self.text)
        if match:
            self.cut(match.start(), match.end())
        return match

    def cut(self, start: int, end: int) -> None:
        self.text = f"{self.text[:start]}{GAP}{self.text[end:]}"

    def hours(self) -> tuple[time | None, time | None]:
        """From when to when; of an end that has no half of the day, that of the beginning does not count."""
        match = self.take(HOURS)
        return (hour_of(match["start"]), hour_of(match["end"] or "")) if match else (None, None)

    def past_day(self, moment: Moment) -> date | None:
        """The first day that has come, of those that the text names."""
        for word in re.finditer(r"\S+", self.text):
            if word[0] in GAP:
                continue
            start = word.start() + len(word[0]) - len(word[0].lstrip(EDGES))
            if found := day_after(self.text, start, moment):
                self.cut(start, found[1])
                return found[0].day
        return None

    def coming_day(self, moment: Moment) -> tuple[date, time | None] | None:
        """The first day that the text names, with its hour where that stands beside it; of those that have passed, the next."""
        for word in re.finditer(r"\S+", self.text):
            for last in reversed(words_of(self.text, word.start())[:MOST_WORDS]):
                said = self.text[word.start() : last.end()].strip(EDGES)
                found = read(said, moment, cued=True) if said and GAP.strip() not in said else None
                if found is not None and found.day is not None and not re.fullmatch(r"\d+", said):
                    self.cut(word.start(), last.end())
                    return found.day, found.clock
        return None

    @property
    def left(self) -> str:
        """What was not taken, without what only joined it."""
        pieces = [" ".join(piece.split()).strip(EDGES) for piece in self.text.split(GAP.strip())]
        kept = [piece for piece in pieces if re.search(r"\w", piece) and not JOINS.fullmatch(piece)]
        return ", ".join(kept)


JOINS = re.compile(
    r"(?:(?:and|at|on|in|by|with|to|for|of|the|an?|then|but|so|also|just|now|again|there|visit|visited|attempt|attempted|went|called"
    r"|tried|was|were|is|i|we|me|from|please|pls|thanks|log|add|logged|notice|access|home|door|left)\b[\s,.;:–—-]*)+",
    re.IGNORECASE,
)  # fmt: skip


def hour_of(said: str) -> time | None:
    plain = re.sub(r"(?<=\d)\.(?=\d\d\s?[ap])", ":", said.casefold().strip())
    return split_clock(plain)[1] if plain else None
