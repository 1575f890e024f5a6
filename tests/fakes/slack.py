"""A fake Slack: a small server that keeps a workspace, refuses what Slack refuses, and sends signed requests.

    async with FakeSlack() as slack:
        slack.person("U2", "Sam Patel", email="sam@council.example")
        slack.channel("C1", "ict", "U2")
        slack.app_url = "http://127.0.0.1:3978/slack/events"  # and SLACK_API_URL is slack.api_url
        chat = slack.user("U2").in_("C1")
        await chat.say("/action Draft the letter <@U2> by Friday")
        await slack.until(lambda: chat.last.text)
        await chat.last.press("Done")

Everything that the bot calls is in `calls`; what Slack would refuse for its form is also in `refusals`, to be looked at
when a test ends. Trouble is made with `fail`.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.fakes.slack_api import Api
from tests.fakes.slack_blocks import Invalid, check_message, check_view
from tests.fakes.slack_chat import Chat, Modal, User
from tests.fakes.slack_files import Upload
from tests.fakes.slack_workspace import BOT, BOT_ID, TEAM, Channel, Person, Refused, Workspace

PATIENCE_S = 5.0
EVENT_RETRIES = 3
LOOK_AGAIN_S = 0.02


@dataclass(frozen=True)
class RateLimited:
    """429, to be tried again after so many seconds."""

    retry_after: int


@dataclass(frozen=True)
class Broken:
    """An answer of Slack's own trouble; nothing was done."""

    status: int = 503


@dataclass(frozen=True)
class LostReply:
    """It is done, but the connection ends before the answer."""


@dataclass(frozen=True)
class Barred:
    """`{"ok": false, "error": …}`."""

    error: str


@dataclass
class Held:
    """The answer waits until `release` is set, and nothing is done before; `reached` is called when it begins to wait."""

    release: asyncio.Event = field(default_factory=asyncio.Event)
    reached: Callable[[], object] = lambda: None


Fault = RateLimited | Broken | LostReply | Barred | Held


@dataclass(frozen=True)
class Call:
    """One call of the Web API, with the error it got, if any."""

    method: str
    args: dict[str, Any]
    error: str = ""


@dataclass(frozen=True)
class Ack:
    """How the app answered a request."""

    status: int
    body: Any
    seconds: float


