"""A record that is to be logged, as the plain values of `chivvy understand --json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from governance.kinds import all_kinds
from handlers.commands import Log
from handlers.words.refs import links_in
from handlers.words.understanding import Surroundings


def logged_item(command: Log, around: Surroundings) -> dict[str, Any]:
    """`{"kind", "title", "owner", "due", …}`, with what follows from it and the refs that its title names."""
    item: dict[str, Any] = {"kind": command.kind, **plain(command.values)}
    if command.workstream:
        item["workstream"] = command.workstream
    item |= _worked_out(command, around)
    if links := links_in(str(command.values.get("title", ""))):
        item["links"] = list(links)
    return item


def _worked_out(command: Log, around: Surroundings) -> dict[str, Any]:
    """The score and the colour that such a record has, where it has them."""
    body_type = all_kinds()[command.kind]
    body = body_type.model_validate({**command.values, "status": body_type.starts_as(command.values)})
    rag = body.rag(around.programme, around.now.date())
    return {
        **({"score": body.score} if body.score is not None else {}),
        **({"rag": rag} if rag is not None else {}),
    }


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return plain(value) if isinstance(value, Mapping) else value
