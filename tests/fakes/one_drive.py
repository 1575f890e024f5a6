"""OneDrive as Teams' file consents use it: a place is made when somebody allows a file, and takes its bytes once."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from aiohttp import web

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass
class Stored:
    """A place for one file. `size` is what the bot announced."""

    owner: str
    name: str
    size: int
    content: bytes | None = None


class OneDrive:
    """Serve with the connector. `faults` are the statuses of the next uploads (0: the reply is lost after the file was kept);
    `refused` is what was wrong with uploads. While `slow` is True nothing is taken, and `reached` says that something came."""

    def __init__(self) -> None:
        self.address = ""
        self.stored: dict[str, Stored] = {}
        self.faults: deque[int] = deque()
        self.refused: list[str] = []
        self.slow = False
        self.reached = asyncio.Event()
        self._numbers = itertools.count(1)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_put("/drive/{session}", self._put)

    def reserve(self, owner: str, name: str, size: int) -> dict[str, str]:
        """What Teams tells the bot of the place for a file."""
        session = f"session{next(self._numbers)}"
        self.stored[session] = Stored(owner, name, size)
        return {
            "contentUrl": f"https://council-my.sharepoint.com/personal/{owner[3:9]}/Documents/Applications/{name}",
            "name": name,
            "uploadUrl": f"{self.address}/drive/{session}",
            "uniqueId": f"item-{session}",
            "fileType": PurePath(name).suffix.removeprefix("."),
        }

    def of(self, owner: str) -> dict[str, bytes]:
        mine = [each for each in self.stored.values() if each.owner == owner and each.content is not None]
        assert len({each.name for each in mine}) == len(mine), "the same file came twice"
        return {each.name: each.content for each in mine if each.content is not None}

    async def _put(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.reached.set()
        if self.slow:
            await asyncio.Event().wait()
        place = self.stored.get(request.match_info["session"])
        fault = self.faults.popleft() if self.faults else None
        if fault:
            return web.Response(status=fault)
        if place is None or place.content is not None:
            return self._no(404, "there is no such upload session")
        if request.headers.get("Authorization"):
            return self._no(401, "an upload address takes no token")
        whole = f"bytes 0-{len(content) - 1}/{len(content)}"
        if request.headers.get("Content-Range") != whole or len(content) != place.size:
            return self._no(
                400, f"{request.headers.get('Content-Range')} of {place.size} bytes, and {len(content)} came"
            )
        place.content = content
        if fault == 0:
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"id": "item"}, status=201)

    def _no(self, status: int, problem: str) -> web.Response:
        self.refused.append(problem)
        return web.Response(status=status)


def wrong(attachment: Any) -> str:
    """What Teams would not take about a file that is offered or shown."""
    content, name = attachment.get("content"), attachment.get("name")
    if not name or not isinstance(content, dict):
        return "a file needs a name and content"
    if attachment["contentType"] == INFO:
        known = {"uniqueId", "fileType"}
        told = (
            set(content) == known and all(content.values()) and str(attachment.get("contentUrl")).startswith("https://")
        )
        return "" if told else f"a file's card tells {sorted(known)} and its contentUrl"
    known = {"description", "sizeInBytes", "acceptContext", "declineContext"}
    if set(content) != known:
        return f"a consent has {sorted(known)}, not {sorted(content)}"
    if not content["description"] or not isinstance(content["sizeInBytes"], int) or content["sizeInBytes"] <= 0:
        return "a consent says what the file is, and how large"
    if not all(isinstance(content[each], dict) for each in ("acceptContext", "declineContext")):
        return "a context is an object"
    return ""
