"""The shelf: where documents wait that a platform does not take at once. Each is for one person, who fetches it there; one that
was posted where several people read is fetched by a signed link, for a week."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from bot.clock import Clock
from handlers.reporting.fetching import fetched
from reports.paper import File
from storage.attachments import Attachment
from storage.database import Database, DatabaseUnavailable
from storage.history import Scene

PATH = "/files/"
LINKS_LAST = timedelta(days=7)
# The programme's setting: drawn by lot when the first link is made, the same for all processes.
SIGNING_KEY = "file_key"
GONE = (
    "There is no document here. Its link may be more than a week old, or what it is about may not be for everybody any more. "
    "Ask Chivvy for it again."
)


@dataclass(frozen=True)
class SignedLink:
    """Whoever has `url` may fetch the document, until `until` (local)."""

    url: str
    until: datetime


class Shelf:
    """`public_url` is where people reach this house; without one there are no links."""

    def __init__(self, database: Database, clock: Clock, public_url: str = "") -> None:
        self._database = database
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    @property
    def has_links(self) -> bool:
        return bool(self._public_url)

    async def put(self, key: str, file: File) -> None:
        """Keep a document under the key of its notice: for its reader, or for whoever has the link."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.attachments.keep(Attachment(key, file.reader, file.name, file.media, file.content))

    async def get(self, key: str, platform: str, user_id: str) -> Attachment | None:
        """The document, if it waits for the person whom a platform knows by this id, and they may still have it."""
        async with self._database.transaction(self._clock.now()) as register:
            reader = await register.people.by_identity(platform, user_id)
            scene = Scene(actor=reader.id if reader else None, via="chat", place=f"{platform} dm")
            held = await fetched(register, key, reader, scene)
        return held if held is not None and held.person is not None else None

    async def first_time(self, turn: str) -> bool:
        """True when this turn was never taken; it is now."""
        async with self._database.transaction(self._clock.now()) as register:
            return await register.first_time(turn)

    async def forget(self, key: str) -> None:
        async with self._database.transaction(self._clock.now()) as register:
            await register.attachments.forget(key)

    async def link(self, key: str) -> SignedLink:
        """A new link to a document that is for everybody in a place."""
        assert self._public_url, "without a public address there are no links"
        until = self._clock.now() + LINKS_LAST
        signing_key = await self._signing_key() or await self._new_signing_key()
        told = f"{until:%Y%m%d%H%M%S}{key}".encode()
        token = f"{_encoded(told)}.{_encoded(_signature(signing_key, told))}"
        return SignedLink(f"{self._public_url}{PATH}{token}", until.astimezone(self._database.zone))

    def add_routes(self, application: web.Application) -> None:
        """`/files/…`, where there are links."""
        if self.has_links:
            application.router.add_get(PATH + "{token}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            held = await self._by_token(request.match_info["token"])
        except DatabaseUnavailable as error:
            return web.Response(status=503, text=error.message)
        return as_download(held) if held is not None else web.Response(status=404, text=GONE)

    async def _by_token(self, token: str) -> Attachment | None:
        """The document that a link of ours leads to, while it lasts."""
        told, _, signature = token.partition(".")
        try:
            read, signed = _decoded(told), _decoded(signature)
            until = datetime.strptime(read[:14].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            key = read[14:].decode()
        except ValueError:
            return None
        signing_key = await self._signing_key()
        genuine = signing_key is not None and hmac.compare_digest(signed, _signature(signing_key, read))
        if not genuine or until <= self._clock.now():
            return None
        async with self._database.reading(self._clock.now()) as register:
            held = await fetched(register, key, None, Scene())
        return held if held is not None and held.person is None else None

    async def _signing_key(self) -> bytes | None:
        async with self._database.reading(self._clock.now()) as register:
            known = (await register.settings()).get(SIGNING_KEY)
        return bytes.fromhex(str(known)) if known else None

    async def _new_signing_key(self) -> bytes:
        """One drawn by lot, unless another process was quicker."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            known = (await register.settings()).get(SIGNING_KEY) or secrets.token_hex(32)
            await register.set_programme(**{SIGNING_KEY: known})
        return bytes.fromhex(str(known))


def _signature(key: bytes, told: bytes) -> bytes:
    return hmac.new(key, b"file:" + told, hashlib.sha256).digest()


def as_download(held: Attachment) -> web.Response:
    """A document as it goes to a browser: to be kept, never to be run, and not to be found by search engines."""
    return web.Response(
        body=held.content,
        content_type=held.media,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(held.name)}",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
