"""The way into a form where a platform opens none in answer to words: a button that opens it, filled in with what was said."""

from __future__ import annotations

from dataclasses import replace

from handlers.cards import Buttons, Card, Para, Part, Small, button
from handlers.commands import OpenForm
from handlers.encoding import encode
from handlers.forms.form import Form

CARRIED = 1_800  # characters that a button takes along on every platform
TOO_MUCH = "That is more than a button can carry, so the form opens without it. Your message stays above: copy from it."


def way_in(form: Form, command: OpenForm) -> Card:
    said = "It takes a form. Here it is, filled in with what you said; nothing is saved before you send it."
    parts: list[Part] = [Para((said,))]
    if len(encode(command)) > CARRIED:
        command = replace(command, values={})
        parts = [Para((TOO_MUCH,))]
    if form.intro:
        parts.append(Small((form.intro,)))
    parts.append(Buttons((button(form.title, command, "primary"),)))
    return Card(text=f"{form.title}: {said}", parts=tuple(parts))
