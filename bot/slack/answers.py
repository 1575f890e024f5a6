"""Replies given at once: whispers, dialogs, App Home. Somebody is waiting, so every failure ends in words to them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack import blocks, modals
from bot.slack.failure import error_code, why
from bot.slack.origin import Origin
from bot.slack.prefix import Spelling, as_it_is
from handlers.cards import Card, say
from handlers.forms.form import Form
from handlers.reply import Reply

TROUBLE = (
    "Sorry, something went wrong at my end. Nothing was changed. Please try again in a minute; if it happens again, "
    "tell whoever looks after Chivvy."
)
TOO_SLOW = "Slack gave up waiting before I could open the form. Nothing was changed. Please try once more."
UNSEEN = "That is done, but I'm not in this channel, so I can't post here. Type “/invite @Chivvy” to let me in."
NO_FORM = "I couldn't open the form just now. Nothing was changed. Please try again in a minute."
_EXPIRED = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged")

Failure = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

log = structlog.get_logger("chivvy.slack")


class Answers:
    """Gives replies. Whispers go by the nearest way back there is, and to a DM when that is barred."""

    def __init__(self, client: AsyncWebClient, spell: Spelling = as_it_is) -> None:
        self._client = client
        self._spell = spell

    def inline(self, card: Card) -> dict[str, Any]:
        """A whisper as a slash command's acknowledgement: the quickest way there is."""
        return {"response_type": "ephemeral", **blocks.message(self._spell(card))}

    async def give(self, origin: Origin, reply: Reply) -> None:
        """Everything in `reply` that is for the speaker, now."""
        if reply.face:
            await self._turn_over(origin, reply.face)
        if reply.form:
            await self.open(origin, reply.form)
        if reply.errors:
            await self.whisper(origin, say(" ".join(("That was not saved.", *reply.errors.values()))))
        if reply.whisper:
            await self.whisper(origin, reply.whisper)
        if reply.home:
            await self.show_home(origin, reply.home)

    async def _turn_over(self, origin: Origin, face: Card) -> None:
        """Give the message that was pressed its new look. A record's living card is left to delivery, which redraws it
        wherever it stands."""
        message = blocks.message(self._spell(face))
        if origin.whispered and origin.response_url:
            await self._respond(origin, {**message, "replace_original": True})
        elif origin.message and face.record is None:
            await self._tried(self._client.chat_update(channel=origin.channel, ts=origin.message, **message))

    async def open(self, origin: Origin, form: Form) -> None:
        try:
            await self._client.views_open(trigger_id=origin.trigger, view=modals.draw(form, origin))
        except Failure as failed:
            log.warning("a form was not opened", why=why(failed))
            await self.whisper(origin, say(TOO_SLOW if error_code(failed) in _EXPIRED else NO_FORM))

    async def show_home(self, origin: Origin, card: Card) -> None:
        packed = replace(origin, message=None, thread=None).packed()
        try:
            await self._client.views_publish(
                user_id=origin.user, view=blocks.home(self._spell(card), json.dumps(packed))
            )
        except Failure as failed:
            log.warning("App Home was not shown", why=why(failed))

    async def whisper(self, origin: Origin, card: Card) -> None:
        """Say something that only the speaker reads."""
        message = blocks.message(self._spell(card))
        if origin.response_url and await self._respond(
            origin, {**message, "response_type": "ephemeral", "replace_original": False}
        ):
            return
        if origin.channel and not origin.home and await self._tried(self._post(origin, message)):
            return
        await self._tried(self._write_to(origin.user, message))

    async def _post(self, origin: Origin, message: dict[str, Any]) -> None:
        thread: dict[str, Any] = {"thread_ts": origin.thread} if origin.thread else {}
        if origin.type == "dm":  # already between the two: an ordinary message, which also stays
            await self._client.chat_postMessage(channel=origin.channel, **_quiet, **message, **thread)
        else:
            await self._client.chat_postEphemeral(channel=origin.channel, user=origin.user, **message, **thread)

    async def _write_to(self, user: str, message: dict[str, Any]) -> None:
        opened = await self._client.conversations_open(users=user)
        await self._client.chat_postMessage(channel=opened["channel"]["id"], **_quiet, **message)

    async def _respond(self, origin: Origin, body: dict[str, Any]) -> bool:
        thread = {"thread_ts": origin.thread} if origin.thread and not body.get("replace_original") else {}
        hook = AsyncWebhookClient(origin.response_url, session=self._client.session, retry_handlers=[])
        try:
            told = await hook.send_dict({**body, **thread})
        except Failure as failed:
            log.warning("response_url was not reached", why=why(failed))
            return False
        if told.status_code != 200:
            log.warning("response_url refused", status=told.status_code)
        return told.status_code == 200

    async def _tried(self, sending: Any) -> bool:
        try:
            await sending
        except Failure as failed:
            log.warning("a whisper was not heard", why=why(failed))
            return False
        return True


_quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
