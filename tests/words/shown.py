"""Understandings as one line each, for tables of texts and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from handlers.commands import Command
from handlers.words.understanding import Understanding


def shown(heard: Understanding) -> str:
    """`Change R-025 impact=5; Move I-004 to=Blocked reason=waiting for legal ?due`: each command with what it sets, then what
    must be asked."""
    parts = ["; ".join(_command(command) for command in heard.commands), *(f"?{doubt.field}" for doubt in heard.doubts)]
    return " ".join(part for part in parts if part)


def _command(command: Command) -> str:
    said = [type(command).__name__]
    for one in fields(command):  # type: ignore[arg-type]
        value = getattr(command, one.name)
        if one.name == "ref":
            said.append(value)
        elif isinstance(value, Mapping):
            said += [f"{name}={_value(each)}" for name, each in sorted(value.items())]
        elif one.default is MISSING or value != one.default:
            said.append(f"{one.name}={_value(value)}")
    return " ".join(said)


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def rows(table: str) -> list[tuple[str, str]]:
    """The lines of a table: the text, and what it means after an arrow (on a line of its own where it is long). `\\n` in a text
    is a new line."""
    split = (line.rpartition(" → ") for line in table.replace("\n    →", " →").strip().splitlines() if line.strip())
    return [(text.replace("\\n", "\n"), expected) for text, _, expected in split]
