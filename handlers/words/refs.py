"""Refs in a text: the records of declared kinds that a command is about, and any ref that a title mentions."""

from __future__ import annotations

import re
from functools import cache

from governance.kind import Body
from governance.kinds import all_kinds, canonical_ref, kind_named

# Prefixes of registers that are no kinds of this programme yet: links to them are kept all the same.
OTHER_PREFIXES = ("CMP", "ENQ", "PET", "BAL", "SUR", "ACC", "MTG", "S20")

HYPHEN = r"[-–‑]"
LONGEST_LIST = 2_000  # characters: a longer text is about one record (a long note)
LONGEST_VERB = 80  # characters: where the words before a ref end


@cache
def _prefixes() -> str:
    """The prefixes of the declared kinds, the longest first: “AS-3” is no action."""
    return "|".join(sorted((body.kind.prefix for body in all_kinds().values()), key=len, reverse=True))


@cache
def _numbered() -> str:
    """Prefixes that end in a digit (S20): only with its hyphen is such a ref one, for “s20 notice” and “s201” are none."""
    return "|".join(body.kind.prefix for body in all_kinds().values() if body.kind.prefix[-1].isdigit()) or "(?!)"


@cache
def own_ref() -> str:
    """A pattern for one ref of a declared kind: “A-012”, “a12”, never “a 12”; “S20-1”, never “S201”."""
    return rf"#?(?:(?:{_numbered()}){HYPHEN}|(?:{_lettered()}){HYPHEN}?)0*\d{{1,6}}"


@cache
def _lettered() -> str:
    """Prefixes that end in a letter, the longest first."""
    prefixes = (body.kind.prefix for body in all_kinds().values())
    return "|".join(sorted((each for each in prefixes if not each[-1].isdigit()), key=len, reverse=True))


@cache
def _in_words() -> re.Pattern[str]:
    """Refs with their kind in words or set apart from their number: “risk 12”, “actions 12 and 13”, “A 12”, “issue I-004”."""
    # “S20 30 days”, “section 20 12 December”: a number after a name that ends in one is no ref.
    kinds = [body.kind for body in all_kinds().values() if not body.kind.prefix[-1].isdigit()]
    names = {word for kind in kinds for word in (kind.name, kind.plural, *kind.words)}
    words = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    number = r"#?\d{1,6}(?![\w/%]|-\d|[.:]\d)"
    numbers = rf"{number}(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*){number})*"
    return re.compile(
        rf"(?<![\w-])(?:(?P<word>(?i:{words}))\s+(?i:(?:no\.?|number|ref)\s*)?(?:(?P<ref>(?i:{own_ref()})\b)|(?P<numbers>{numbers}))"
        rf"|(?P<prefix>{_lettered()})[ ](?P<number>{number}))"
    )


def written_out(text: str) -> str:
    """The text with its first ref put as one where it was said in words: “close risk 12” as “close R-012”."""
    match = None if refs_at_start(text)[0] else _in_words().search(text, 0, LONGEST_VERB)
    if not match:
        return text
    if match["ref"]:
        said = match["ref"]
    else:
        body = kind_named(match["word"]) if match["word"] else None
        prefix = body.kind.prefix if body else match["prefix"]
        found = re.findall(r"\d+", match["numbers"] or match["number"])
        said = ", ".join(canonical(f"{prefix}-{number}") or number for number in found)
    return text[: match.start()] + said + text[match.end() :]


@cache
def _asked_of_one() -> re.Pattern[str]:
    return re.compile(
        rf"(?:can|could|may|should|will)\s+(?P<ref>{own_ref()})\s+(?:please\s+)?(?:be"
        rf"|go|move)\b",
        re.IGNORECASE,
    )


def refs_first(text: str) -> str:
    """“A-012/A-013 done”, “both A-012 and A-013 are done”, “can A-012 be moved to Friday” with the refs first, commas between."""
    if len(text) > LONGEST_LIST:
        return text
    text = re.sub(rf"(?<![\w/])({own_ref()})/(?={own_ref()}\b)", r"\1, ", text, flags=re.IGNORECASE)
    text = re.sub(rf"^(?:both|all(?: of)?|all three)\s+(?={own_ref()}\b)", "", text, flags=re.IGNORECASE)
    request = _asked_of_one().match(text)
    return f"{request['ref']} {text[request.end() :]}" if request and not text.rstrip().endswith("?") else text


@cache
def _list_of_refs() -> re.Pattern[str]:
    return re.compile(
        rf"\s*({own_ref()}(?:(?:\s*(?:,\s*and\b|,|and\b|&|\+)\s*|\s+){own_ref()})*)(?![\w/])(?!-\d)(?!\.\d)",
        re.IGNORECASE,
    )


@cache
def _one_ref() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){own_ref()}(?![\w/])(?!-\d)(?!\.\d)", re.IGNORECASE)


def refs_at_start(text: str) -> tuple[tuple[str, ...], str]:
    """The refs that a text begins with (“A-012, A-013 and a14 done”) and the rest of it."""
    match = _list_of_refs().match(text)
    if not match:
        return (), text
    refs: list[str] = []
    for found in _one_ref().finditer(match[1]):
        if refs and is_a_score(found[0], refs[0]):  # “R-025 L4 I5”
            return tuple(refs), text[match.start(1) + found.start() :]
        refs += [ref] if (ref := canonical(found[0])) else []
    return tuple(refs), text[match.end() :]


def is_a_score(said: str, ref: str) -> bool:
    """Whether “L4” after a ref is a step of a scale: what the ref belongs to is scored, so it is no lesson."""
    return re.fullmatch(r"[li][1-5]", said, re.IGNORECASE) is not None and "likelihood" in kind_of(ref).model_fields


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
    others = "|".join(OTHER_PREFIXES)
    found = re.findall(rf"(?<![\w/.-])((?:{_prefixes()}|{others})-\d{{1,5}})(?![\w-])", text, re.IGNORECASE)
    return tuple(dict.fromkeys(canonical(ref) or ref.upper() for ref in found))
