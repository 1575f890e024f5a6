"""Who may vote: a rule as data, read from the words that it is written in, and applied to the homes of an estate. Pure.

One vote a household is what a register of homes can give. Whoever votes besides (a resident who has been on the housing register
for a year, a second tenant where each person has a vote) is put on it by hand, with a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from governance.errors import ChivvyError
from governance.homes import Home

GLA, TMO, LOCAL, ADVISORY = "GLA", "TMO", "local", "advisory"

Standing = Literal["social tenant", "resident owner", "absent owner", "another"]

OWNER = re.compile(r"lease ?holder|free ?holder|owner|shared ownership")
ABSENT = re.compile(r"non[\s-]*resident|absent|sub-?let|not resident")
NO_SOCIAL_TENANT = re.compile(r"licen[cs]ee|temporary|private|sub-?tenant|shorthold|squatter|guardian")
TENANT = re.compile(r"tenan(?:t|cy)|secure|introductory|assured|starter|flexible|demoted")

LATE_TENANCY = "the tenancy began after the offer"
LATE_OWNER = "resident for less than a year before the offer"
NO_DATE = "nobody knows since when they have lived there"
NO_VOTE: Mapping[Standing, str] = {
    "absent owner": "leaseholders and freeholders who do not live there",
    "another": "others (only by hand: a year on the housing register)",
    "social tenant": "tenants",
    "resident owner": "leaseholders and freeholders",
}


class VotersUnclear(ChivvyError):
    """I can't tell from “{said}” who may vote in {ref}: {why}. Nothing was changed. Say it like this: “{ref} voters secure
    tenants and leaseholders of Teasel Point”, or “{ref} voters one per household”."""


class OfferUnknown(ChivvyError):
    """Who may vote in {ref} depends on the day of the landlord’s offer, and nobody has said it. Nothing was changed. Type, for
    example, “{ref} offer 1 September”."""


@dataclass(frozen=True)
class Entitled:
    """One group that may vote. `years` is how long before the offer they must have lived there (0: on its day), None where that
    does not matter."""

    standing: Standing
    years: int | None = None


@dataclass(frozen=True)
class Eligibility:
    """Who may vote. No `groups`: every household. `blocks` are those that it is narrowed to, all of them where there is none;
    `listed`: others may be put on the register by hand; `per_person`: each person has a vote, not each household."""

    groups: tuple[Entitled, ...] = ()
    blocks: tuple[str, ...] = ()
    listed: bool = False
    per_person: bool = False

    @property
    def needs_offer(self) -> bool:
        return any(group.years is not None for group in self.groups)

    @property
    def words(self) -> str:
        """The rule as it was understood."""
        said = [_GROUPS[group.standing] + _SINCE.get(group.years, "") for group in self.groups]
        who = ", ".join(said) if said else "every household"
        where = f" of {' and '.join(self.blocks)}" if self.blocks else ""
        others = "; others only by hand (a year on the housing register)" if self.listed else ""
        return f"{who}{where}{others}; {'one vote a person' if self.per_person else 'one vote a household'}"


_GROUPS: Mapping[Standing, str] = {
    "social tenant": "secure, introductory and assured tenants",
    "resident owner": "leaseholders and freeholders who live there",
    "absent owner": "leaseholders and freeholders who do not live there",
    "another": "others",
}
_SINCE: Mapping[int | None, str] = {
    0: " with a tenancy on or before the offer",
    1: " and have for a year before the offer",
}

# A ballot on a landlord offer, funded by the GLA: who votes is not for the council to decide (Capital Funding Guide).
BY_THE_GLA = (Entitled("social tenant", 0), Entitled("resident owner", 1))

_TENANTS = re.compile(r"\b(?:social|council|secure|introductory|assured|all)?\s*(?:and \w+ )?tenants?\b")
_OWNERS = re.compile(r"lease ?holders?|free ?holders?|owners?")
_HOUSEHOLDS = re.compile(
    r"\b(?:one|1) (?:vote )?(?:per|a|for each|each) (?:household|home|flat|property|door)"
    r"|\b(?:every|each|all) (?:household|home|flat|property|resident)s?\b|\ball residents\b|\beverybody\b|\beveryone\b"
)
_A_YEAR = re.compile(r"\b(?:1|one|a|twelve|12) (?:year|months?)\b")
_PERSON = re.compile(r"\b(?:one|1) (?:vote )?(?:per|each|for each|a) (?:person|adult|tenant|resident|voter)\b")
_WHERE = re.compile(r"\b(?:of|in|at)\s+(?-i:the\s+)?((?:[A-Z][\w’'-]*\s?)+)")


@dataclass(frozen=True)
class Entry:
    """One line of the register of voters: the home, and why it is on it (the tenure, as the landlord calls it)."""

    uprn: str
    basis: str


@dataclass(frozen=True)
class Drawn:
    """A register as it was drawn: its lines, and how many homes were left out for which reason."""

    entries: tuple[Entry, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_basis(self) -> Mapping[str, int]:
        return Counter(entry.basis for entry in self.entries)


def standing_of(tenure: str) -> Standing:
    """What a tenure is, however the landlord spells it."""
    plain = tenure.casefold()
    if OWNER.search(plain):
        return "absent owner" if ABSENT.search(plain) else "resident owner"
    if NO_SOCIAL_TENANT.search(plain) or not TENANT.search(plain):
        return "another"
    return "social tenant"


def eligibility_of(ref: str, words: str, sort: str | None, blocks: Iterable[str]) -> Eligibility:
    """The rule that words mean. In a GLA ballot it is the GLA's, whatever they say. Raises VotersUnclear."""
    plain = words.casefold()
    where = tuple(block for block in sorted(set(blocks)) if block and block.casefold() in plain)
    per_person = is_per_person(words)
    if sort == GLA:
        return Eligibility(BY_THE_GLA, where, listed=True, per_person=per_person)
    strange = next((name.strip() for name in _WHERE.findall(words) if not _is_known(name.strip(), where)), "")
    if strange and not where:
        raise VotersUnclear(ref=ref, said=words[:200], why=f"no home of the estate is in “{strange[:60]}”")
    groups = _groups(plain)
    if not groups and not _HOUSEHOLDS.search(plain) and not per_person:
        raise VotersUnclear(ref=ref, said=words[:200], why="it names neither tenants, leaseholders nor households")
    return Eligibility(groups, where, listed="housing register" in plain, per_person=per_person)


