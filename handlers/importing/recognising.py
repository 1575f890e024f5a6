"""Recognising: what a sheet is a list of, by its headings, its refs and what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.importing.columns import LISTS, Fields, mapped, plain, sorts
from handlers.importing.sheet import Sheet

LINK, ABOUT = "link", "about"
COVER = "About this export"  # the heading on the cover of an export of our own
# What only lists of residents' affairs speak of: such a list is taken for a kind that is confidential, or for none.
CASES = (
    "uprn",
    "resident",
    "complaint",
    "complainant",
    "petition",
    "petitioner",
    "ballot",
    "voter",
    "survey",
    "enquiry",
)
NEEDED: Mapping[str, set[str]] = {
    "workstream": {"id", "name"},
    "person": {"name", "email"},
    "organisation": {"id", "name"},
}
REF = re.compile(r"[A-Za-z]{0,6}\s?-?\s?\d+|[A-Za-z]{1,4}\d{1,2}-\d+")
PREFIX = re.compile(r"[A-Za-z]+(?:\d+(?=-))?")
# Where a sheet has no column for the title, what a record can be called after.
CALLED_AFTER = ("event", "description", "what_happened", "deliverable", "cause", "message")


def sort_of(sheet: Sheet) -> str:
    """What a sheet is a list of: organisation, workstream, person, link, a kind's name; "" where its headings do not tell."""
    if linked_kinds(sheet):
        return LINK
    scores = {sort: score for sort, fields in sorts().items() if (score := _score(sheet, sort, fields))}
    return max(scores, key=lambda sort: scores[sort], default="")


def _score(sheet: Sheet, sort: str, fields: Fields) -> tuple[bool, bool, int] | None:
    """How well a sheet fits; None when it does not. Its refs count most, then what it is called, then its headings."""
    columns = mapped(sheet.headings, fields)
    known, named = set(columns.values()), _is_called(sheet, sort, columns)
    headings = [heading for heading in sheet.headings if heading]
    if speaks_of_cases(sheet, _public(sort, columns)) and (sort in LISTS or not all_kinds()[sort].kind.confidential):
        return None
    if sort in LISTS:
        needed = NEEDED[sort] <= known and len(known) * 3 > len(headings)
        return (False, named, len(known)) if needed and (len(known) > 2 or named) else None
    body = all_kinds()[sort]
    title = next((heading for heading, field in columns.items() if field == "title"), "")
    if (said := sheet.column(title)) and all(re.fullmatch(r"[A-Za-z]{1,5}-\d+", cell) for cell in said):
        return None  # lines about records, which name them by their refs
    titled = "title" in known or (len(known) > 3 and any(name in known for name in CALLED_AFTER))
    share = ref_share(sheet, columns, body.kind.prefix)
    if not titled or not (len(known) > 2 or named) or (share is not None and share < 0.5 and not named):
        return None
    return (share is not None and share >= 0.5, named, len(known))


def ref_share(sheet: Sheet, columns: Mapping[str, str], prefix: str) -> float | None:
    """Which part of the lettered refs in a sheet are one kind's: a list of risks has titles and owners too, but `R-012`. None
    where no ref has letters."""
    heading = next((heading for heading, field in columns.items() if field == "ref"), None)
    lettered = [found[0].upper() for cell in sheet.column(heading or "") if (found := PREFIX.match(cell))]
    return lettered.count(prefix) / len(lettered) if lettered else None


def _is_called(sheet: Sheet, sort: str, columns: Mapping[str, str]) -> bool:
    """Whether the sheet, its file or the heading of its titles says what it is a list of."""
    body = all_kinds().get(sort)
    words = (
        _names(body)
        if body
        else {"organisation": ("organisation", "council"), "person": ("person", "people")}.get(sort, (sort,))
    )
    title = next((heading for heading, field in columns.items() if field == "title"), "")
    called = (plain(sheet.name), plain(sheet.path.stem) if not sheet.name else "", plain(title))
    return any(re.match(rf"{re.escape(plain(word))}(?:s|es)?\b", name) for name in called if name for word in words)


def _names(body: type[Body]) -> tuple[str, ...]:
    return (body.kind.name, body.kind.plural, *body.kind.words)


def linked_kinds(sheet: Sheet) -> tuple[str, str] | None:
    """The two headings of a table of links (`risk`, `action`): each names a kind, and every cell below is a ref of it."""
    named = [heading for heading in sheet.headings if heading and kind_named(heading)]
    if len(named) != 2 or len([heading for heading in sheet.headings if heading]) > 3 or not sheet.rows:
        return None
    for heading in named:
        if not all(REF.fullmatch(cell) for cell in sheet.column(heading)):
            return None
    return named[0], named[1]


def _public(sort: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """The headings of what residents and everybody else will read (“What residents said”): no case stands under them."""
    if sort in LISTS:
        return ()
    asks = dict(all_kinds()[sort].asks())
    return tuple(heading for heading, field in columns.items() if field in asks and asks[field].public)


def speaks_of_cases(sheet: Sheet, public: tuple[str, ...] = ()) -> bool:
    """Whether a sheet's headings have words of residents' affairs, besides the names of kinds that are kept in the open and the
    `public` ones."""
    said = {word for heading in sheet.headings if heading not in public for word in plain(heading).split()}
    kept = {name for body in all_kinds().values() if not body.kind.confidential for name in _names(body)}
    return any(said & {word, f"{word}s"} for word in CASES if word not in kept)


def why_not(sheet: Sheet, *, form: bool = False) -> str:
    """What to tell of a sheet that nothing was imported from; `form`: it has labels beside its values."""
    prefixes = {body.kind.prefix for body in all_kinds().values()}
    first = next((cell for row in sheet.rows for cell in list(row.cells.values())[:1]), "")
    lettered = re.match(r"([A-Za-z]{1,4})\d*-", first)
    if speaks_of_cases(sheet) or (lettered and lettered[1].upper() not in prefixes):
        such = f" ({first})" if lettered else ""
        return f"This holds records of a kind that the register does not keep yet{such}. The file was left as it is."
    if form:
        return (
            "This looks like a report or a form, with labels beside their values, not like a list. Nothing was imported. Put "
            "what should be in the register into a list with a row for each."
        )
    return (
        "I can't tell from these headings what this is a list of, so nothing was imported. Give it a column for what each row "
        "is about (“Title”), and one that says which kind it is, such as “Risk ref”."
    )


def is_about(sheet: Sheet) -> bool:
    """Whether this is the cover of an export of our own."""
    return bool(sheet.headings) and sheet.headings[0] == COVER
