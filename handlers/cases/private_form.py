"""What was typed where others read along and must not be kept: it is not stored, not repeated, and a private form is offered."""

from __future__ import annotations

from governance.people import Person, Place
from governance.roles import DATA_PROTECTION, has_role
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button
from handlers.commands import OpenForm, Refuse
from handlers.people.telling import tell_news
from handlers.reply import Reply
from handlers.turn import Captured, Turn
from handlers.wording import platform_name
from storage.history import Event, Scene
from storage.register import Register

SAID = (
    "That looks like a resident’s case, or somebody’s personal details, and others read along here. I have not kept it. Please "
    "{delete}, and log it with me in private: with the button, or in a direct message to me."
)
OWN = "delete your message here"
TAKEN_UP = "have that message deleted here"


async def refuse(
    command: Refuse,
    register: Register,
    speaker: Person | None,
    place: Place,
    scene: Scene,
    turn: Turn,
    answer: Answer,
) -> Reply:
    """Say that it was not kept, to the speaker alone. The history tells that it happened, and nothing of what was said."""
    event = await register.history.add(scene, "refuse", after={"kind": command.kind})
    if (await register.programme()).tell_data_protection:
        await _tell_officers(register, event, speaker, place)
    form = button("Open a private form", OpenForm("log", kind=command.kind), "primary")
    said = SAID.format(delete=TAKEN_UP if isinstance(turn.deed, Captured) else OWN)
    return answer.privately(Card(text=said, parts=(Para((said,)), Buttons((form,)))))


async def _tell_officers(register: Register, event: Event, speaker: Person | None, place: Place) -> None:
    """Whoever answers for data protection hears that it happened, where and by whom; never what was said."""
    who = speaker.name if speaker is not None else "Somebody who is not in this programme"
    where = f"the channel {place.name}" if place.name else "a place where others read along"
    told = (
        f"{who} typed what looks like a resident’s case, or somebody’s personal details, in {where} "
        f"({platform_name(place.platform)}). I have not kept it, and have asked them to have it deleted there."
    )
    for person in (await register.people.all()).values():
        if has_role(person, DATA_PROTECTION):
            await tell_news(register, person, None, str(event.id), told)
