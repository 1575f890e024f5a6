"""A chat platform in memory that holds senders to the contract of `bot.platform`, and fails when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotSent, Sent, TryLater
from handlers.cards import Button, Buttons, Card, Row, plain, to_plain
from handlers.reminding.notices import REPEATED
from handlers.turn import Face, Where
from reports.paper import File
from storage.paces import Limit

Fault = Literal["busy", "refused", "gone", "lost before", "lost after"]


@dataclass
class Message:
    """One message as it stands; `faces` are all that it has looked like, the first as it was posted."""

    place: str
    key: str
    card: Card
    thread: str | None = None
    faces: list[Card] = field(default_factory=list)
    file: File | None = None

    @property
    def text(self) -> str:
        """Every word on it."""
        return "\n".join(_words(self.card))

    @property
    def repeated(self) -> bool:
        return REPEATED in self.text

    def button(self, label: str) -> Button:
        return next(button for button in _buttons(self.card) if button.label == label)


class Recorder:
    """`bot.platform.Platform`. `faults` are used up one a call; `forgetful` cannot look a message up, as Teams cannot; `away`
    cannot be reached; `pace` is how fast it may be spoken to."""

    def __init__(self, name: str = "slack", *, forgetful: bool = False) -> None:
        self.name = name
        self.forgetful = forgetful
        self.messages: list[Message] = []
        self.faults: list[Fault] = []
        self.gone: set[str] = set()
        self.away = False
        self.pace: tuple[Limit, ...] = ()
        self.before_saying: Callable[[], object] = lambda: None

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        self.before_saying()
        assert to.platform == self.name, f"{to.platform} is not {self.name}"
        await self.ping()
        assert card.text.strip(), "a message needs words for notifications and screen readers"
        assert key, "a notice has a key"
        to_plain(card)
        fault = self.faults.pop(0) if self.faults else None
        if to.external_id in self.gone or fault == "gone":
            raise NotSent("they cannot be reached", gone=True)
        if fault == "busy":
            raise TryLater(3)
        if fault == "refused":
            raise NotSent("it was refused")
        if fault == "lost before":
            raise MaybeSent
        place = f"dm-{to.external_id}" if to.person else to.external_id
        message = Message(place, key, card, to.thread, [card])
        assert message.repeated or not self.of_key(key), f"{key} was sent twice and does not say so"
        self.messages.append(message)
        if fault == "lost after":
            raise MaybeSent
        return Sent(place, str(len(self.messages)), {"service": "here"})

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        assert file.content, "an empty document is none"
        sent = await self.say(to, card, key)
        self.messages[int(sent.message) - 1].file = file
        return sent

    async def find(self, to: Address, key: str) -> Sent | None:
        if self.forgetful:
            raise LookupImpossible
        for number, message in enumerate(self.messages, 1):
            if message.key == key and message.place in (to.external_id, f"dm-{to.external_id}"):
                return Sent(message.place, str(number))
        return None

    async def update(self, to: Address, message: str, card: Card) -> None:
        if self.faults:
            fault = self.faults.pop(0)
            raise TryLater(3) if fault == "busy" else NotSent("it was refused", gone=fault == "gone")
        found = self.messages[int(message) - 1]
        assert found.place == to.external_id, "that message stands somewhere else"
        found.card = card
        found.faces.append(card)

    async def members(self, where: Where) -> tuple[Face, ...]:
        return ()

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        return self.pace

    async def ping(self) -> None:
        if self.away:
            raise Away("it cannot be reached", 30)

    def of_key(self, start: str) -> list[Message]:
        return [message for message in self.messages if message.key.startswith(start)]

    def to(self, place: str) -> list[Message]:
        return [message for message in self.messages if message.place == place]


def _buttons(card: Card) -> Iterable[Button]:
    for part in card.parts:
        if isinstance(part, Row | Buttons):
            yield from part.buttons


def _words(card: Card) -> Iterable[str]:
    for part in card.parts:
        text = getattr(part, "text", None)
        if isinstance(text, str):
            yield text
        elif text is not None:
            yield plain(text)
        for label, value in getattr(part, "pairs", ()):
            yield f"{label}: {plain(value)}"
