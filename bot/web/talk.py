"""Talking: what the page sends becomes a turn, and the reply becomes what the page shows."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.clock import Clock
from bot.web.guard import Refusal
from bot.web.platform import BOT, NAME, WebPlatform
from bot.web.ripple import Ripple
from bot.web.screen import HOME, Screen, Spot
from governance.kinds import all_kinds
from governance.people import Person
from handlers.cards import to_plain
from handlers.reply import Reply
from handlers.turn import Captured, Deed, Face, Met, Opened, Pressed, Said, Submitted, Turn, Where
from storage.database import Database
from storage.page import Page, PageMessage
from storage.places import Standing
from storage.records import NoSuchRecord
from storage.register import Register

LONGEST = 12_000
_COMMAND = re.compile(r"/(?P<command>[A-Za-z][\w-]{0,31})(?:\s+(?P<rest>.*))?\Z", re.DOTALL)
_BOT = re.compile(r"@chivvy\b[,:]?\s*", re.IGNORECASE)
_MARK = re.compile(r"<@([\w.-]{1,64})>")

Take = Callable[[Turn], Awaitable[Reply]]
Id = Field(min_length=8, max_length=64, pattern=r"^[\w-]+$")


class Deal(BaseModel):
    """What every request of the page says: who, where, and its own id, so that sending it twice is one turn."""

    model_config = ConfigDict(extra="forbid", str_max_length=LONGEST)

    id: str = Id
    me: str
    place: str


class Words(Deal):
    """`mentions` are the people chosen from the list, in the order in which they stand in the text."""

    do: Literal["say"]
    text: str
    mentions: list[str] = Field(default_factory=list, max_length=50)


class Press(Deal):
    do: Literal["press"]
    message: int | None = None
    data: str
    chosen: str | None = None


class Filled(Deal):
    do: Literal["submit"]
    token: str
    values: dict[str, str | list[str] | None]
    message: int | None = None


class Capture(Deal):
    do: Literal["capture"]
    message: int
    kind: str


REQUESTS: Mapping[str, type[Words | Press | Filled | Capture]] = {
    "say": Words,
    "press": Press,
    "submit": Filled,
    "capture": Capture,
}


class Talk:
    """Takes what the page sends, one request at a time. Keeps nothing itself."""

    def __init__(self, database: Database, clock: Clock, take: Take, platform: WebPlatform, ripple: Ripple) -> None:
        self._database = database
        self._now = clock.now
        self._take = take
        self._platform = platform
        self._ripple = ripple

    async def answer(self, said: Mapping[str, Any], address: str) -> dict[str, Any]:
        """Carry out one request; `address` is the page's own, for links back. Raises Refusal."""
        request = _read(said)
        turn, at_home = await self._turn(request, address)
        reply = await self._take(turn)
        if reply.meet:
            met = Met(await self._platform.members(turn.where))
            await self._take(Turn(f"{turn.id}:met", turn.speaker, turn.where, met))
        return await self._shown(request, turn, reply, at_home)

    async def home(self, person: str) -> str:
        """The home view, as HTML."""
        async with self._database.reading(self._now()) as register:
            screen = await Screen.of(register, person)
        turn = Turn(str(uuid4()), face_of(screen.me), screen.dm.where, Opened())
        reply = await self._take(turn)
        async with self._database.reading(self._now()) as register:
            drawing = await (await Screen.of(register, person)).drawing()
        return drawing.card(reply.home) if reply.home else ""

    async def _turn(self, request: Words | Press | Filled | Capture, address: str) -> tuple[Turn, bool]:
        """The turn that a request makes. Words are put on the page first: they were said, whatever comes of them."""
        async with self._database.transaction(self._now()) as register:
            screen = await Screen.of(register, request.me)
            at_home = request.place == HOME
            spot = screen.dm if at_home else await screen.spot(request.place)
            deed = await self._deed(request, screen, spot, address)
        self._ripple.touch()
        message = getattr(request, "message", None)
        where = spot.where
        if message is not None and not at_home:
            where = Where(NAME, spot.id, spot.type, name=spot.name, message=str(message))
        return Turn(request.id, face_of(screen.me), where, deed), at_home

    async def _deed(self, request: Words | Press | Filled | Capture, screen: Screen, spot: Spot, address: str) -> Deed:
        if isinstance(request, Words):
            return await _said(request, screen, spot, address)
        if isinstance(request, Press):
            if request.message is not None:
                await _visible(screen, spot, request.message)
            return Pressed(request.data, request.chosen)
        if isinstance(request, Filled):
            return Submitted(request.token, request.values)
        if request.kind not in all_kinds():
            raise Refusal("There is no such kind of record.")
        message = await _visible(screen, spot, request.message)
        return await _captured(request.kind, message, screen, f"{address}/?in={spot.id}#m{message.id}")

    async def _shown(
        self, request: Words | Press | Filled | Capture, turn: Turn, reply: Reply, at_home: bool
    ) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        async with self._database.transaction(self._now()) as register:
            screen = await Screen.of(register, request.me)
            drawing = await screen.drawing()
            if reply.whisper and at_home:
                shown["said"] = drawing.card(reply.whisper)
            elif reply.whisper:
                await _whisper(register, turn, reply, screen.me)
            if reply.face and turn.where.message:
                await Page(register).redraw(int(turn.where.message), to_plain(reply.face))
            if reply.form:
                shown["form"] = drawing.form(reply.form)
            if reply.errors:
                shown["errors"] = dict(reply.errors)
        self._ripple.touch()
        if at_home and not reply.form and not reply.errors:
            shown["home"] = await self.home(request.me)
        return shown


