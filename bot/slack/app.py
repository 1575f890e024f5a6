"""Slack, the platform's front: requests come in, are acknowledged within the blink of an eye, and answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import modals
from bot.slack.answers import TROUBLE, UNSEEN, Answers
from bot.slack.directory import Directory
from bot.slack.door import PATH, Door
from bot.slack.manifest import OWN_COMMANDS
from bot.slack.platform import SlackPlatform
from bot.slack.prefix import spelling
from bot.slack.reading import Reader, Request, Unreadable
from bot.slack.settings import SlackSettings
from bot.slack.socket import Socket
from governance.errors import ChivvyError
from governance.kinds import all_kinds
from handlers.cards import say
from handlers.reply import Reply
from handlers.turn import Met, Opened, Said, Submitted, Turn

EVENT_GRACE_S = 2.5  # nobody watches an event's acknowledgement, and Slack wants it within 3 s
LAST_RETRY = 3  # Slack sends an event three times more
GRACE_S = 0.05  # how long an acknowledgement waits for the answer, so that most answers come with it
FORM_GRACE_S = 2.5  # errors in a form can only come with the acknowledgement, which Slack wants within 3 s
SEND_TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)
FAREWELL_S = 5.0

Take = Callable[[Turn], Awaitable[Reply]]
_EVERY = re.compile("")

log = structlog.get_logger("chivvy.slack")


class Slack:
    """One workspace. Give it `take`, the house; add its route or start its socket; send through `platform`."""

    name = "slack"

    def __init__(self, settings: SlackSettings, take: Take, kinds: Iterable[str] | None = None) -> None:
        self._settings = settings
        self._take = take
        self._client = AsyncWebClient(
            settings.bot_token,
            base_url=settings.api_url,
            # No retries of the SDK's own: after a lost reply they would post a message twice.
            retry_handlers=[],
        )
        self.directory = Directory(self._client)
        named = tuple(kinds if kinds is not None else all_kinds())
        prefix = settings.prefix.removeprefix("/")
        spell = spelling(prefix, (*named, *OWN_COMMANDS))
        self.platform = SlackPlatform(self._client, self.directory, spell)
        self._answers = Answers(self._client, spell)
        self._reader = Reader(self.directory, prefix, named)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._bolt = self._listen()
        self._socket = Socket(self._bolt, self._client, settings.app_token) if settings.app_token else None

    def add_routes(self, app: web.Application) -> None:
        """Serve Slack's requests under /slack/events. Without a signing secret none could be checked: then no route."""
        if self._settings.signing_secret:
            app.router.add_post(PATH, Door(self._bolt, self._settings.signing_secret).knock)

    async def start(self) -> None:
        self._client.session = aiohttp.ClientSession(timeout=SEND_TIMEOUT)
        await self.directory.meet_myself()
        if self._socket:
            await self._socket.start()

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, hang up."""
        if self._socket:
            await self._socket.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FAREWELL_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._client.session:
            await self._client.session.close()

    async def settle(self) -> None:
        """Wait until everything that was begun in the background is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _listen(self) -> AsyncApp:
        """Bolt, with one listener for each sort of request: an event that no listener takes would be answered 404, and
        Slack would send it three times more."""

        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            return self._authorize(team_id, enterprise_id)

        bolt = AsyncApp(
            name="chivvy",  # otherwise Bolt goes through all that was loaded, looking for the file that called it
            client=AsyncWebClient(base_url=self._settings.api_url, retry_handlers=[]),
            signing_secret=self._settings.signing_secret or "-",
            authorize=authorize,
            # Otherwise an error just after `ack()` takes the acknowledgement back, and every one waits 10 ms.
            process_before_response=True,
        )
        bolt.command(_EVERY)(self._on_command)
        bolt.event(_EVERY)(self._on_event)
        bolt.action(_EVERY)(self._on_action)
        bolt.shortcut(_EVERY)(self._on_shortcut)
        bolt.view(_EVERY)(self._on_submission)
        bolt.view_closed(_EVERY)(_acknowledge)
        bolt.options(_EVERY)(_no_options)
        bolt.error(_stumbled)
        return bolt

    def _authorize(self, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        """One workspace, one token. Bolt would ask Slack first, and drop the request while Slack does not answer."""
        me = self.directory.me
        if not me.user:
            self._spawn(self.directory.meet_myself())
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=self._settings.bot_token,
            bot_id=me.bot or None,
            bot_user_id=me.user or None,
        )

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        try:
            request = self._reader.slash(body)
        except Unreadable as odd:
            return _unreadable(odd)
        asked = self._ask(request)
        reply = await _within(asked, GRACE_S)
        if reply and reply.whisper:
            await ack(**self._answers.inline(reply.whisper))
            reply = replace(reply, whisper=None)
        else:
            await ack()
        self._finish(request, asked, reply)
        return None

    async def _on_action(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        return await self._serve(ack, lambda: self._reader.pressed(body))

    async def _on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        return await self._serve(ack, lambda: self._reader.captured(body))

    async def _on_event(
        self, ack: AsyncAck, request: AsyncBoltRequest, body: dict[str, Any], event: dict[str, Any]
    ) -> BoltResponse | None:
        if event["type"] == "app_home_opened":  # somebody looks at it: what is wrong is shown there at once
            return await self._serve(ack, lambda: self._event(body, event))
        return await self._serve(ack, lambda: self._event(body, event), told_again=_retry(request) < LAST_RETRY)

    async def _serve(
        self, ack: AsyncAck, reading: Callable[[], Request | None], *, told_again: bool | None = None
    ) -> BoltResponse | None:
        """Take a request and acknowledge it. `told_again`, for events: whether Slack sends it once more when it is refused.
        An event is acknowledged once it is in the register; where it could not be taken, Slack is left to send it again, and
        only the last time is the failure said: before, saying “try again” would have the same thing done twice."""
        try:
            request = reading()
        except Unreadable as odd:
            return _unreadable(odd)
        if request is None:
            await ack()
            return None
        asked = self._ask(request)
        reply = await _within(asked, GRACE_S if told_again is None else EVENT_GRACE_S)
        if told_again and isinstance(reply, Untaken):
            return BoltResponse(status=500, body={"error": "This could not be taken just now. Please send it again."})
        await ack()
        self._finish(request, asked, reply)
        return None

    async def _on_submission(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        try:
            request = self._reader.submitted(body)
        except Unreadable as odd:
            return _unreadable(odd)
        asked = self._ask(request)
        reply = await _within(asked, FORM_GRACE_S)
        if reply and reply.errors and (wrong := modals.errors(body["view"], reply.errors)):
            await ack(**wrong)
            return None
        if reply and reply.form:
            await ack(response_action="update", view=modals.draw(reply.form, request.origin))
            reply = replace(reply, form=None)
        else:
            await ack()
        self._finish(request, asked, reply)
        return None

    def _event(self, body: dict[str, Any], event: dict[str, Any]) -> Request | None:
        match event["type"]:
            case "app_mention":
                return self._reader.message(body, event)
            case "message" if event.get("channel_type") == "im":
                return self._reader.message(body, event)
            case "app_home_opened" if event.get("tab") == "home":
                return self._reader.opened(body, event)
            case "member_joined_channel":
                return self._joined(body, event)
            case "channel_archive" | "channel_unarchive" | "group_archive" | "group_unarchive":
                return self._reader.archived(body, event)
            case "app_uninstalled" | "tokens_revoked":
                log.error("nothing can be sent to Slack until the app is installed again", event_type=event["type"])
        return None

    def _joined(self, body: dict[str, Any], event: dict[str, Any]) -> Request:
        request = self._reader.joined(body, event)
        if event.get("user") != self.directory.me.user:
            return request

        async def everyone() -> Met:
            return Met(await self.platform.members(request.origin.where))

        speaker = str(event.get("inviter") or event.get("user"))
        return replace(request, deed=everyone, origin=replace(request.origin, user=speaker))

    def _ask(self, request: Request) -> asyncio.Task[Reply]:
        return self._spawn(self._answer(request))

    async def _answer(self, request: Request) -> Reply:
        """The house's answer to a request; never an error, for somebody waits for it."""
        try:
            turn = await self._reader.turn(request)
            reply = await self._take(turn)
        except Exception as failed:
            log.exception("a turn was not taken", turn=request.id)
            return _trouble(request, failed.message if isinstance(failed, ChivvyError) else TROUBLE)
        # From here on it is done: whatever fails now must not say that nothing was changed.
        if reply.meet:
            self._spawn(self._meet(turn))
        if request.origin.home and not (reply.form or isinstance(turn.deed, Opened)):
            self._spawn(self._refresh_home(request, turn))
        return await self._heard(request, turn, reply)

    async def _heard(self, request: Request, turn: Turn, reply: Reply) -> Reply:
        """The reply; where it is said aloud in a channel that we are not in, the speaker at least learns that."""
        aloud = isinstance(turn.deed, Said | Submitted) and reply in (Reply(), Reply(meet=True))
        if not aloud or request.origin.type != "channel" or turn.where.name:
            return reply
        channel = await self.directory.channel(request.origin.channel)
        return replace(reply, whisper=say(UNSEEN)) if channel.hidden else reply

    async def _refresh_home(self, request: Request, turn: Turn) -> None:
        """App Home again, after something was done there: it is no message that would be redrawn."""
        shown = await self._take(replace(turn, id=f"{turn.id}:home", deed=Opened()))
        await self._answers.give(request.origin, Reply(home=shown.home))

    async def _meet(self, turn: Turn) -> None:
        people = await self.platform.members(turn.where)
        await self._take(replace(turn, id=f"{turn.id}:met", deed=Met(people)))

    def _finish(self, request: Request, asked: asyncio.Task[Reply], reply: Reply | None = None) -> None:
        """Give what the acknowledgement did not carry, without keeping Slack waiting."""

        async def later() -> None:
            await self._answers.give(request.origin, reply or await asked)

        if reply != Reply():
            self._spawn(later())

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failed := task.exception()):
            log.error("work for Slack failed in the background", exc_info=failed)


class Untaken(Reply):
    """What is said of a turn that the house could not take: nothing of it is in the register."""


def _trouble(request: Request, words: str) -> Untaken:
    """What went wrong, where the person looks. Who only joined a channel asked for nothing and hears nothing."""
    if request.id.startswith("form:"):
        return Untaken(errors={"": words})
    if request.id.startswith("event:"):
        return Untaken(home=say(words)) if request.origin.home else Untaken()
    return Untaken(whisper=say(words))


def _retry(request: AsyncBoltRequest) -> int:
    """Which time more Slack sends this; 0 at first."""
    told = (request.headers.get("x-slack-retry-num") or ["0"])[0]
    return int(told) if told.isascii() and told.isdigit() else 0


async def _within(asked: asyncio.Task[Reply], seconds: float) -> Reply | None:
    """The answer, if it comes within `seconds`; it is worked on either way."""
    await asyncio.wait({asked}, timeout=seconds)
    return asked.result() if asked.done() else None


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _no_options(ack: AsyncAck) -> None:
    await ack(options=[])


def _unreadable(odd: Unreadable) -> BoltResponse:
    log.warning("refused a malformed request", why=str(odd))
    return BoltResponse(status=400, body={"error": "The request is not in the form that Slack sends."})


async def _stumbled(error: Exception) -> BoltResponse:
    """What Bolt itself trips over. Odd shapes are the request's fault, anything else is ours, and Slack tries again."""
    log.error("a Slack request failed", exc_info=error)
    if isinstance(error, LookupError | TypeError | AttributeError | ValueError):
        return _unreadable(Unreadable(type(error).__name__))
    return BoltResponse(status=500, body={"error": "Something went wrong here. Nothing was changed."})
