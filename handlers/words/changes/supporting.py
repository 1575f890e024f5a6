"""Who helps with a record: “add @sam as supporter on A-012”, “A-012 supporters + @sam”, “@sam is helping with A-012”."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.commands import Change
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding
from handlers.words.values import value_of

HELPER = r"(?:(?:a|the)\s+)?(?:supporters?|helpers?|contributors?)"
ADDED = re.compile(
    rf"(?:please\s+)?(?:add|put|include|get|plus)\s+(?:(?P<who>.+?)\s+(?:on\s+)?(?:as|to)\s+(?:the\s+|be\s+)?{HELPER}(?:\s+list)?"
    rf"|{HELPER}\s*[:=]?\s*(?P<after>.+))",
    re.IGNORECASE,
)
ALSO = re.compile(
    rf"(?:new\s+)?(?:{HELPER}\s*(?:\+|also|add|plus)|also {HELPER}|\+\s*{HELPER}"
    rf"|with)\s*[:=]?\s*(?P<who>.+)",
    re.IGNORECASE,
)
HELPS = re.compile(
    r"(?P<who>.+?)\s+(?:(?:is|are)\s+(?:also\s+)?(?:helping|supporting)|(?:will|to)\s+(?:help|support)"
    r"|supports|helps)(?:\s+(?:with|out|on))*",
    re.I,
)


def supporting(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """People who are to help besides those who do."""
    if "supporters" not in body.model_fields:
        return None
    match = ADDED.fullmatch(text) or ALSO.fullmatch(text) or HELPS.fullmatch(text)
    said = next((one for one in match.groups() if one), "") if match else ""
    value = value_of(body, "supporters", said.strip(), hearing) if said else None
    if value is None or not (value.values.get("supporters") or value.doubts):
        return None
    return Understanding("update", (Change(ref, value.values, adds=True),), tuple(value.doubts), tuple(value.remarks))
