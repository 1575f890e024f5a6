"""Teams as one of Chivvy's platforms: the neutral verbs, in connector calls."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.platform import Address, LookupImpossible, NotSent, Sent, TryLater
from bot.shelf import Shelf
from bot.teams import activity, cards, files, pacing
from bot.teams.connector import Connector
from bot.teams.settings import TeamsSettings
from handlers.cards import Card
from handlers.turn import Face, Where
from reports.paper import File
from storage.database import DatabaseUnavailable
from storage.paces import Limit

SHELF_PAUSE_S = 5.0  # the register is away for a moment: nothing was sent
NO_LINKS = "in Teams’ channels and group chats I can only post links, for which CHIVVY_PUBLIC_URL has to be set"
NOT_FOR_ALL = "it is for one person only, and others read along there"


class TeamsPlatform:
    """Posts, redraws and looks up members. Where a message goes is read from what was once stored of a
    turn there. Documents wait on the `shelf`."""

    name = activity.PLATFORM

    def __init__(self, settings: TeamsSettings, connector: Connector, shelf: Shelf) -> None:
        self._settings = settings
        self._connector = connector
        self._shelf = shelf
        self._spoken_to = ""  # the service that a message last went to: Teams has one for each part of the world

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        return await self._post(to, cards.message(card, mention=not _is_personal(to)))

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        """In a personal chat, ask whether it is wanted; elsewhere, post a link. The document is on the shelf before."""
        personal = _is_personal(to)
        if not personal and file.reader is not None:
            raise NotSent(NOT_FOR_ALL)
        if not personal and not self._shelf.has_links:
            raise NotSent(NO_LINKS)
        try:
            await self._shelf.put(key, file)
            if personal:
                message = files.offer(card, file, key)
            else:
                message = cards.message(files.linked(card, file, await self._shelf.link(key)), mention=True)
        except DatabaseUnavailable as away:
            raise TryLater(SHELF_PAUSE_S) from away
        try:
            return await self._post(to, message)
        except NotSent:
            with suppress(DatabaseUnavailable):  # then it is forgotten when it is old
                await self._shelf.forget(key)
            raise

    def takes_files(self, where: Where) -> bool:
        """Whether a document can be posted in a place."""
        return where.type == "dm" or self._shelf.has_links

    async def _post(self, to: Address, message: dict[str, Any]) -> Sent:
        chat = await self._conversation(to)
        posted = await self._connector.send(self._service(to), _threaded(chat, to.thread), message | self._from(to))
        data = {**to.data, "conversation_id": chat, "service_url": self._service(to)}
        if _is_personal(to):
            data["type"] = "dm"
        if to.thread:
            data["thread"] = to.thread  # where the card stands, for when it is redrawn
        return Sent(external_id=chat, message=posted, data=data)

    async def find(self, to: Address, key: str) -> Sent | None:
        raise LookupImpossible  # a bot may not read a conversation's messages, and there is no room for a key in one

    async def update(self, to: Address, message: str, card: Card) -> None:
        chat = await self._conversation(to)
        redrawn = cards.message(card) | self._from(to)
        thread = to.thread or to.data.get("thread")
        await self._connector.update(self._service(to), _threaded(chat, thread), message, redrawn)

    async def members(self, where: Where) -> tuple[Face, ...]:
        address = where.address
        service = address.get("service_url") or self._settings.service_url
        found = await self._connector.members(service, address.get("conversation_id") or where.external_id)
        told = replace(where, address={**address, "service_url": service})
        return activity.members(found, told, self._settings.home_tenant)

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        tenant = to.data.get("tenant_id") or to.tenant or self._settings.tenant_id
        return pacing.sending(to, tenant, redrawing=redrawing)

    async def ping(self) -> None:
        if service := self._spoken_to or self._settings.service_url:
            await self._connector.ping(service)

    async def _conversation(self, to: Address) -> str:
        """The id of the conversation to write to, without a thread. For a person, their chat with the bot."""
        known = to.data.get("conversation_id", "")
        if not to.person:
            return (known or to.external_id).partition(";messageid=")[0]
        if known and to.data.get("type", "dm") == "dm":
            return known
        person = to.data.get("user_id") or to.data.get("aad_object_id") or to.external_id
        if not person:
            raise NotSent("they have not been met in Teams yet")
        tenant = to.data.get("tenant_id") or to.tenant or self._settings.tenant_id
        return await self._connector.open_chat(self._service(to), self._bot(to), person, tenant)

    def _service(self, to: Address) -> str:
        self._spoken_to = to.data.get("service_url") or self._settings.service_url
        return self._spoken_to

    def _bot(self, to: Address) -> str:
        return to.data.get("bot_id") or (f"28:{self._settings.app_id}" if self._settings.app_id else "")

    def _from(self, to: Address) -> dict[str, Any]:
        bot = self._bot(to)
        return {"from": {"id": bot}} if bot else {}


def _is_personal(to: Address) -> bool:
    """Whether nobody but one person and the bot reads there."""
    return to.person or to.data.get("type") == "dm"


def _threaded(chat: str, thread: str | None) -> str:
    """Only channels have threads; there the message that one hangs under is part of the conversation's id."""
    return f"{chat};messageid={thread}" if thread else chat
