"""A record that is to be logged, as the plain values of `chivvy understand --json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from governance.clocks.reckoning import Reckoning
from governance.kind import Body
from governance.kinds import all_kinds
from handlers.commands import Log
from handlers.words.refs import links_in
from handlers.words.understanding import Surroundings


def logged_item(command: Log, around: Surroundings) -> dict[str, Any]:
    """`{"kind", "title", "owner", "due", …}`, with what follows from it and the refs that its title names."""
    body = _body(command)
    # What a sort is called (foi) says the field that makes it one.
    own = {
        name: value for name, value in command.values.items() if str(value).casefold() != body.called or name == "title"
    }
    item: dict[str, Any] = {"kind": body.called, **plain(own)}
    if command.workstream:
        item["workstream"] = command.workstream
    days = worked_out(type(body), command.values, around)
    item |= _rated(body, around) | plain({name: day for name, day in days.items() if name == body.due_now})
    if links := links_in(str(command.values.get("title", ""))):
        item["links"] = list(links)
    return item


def _body(command: Log) -> Body:
    body_type = all_kinds()[command.kind]
    return body_type.model_validate({**command.values, "status": body_type.starts_as(command.values)})


def worked_out(body: type[Body], values: Mapping[str, Any], around: Surroundings) -> dict[str, Any]:
    """The days that follow from these values of a record by the clocks of its kind."""
    own = {name: value for name, value in values.items() if name in body.model_fields}  # a workstream is every record's
    begun = body.model_validate({"title": "…", **own, "status": body.kind.lifecycle.initial})
    found = begun.worked_out(Reckoning(around.calendar, around.programme.clocks))
    return {name: each.due for name, each in found.items() if name not in values}


def _rated(body: Body, around: Surroundings) -> dict[str, Any]:
    """The score and the colour that such a record has, where it has them."""
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
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return plain(value) if isinstance(value, Mapping) else value
