"""Attempts at getting access to a home: when, who, what came of it and what shows it. Pure; hours are local."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

NOON, EVENING = time(12), time(17)
SATURDAY = 5
FEWEST = 3  # documented attempts before a final warning (what the HSE expects before gas safety checks go to court)

NO_ANSWER, CARD_LEFT, REFUSED = "No answer", "No answer, card left", "Refused at door"
GIVEN, BROKEN, BY_PHONE, AT_DOOR = (
    "Access given",
    "Appointment broken",
    "Spoke by phone, no appointment",
    "Spoke at the door, no access",
)
# What can come of one, with the words that mean it; what is offered on a visitor's card comes first.
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    CARD_LEFT: ("card left", "left a card", "left card", "no answer card left", "no reply card left"),
    REFUSED: ("refused", "refused at the door", "refused entry", "refused access", "turned away", "sent away"),
    GIVEN: ("access gained", "got access", "gave access", "let in", "let us in", "let me in", "got in"),
    BROKEN: ("broken appointment", "appointment missed", "missed appointment", "appointment not kept", "broke appointment"),
    NO_ANSWER: ("no reply", "nobody in", "no one in", "not in", "nobody home", "no one home", "no access"),
    BY_PHONE: ("spoke by phone", "spoke on the phone", "phoned no appointment", "spoke by telephone"),
    AT_DOOR: ("spoke at the door", "asked to come back", "wants another day"),
}  # fmt: skip

HAND, POST, EMAIL, BOTH = "by hand", "first class post", "email", "email and letter"
# How a notice is served, with the words that mean it.
METHODS: Mapping[str, tuple[str, ...]] = {
    HAND: ("hand", "by hand", "hand delivered", "in person", "through the door", "letterbox", "personally"),
    POST: ("post", "by post", "posted", "letter", "first class", "1st class", "first class letter", "by letter"),
    EMAIL: ("e mail", "by email", "emailed", "by e mail"),
    BOTH: ("letter and email", "post and email", "email and post"),
}


@dataclass(frozen=True)
class Attempt:
    """One attempt, as it is evidence. `day` is local, `at` and `ended_at` are moments (UTC); `by` is a person's id, or a name.
    `certificate` and `evidence` name what shows that the notice was served, and that somebody was there; `digest` is the
    SHA-256 of that file; `note` is what else was seen. `source` says which list it was imported from; `id` is 0 until it is
    kept."""

    number: int
    day: date | None = None
    at: datetime | None = None
    ended_at: datetime | None = None
    by: str = ""
    outcome: str = ""
    notice_served_on: date | None = None
    notice_time: time | None = None
    notice_method: str = ""
    certificate: str = ""
    spoke_to: str = ""
    said: str = ""
    card: str = ""
    contact_tried: str = ""
    language: str = ""
    evidence: str = ""
    digest: str = ""
    note: str = ""
    source: str = ""
    id: int = 0


@dataclass(frozen=True)
class Tried:
    """What a case itself keeps of an attempt that counts: which row it is, when and what came of it. `plan` is the number of the
    visit that it was, where it had been planned."""

    id: int
    number: int
    day: date | None = None
    hour: time | None = None
    by: str = ""
    outcome: str = ""
    plan: int = 0

    @property
    def documented(self) -> bool:
        """Whether it says when, who and with what outcome."""
        return bool(self.day and self.hour is not None and self.by and self.outcome)

    @property
    def part(self) -> str:
        """`afternoon`, `weekend morning`; "" where the hour is not known."""
        if self.day is None or self.hour is None:
            return ""
        return f"{'weekend ' if self.day.weekday() >= SATURDAY else ''}{part_of_day(self.hour)}"


def part_of_day(hour: time) -> str:
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"


def documented(tried: Iterable[Tried]) -> tuple[Tried, ...]:
    return tuple(each for each in tried if each.documented)


def one_part_only(tried: Iterable[Tried]) -> str:
    """The part of the day in which all of several attempts were; "" where they were in different ones."""
    parts = [each.part for each in tried if each.part]
    return parts[0] if len(parts) > 1 and len(set(parts)) == 1 else ""


def parts_told(tried: Iterable[Tried]) -> str:
    """`3 in the afternoon, 1 in the evening`."""
    counted = Counter(each.part for each in tried if each.part)
    return ", ".join(f"{number} in the {part}" if "weekend" not in part else f"{number} on a {part}"
                     for part, number in counted.items())  # fmt: skip


def outcome_of(said: str) -> str:
    """An outcome as it is called here, where `said` means one; else as it was written: evidence is not reworded."""
    return _meant(said, OUTCOMES) or " ".join(said.split())


def method_of(said: str) -> str:
    """How a notice was served, as it is called here, where that is known; else as it was written."""
    return _meant(said, METHODS) or " ".join(said.split())


def by_post(method: str) -> bool:
    """Whether a notice served so is deemed delivered days later. Where nobody said how, it is post: the strictest reading."""
    return method_of(method) in ("", POST, BOTH)


def _meant(said: str, known: Mapping[str, tuple[str, ...]]) -> str:
    plain = " ".join(said.casefold().replace("-", " ").replace(",", " ").split())
    for name, words in known.items():
        if plain in (name.casefold().replace(",", ""), *words):
            return name
    return ""