class FakeSlack:
    def __init__(
        self,
        bot_token: str = "xoxb-fake",
        signing_secret: str = "fake-signing-secret",
        app_token: str = "xapp-fake",
        now: Callable[[], float] = time.time,
        workspace: Workspace | None = None,
    ) -> None:
        self.bot_token, self.signing_secret, self.app_token = bot_token, signing_secret, app_token
        self.app_url = ""
        self.workspace = workspace or Workspace(now)
        self.calls: list[Call] = []
        self.refusals: list[str] = []
        self.acks: list[Ack] = []
        self.socket: web.WebSocketResponse | None = None
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._envelopes: dict[str, asyncio.Future[Any]] = {}
        self._changed = asyncio.Condition()
        self._last: tuple[bytes, dict[str, str]] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_post("/way/{way}", self._respond)
        app.router.add_post("/upload/{token}", self._take_file)
        app.router.add_get("/socket", self._connect)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        self.api_url = f"{self.address}/api/"
        self._api = Api(self.workspace, self.address)
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        if self.socket is not None:
            await self.socket.close()
        await self._session.close()
        await self._runner.cleanup()

    # The workspace

    def person(self, user: str, name: str, **more: Any) -> Person:
        """Somebody. `more`: email, guest, deleted, team, is_bot."""
        self.workspace.people[user] = Person(user, name, **more)
        return self.workspace.people[user]

    def channel(self, channel: str, name: str, *members: str, private: bool = False, bot: bool = True) -> Channel:
        inside = {*members, *((BOT,) if bot else ())}
        self.workspace.channels[channel] = Channel(channel, name, inside, private)
        return self.workspace.channels[channel]

    def user(self, user: str) -> User:
        return User(self, self.workspace.person(user))

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What stands in a channel, oldest first."""
        return self.workspace.channels[channel].messages

    def dms(self, user: str) -> list[dict[str, Any]]:
        """What the bot and `user` wrote to each other."""
        return self.workspace.dm(user).messages

    @property
    def files(self) -> dict[str, Upload]:
        """Every file that was ever handed over, by its id."""
        return self._api.files.all

    def files_at(self, address: str) -> None:
        """Bytes of files go to another host, as at Slack."""
        self._api.address = address

    def slow_files(self) -> None:
        """From now on files are shown only by `show_files`, as if Slack were still busy with them."""
        self._api.slow = True

    def show_files(self) -> None:
        self._api.show()

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # Trouble

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of `method` go wrong, one after the other."""
        self._faults[method].extend(faults)

    # Waiting

    async def until(self, true: Callable[[], Any], patience: float = PATIENCE_S) -> Any:
        """Wait until something has come true, looking whenever the app has called or answered, and now and then."""
        try:
            async with asyncio.timeout(patience):
                while not true():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._next_change(), LOOK_AGAIN_S)
        except TimeoutError:
            calls = [f"{call.method} {call.error}".strip() for call in self.calls[-10:]]
            raise AssertionError(f"did not come true in {patience} s; last calls: {calls}; {self.refusals}") from None
        return true()

    async def _next_change(self) -> None:
        async with self._changed:
            await self._changed.wait()

    async def changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # What the app calls

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _arguments(request)
        fault = self._fault_of(method)
        early = await self._before(method, args, fault)
        if early is not None:
            await self.changed()
            return early
        answer, error = self._answer(method, args, request)
        self.calls.append(Call(method, args, error))
        await self.changed()
        if isinstance(fault, LostReply):
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(answer)

    async def _before(self, method: str, args: dict[str, Any], fault: Fault | None) -> web.Response | None:
        match fault:
            case RateLimited(seconds):
                self.calls.append(Call(method, args, "ratelimited"))
                headers = {"Retry-After": str(seconds)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case Broken(status):
                self.calls.append(Call(method, args, f"http {status}"))
                return web.Response(status=status, text="<html>upstream</html>", content_type="text/html")
            case Barred(error):
                self.calls.append(Call(method, args, error))
                return web.json_response({"ok": False, "error": error})
            case Held(release, reached):
                reached()
                await release.wait()
        return None

    def _answer(self, method: str, args: dict[str, Any], request: web.Request) -> tuple[dict[str, Any], str]:
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.get("token", "")
        args.pop("token", None)
        try:
            if not given:
                raise Refused("not_authed")
            if given != wanted:
                raise Refused("invalid_auth")
            return {"ok": True, **self._api.call(method, args)}, ""
        except Refused as refused:
            if refused.detail:
                self.refusals.append(f"{method}: {refused}")
            return {
                "ok": False,
                "error": refused.error,
                "response_metadata": {"messages": [refused.detail]},
            }, refused.error

    async def _take_file(self, request: web.Request) -> web.StreamResponse:
        """The address to which a file's bytes go. Trouble with it is made as with a method called `upload`."""
        content, args = await request.read(), {"token": request.match_info["token"]}
        early = await self._before("upload", args, self._fault_of("upload"))
        if early is not None:
            await self.changed()
            return early
        wrong = self._api.files.receive(request.match_info["token"], content)
        if request.headers.get("Authorization"):
            wrong = "a token that is none of its business"
        self.calls.append(Call("upload", args, wrong))
        if wrong:
            self.refusals.append(f"upload: {wrong}")
        await self.changed()
        return web.Response(status=400 if wrong else 200, text=wrong or f"OK - {len(content)}")

    def _fault_of(self, method: str) -> Fault | None:
        return self._faults[method].popleft() if self._faults[method] else None

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url."""
        way = self.workspace.ways.get(request.match_info["way"])
        body = await request.json()
        self.calls.append(Call("response_url", body))
        if way is None or way.left == 0:
            return web.Response(status=404, text="used_url")
        way.left -= 1
        allowed = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"}
        try:
            if unknown := set(body) - allowed:
                raise Invalid(f"response_url takes no {sorted(unknown)}")
            check_message(body.get("text"), body.get("blocks"))
        except Invalid as wrong:
            self.refusals.append(f"response_url: {wrong}")
            return web.Response(status=400, text="invalid_payload")
        if body.get("replace_original") and way.original is not None:
            way.original |= {"text": body["text"], "blocks": body.get("blocks") or []}
        else:
            self._api.whisper(way.channel, way.user, body)
        await self.changed()
        return web.Response(text="ok")

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        """Socket Mode's end at Slack."""
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self.socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        await self.changed()
        async for message in socket:
            told = json.loads(message.data)
            waiting = self._envelopes.pop(told["envelope_id"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(told.get("payload") or "")
        return socket

    # What Slack sends

    async def slash(self, body: dict[str, str]) -> Ack:
        return await self._deliver("slash_commands", body, urlencode(body), "application/x-www-form-urlencoded")

    async def interact(self, payload: dict[str, Any]) -> Ack:
        form = urlencode({"payload": json.dumps(payload)})
        return await self._deliver("interactive", payload, form, "application/x-www-form-urlencoded")

    async def event(self, event: dict[str, Any], event_id: str = "", retry: int = 0) -> Ack:
        """Like Slack, sends an event up to three times more while the app fails; here without the pauses."""
        body = {
            "token": "ignored",
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or self.workspace.number("Ev"),
            "event_time": int(self.workspace.now()),
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }
        if self.socket is not None and not self.socket.closed:
            return await self._over_socket("events_api", body)
        while True:
            headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_error"} if retry else {}
            ack = await self.post_signed(json.dumps(body), headers=headers)
            if ack.status < 500 or retry == EVENT_RETRIES:
                break
            retry += 1
        assert ack.status == 200, f"the app answered {ack.status} {ack.body}"
        return ack

    async def _deliver(self, sort: str, body: dict[str, Any], text: str, content_type: str) -> Ack:
        if self.socket is not None and not self.socket.closed:
            return await self._over_socket(sort, body)
        ack = await self.post_signed(text, content_type=content_type)
        assert ack.status == 200, f"the app answered {ack.status} {ack.body}"
        return ack

    async def _over_socket(self, sort: str, body: dict[str, Any]) -> Ack:
        assert self.socket is not None
        envelope, waiting = self.workspace.number("envelope"), asyncio.get_running_loop().create_future()
        self._envelopes[envelope] = waiting
        began = time.perf_counter()
        await self.socket.send_json(
            {"type": sort, "envelope_id": envelope, "payload": body, "accepts_response_payload": True}
        )
        async with asyncio.timeout(PATIENCE_S):
            answer = await waiting
        self.acks.append(Ack(200, answer, time.perf_counter() - began))
        return self.acks[-1]

    async def post_signed(
        self,
        body: str | bytes,
        *,
        at: float | None = None,
        secret: str | None = None,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Ack:
        """A request with Slack's signature; `at` and `secret` make it too old or wrong."""
        raw = body.encode() if isinstance(body, str) else body
        stamp = str(int(time.time() if at is None else at))
        key = (self.signing_secret if secret is None else secret).encode()
        signature = "v0=" + hmac.new(key, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": content_type}
        self._last = raw, {**signed, **(headers or {})}
        return await self.post(*self._last)

    async def replay(self) -> Ack:
        """The very same request once more, as somebody who overheard it would send it."""
        assert self._last is not None
        return await self.post(*self._last)

    async def post(self, raw: bytes, headers: dict[str, str]) -> Ack:
        began = time.perf_counter()
        async with self._session.post(self.app_url, data=raw, headers=headers) as response:
            text = await response.text()
            seconds = time.perf_counter() - began
            body = json.loads(text) if response.content_type == "application/json" and text else text
            self.acks.append(Ack(response.status, body, seconds))
        await self.changed()
        return self.acks[-1]

    # What the app's acknowledgement itself says

    def hear(self, ack: Ack, channel: str, user: str) -> None:
        """A slash command's acknowledgement may be the answer: an ephemeral message, unless it says otherwise."""
        if not ack.body:
            return
        said = {"text": ack.body} if isinstance(ack.body, str) else ack.body
        assert set(said) <= {"text", "blocks", "response_type"}, f"a slash command's answer takes no {sorted(said)}"
        check_message(said.get("text"), said.get("blocks"))
        assert said.get("response_type", "ephemeral") == "ephemeral"
        self._api.whisper(channel, user, said)

    def redraw(self, user: str, view: dict[str, Any]) -> None:
        check_view(view, "modal")
        self.workspace.keep_view(user, view, self.workspace.modals)


async def _arguments(request: web.Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.can_read_body:
        args |= dict(await request.post())
    return args


__all__ = [
    "BOT",
    "BOT_ID",
    "Ack",
    "Barred",
    "Broken",
    "Call",
    "Chat",
    "FakeSlack",
    "Fault",
    "Held",
    "LostReply",
    "Modal",
    "RateLimited",
    "User",
]
