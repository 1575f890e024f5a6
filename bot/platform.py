"""The few neutral verbs that every platform speaks, and the three ways in which sending can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from handlers.cards import Card
from handlers.turn import Face, Where
from reports.paper import File
from storage.paces import Limit


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: `external_id` is the platform's id of the channel, or of the person when `person` is True.
    `data` is what the platform once gave in `Where.address` or `Face.address`. `sure`: whoever it is known to be has said so."""

    platform: str
    external_id: str
    tenant: str = ""
    person: bool = False
    thread: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """Proof of a message: the place it landed in (a DM gets its channel's id here) and its own id there."""

    external_id: str
    message: str
    data: Mapping[str, str] = field(default_factory=dict)


class NotSent(Exception):
    """The platform refused; the message is certainly not there. `gone` is True where the place or person can never be
    reached (archived, deactivated, blocked)."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.gone = gone


class NotDrawn(NotSent):
    """What was to be sent could not be drawn: the platform was not asked."""


class TryLater(Exception):
    """The platform is busy; the message is certainly not there. Try again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again after {seconds:g} s")
        self.seconds = seconds


class Away(TryLater):
    """The platform as a whole cannot be reached, or does not take us: nothing can be sent there, to anybody. The message is
    certainly not there, and is not to blame."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(seconds)
        self.args = (reason,)
        self.reason = reason


class MaybeSent(Exception):
    """No answer came, or one that says nothing: the message may be there or not. `trace` is what the platform wants to know when
    it is asked whether it is: it comes back in `Address.data`."""

    def __init__(self, reason: str = "", *, trace: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.trace = trace or {}


class Platform(Protocol):
    """One chat platform. No business noun appears here."""

    name: str

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        """Post `card` as a new message. `key` is the notice's: platforms that can keep it with the message, do.
        Raises NotSent, TryLater or MaybeSent; never repeats on its own."""

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        """As `say`, with a document that goes with it: in the message itself, or to be fetched from it. One that is for a single
        reader never goes where others read."""

    async def find(self, to: Address, key: str) -> Sent | None:
        """The message that carries `key`; None where it is not there, and will not come. Raises LookupImpossible on platforms
        that cannot tell."""

    async def update(self, to: Address, message: str, card: Card) -> None:
        """Redraw a message in place. Raises like `say`; repeating it is harmless."""

    async def members(self, where: Where) -> tuple[Face, ...]:
        """The people in a channel, with bots and guests marked."""

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        """How fast may be said, redrawn or uploaded there: every limit counts. Nothing where there is none."""

    async def ping(self) -> None:
        """Ask something small, to know whether the platform answers and takes us. Raises Away, TryLater or MaybeSent."""


class LookupImpossible(Exception):
    """This platform cannot be asked whether a message arrived."""
