"""A command as text and back: how it travels in a button, and how it waits in a question."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from governance.errors import ChivvyError
from handlers.commands import Command


class ButtonUnreadable(ChivvyError):
    """I can't read that button; it may come from an older card. Nothing was changed. Type the ref, such as “A-012”, to
    get a fresh card."""


@cache
def _vocabulary() -> dict[str, type[Command]]:
    return {command.__name__: command for command in Command.__subclasses__()}


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def encode(command: Command) -> str:
    """A command as one line of JSON, for a button's value."""
    said = {
        one.name: value
        for one in fields(command)  # type: ignore[arg-type]
        if (value := getattr(command, one.name)) not in (None, "", {}, (), False)
        or _is_required(one)
        or one.default is True
    }
    return json.dumps({"do": type(command).__name__, **said}, default=str, separators=(",", ":"), ensure_ascii=False)


def decode(data: str, chosen: str | None = None) -> Command:
    """The command in a button's value, `chosen` filling in the field named by its "choose". Raises ButtonUnreadable."""
    try:
        said = json.loads(data)
        if chosen is not None and (slot := said.pop("choose", None)):
            said[slot] = chosen
        said.pop("choose", None)
        return TypeAdapter(_vocabulary()[said.pop("do")]).validate_python(said)
    except (ValueError, ValidationError, KeyError, TypeError, AttributeError) as unreadable:
        raise ButtonUnreadable from unreadable
