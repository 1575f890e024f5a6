"""A small Bot Connector service: keeps conversations, and refuses what Teams refuses. Faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes import adaptive, one_drive
from tests.fakes.one_drive import OneDrive

TENANT = "aaaaaaaa-1111-2222-3333-444444444444"
BOT = {"id": "28:00000000-0000-0000-0000-0000000c417c", "name": "Chivvy"}


@dataclass
class Account:
    """Somebody in the tenant (or a guest in it)."""

    id: str
    name: str
    entra: str
    email: str
    guest: bool = False
    tenant: str = TENANT
    reachable: bool = True

    def on_the_wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "aadObjectId": self.entra}

    def as_member(self) -> dict[str, str]:
        told = {"userPrincipalName": self.email, "email": self.email, "tenantId": self.tenant}
        return self.on_the_wire() | told | {"userRole": "guest" if self.guest else "user"}


@dataclass
class Conversation:
    id: str
    type: str  # personal, groupChat or channel
    name: str = ""
    members: list[Account] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    updates: int = 0
    writable: bool = True

    def find(self, message: str) -> dict[str, Any] | None:
        return next((each for each in self.messages if each["id"] == message), None)


@dataclass
class Fault:
    """What happens to the next call that writes: a status, or with `lost` the reply goes missing after the
    message was kept."""

    status: int = 0
    code: str = ""
    retry_after: str | None = None
    lost: bool = False


class Connector:
    """Serve with `running()`. `calls` are all requests as (method, path, body); `refused` is what was
    wrong with them."""

    def __init__(self, token: str | None = None) -> None:
        self.url = ""
        self.token = token
        self.conversations: dict[str, Conversation] = {}
        self.people: dict[str, Account] = {}
        self.calls: list[tuple[str, str, Any]] = []
        self.refused: list[str] = []
        self.faults: list[Fault] = []
        self.page = 2
        self.silent = False  # tells nothing about anybody
        self.drive = OneDrive()
        self._ids = itertools.count(1_700_000_000_000)
        self.changed = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Connector]:
        app = web.Application()
        at = "/emea/v3/conversations"
        app.router.add_post(at, self._open)
        app.router.add_post(at + "/{conversation}/activities", self._send)
        app.router.add_post(at + "/{conversation}/activities/{activity}", self._send)
        app.router.add_put(at + "/{conversation}/activities/{activity}", self._update)
        app.router.add_delete(at + "/{conversation}/activities/{activity}", self._delete)
        app.router.add_get(at + "/{conversation}/pagedmembers", self._members)
        app.router.add_get(at + "/{conversation}/members/{member}", self._member)
        app.router.add_get("/emea/v3/teams/{team}/conversations", self._channels)
        self.drive.add_routes(app)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/emea"
        self.drive.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    def account(self, who: str) -> Account | None:
        return next((each for each in self.people.values() if who in (each.id, each.entra)), None)

    def personal(self, account: Account) -> Conversation:
        """The chat between this person and the bot."""
        ident = f"a:{account.entra}"
        return self.conversations.setdefault(ident, Conversation(ident, "personal", members=[account]))

    def next_id(self) -> str:
        return str(next(self._ids))

    def keep(self, conversation: Conversation, message: dict[str, Any], thread: str | None = None) -> dict[str, Any]:
        kept = {**message, "id": self.next_id(), "thread": thread}
        conversation.messages.append(kept)
        self.changed.set()
        return kept

    async def _open(self, request: web.Request) -> web.Response:
        body = await self._called(request)
        members = [self.account(str(each.get("id"))) for each in body.get("members") or []]
        if len(members) != 1 or members[0] is None or not body.get("bot", {}).get("id"):
            return self._no(400, "BadArgument", "a bot and one known member are needed")
        if body.get("tenantId") != TENANT or body.get("channelData", {}).get("tenant", {}).get("id") != TENANT:
            return self._no(400, "BadArgument", "the tenant is missing")
        if not members[0].reachable:
            return self._error(403, "MessageWritesBlocked")
        return web.json_response({"id": self.personal(members[0]).id}, status=201)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body = await self._called(request)
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        conversation, thread = found
        fault = self.faults.pop(0) if self.faults else None
        if fault and fault.status:
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            return self._error(fault.status, fault.code, headers)
        if conversation.type == "personal" and not all(each.reachable for each in conversation.members):
            return self._error(403, "MessageWritesBlocked")
        if not conversation.writable:
            return self._error(403, "BotNotInConversationRoster")
        if problem := _wrong(body, conversation.type):
            return self._no(400, "BadSyntax", problem)
        kept = self.keep(conversation, body, thread)
        if fault and fault.lost:
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"id": kept["id"]}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        body = await self._called(request)
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        conversation, _ = found
        message = conversation.find(request.match_info["activity"])
        if message is None:
            return self._error(404, "ActivityNotFoundInConversation")
        if not conversation.writable:
            return self._error(403, "BotNotInConversationRoster")
        if problem := _wrong(body, conversation.type):
            return self._no(400, "BadSyntax", problem)
        for gone in set(message) - {"id", "thread"}:
            del message[gone]
        message.update({**body, "id": request.match_info["activity"], "edited": True})
        conversation.updates += 1
        self.changed.set()
        return web.json_response({"id": message["id"]})

    async def _delete(self, request: web.Request) -> web.Response:
        await self._called(request)
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        conversation, _ = found
        message = conversation.find(request.match_info["activity"])
        if message is None or message.get("from", {}).get("id") != BOT["id"]:
            return self._error(404, "ActivityNotFoundInConversation")
        conversation.messages.remove(message)
        self.changed.set()
        return web.Response(status=200)

    async def _members(self, request: web.Request) -> web.Response:
        await self._called(request)
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        start = int(request.query.get("continuationToken") or 0)
        everyone = found[0].members
        answer: dict[str, Any] = {"members": [each.as_member() for each in everyone[start : start + self.page]]}
        if start + self.page < len(everyone):
            answer["continuationToken"] = str(start + self.page)
        return web.json_response(answer)

    async def _member(self, request: web.Request) -> web.Response:
        await self._called(request)
        if self.silent:
            return self._error(503, "ServiceUnavailable")
        account = self.account(request.match_info["member"])
        return web.json_response(account.as_member()) if account else self._error(404, "MemberNotFoundInConversation")

    async def _channels(self, request: web.Request) -> web.Response:
        await self._called(request)
        channels = [each for each in self.conversations.values() if each.type == "channel"]
        return web.json_response({"conversations": [{"id": each.id, "name": each.name} for each in channels]})

    def _conversation(self, request: web.Request) -> tuple[Conversation, str | None] | web.Response:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return self._error(401, "BotNotAuthenticated")
        base, _, thread = request.match_info["conversation"].partition(";messageid=")
        conversation = self.conversations.get(base)
        if conversation is None:
            return self._error(404, "ConversationNotFound")
        if thread and conversation.type != "channel":
            return self._no(400, "BadArgument", "only channels have threads")
        return conversation, thread or None

    async def _called(self, request: web.Request) -> Any:
        body = await request.json() if request.can_read_body else None
        self.calls.append((request.method, request.path, body))
        return body

    def _no(self, status: int, code: str, problem: str) -> web.Response:
        """Refused for a mistake of the bot's; tests look at `refused` in the end."""
        self.refused.append(f"{code}: {problem}")
        return self._error(status, code)

    @staticmethod
    def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
        return web.json_response({"error": {"code": code, "message": code}}, status=status, headers=headers)


def _wrong(activity: Any, place: str) -> str:
    """What Teams would not take about a message in that type of place."""
    if not isinstance(activity, dict) or activity.get("type") != "message":
        return "only messages are sent"
    if len(json.dumps(activity).encode("utf-16-le")) > 100_000:
        return "larger than 100 KB as UTF-16"
    attachments = activity.get("attachments") or []
    if not activity.get("text") and not attachments:
        return "neither text nor a card"
    if attachments and not activity.get("summary"):
        return "a card without summary: notifications would say “sent a card”"
    return next(filter(None, (_attachment_wrong(each, place) for each in attachments)), "")


def _attachment_wrong(attachment: Any, place: str) -> str:
    kind = attachment.get("contentType")
    if kind in (one_drive.CONSENT, one_drive.INFO):
        if place != "personal":
            return "a bot's files work in personal chats only"
        return one_drive.wrong(attachment)
    if kind != adaptive.CARD:
        return f"an attachment of {kind}"
    try:
        adaptive.check(attachment["content"])
    except adaptive.CardRefused as problem:
        return str(problem)
    return ""
