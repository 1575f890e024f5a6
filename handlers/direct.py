"""What is for one person's eyes only goes to their direct messages, whichever place they asked in."""

from __future__ import annotations

from governance.people import Person
from handlers.answer import Answer
from handlers.cards import Card, say, to_plain
from handlers.reminding.notices import SAID
from handlers.reply import Reply
from handlers.turn import Said
from storage.outbox import ANSWER, Notice
from storage.register import Register


async def in_private(card: Card, register: Register, speaker: Person, answer: Answer) -> Reply:
    """`card` where it was asked for, if that is private; else in the speaker's direct messages, and a word that it is there."""
    if not answer.in_company:
        return await answer.in_place(card)
    await owe_direct(card, register, speaker, f"{SAID}:{answer.turn.id}:direct")
    return answer.privately(say("I have sent it to you in a direct message."))


async def discreetly(card: Card, register: Register, answer: Answer, key: str) -> Reply:
    """A word that colleagues need not read: whispered where a slash command was typed (platforms that have those can whisper),
    else in the speaker's direct messages, once by its `key`."""
    deed = answer.turn.deed
    slash = isinstance(deed, Said) and deed.command is not None and answer.turn.where.whispers
    if not answer.in_company:
        return await answer.in_place(card)
    if slash or answer.speaker is None:
        return answer.privately(card)
    await owe_direct(card, register, answer.speaker, key)
    return Reply()


async def owe_direct(card: Card, register: Register, person: Person, key: str) -> bool:
    """Owe `person` a card in their direct messages, once by its `key`: False when it was owed before."""
    return await register.outbox.owe(
        Notice(key=key, rule=SAID, due_at=register.now, person=person.id, payload=to_plain(card), urgency=ANSWER)
    )
