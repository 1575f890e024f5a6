"""Forms: dialogs in a few words of our own. Platforms draw them and hand back what was filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from handlers.cards import Option

Widget = Literal["line", "text", "date", "time", "choice", "person", "people", "several", "number", "link", "flag"]


class Token(BaseModel):
    """What a form is for: it travels with the form and comes back with the answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    kind: str = ""
    ref: str = ""
    seen: int | None = None
    keep: dict[str, Any] = {}

    def sealed(self) -> str:
        return json.dumps(self.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))


@dataclass(frozen=True)
class Field:
    """One question. `value` is what stands in it at first: text, an ISO date (2026-11-27), HH:MM, an option's value,
    or for `people` and `several` a tuple of options' values. Options of `person` and `people` are everyone who can be chosen,
    sorted by name; those of `several` are things to tick."""

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
