"""Sending to Slack: the platform's neutral verbs, and how each of Slack's refusals is to be understood."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotSent, Sent, TryLater
from bot.slack import blocks, pacing
from bot.slack.directory import Directory
from bot.slack.failure import BUSY_S, LIMITED, error_code, retry_after, status
from bot.slack.prefix import Spelling, as_it_is
from bot.slack.uploading import Uploads, carries
from handlers.cards import Card
from handlers.turn import Face, Where
from reports.paper import File
from storage.paces import Limit

NOTICE = "chivvy_notice"  # the metadata's event type, under which a message keeps its notice's key
PAGE = 100
PAGES = 10  # a lost reply is looked up soon after; where so much was said since, nobody can tell
LOOKS_S = (0.0, 0.5, 1.0, 2.0, 3.0)  # after a file was taken, until it is shown
PATIENCE_S = 120.0  # for the people of a channel: nobody waits for them, and Slack may ask for a pause

_GONE = {
    "is_archived": "the channel is archived",
    "user_not_found": "Slack no longer knows them",
    "users_not_found": "Slack no longer knows them",
    "user_disabled": "their Slack account is deactivated",
    "account_inactive": "their Slack account is deactivated",
    "user_not_visible": "Slack does not let me see them",
    "cannot_dm_bot": "that is a bot, and bots can't be written to",
    "channel_is_limited_access": "only some people may post in that channel",
}
_REFUSED = {
    # Not gone: a private channel that nobody has invited us to looks the same, and somebody may yet.
    "invalid_channel": "that channel is not there, or I was never invited to it (type “/invite @Chivvy” in it)",
    "channel_not_found": "that channel is not there, or I was never invited to it (type “/invite @Chivvy” in it)",
    "not_in_channel": "I'm not in that channel (type “/invite @Chivvy” in it)",
    "no_permission": "I'm not in that channel (type “/invite @Chivvy” in it)",
    "posting_to_channel_denied": "a workspace rule keeps me from posting there",
    "restricted_action": "a workspace rule keeps me from posting there",
    "restricted_action_read_only_channel": "that channel is read-only",
    "restricted_action_thread_only_channel": "only replies in threads are allowed in that channel",
    "message_not_found": "that message is no longer there",
    "cant_update_message": "Slack does not let me change that message",
    "edit_window_closed": "that message is too old to be changed",
    "messages_tab_disabled": "direct messages to me are switched off in this workspace",
    "msg_too_long": "the message is too long for Slack",
    "msg_blocks_too_long": "the message is too long for Slack",
    "missing_scope": "I may not send files in Slack yet (whoever looks after Chivvy installs it again from its manifest)",
    "file_uploads_disabled": "files are switched off in this workspace",
    "file_uploads_except_images_disabled": "this workspace takes no files but pictures",
    "file_type_not_allowed": "this workspace does not take files of this sort",
    "file_upload_size_restricted": "the file is too large for this workspace",
    "storage_limit_reached": "this workspace has no room left for files",
    "invalid_blocks": "Slack does not accept how I built the message",
    "invalid_blocks_format": "Slack does not accept how I built the message",
}
# Our own mistakes: whoever looks after Chivvy finds them in the log.
_OURS = ("msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "invalid_arguments")
# The message that a thread hangs under was deleted: what belongs there is said in the channel.
_THREAD_GONE = ("thread_not_found", "cannot_reply_to_message")
# The app itself is barred. An operator can mend that, and then nothing that was owed shall be lost.
_BARRED = (
    "invalid_auth", "missing_scope", "no_permission", "not_allowed_token_type", "not_authed",
    "org_login_required", "team_access_not_granted", "token_expired", "token_revoked", "ekm_access_denied",
    "access_denied", "two_factor_setup_required",
)  # fmt: skip
# “It's possible some aspect of the operation succeeded before the error was raised” (Slack's reference).
_UNKNOWN = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
BARRED_S = 300.0

log = structlog.get_logger("chivvy.slack")


# Said of the bot's own account as of somebody else's: which it is, `auth.test` tells.
_INACTIVE = "account_inactive"
_BARRED_HINT = "Slack does not accept the app any more ({error}); install it again, then check SLACK_BOT_TOKEN"


class _Refused(NotSent):
    """NotSent, with Slack's own name for the reason."""

    def __init__(self, error: str) -> None:
        reason = _GONE.get(error) or _REFUSED.get(error) or f"Slack refused ({error})"
        super().__init__(reason, gone=error in _GONE)
        self.error = error


