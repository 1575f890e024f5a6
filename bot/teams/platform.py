"""Teams as one of Chivvy's platforms: the neutral verbs, in connector calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.platform import Address, LookupImpossible, NotSent, Sent
from bot.teams import activity, cards, pacing
from bot.teams.connector import Connector
from bot.teams.settings import TeamsSettings
from handlers.cards import Card
from handlers.turn import Face, Where
from storage.paces import Limit


class TeamsPlatform:
    """Posts, redraws and looks up members. Where a message goes is read from what was once stored of a
    turn there."""

    name = activity.PLATFORM

    def __init__(self, settings: TeamsSettings, connector: Connector) -> None:
        self._settings = settings
        self._connector = connector
        self._spoken_to = ""  # the service that a message last went to: Teams has one for each part of the world

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        chat = await self._conversation(to)
        alone = to.person or to.data.get("type") == "dm"
        posted = cards.message(card, mention=not alone) | self._from(to)
        message = await self._connector.send(self._service(to), _threaded(chat, to.thread), posted)
        data = {**to.data, "conversation_id": chat, "service_url": self._service(to)}
        if alone:
            data["type"] = "dm"
        if to.thread:
            data["thread"] = to.thread  # where the card stands, for when it is redrawn
        return Sent(external_id=chat, message=message, data=data)

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

    def limits(self, to: Address, *, redrawing: bool = False) -> tuple[Limit, ...]:
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


def _threaded(chat: str, thread: str | None) -> str:
    """Only channels have threads; there the message that one hangs under is part of the conversation's id."""
    return f"{chat};messageid={thread}" if thread else chat