def face_of(person: Person) -> Face:
    return Face(NAME, person.id, person.name, person.email, verified=True)


def _read(said: Mapping[str, Any]) -> Words | Press | Filled | Capture:
    try:
        return REQUESTS[said["do"]].model_validate(said)
    except (KeyError, TypeError, ValidationError) as odd:
        raise Refusal("I can't read what the page sent; nothing was done. Load the page again.") from odd


async def _said(request: Words, screen: Screen, spot: Spot, address: str) -> Said:
    text = request.text.strip()
    if not text:
        raise Refusal("There is nothing to send.")
    people = await screen.register.people.all()
    marked = _marked(text, [people[id] for id in request.mentions if id in people])
    command = _COMMAND.match(marked)
    message = await Page(screen.register).post(
        spot.id,
        screen.me.id,
        text=marked,
        # As in Slack: a slash command is between you and the bot; what comes of it, everybody sees.
        whisper_to=screen.me.id if command and spot.type == "channel" else None,
        key=f"turn:{request.id}",
    )
    faces = {id: face_of(people[id]) for id in _MARK.findall(marked) if id in people}
    link = f"{address}/?in={spot.id}#m{message.id}"
    if command:
        return Said(command["rest"] or "", faces, command=command["command"].casefold(), link=link)
    addressed = spot.type == "dm" or bool(_BOT.search(marked)) or f"<@{BOT}>" in marked
    bare = _BOT.sub("", marked.replace(f"<@{BOT}>", "@chivvy"), count=1).strip()
    return Said(bare if addressed else marked, faces, addressed=addressed, link=link)


def _marked(text: str, mentioned: list[Person]) -> str:
    """`text` with each chosen mention as `<@P005>`. What was typed without choosing stays as it is."""
    end = 0
    for person in mentioned:
        at = text.find(f"@{person.name}", end)
        if at >= 0:
            mark = f"<@{person.id}>"
            text = text[:at] + mark + text[at + len(person.name) + 1 :]
            end = at + len(mark)
    return text


async def _visible(screen: Screen, spot: Spot, id: int) -> PageMessage:
    """A message of this place that this person may see. Raises Refusal."""
    message = await Page(screen.register).get(id)
    if message is None or message.place != spot.id or message.whisper_to not in (None, screen.me.id):
        raise Refusal("That message is not here, so nothing was done.", 404)
    return message


async def _captured(kind: str, message: PageMessage, screen: Screen, link: str) -> Captured:
    people = await screen.register.people.all()
    text = message.text or str((message.card or {}).get("text", ""))
    faces = {id: face_of(people[id]) for id in _MARK.findall(text) if id in people}
    author = people[message.author].name if message.author in people else "Chivvy"
    return Captured(kind, text, author, link, faces)


async def _whisper(register: Register, turn: Turn, reply: Reply, me: Person) -> None:
    """Put a whisper on the page. One that shows a record is a living card like any other."""
    assert reply.whisper
    place = turn.where.external_id
    said = await Page(register).post(
        place, BOT, card=to_plain(reply.whisper), whisper_to=me.id, key=f"whisper:{turn.id}"
    )
    if reply.whisper.record is None:
        return
    try:
        record = await register.records.get(reply.whisper.record)
    except NoSuchRecord:
        return
    await register.places.stand(
        Standing(
            id=0,
            platform=NAME,
            external_id=place,
            message=str(said.id),
            tenant="",
            address={},
            record=record.id,
            drawn=reply.whisper.version or record.version,
        )
    )