class SlackPlatform:
    """`bot.platform.Platform` on Slack. Never repeats a sending on its own."""

    name = "slack"

    def __init__(
        self,
        client: AsyncWebClient,
        directory: Directory,
        spell: Spelling = as_it_is,
        looks: Collection[float] = LOOKS_S,
    ) -> None:
        self._client = client
        self._spell = spell
        self._directory = directory
        self._uploads = Uploads(client, self._send)
        self._looks = looks

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        channel = await self._channel(to)
        message: dict[str, Any] = {
            **blocks.message(self._spell(card)),
            "metadata": {"event_type": NOTICE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if to.thread:
            message["thread_ts"] = to.thread
        try:
            posted = await self._post(channel, message)
        except _Refused as refused:
            if refused.error in _THREAD_GONE:
                message.pop("thread_ts", None)
                way_in = channel
            else:
                way_in = await self._way_in(to, channel, refused)
            posted = await self._post(way_in, message)
        return Sent(str(posted["channel"]), str(posted["ts"]))

    async def upload(self, to: Address, card: Card, file: File, key: str) -> Sent:
        channel, thread = await self._channel(to), to.thread
        words = blocks.comment(self._spell(card))
        try:
            trace = await self._uploads.share(channel, thread, file, key, words)
        except _Refused as refused:
            if refused.error in _THREAD_GONE:
                thread = None
            else:
                channel = await self._way_in(to, channel, refused)
            # From the beginning: Slack completes a file once.
            trace = await self._uploads.share(channel, thread, file, key, words)
        return await self._shown(channel, thread, key, trace)

    async def find(self, to: Address, key: str) -> Sent | None:
        channel = await self._channel(to)
        try:
            found = await self._look(channel, to.thread, key)
        except NotSent as refused:
            raise LookupImpossible(refused.reason) from refused
        except MaybeSent as unknown:
            raise TryLater(BUSY_S) from unknown
        if found is None:
            await self._uploads.take_back(to.data)
        return found

    async def update(self, to: Address, message: str, card: Card) -> None:
        channel = await self._channel(to)
        await self._send(
            lambda: self._client.chat_update(channel=channel, ts=message, **blocks.message(self._spell(card)))
        )

    async def members(self, where: Where) -> tuple[Face, ...]:
        """The people in a channel. Empty where Slack does not tell: nobody waits for it, and it is asked again."""
        ids: list[str] = []
        cursor = ""
        try:
            while True:
                page = await self._send(
                    lambda after=cursor: self._client.conversations_members(  # type: ignore[misc]
                        channel=where.external_id, limit=200, **({"cursor": after} if after else {})
                    )
                )
                ids += page["members"]
                cursor = _next(page)
                if not cursor:
                    break
        except (NotSent, TryLater, MaybeSent) as untold:
            log.warning("Slack did not tell who is there", place=where.external_id, why=str(untold))
        return await self._directory.faces(tuple(ids), patience=PATIENCE_S)

    def limits(self, to: Address, *, redrawing: bool = False, uploading: bool = False) -> tuple[Limit, ...]:
        if redrawing:
            return pacing.updating()
        return pacing.uploading(to) if uploading else pacing.posting(to)

    async def ping(self) -> None:
        try:
            await self._send(self._client.auth_test)
        except _Refused as refused:
            raise _barred(refused.error) from refused

    async def _post(self, channel: str, message: dict[str, Any]) -> Any:
        return await self._send(lambda: self._client.chat_postMessage(channel=channel, **message))

    async def _channel(self, to: Address) -> str:
        """The id to post to: for a person, their DM's."""
        return await self._open_dm(to.external_id) if to.person else to.external_id

    async def _open_dm(self, user: str) -> str:
        # Opening a DM sends nothing: whatever is unknown about it, the message is certainly not there.
        try:
            opened = await self._send(lambda: self._client.conversations_open(users=user))
        except MaybeSent as unknown:
            raise TryLater(BUSY_S) from unknown
        return str(opened["channel"]["id"])

    async def _way_in(self, to: Address, channel: str, refused: _Refused) -> str:
        """Where to post after a refusal: a public channel can be joined; a DM between two people cannot, so the one who
        spoke there is written to. Raises the refusal where there is no way."""
        if refused.error in ("not_in_channel", "no_permission"):
            try:
                await self._send(lambda: self._client.conversations_join(channel=channel))
            except (NotSent, MaybeSent):
                raise refused from None
            return channel
        user = to.data.get("user", "")
        if refused.error == "channel_not_found" and channel.startswith("D") and user:
            return await self._open_dm(user)
        raise refused

    async def _shown(self, channel: str, thread: str | None, key: str, trace: Mapping[str, str]) -> Sent:
        """The message that shows a file which Slack has taken. It comes a little later than Slack's answer, and sometimes not at
        all; raises MaybeSent where it is not there yet."""
        for pause in self._looks:
            await asyncio.sleep(pause)
            try:
                found = await self._look(channel, thread, key)
            except (NotSent, LookupImpossible):
                return Sent(channel, "")  # Slack does not let us look: its word must do
            except (TryLater, MaybeSent) as untold:
                raise MaybeSent("Slack took the file, and did not say whether it is there", trace=trace) from untold
            if found is not None:
                return found
        raise MaybeSent("Slack took the file and does not show it yet", trace=trace)

    async def _look(self, channel: str, thread: str | None, key: str) -> Sent | None:
        async for message in self._said(channel, thread):
            if _has_key(message, key) or carries(message, key):
                return Sent(channel, str(message["ts"]))
        return None

    async def _said(self, channel: str, thread: str | None) -> AsyncIterator[dict[str, Any]]:
        """What was said in a channel or thread lately, newest page first."""
        cursor = ""
        for _ in range(PAGES):
            asked: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
            if cursor:
                asked["cursor"] = cursor
            page = await self._send(
                lambda given=asked: (
                    self._client.conversations_replies(ts=thread, **given)  # type: ignore[misc]
                    if thread
                    else self._client.conversations_history(**given)
                )
            )
            for message in page["messages"]:
                yield message
            cursor = _next(page)
            if not cursor:
                return
        raise LookupImpossible

    async def _send(self, call: Callable[[], Awaitable[Any]], only_here: tuple[str, ...] = ()) -> Any:
        """One call, with Slack's answer turned into the three ways in which sending can go wrong. `only_here` are refusals that
        would otherwise bar the app as a whole."""
        try:
            return await call()
        except SlackApiError as answered:
            if error_code(answered) in only_here:
                raise _Refused(error_code(answered)) from answered
            if error_code(answered) == _INACTIVE and call != self._client.auth_test:
                await self.ping()  # raises where it is the bot's own account
            raise _understand(answered) from answered
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as unreached:
            raise Away("Slack cannot be reached", BUSY_S) from unreached
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise MaybeSent(str(lost) or type(lost).__name__) from lost


def _has_key(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == NOTICE and (metadata.get("event_payload") or {}).get("key") == key


def _understand(answered: SlackApiError) -> Exception:
    error = error_code(answered)
    if error in LIMITED:
        return TryLater(retry_after(answered))
    if error in _BARRED:
        return _barred(error)
    if not error or error in _UNKNOWN:
        return MaybeSent(f"Slack answered {status(answered)} {error}".strip())
    if error in _OURS:
        log.error("Slack does not accept a message as Chivvy built it", why=error)
    return _Refused(error)


def _barred(error: str) -> Away:
    log.error("Slack bars this app: install it again from its manifest, then check SLACK_BOT_TOKEN", why=error)
    return Away(_BARRED_HINT.format(error=error), BARRED_S)


def _next(page: Any) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
