"""Forms: dialogs in a few words of our own. Platforms draw them and hand back what was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers.cards import Option

Widget = Literal["line", "text", "date", "time", "choice", "person", "people", "number", "link", "flag"]


@dataclass(frozen=True)
class Field:
    """One question. `value` is what stands in it at first: text, an ISO date (2026-11-27), HH:MM, an option's value,
    or for `people` a tuple of ids. Options of `person` and `people` are everyone who can be chosen, sorted by name."""

    name: str
    label: str
    widget: Widget
    hint: str = ""
    value: str | tuple[str, ...] | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    max_length: int = 3000


@dataclass(frozen=True)
class Form:
    """A dialog. `token` (at most 1,500 characters) comes back with the answers and says what they are for."""

    title: str
    token: str
    fields: tuple[Field, ...]
    submit: str = "Save"
    intro: str = ""
