"""Items typed as a filled-in form: “Owner: Tom Action: chase supplier Due: 4 Dec”, also a label a line."""

from __future__ import annotations

import re

from governance.kind import Body

BULLETS = r"(?:[-*•]\s+)?\**"
LONGEST = 1_500  # characters
WHAT = ("what", "title", "task", "summary", "description of action", "name")
WHO = ("who", "owner", "lead", "responsible", "assigned to", "owned by", "action owner", "risk owner", "by whom")
WHEN = ("when", "by when", "due", "due date", "deadline", "target date", "date due")
LABELS = {**dict.fromkeys(WHAT, "what"), **dict.fromkeys(WHO, "who"), **dict.fromkeys(WHEN, "when")}


def filled_in(text: str, body: type[Body]) -> str:
    """The text as one would say it, “chase supplier, owner Tom, due 4 Dec”, where it begins with a label and has one for what it
    is about; else as it is."""
    if len(text) > LONGEST or ":" not in text:
        return text
    labels = {**LABELS, **dict.fromkeys((body.kind.name, *body.kind.words), "what")}
    words = "|".join(re.escape(word) for word in sorted(labels, key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|(?<=[\s,;|])){BULLETS}(?P<label>{words})\s*:\s*", text, re.IGNORECASE))
    if len(found) < 2 or text[: found[0].start()].strip(" -*•|"):
        return text
    said: dict[str, str] = {}
    for label, end in zip(found, [*(one.start() for one in found[1:]), len(text)], strict=True):
        meant = labels[label["label"].casefold()]
        value = text[label.end() : end].strip(" \t\n,;.|")
        if meant in said or not value:
            return text
        said[meant] = value
    if "what" not in said or len(said) < 2:
        return text
    parts = (
        said["what"],
        f"owner {said['who']}" if "who" in said else "",
        f"due {said['when']}" if "when" in said else "",
    )
    return ", ".join(part for part in parts if part)
