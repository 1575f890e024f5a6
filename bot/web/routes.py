"""The page's addresses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, get_args

from aiohttp import web

from bot.clock import MovableClock
from bot.shelf import as_download
from bot.web.drawing import HERE
from bot.web.guard import HEADERS, Refusal, guarded
from bot.web.moving import ClockMover, Step
from bot.web.platform import WebPlatform
from bot.web.ripple import Ripple
from bot.web.screen import HOME, Screen
from bot.web.stream import Journey, Stream
from bot.web.talk import Take, Talk
from storage.database import Database
from storage.page import Page

LARGEST = 200_000  # bytes of one request
RETRY_MS = 1_000
NO_FILE = (
    "There is no such document here for you: it is somebody else’s, or is not kept any more. Ask Chivvy for it again."
)


@dataclass
class ChatPage:
    """The page and what it needs of the house: the register, the clock, somebody who takes turns, and one beat of the
    clock (sweep and deliver)."""

    database: Database
    clock: MovableClock
    take: Take
    beat: Callable[[], Awaitable[object]]
    platform: WebPlatform
    ripple: Ripple

    def __post_init__(self) -> None:
        self.journey = Journey()
        self.talk = Talk(self.database, self.clock, self.take, self.platform, self.ripple)
        self.mover = ClockMover(self.database, self.clock, self.beat, self.ripple, self.journey)

    def application(self) -> web.Application:
        """The page as an aiohttp application of its own, to be served on loopback."""
        application = web.Application(middlewares=[guarded], client_max_size=LARGEST)
        application.add_routes(
            [
                web.get("/", self.page),
                web.get("/healthz", self.healthz),
                web.get("/stream", self.stream),
                web.get("/home", self.home),
                web.get("/files/{key}", self.file),
                web.post("/turns", self.turn),
                web.post("/read", self.read),
                web.post("/clock", self.move_clock),
                web.static("/static", HERE / "static"),
            ]
        )
        application.on_startup.append(self._open)
        application.on_shutdown.append(self._close)
        return application

    async def _open(self, _application: web.Application) -> None:
        self.ripple.open()

    async def _close(self, _application: web.Application) -> None:
        self.ripple.close()

    async def page(self, request: web.Request) -> web.Response:
        me, place = request.query.get("as", ""), request.query.get("in", "")
        async with self.database.reading(self.clock.now()) as register:
            person = (await Screen.of(register, me)).me.id
        home = await self.talk.home(person) if place == HOME else None
        async with self.database.reading(self.clock.now()) as register:
            screen = await Screen.of(register, person)
            # A link to a message names no reader: somebody else's DM becomes the reader's own.
            wanted = screen.dm.id if place.startswith("dm:") and not me else place
            html = await screen.draw(wanted, home)
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def healthz(self, request: web.Request) -> web.Response:
        """That it lives, and which register it shows."""
        return web.json_response({"status": "ok", "register": self.database.url.database})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        since = request.headers.get("Last-Event-ID") or query.get("since", "0")
        if not since.isdigit():
            raise Refusal("Say since which revision.")
        stream = Stream(
            self.database, self.clock, self.ripple, self.journey, query.get("as", ""), query.get("in", ""), int(since)
        )
        async with self.database.reading(self.clock.now()) as register:
            screen = await Screen.of(register, stream.me)
            if stream.place != HOME:
                await screen.spot(stream.place)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", **HEADERS}
        )
        await response.prepare(request)
        try:
            await response.write(f"retry: {RETRY_MS}\n\n".encode())
            async for event in stream.events():
                await response.write(event)
        except (ConnectionResetError, asyncio.CancelledError):
            pass  # the page was closed
        return response

    async def home(self, request: web.Request) -> web.Response:
        async with self.database.reading(self.clock.now()) as register:
            person = (await Screen.of(register, request.query.get("as", ""))).me.id
        return web.json_response({"home": await self.talk.home(person)})

    async def file(self, request: web.Request) -> web.Response:
        async with self.database.transaction(self.clock.now()) as register:
            screen = await Screen.of(register, request.query.get("as", ""))
            held = await screen.file(request.match_info["key"])
        if held is None:  # said only now: that somebody asked who may not have it is in the history
            raise Refusal(NO_FILE, 404)
        return as_download(held)

    async def turn(self, request: web.Request) -> web.Response:
        address = f"{request.scheme}://{request.host}"
        return web.json_response(await self.talk.answer(await body_of(request), address))

    async def read(self, request: web.Request) -> web.Response:
        said = await body_of(request)
        upto = said.get("upto")
        if not isinstance(upto, int):
            raise Refusal("Say up to which message.")
        async with self.database.transaction(self.clock.now()) as register:
            screen = await Screen.of(register, str(said.get("me", "")))
            spot = await screen.spot(str(said.get("place", "")))
            await Page(register).read(screen.me.id, spot.id, upto)
            counts = await screen.counts()
        self.ripple.touch()
        return web.json_response(counts)

    async def move_clock(self, request: web.Request) -> web.Response:
        step: Any = (await body_of(request)).get("step")
        if step not in get_args(Step):
            raise Refusal("The clock moves by an hour, a day or a working day.")
        # Shielded: a page that is closed half-way must not leave half of the day undelivered.
        await asyncio.shield(self.mover.step(step))
        return web.json_response({})


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        said = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        raise Refusal("I can't read what the page sent; nothing was done. Load the page again.")
    return said
