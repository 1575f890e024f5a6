"""The page as a platform: it says, finds, updates and names members, like any other."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Clock
from bot.platform import Address, NotSent, Sent
from bot.web.ripple import Ripple
from handlers.cards import Card, to_plain
from handlers.turn import Face, Where
from reports.paper import File
from storage.attachments import Attachment
from storage.database import Database
from storage.paces import Limit
from storage.page import Page, PageMessage
from storage.register import Register

NAME = "web"
BOT = "chivvy"


def dm_of(person: str) -> str:
    """The id of somebody's DM with the bot."""
    return f"dm:{person}"


class WebPlatform:
    """Messages are rows of the register's own database, so a message and its key appear together or not at all: sending
    twice is impossible, and what was sent can always be looked up."""

    name = NAME

    def __init__(self, database: Database, clock: Clock, ripple: Ripple) -> None:
        self._database = database
        self._clock = clock
        self._ripple = ripple

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        async with self._database.transaction(self._clock.now()) as register:
            said = await _post(register, to, card, key)
        self._ripple.touch()
        return _sent(said)

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        """The message and its document at once. The message keeps what the document is called, and none of what it says."""
        assert card.paper is not None
        card = replace(card, paper=replace(card.paper, name=file.name, title=file.title, values={}))
        async with self._database.transaction(self._clock.now()) as register:
            said = await _post(register, to, card, key)
            await register.attachments.keep(Attachment(key, file.reader, file.name, file.media, file.content))
        self._ripple.touch()
        return _sent(said)

    async def find(self, to: Address, key: str) -> Sent | None:
        async with self._database.reading(self._clock.now()) as register:
            said = await Page(register).find(key)
        return _sent(said) if said else None

    async def update(self, to: Address, message: str, card: Card) -> None:
        async with self._database.transaction(self._clock.now()) as register:
            if not message.isdigit() or not await Page(register).redraw(int(message), to_plain(card)):
                raise NotSent("there is no such message", gone=True)
        self._ripple.touch()

    async def members(self, where: Where) -> tuple[Face, ...]:
        """The page's channels are open to the whole programme."""
        async with self._database.reading(self._clock.now()) as register:
            people = (await register.people.all()).values()
        return tuple(
            Face(NAME, person.id, person.name, person.email, verified=True)
            for person in people
            if person.active and person.member and (where.type != "dm" or where.external_id == dm_of(person.id))
        )

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        return ()

    async def ping(self) -> None:
        await self._database.ping()


async def _post(register: Register, to: Address, card: Card, key: str) -> PageMessage:
    """Raises NotSent where there is nobody, or no channel any more, to post to."""
    place = dm_of(to.external_id) if to.person else to.external_id
    if to.person and await register.people.get(to.external_id) is None:
        raise NotSent("nobody on the page has that id", gone=True)
    if (known := await register.places.find(NAME, place)) and known.archived:
        raise NotSent("the channel is archived", gone=True)
    return await Page(register).post(place, BOT, card=to_plain(card), thread=to.thread, key=key)


def _sent(said: PageMessage) -> Sent:
    return Sent(external_id=said.place, message=str(said.id))
