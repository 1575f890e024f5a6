"""Consents: what somebody said to a document that they were offered. It is handed over once, to them alone, then forgotten."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.platform import MaybeSent, NotSent, TryLater
from bot.shelf import Shelf
from bot.teams import activity as wire
from bot.teams import cards, files
from bot.teams.activity import Activity, mapping, words
from bot.teams.bot import TeamsBot, Unreadable
from bot.teams.connector import Connector
from handlers.cards import say
from handlers.turn import Met
from storage.attachments import Attachment
from storage.database import DatabaseUnavailable

ODD = "I can't read that; it may come from an older version of me. Nothing was changed. Ask for the document again."
GONE = (
    "That document is not here for you any more: you have it already, it waited for more than a fortnight, or you may no longer "
    "see what it is about. Nothing was handed over. To get it as things stand now, ask for it again."
)
NOT_TAKEN = (
    "I could not put it into your OneDrive: {why}. It still waits here for you: press the button again in a minute."
)
UNSURE = (
    "OneDrive did not say whether it has your document: look there first. It still waits here for you; if it is not there, press "
    "the button again."
)
DECLINED = "Then I have thrown it away. Should you want it after all, ask for it again."

log = logging.getLogger(__name__)


class Consents:
    """Keeps nothing itself: what was offered waits on the shelf."""

    def __init__(self, bot: TeamsBot, connector: Connector, shelf: Shelf) -> None:
        self._bot = bot
        self._connector = connector
        self._shelf = shelf

    async def answered(self, activity: Activity, value: Mapping[str, Any]) -> None:
        """Do what somebody said. Raises Unreadable."""
        key = words(mapping(mapping(value.get("context")).get(cards.OURS)).get(files.FILE))
        action = words(value.get("action"))
        if not key or action not in ("accept", "decline") or wire.place_type(activity) != "dm":
            raise Unreadable(ODD)
        try:
            if not await self._shelf.first_time(f"{wire.PLATFORM}:{wire.turn_id(activity)}"):
                return
            speaker = (await self._bot.turn(activity, Met(()))).speaker
            held = await self._shelf.get(key, speaker.platform, speaker.user_id)
        except DatabaseUnavailable as error:
            await self._say(activity, error.message)
            return
        if held is None:
            await self._say(activity, GONE)
            await self._take_away(activity)
        elif action == "accept":
            await self._accepted(activity, held, mapping(value.get("uploadInfo")))
        else:
            await self._forget(held)
            await self._say(activity, DECLINED)
            await self._take_away(activity)

    async def _accepted(self, activity: Activity, held: Attachment, upload: Mapping[str, Any]) -> None:
        try:
            await self._connector.hand_over(words(upload.get("uploadUrl")), held.content)
        except (NotSent, TryLater, MaybeSent) as failed:
            log.warning("a document was not put into somebody's OneDrive: %s", failed)
            await self._say(activity, _why(failed))
            return
        await self._forget(held)
        await self._bot.post(activity, files.there(upload))
        await self._take_away(activity)

    async def _forget(self, held: Attachment) -> None:
        try:
            await self._shelf.forget(held.key)
        except DatabaseUnavailable:
            log.warning("a document that somebody has could not be forgotten; it will be when it is old")

    async def _take_away(self, activity: Activity) -> None:
        """Remove the question, so that nobody answers it twice."""
        where = words(mapping(activity.get("conversation")).get("id"))
        if card := words(activity.get("replyToId")):
            try:
                await self._connector.delete(words(activity.get("serviceUrl")), where, card)
            except (NotSent, TryLater, MaybeSent) as failed:
                log.info("the question about a document was not removed: %s", failed)

    async def _say(self, activity: Activity, said: str) -> None:
        await self._bot.post(activity, cards.message(say(said)))


def _why(failed: NotSent | TryLater | MaybeSent) -> str:
    match failed:
        case NotSent():
            return NOT_TAKEN.format(why=failed.reason)
        case TryLater():
            return NOT_TAKEN.format(why="OneDrive is busy")
        case MaybeSent():
            return UNSURE
