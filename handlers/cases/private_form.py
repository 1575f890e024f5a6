"""What was typed where others read along and must not be kept: it is not stored, not repeated, and a private form is offered."""

from __future__ import annotations

from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button
from handlers.commands import OpenForm, Refuse
from handlers.reply import Reply
from handlers.turn import Captured, Turn
from storage.history import Scene
from storage.register import Register

SAID = (
    "That looks like a resident’s case, or somebody’s personal details, and others read along here. I have not kept it. Please "
    "{delete}, and log it with me in private: with the button, or in a direct message to me."
)
OWN = "delete your message here"
TAKEN_UP = "have that message deleted here"


async def refuse(command: Refuse, register: Register, scene: Scene, turn: Turn, answer: Answer) -> Reply:
    """Say that it was not kept, to the speaker alone. The history tells that it happened, and nothing of what was said."""
    await register.history.add(scene, "refuse", after={"kind": command.kind})
    form = button("Open a private form", OpenForm("log", kind=command.kind), "primary")
    said = SAID.format(delete=TAKEN_UP if isinstance(turn.deed, Captured) else OWN)
    return answer.privately(Card(text=said, parts=(Para((said,)), Buttons((form,)))))
