"""The screen: what one person sees of one place, read from the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.drawing import Drawing
from bot.web.guard import Refusal
from bot.web.platform import BOT, NAME, dm_of
from bot.web.suggestions import commands, mentions
from governance.people import Person, Workstream
from handlers.reporting.fetching import fetched
from handlers.turn import PlaceType, Where
from storage.attachments import Attachment
from storage.history import Scene
from storage.page import Page, PageMessage
from storage.register import Register

HOME = "home"
NO_FILE = (
    "There is no such document here for you: it is somebody else’s, or is not kept any more. Ask Chivvy for it again."
)
FIRST_PERSONA = "page_persona"  # the programme's setting: who one is on the first visit


@dataclass(frozen=True)
class Spot:
    """One entry of the side: a channel, the DM with the bot, or home. `about` says what it is for."""

    id: str
    name: str
    about: str
    type: PlaceType
    workstream: str | None = None

    @property
    def where(self) -> Where:
        return Where(NAME, self.id, self.type, name=self.name)

    @property
    def label(self) -> str:
        return f"# {self.name}" if self.type == "channel" else self.name


class Screen:
    """One person's view, in one transaction."""

    def __init__(self, register: Register, me: Person) -> None:
        self.register = register
        self.me = me

    @classmethod
    async def of(cls, register: Register, person: str) -> Screen:
        """The view of `person`; of whoever is first where none is named. Raises Refusal for somebody unknown."""
        people = await register.people.all()
        if not people:
            raise Refusal("There is nobody in this programme yet, so there is nobody to be. Import people first.", 404)
        first = person or (await register.settings()).get(FIRST_PERSONA) or ""
        me = people.get(first) or (None if person else next(iter(people.values())))
        if me is None:
            raise Refusal(f"There is nobody with the id “{person}” in this programme.", 404)
        return cls(register, me)

    @property
    def dm(self) -> Spot:
        return Spot(dm_of(self.me.id), "Chivvy", "Between you and Chivvy", "dm")

    async def channels(self) -> list[Spot]:
        workstreams = await self.register.workstreams.all()
        return [
            Spot(place.external_id, place.name, about(workstreams, place.workstream), "channel", place.workstream)
            for place in await self.register.places.channels(NAME)
        ]

    async def spot(self, id: str) -> Spot:
        """A place by its id; this person's own workstream's channel where none is named. Raises Refusal."""
        if id == self.dm.id:
            return self.dm
        channels = await self.channels()
        if not id:
            mine = [channel for channel in channels if channel.workstream and channel.workstream == self.me.workstream]
            return next(iter([*mine, *channels]), self.dm)
        for channel in channels:
            if channel.id == id:
                return channel
        raise Refusal("There is no such channel or direct message on this page, or it is somebody else’s.", 404)

    async def drawing(self, messages: Iterable[PageMessage] = ()) -> Drawing:
        """What draws for this person: cards, and these `messages` with their documents."""
        keys = [each.key for each in messages if each.key and (each.card or {}).get("paper")]
        sizes = await self.register.attachments.sizes(keys)
        return Drawing(await self.register.people.all(), self.register.zone, self.me.id, sizes)

    async def file(self, key: str) -> Attachment | None:
        """The document of a message that this person may see, as long as they may have it."""
        message = await Page(self.register).find(key)
        if message is None or not await self._sees(message):
            return None
        return await fetched(self.register, key, self.me, Scene(actor=self.me.id, via="chat", place=f"{NAME} page"))

    async def _sees(self, message: PageMessage) -> bool:
        places = (self.dm.id, *(channel.id for channel in await self.channels()))
        return message.place in places and message.whisper_to in (None, self.me.id)

    async def counts(self) -> dict[str, dict[str, int]]:
        """Unread messages: mine by place, everybody's in their DMs."""
        page = Page(self.register)
        return {"places": await page.unread(self.me.id), "people": await page.waiting()}

    async def draw(self, id: str, home: str | None = None) -> str:
        """The whole page. `home` is the home view's HTML where that is what is shown."""
        page = Page(self.register)
        spot = (
            Spot(HOME, "Your work", "What is on your plate, by when it is due", "dm") if home else await self.spot(id)
        )
        messages = [] if home else await page.latest(spot.id, self.me.id)
        drawing = await self.drawing(messages)
        people = list((await self.register.people.all()).values())
        workstreams = await self.register.workstreams.all()
        counts = await self.counts()
        return drawing.page(
            programme=await self.register.programme_name(),
            person=self.me,
            people=people,
            roles={each.id: role_of(each, workstreams) for each in people},
            channels=await self.channels(),
            dm=self.dm,
            home=home,
            spot=spot,
            messages=[drawing.shown(message) for message in messages],
            upto=messages[-1].id if messages else 0,
            revision=await page.revision(),
            counts=counts,
            waiting=len(counts["people"].keys() - {self.me.id}),
            clock=clock_words(self.register.now.astimezone(self.register.zone)),
            example=example(self.me, people, workstreams),
            data={"commands": commands(), "people": mentions(people, BOT)},
        )


def about(workstreams: dict[str, Workstream], workstream: str | None) -> str:
    found = workstreams.get(workstream or "")
    return found.name if found else "No workstream yet: type /workstream create, and its name"


def role_of(person: Person, workstreams: dict[str, Workstream]) -> str:
    """`Workstream Lead, HR`; that somebody has left is said too."""
    team = workstreams.get(person.workstream or "")
    said = ", ".join(word for word in (person.role, team.label if team else "") if word)
    return said if person.active else f"{said} (has left)"


def example(me: Person, people: list[Person], workstreams: dict[str, Workstream]) -> str:
    """Something to type first, to a lead whose first name is nobody else's; HR's if there is one: TUPE is their trade."""
    firsts = [first_name(person) for person in people if person.active]
    named = {person.id: first_name(person) for person in people if firsts.count(first_name(person)) == 1}
    leads = sorted(workstreams.values(), key=lambda each: each.short != "HR")
    colleague = next((each.lead for each in leads if each.lead in named and each.lead != me.id), None)
    return f"/action Draft the TUPE letter @{named.get(colleague or '', first_name(me))} by Friday"


def first_name(person: Person) -> str:
    return person.name.split()[0]


def clock_words(now: datetime) -> dict[str, Any]:
    return {
        "at": now.isoformat(timespec="minutes"),
        "long": f"{now:%A} {now.day} {now:%B %Y}, {now:%H:%M}",
        "short": f"{now:%a} {now.day} {now:%b %Y}, {now:%H:%M}",
    }
