"""Somebody at the chat page, without a browser: what they send, and what they would see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import uuid4

import aiohttp

MESSAGE = re.compile(r'<li class="message.*?</li>(?=\s*(?:<li|</ol>))', re.DOTALL)
BUTTON = re.compile(r'data-press="([^"]*)"[^>]*>([^<]*)</button>')
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Seen:
    """A message as it is drawn."""

    id: int
    html: str

    @property
    def text(self) -> str:
        """The words between the author's picture and the menu."""
        body = self.html.split('<div class="body">')[1].split('<details class="more">')[0]
        return " ".join(unescape(TAG.sub(" ", body)).split())

    def data(self, label: str) -> str:
        """What a button carries."""
        return next(unescape(data) for data, name in BUTTON.findall(self.html) if name.strip() == label)


@dataclass
class User:
    session: aiohttp.ClientSession
    me: str

    @property
    def dm(self) -> str:
        return f"dm:{self.me}"

    async def send(self, path: str, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        async with self.session.post(path, json=said) as response:
            return response.status, await response.json()

    async def turn(self, place: str, do: str, id: str = "", **said: Any) -> dict[str, Any]:
        status, told = await self.send(
            "/turns", {"id": id or str(uuid4()), "me": self.me, "place": place, "do": do, **said}
        )
        return {"status": status, **told}

    async def say(self, place: str, text: str, mentions: tuple[str, ...] = (), id: str = "") -> dict[str, Any]:
        return await self.turn(place, "say", id, text=text, mentions=list(mentions))

    async def press(self, place: str, message: Seen, label: str) -> dict[str, Any]:
        return await self.turn(place, "press", message=message.id, data=message.data(label))

    async def page(self, place: str) -> str:
        async with self.session.get("/", params={"as": self.me, "in": place}) as response:
            return await response.text()

    async def sees(self, place: str) -> list[Seen]:
        """The messages of a place, oldest first."""
        found = MESSAGE.findall(await self.page(place))
        return [Seen(int(re.search(r'data-message="(\d+)"', html)[1]), html) for html in found]  # type: ignore[index]
