"""Crawling on the chat page: everybody, at every address that it has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.demo.seed import introduce, open_channels
from bot.demo.serving import Demo, demonstration, only_the_page, served
from bot.settings import Settings
from storage.database import Database
from storage.page import Page
from tests.conversation.offices import MONDAY_MORNING
from tests.privacy.listening import Heard, allowed, complaints, written_in
from tests.privacy.people import ESTATE, OTHER, READERS, Reader, enrol
from tests.privacy.secrets import Secrets, fill
from tests.web.user import User

CHANNELS = (f"channel:{ESTATE}", f"channel:{OTHER}")
ENOUGH = b"event: clock"  # the stream has told all that there was by then


@dataclass
class PageCrawl:
    """The page with its secrets. Nobody proves there who they are, but nobody sees another's messages either."""

    demo: Demo
    secrets: Secrets
    session: aiohttp.ClientSession
    leaks: list[str] = field(default_factory=list)

    def user(self, reader: Reader) -> User:
        return User(self.session, reader.id)

    def places(self, reader: Reader) -> list[str]:
        return [*CHANNELS, f"dm:{reader.id}"]

    async def types(self, reader: Reader, place: str, text: str) -> None:
        said = text if place.startswith("dm:") or text.startswith("/") else f"@chivvy {text}"
        answer = await self.user(reader).say(place, said)
        self.hear(reader, text, "at once", str(answer), place, form="form" in answer)

    async def presses(self, reader: Reader, place: str, data: str) -> None:
        answer = await self.user(reader).turn(place, "press", data=data)
        self.hear(reader, data, "in the answer to a press", str(answer), place, form="form" in answer)

    async def looks_around(self, reader: Reader, asked: str) -> None:
        """All that the page shows somebody: each place, what they have to do, the stream of each place; and what it must refuse:
        other people's messages."""
        await self.demo.beat()
        theirs = next(each for each in READERS if each.id != reader.id)
        for number, place in enumerate((*self.places(reader), "home", f"dm:{theirs.id}")):
            address = ("/?", "/stream?since=0&")[number % 2]
            for path in {f"{address}as={reader.id}&in={quote(place)}", f"/?as={reader.id}&in={quote(place)}"}:
                self.hear(reader, asked, f"at {path}", await self._read(path), place)
        self.hear(reader, asked, "at /home", await self._read(f"/home?as={reader.id}"), "home")

    async def fetches(self, reader: Reader) -> None:
        """Every document that there is, by its address."""
        async with self.demo.app.database.reading(self.demo.clock.now()) as register:
            said = [each for each in await _all_messages(register) if (each.card or {}).get("paper")]
        for message in said:
            path = f"/files/{quote(message.key or '', safe='')}?as={reader.id}"
            async with self.session.get(path) as answer:
                self.hear(reader, "a document", f"at {path}", written_in(await answer.read()), f"dm:{reader.id}")

    async def _read(self, path: str) -> str:
        async with self.session.get(path) as answer:
            told = b""
            if answer.content_type == "text/event-stream":
                while ENOUGH not in told:
                    told += await answer.content.readany()
            else:
                told = await answer.read()
        return unescape(told.decode())

    def hear(self, reader: Reader, asked: str, where: str, words: str, place: str, *, form: bool = False) -> None:
        private = form or not place.startswith("channel:")
        but = allowed(reader, self.secrets) if private else frozenset()
        self.leaks += complaints(self.secrets, reader.name, asked, Heard(f"{where}, in {place}", words), but)

    def tell(self) -> None:
        assert not self.leaks, "\n".join(dict.fromkeys(self.leaks))


async def _all_messages(register: Any) -> list[Any]:
    page, found = Page(register), []
    for number in range(1, await page.revision() + 1):
        if (message := await page.get(number)) is not None:
            found.append(message)
    return found


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[PageCrawl]:
    """The page, served, on an empty register that is filled first."""
    database = Database(address)
    await database.start()
    async with database.transaction(MONDAY_MORNING) as register:
        await enrol(register)
        secrets = await fill(register)
        await open_channels(register)
        await introduce(register)
    await database.stop()
    settings = only_the_page(Settings(_env_file=None), Path(address.removeprefix("sqlite:///")))
    async with demonstration(settings) as demo, served(demo, 0) as port:
        where = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession(where, headers={"Origin": where}) as session:
            yield PageCrawl(demo, secrets, session)
