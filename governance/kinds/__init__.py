"""The kinds of record there are: one file each in this folder, found by being here."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache

from governance.kind import Body

# A prefix may end in digits (S20-1), and is then set off from its number.
_REF = re.compile(r"^\s*([A-Za-z]{1,4}\d{0,2}(?=\s*-|\s+\d)|[A-Za-z]{1,4})\s*-?\s*0*(\d{1,9})\s*$")


@cache
def all_kinds() -> dict[str, type[Body]]:
    """Every declared kind by its name, in the order in which people need them."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    bodies = sorted(_declared(Body), key=lambda body: (body.kind.order, body.kind.name))
    return {body.kind.name: body for body in bodies}


def _declared(base: type[Body]) -> Iterator[type[Body]]:
    """Every class below `base` that declares a kind; what kinds have in common declares none."""
    for body in base.__subclasses__():
        if "kind" in vars(body):
            yield body
        yield from _declared(body)


def kind_named(word: str) -> type[Body] | None:
    """The kind that `word` names (`action`, `actions`, `task`), or None."""
    plain = word.strip().casefold()
    for body in all_kinds().values():
        kind = body.kind
        if plain in (kind.name, kind.command, kind.plural, *kind.words):
            return body
    return None


def kind_and_number(text: str) -> tuple[str, int] | None:
    """The kind and the number that a ref names, however it is written (`a12`, `A-012`); None when no kind has that prefix."""
    match = _REF.match(text)
    if not match:
        return None
    for body in all_kinds().values():
        if body.kind.prefix == match[1].upper():
            return body.kind.name, int(match[2])
    return None


def canonical_ref(text: str) -> str | None:
    """The ref that `text` writes (`a12`, `A-12`, `A-012` → `A-012`), or None when no kind has that prefix."""
    named = kind_and_number(text)
    return all_kinds()[named[0]].kind.ref(named[1]) if named else None
