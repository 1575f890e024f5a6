"""What was typed where others read along and must not be kept: it is not stored, not repeated, and a private form is offered."""

from __future__ import annotations

from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button
from handlers.commands import OpenForm, Refuse
from handlers.reply import Reply
from storage.history import Scene
from storage.register import Register

SAID = (
    "That looks like a resident’s case, or somebody’s personal details, and others read along here. I have not kept it. Please "
    "delete your message here, and log it with me in private: with the button, or in a direct message to me."
)


async def refuse(command: Refuse, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Say that it was not kept, to the speaker alone. The history tells that it happened, and nothing of what was said."""
    await register.history.add(scene, "refuse", after={"kind": command.kind})
    form = button("Open a private form", OpenForm("log", kind=command.kind), "primary")
    return answer.privately(Card(text=SAID, parts=(Para((SAID,)), Buttons((form,)))))