def is_per_person(words: str) -> bool:
    """Whether each person has a vote, and not each household."""
    return _PERSON.search(words.casefold()) is not None


def _groups(plain: str) -> tuple[Entitled, ...]:
    a_year = 1 if _A_YEAR.search(plain) else None
    found: list[Entitled] = []
    if _TENANTS.search(plain):
        found.append(Entitled("social tenant", 0 if a_year else None))
    if _OWNERS.search(plain):
        found.append(Entitled("resident owner", a_year))
        if ABSENT.search(plain) and not re.search(r"\b(?:not|no|except|without|but)\b", plain):
            found.append(Entitled("absent owner"))
    return tuple(found)


def _is_known(name: str, where: tuple[str, ...]) -> bool:
    plain = name.casefold()
    return any(plain.startswith(block.casefold()) for block in where) or bool(
        re.search(r"estate|borough|landlord", plain)
    )


def drawn(ref: str, rule: Eligibility, homes: Iterable[Home], offer: date | None) -> Drawn:
    """The register that a rule gives, one line a home, in the order of their UPRNs. Raises OfferUnknown."""
    if rule.needs_offer and offer is None:
        raise OfferUnknown(ref=ref)
    entries: list[Entry] = []
    left_out: Counter[str] = Counter()
    for home in sorted(homes, key=lambda one: one.uprn):
        if rule.blocks and home.block not in rule.blocks:
            continue
        if why := _left_out(rule, home, offer):
            left_out[why] += 1
        else:
            entries.append(Entry(home.uprn, home.tenure.strip() or "tenure not known"))
    return Drawn(tuple(entries), dict(left_out))


def _left_out(rule: Eligibility, home: Home, offer: date | None) -> str:
    """Why a home has no vote; "" where it has one."""
    if not rule.groups:
        return ""
    standing = standing_of(home.tenure)
    group = next((one for one in rule.groups if one.standing == standing), None)
    if group is None:
        return NO_VOTE[standing]
    if group.years is None or offer is None:
        return ""
    if home.moved_in is None:
        return NO_DATE
    if home.moved_in <= _years_before(offer, group.years):
        return ""
    return LATE_OWNER if group.years else LATE_TENANCY


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
