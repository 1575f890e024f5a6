"""Refs in a text: the records of declared kinds that a command is about, and any ref that a title mentions."""

from __future__ import annotations

import re
from functools import cache

from governance.kind import Body
from governance.kinds import all_kinds, canonical_ref

# The trade's other prefixes (domain.md section 2 and the sample): links are kept even before their kinds are declared.
OTHER_PREFIXES = (
    "A",
    "R",
    "I",
    "D",
    "M",
    "L",
    "AS",
    "DEC",
    "CR",
    "CMP",
    "ENQ",
    "PET",
    "BAL",
    "SUR",
    "ACC",
    "MTG",
    "COM",
    "S20",
)

HYPHEN = r"[-–‑]"


@cache
def own_ref() -> str:
    """A pattern for one ref of a declared kind: “A-012”, “a12”, never “a 12”."""
    prefixes = "|".join(sorted((body.kind.prefix for body in all_kinds().values()), key=len, reverse=True))
    return rf"#?(?:{prefixes}){HYPHEN}?0*\d{{1,6}}"


@cache
def _list_of_refs() -> re.Pattern[str]:
    return re.compile(
        rf"\s*({own_ref()}(?:(?:\s*(?:,|and|&|\+)\s*|\s+){own_ref()})*)(?![\w/])(?!-\d)(?!\.\d)", re.IGNORECASE
    )


@cache
def _one_ref() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){own_ref()}(?![\w/])(?!-\d)(?!\.\d)", re.IGNORECASE)


def refs_at_start(text: str) -> tuple[tuple[str, ...], str]:
    """The refs that a text begins with (“A-012, A-013 and a14 done”) and the rest of it."""
    match = _list_of_refs().match(text)
    if not match:
        return (), text
    refs = (canonical(found) for found in _one_ref().findall(match[1]))
    return tuple(ref for ref in refs if ref), text[match.end() :]


def refs_in(text: str) -> tuple[str, ...]:
    """Every ref of a declared kind in the text, in order, each once."""
    found = (canonical(ref) for ref in _one_ref().findall(text))
    return tuple(dict.fromkeys(ref for ref in found if ref))


def canonical(text: str) -> str | None:
    return canonical_ref(re.sub(HYPHEN, "-", text.lstrip("#")))


def kind_of(ref: str) -> type[Body]:
    """The kind that a canonical ref belongs to."""
    prefix = ref.split("-", maxsplit=1)[0]
    return next(body for body in all_kinds().values() if body.kind.prefix == prefix)


def links_in(text: str) -> tuple[str, ...]:
    """Refs of any register that a text mentions with their hyphen (“rewrite R-049”)."""
    prefixes = "|".join(sorted(OTHER_PREFIXES, key=len, reverse=True))
    found = re.findall(rf"(?<![\w/.-])((?:{prefixes})-\d{{1,5}})(?![\w-])", text, re.IGNORECASE)
    return tuple(dict.fromkeys(canonical(ref) or ref.upper() for ref in found))
