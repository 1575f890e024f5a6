"""Answering: what others may read goes through the outbox, what only the speaker sees goes back at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.people import Place
from governance.record import Record
from handlers.cards import Card, to_plain
from handlers.record_card import record_card
from handlers.reply import Reply
from handlers.turn import Captured, Pressed, Said, Submitted, Turn
from storage.outbox import Notice
from storage.register import Register


@dataclass
class Answer:
    """How this turn is answered. Each method gives the `Reply`; aloud ones owe a notice in the same transaction."""

    register: Register
    turn: Turn
    place: Place
    said: int = 0

    @property
    def quiet(self) -> bool:
        """Slash commands, buttons and forms in a channel are answered to the speaker alone; a mention or a DM aloud."""
        deed = self.turn.deed
        if isinstance(deed, Said) and deed.command is None:
            return False
        return not (self.place.private and isinstance(deed, Said))

    async def normally(self, card: Card) -> Reply:
        """To the speaker alone where that is the custom, otherwise in the place, under the message that asked."""
        if self.quiet:
            return Reply(whisper=card)
        return await self.aloud(card)

    def privately(self, card: Card) -> Reply:
        return Reply(whisper=card)

    async def aloud(self, card: Card) -> Reply:
        """In the place, for everybody there."""
        await self._owe("said", to_plain(card), ())
        return Reply()

    async def with_card(self, record: Record) -> Reply:
        """The living card of a record, posted in the place."""
        await self._owe("card", {"ref": record.ref}, (record.ref,))
        return Reply()

    async def changed(self, record: Record, card: Card) -> Reply:
        """After a change: where the living card itself was pressed or edited it shows the change; elsewhere `card` says so."""
        if self.pressed_card_of == record.ref:
            return Reply(face=await record_card(self.register, record))
        if isinstance(self.turn.deed, Pressed | Submitted):
            return Reply(whisper=card, face=None)
        return await self.normally(card)

    pressed_card_of: str | None = None

    async def _owe(self, rule: str, payload: dict[str, object], refs: tuple[str, ...]) -> None:
        self.said += 1
        await self.register.outbox.owe(
            Notice(
                key=f"{rule}:{self.turn.id}:{self.said}",
                rule=rule,
                due_at=self.register.now,
                place=self.place.id,
                thread=self._thread,
                refs=refs,
                payload=payload,
            )
        )

    @property
    def _thread(self) -> str | None:
        return None if isinstance(self.turn.deed, Captured) else self.turn.where.thread


def merged(first: Reply, second: Reply) -> Reply:
    """Two replies to one turn as one; what the first says wins where both speak."""
    kept = {name: value for name, value in vars(second).items() if value} | {
        name: value for name, value in vars(first).items() if value
    }
    return replace(Reply(), **kept)
