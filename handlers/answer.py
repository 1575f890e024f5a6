"""Answering: what others may read goes through the outbox, what only the speaker sees goes back at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from governance.people import Person, Place
from governance.policy import is_confidential
from governance.record import Record
from handlers.access.visit_notice import VISIT_ASKED
from handlers.cards import Card, say, to_plain
from handlers.reminding.notices import CARD, DOCUMENT, SAID, redraw
from handlers.reply import Reply
from handlers.turn import Captured, Pressed, Said, Turn
from storage.outbox import ANSWER, Notice
from storage.places import Standing
from storage.register import Register

SENT_PRIVATELY = "I have sent it to you in a direct message, because others read along here."
NO_FILES_HERE = "I have sent it to you in a direct message, because I can’t post files here."


@dataclass
class Answer:
    """How this turn is answered. Each method gives the `Reply`; aloud ones owe a notice in the same transaction."""

    register: Register
    turn: Turn
    place: Place
    speaker: Person | None = None
    said: int = 0
    deeds: int = 0
    named: list[str] = field(default_factory=list)  # the records that were shown in what is owed

    def batch(self) -> str:
        """A name for one deed of several lines, which are undone together."""
        self.deeds += 1
        return f"{self.turn.where.platform}:{self.turn.id}:{self.deeds}"

    @property
    def quiet(self) -> bool:
        """In a channel, slash commands, buttons and forms are answered to the speaker alone; a mention, and anything in a DM,
        aloud."""
        deed = self.turn.deed
        mention = isinstance(deed, Said) and deed.command is None
        return not (mention or self.place.private)

    @property
    def in_company(self) -> bool:
        """Whether others read along."""
        return not self.place.private

    @property
    def audience(self) -> Place | None:
        """Where what is for the speaker alone will stand: None for their direct messages, where no channel is near."""
        return self.place if self.in_company and self.turn.where.whispers else None

    async def alone(self, card: Card) -> Reply:
        """What names people or says what they have to do: in company only whoever asked sees it. A platform that can't show
        something to one person alone gets it into their direct messages."""
        if not self.in_company:
            return await self.normally(card)
        if self.turn.where.whispers or self.speaker is None:
            return self.privately(card)
        await self._owe(SAID, to_plain(card), card.refs, privately=True)
        return self.privately(say(SENT_PRIVATELY))

    async def normally(self, card: Card) -> Reply:
        """To the speaker alone where that is the custom, otherwise in the place, under the message that asked."""
        if self.quiet:
            return Reply(whisper=card)
        return await self.aloud(card)

    def privately(self, card: Card) -> Reply:
        return Reply(whisper=card)

    async def aloud(self, card: Card) -> Reply:
        """In the place, for everybody there."""
        await self._owe(SAID, to_plain(card), card.refs)
        return Reply()

    async def with_card(self, record: Record) -> Reply:
        """The living card of a record, posted in the place. What is confidential goes to the speaker's direct messages."""
        hidden = self._hidden(record)
        await self._owe(CARD, {"ref": record.ref}, (record.ref,), privately=hidden)
        return Reply(whisper=say(SENT_PRIVATELY)) if hidden else Reply()

    async def with_visit(self, record: Record, plan: int, reader: Person) -> Reply:
        """What whoever goes there has to know of a visit; like all of a case, in their direct messages."""
        hidden = self._hidden(record)
        payload: dict[str, object] = {"plan": plan, "reader": reader.id}
        await self._owe(VISIT_ASKED, payload, (record.ref,), privately=hidden)
        return Reply(whisper=say(SENT_PRIVATELY)) if hidden else Reply()

    async def with_document(self, payload: dict[str, object], refs: tuple[str, ...], *, hidden: bool) -> Reply:
        """A document, which is drawn when it is sent: in the place, or in the speaker's direct messages where others read along
        and it is `hidden` from them, or the platform can't post it."""
        privately = self.in_company and (hidden or not self.turn.where.takes_files)
        await self._owe(DOCUMENT, payload, refs, privately=privately)
        why = SENT_PRIVATELY if hidden else NO_FILES_HERE
        return Reply(whisper=say(why)) if privately else Reply()

    async def in_place(self, card: Card) -> Reply:
        """In place of the card whose button was pressed; where none was, as usual."""
        return Reply(face=card) if isinstance(self.turn.deed, Pressed) else await self.normally(card)

    def settled(self, card: Card) -> Reply:
        """What a question turns into once it is answered by a button; words that answered it need no reply of their own."""
        return Reply(face=card) if isinstance(self.turn.deed, Pressed) else Reply()

    async def changed(self, record: Record, card: Card) -> Reply:
        """After a change: where a living card was pressed it shows the change itself; elsewhere `card` says so."""
        pressed = self.pressed
        if pressed is not None and pressed.record in (None, record.id):
            await self.register.places.touch(card=pressed.id)
            if face := await redraw(self.register, pressed):
                return Reply(face=face)
        return await self.about(record, card)

    async def about(self, record: Record, card: Card) -> Reply:
        """As usual; what is confidential, to the speaker's direct messages and nowhere else."""
        if is_confidential(record) and record.ref not in card.refs:
            card = replace(card, refs=(*card.refs, record.ref))
        if not self._hidden(record):
            return await self.normally(card)
        await self._owe(SAID, to_plain(card), (record.ref,), privately=True)
        return Reply(whisper=say(SENT_PRIVATELY))

    def _hidden(self, record: Record) -> bool:
        return self.in_company and is_confidential(record) and self.speaker is not None

    pressed: Standing | None = None

    async def _owe(
        self, rule: str, payload: dict[str, object], refs: tuple[str, ...], *, privately: bool = False
    ) -> None:
        self.said += 1
        self.named += refs
        alone = self.speaker.id if privately and self.speaker else None
        await self.register.outbox.owe(
            Notice(
                key=f"{rule}:{self.turn.id}:{self.said}",
                rule=rule,
                due_at=self.register.now,
                person=alone,
                place=None if alone else self.place.id,
                thread=None if alone else self._thread,
                refs=refs,
                payload=payload,
                urgency=ANSWER,
            )
        )

    @property
    def _thread(self) -> str | None:
        return None if isinstance(self.turn.deed, Captured) else self.turn.where.thread


def merged(first: Reply, second: Reply) -> Reply:
    """Two replies to one turn as one. What both whisper is said in one message; else the first wins where both speak."""
    kept = {name: value for name, value in vars(second).items() if value} | {
        name: value for name, value in vars(first).items() if value
    }
    if first.whisper and second.whisper and first.whisper != second.whisper:
        kept["whisper"] = joined(first.whisper, second.whisper)
    return replace(Reply(), **kept)


def joined(first: Card, second: Card) -> Card:
    """Two cards as one message, the second under the first. It is no record's living card any more."""
    refs = tuple(dict.fromkeys((*first.refs, *second.refs)))
    return Card(text=f"{first.text}\n{second.text}", parts=(*first.parts, *second.parts), refs=refs)
