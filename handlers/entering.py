"""Logging: a new record, from words, a form, a message or a spreadsheet alike."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from governance.kinds import all_kinds
from governance.people import Person, Place
from handlers.answer import Answer
from handlers.assignment import tell_owner
from handlers.commands import ButtonUnreadable, Log
from handlers.reply import Reply
from handlers.values import ORIGIN, NotAllowed, check_values
from storage.history import Scene
from storage.register import Register


async def log(command: Log, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer) -> Reply:
    """Add a record, post its living card where it was said, tell its owner."""
    body_type = all_kinds().get(command.kind)
    if body_type is None:
        raise ButtonUnreadable
    named = {**command.values, **({"workstream": command.workstream} if command.workstream else {})}
    await check_values(body_type, named, register, also=(*ORIGIN, "workstream"))
    values: dict[str, Any] = {**command.values, "status": body_type.kind.lifecycle.initial}
    try:
        body = body_type.model_validate(values)
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong
    workstream = command.workstream or place.workstream or speaker.workstream
    record = await register.records.log(scene, body, workstream=workstream)
    await tell_owner(register, record, speaker)
    return await answer.with_card(record)


def what_is_wrong(error: ValidationError) -> str:
    """Pydantic's findings in a person's words: `due: not a date`."""
    found = []
    for problem in error.errors():
        place = ".".join(str(step) for step in problem["loc"]) or "it"
        found.append(f"{place.replace('_', ' ')}: {_in_words(problem['type'], problem.get('ctx', {}), problem['msg'])}")
    return "; ".join(found)


def _in_words(kind: str, context: dict[str, Any], message: str) -> str:
    return {
        "string_too_short": "it is empty",
        "string_too_long": f"it is longer than {context.get('max_length')} characters",
        "literal_error": f"it must be one of {context.get('expected')}",
        "date_from_datetime_parsing": "it is not a date",
        "date_parsing": "it is not a date",
        "extra_forbidden": "there is no such field",
        "missing": "it is missing",
    }.get(kind, message[:1].lower() + message[1:])
