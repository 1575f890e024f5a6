"""Audiences: which homes of an estate something goes to, how many copies that takes, and in which languages and formats the
people there want it. Counts alone leave this file: a group of fewer than five is never told, and a name never. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.homes import Home, Resident
from governance.surveys import FEWEST_SHOWN

# Everybody who lives there, however it is said. What hangs on a notice board is read by all who pass it.
EVERYBODY = re.compile(
    r"\b(?:all|every|each|whole)\b.{0,30}\b(?:homes?|residents?|households?|doors?|estate|blocks?|tenures?|boards?)\b"
    r"|\bevery(?:one|body)\b|\b(?:communal|notice)\s?-?boards?\b"
    r"|^(?:the\s+)?(?:residents|homes|households|neighbours|estate|all)$",
    re.IGNORECASE,
)
WORDS = re.compile(r"[\w’']+")
# What a tenure is called in general, where no tenure of the estate is named in full.
TENURES = ("leaseholder", "freeholder", "tenant", "licensee", "shared owner")
FORMATS: Mapping[str, re.Pattern[str]] = {
    "large print": re.compile(r"\blarge[\s-]?(?:print|type|text)\b", re.IGNORECASE),
    "easy read": re.compile(r"\beasy[\s-]?read\b", re.IGNORECASE),
    "BSL": re.compile(r"\bBSL\b|\bsign language\b", re.IGNORECASE),
    "Braille": re.compile(r"\bbraille\b", re.IGNORECASE),
    "audio": re.compile(r"\baudio\b", re.IGNORECASE),
}
# What goes through doors, so that its copies follow from the homes.
TO_DOORS = frozenset({"newsletter", "leaflet", "letter"})
SPARE = 20  # one copy in so many is spare
ROUNDED_TO = 10


@dataclass(frozen=True)
class Wanted:
    """So many homes want something (a language, a format)."""

    what: str
    homes: int


def addressed(audience: str, homes: Sequence[Home]) -> tuple[Home, ...]:
    """The homes that an audience means: those of the blocks and tenures that it names, all of them where it means everybody; none
    where it names other people (a board, a councillor)."""
    blocks = blocks_named(audience, blocks_of(homes))
    tenures = _tenures_named(audience, {home.tenure for home in homes if home.tenure})
    if not blocks and not tenures and not EVERYBODY.search(audience.strip()):
        return ()
    return tuple(
        home for home in homes if (not blocks or home.block in blocks) and (not tenures or home.tenure in tenures)
    )


def blocks_of(homes: Iterable[Home]) -> tuple[str, ...]:
    """The blocks of an estate in the order in which its homes name them."""
    return tuple(dict.fromkeys(home.block for home in homes if home.block))


def blocks_named(said: str, blocks: Iterable[str]) -> tuple[str, ...]:
    """The blocks that words name."""
    plain = f" {' '.join(WORDS.findall(said.casefold()))} "
    return tuple(block for block in blocks if f" {block.casefold()} " in plain)


def _tenures_named(said: str, tenures: Collection[str]) -> frozenset[str]:
    """The tenures that words name; the longest first, for a non-resident leaseholder is no resident one."""
    left, found = said.casefold(), set[str]()
    for tenure in sorted(tenures, key=len, reverse=True):
        if tenure.casefold() in left:
            found.add(tenure)
            left = left.replace(tenure.casefold(), " ")
    for general in TENURES:
        if general in left:
            found |= {tenure for tenure in tenures if general in tenure.casefold()}
    return frozenset(found)


def copies_for(form: str, homes: int) -> int | None:
    """How many copies to print of what goes through so many doors: one for each, one in twenty to spare, up to the next ten."""
    if form not in TO_DOORS or not homes:
        return None
    needed = homes + -(-homes // SPARE)
    return -(-needed // ROUNDED_TO) * ROUNDED_TO


def languages_wanted(residents: Iterable[Resident]) -> tuple[Wanted, ...]:
    """The languages that five homes or more want, most wanted first."""
    return _counted((resident.uprn or resident.id, resident.language.strip()) for resident in residents)


def formats_wanted(residents: Iterable[Resident]) -> tuple[Wanted, ...]:
    """The formats that five homes or more need (large print …), most needed first."""
    return _counted(
        (resident.uprn or resident.id, name)
        for resident in residents
        for name, said in FORMATS.items()
        if said.search(resident.access_needs)
    )


def _counted(said: Iterable[tuple[str, str]]) -> tuple[Wanted, ...]:
    """How many homes each thing is wanted in, each home once; what fewer than five want is not told."""
    homes: dict[str, set[str]] = {}
    for home, what in said:
        if what:
            homes.setdefault(what, set()).add(home)
    found = [Wanted(what, len(them)) for what, them in homes.items() if len(them) >= FEWEST_SHOWN]
    return tuple(sorted(found, key=lambda one: (-one.homes, one.what)))


def listed_in(said: str) -> tuple[str, ...]:
    """What a field lists: `Somali, Turkish and Bengali`."""
    return tuple(part.strip() for part in re.split(r"[,;/]|\band\b", said) if part.strip())
