"""Teams as its users see it: people in channels and chats who say things, press buttons and fill in
dialogs. Everything goes to the bot over HTTP, and everything it answers is checked."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes import adaptive, one_drive
from tests.fakes.connector import BOT, TENANT, Account, Connector, Conversation

Settle = Callable[[], Awaitable[None]]
TEAM = {"id": "19:team@thread.tacv2", "name": "Transformation", "aadGroupId": "bbbbbbbb-0000-0000-0000-000000000001"}


class Unanswered(AssertionError):
    """The bot did not answer as Teams expects."""


class Teams:
    """A tenant with one team. `settle` waits until the bot has finished what it began."""

    def __init__(self, connector: Connector, bot: str, settle: Settle, token: str | None = None) -> None:
        self.connector = connector
        self.bot = bot
        self.settle = settle
        self.token = token
        self.session = aiohttp.ClientSession()

    async def close(self) -> None:
        await self.session.close()

    def user(self, name: str, *, email: str = "", guest: bool = False, tenant: str = TENANT) -> User:
        if name not in self.connector.people:
            entra = str(uuid.uuid5(uuid.NAMESPACE_DNS, name))
            email = email or f"{name.lower().replace(' ', '.')}@council.gov.uk"
            self.connector.people[name] = Account(f"29:1{entra}", name, entra, email, guest, tenant)
        return User(self, self.connector.people[name])

    def channel(self, name: str, *members: User) -> Conversation:
        ident = f"19:{re.sub(r'[^a-z]', '', name.lower())}@thread.tacv2"
        found = self.connector.conversations.setdefault(ident, Conversation(ident, "channel", name))
        for user in members:
            if user.account not in found.members:
                found.members.append(user.account)
        return found

    async def post(self, activity: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """Send an activity as the Bot Framework does; the status and the body of the answer."""
        given = dict(headers) if headers is not None else {}
        if headers is None and self.token:
            given["Authorization"] = f"Bearer {self.token}"
        async with self.session.post(self.bot, json=activity, headers=given) as response:
            body = await response.json(content_type=None) if await response.read() else None
            return response.status, body


@dataclass
class User:
    teams: Teams
    account: Account

    @property
    def drive(self) -> dict[str, bytes]:
        """What is in their OneDrive, by name."""
        return self.teams.connector.drive.of(self.account.id)

    def in_channel(self, name: str, thread: str | None = None) -> Chat:
        return Chat(self, self.teams.channel(name, self), thread)

    def in_dm(self) -> Chat:
        return Chat(self, self.teams.connector.personal(self.account))

    def in_group(self, name: str) -> Chat:
        ident = f"19:{name.lower()}@thread.v2"
        group = self.teams.connector.conversations.setdefault(ident, Conversation(ident, "groupChat", name))
        if self.account not in group.members:
            group.members.append(self.account)
        return Chat(self, group)


@dataclass
class Chat:
    """One person in one place."""

    user: User
    place: Conversation
    thread: str | None = None

    @property
    def teams(self) -> Teams:
        return self.user.teams

    @property
    def messages(self) -> list[Message]:
        """What the bot said here, oldest first."""
        return [Message(self, each) for each in self.place.messages if each.get("from", {}).get("id") == BOT["id"]]

    @property
    def last(self) -> Message:
        if not self.messages:
            raise Unanswered(f"the bot said nothing in {self.place.name or self.place.id}")
        return self.messages[-1]

    def activity(self, kind: str, **more: Any) -> dict[str, Any]:
        """An activity as Teams sends it from here."""
        thread = f";messageid={self.thread}" if self.thread else ""
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        conversation = {"id": self.place.id + thread, "conversationType": self.place.type, "tenantId": TENANT}
        if self.place.type == "channel":
            data |= {"team": TEAM, "channel": {"id": self.place.id}}
        if self.place.type != "personal":
            conversation |= {"isGroup": True}  # type: ignore[dict-item]
        return {
            "type": kind,
            "id": f"f:{uuid.uuid4().hex}",
            "timestamp": "2026-11-23T09:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.teams.connector.url + "/",
            "from": self.user.account.on_the_wire(),
            "recipient": BOT,
            "conversation": conversation,
            "channelData": data,
            "entities": [{"type": "clientInfo", "locale": "en-GB"}],
            **more,
        }

    async def say(self, text: str, *mentioned: User, to_bot: bool = True, settle: bool = True) -> Message | None:
        """Write a message. `@Name` of anybody in `mentioned` becomes a mention; in channels the bot is
        mentioned first. The bot's last words here are given back, if it said anything new."""
        before = len(self.messages)
        await self.deliver(self.message(text, *mentioned, to_bot=to_bot))
        if settle:
            await self.teams.settle()
        return self.last if len(self.messages) > before else None

    def message(self, text: str, *mentioned: User, to_bot: bool = True) -> dict[str, Any]:
        """The activity of a message, which is kept in the conversation too."""
        written, entities = html.escape(text, quote=False), []
        for each in mentioned:
            said = f"<at>{each.account.name}</at>"
            written = written.replace(f"@{each.account.name}", said)
            entities.append({"type": "mention", "text": said, "mentioned": each.account.on_the_wire()})
        if to_bot and self.place.type != "personal":
            written = f"<at>{BOT['name']}</at>&nbsp;{written}"
            entities.append({"type": "mention", "text": f"<at>{BOT['name']}</at>", "mentioned": BOT})
        kept = self.teams.connector.keep(self.place, {"from": self.user.account.on_the_wire(), "text": written})
        activity = self.activity("message", text=written, textFormat="plain", id=kept["id"])
        activity["entities"] += entities
        if self.place.type == "channel" and not self.thread:
            activity["conversation"]["id"] += f";messageid={kept['id']}"  # a message that starts a thread is its root
        return activity

    async def deliver(self, activity: Mapping[str, Any]) -> None:
        status, body = await self.teams.post(activity)
        if status not in (200, 201, 202):
            raise Unanswered(f"{activity['type']} was answered {status} {body}")

    async def invoke(self, name: str, value: Any, **more: Any) -> Any:
        """An invoke; its answer's body, once everything else is done too."""
        status, body = await self.teams.post(self.activity("invoke", name=name, value=value, **more))
        if status != 200:
            raise Unanswered(f"{name} was answered {status} {body}")
        await self.teams.settle()
        return body

    async def install(self) -> None:
        """The bot is added here."""
        await self.deliver(self.activity("installationUpdate", action="add"))
        event = {"eventType": "teamMemberAdded"} if self.place.type == "channel" else {}
        activity = self.activity("conversationUpdate", membersAdded=[BOT])
        activity["channelData"] |= event
        await self.deliver(activity)
        await self.teams.settle()

    async def log_as(self, kind: str, text: str, author: str = "Priya Shah", mentions: list[Any] | None = None) -> Any:
        """Choose "Log as …" on a message."""
        payload = {
            "id": "1700000000001",
            "linkToMessage": f"https://teams.microsoft.com/l/message/{self.place.id}/1700000000001",
            "from": {"user": {"id": str(uuid.uuid4()), "displayName": author}},
            "body": {"contentType": "html", "content": text},
            "mentions": mentions or [],
        }
        value = {"commandId": f"log-{kind}", "commandContext": "message", "messagePayload": payload}
        answer = await self.invoke("composeExtension/fetchTask", value)
        return self.task(answer, "composeExtension/submitAction", {"commandId": f"log-{kind}"})

    async def search(self, text: str = "") -> list[str] | str:
        """Search from the compose box: the words of each card found, or the sentence shown instead."""
        asked = [{"name": "text", "value": text}] if text else [{"name": "initialRun", "value": "true"}]
        value = {"commandId": "search", "parameters": asked, "queryOptions": {"skip": 0, "count": 25}}
        found = (await self.invoke("composeExtension/query", value))["composeExtension"]
        if found["type"] == "message":
            return str(found["text"])
        for each in found["attachments"]:
            adaptive.check(each["content"])
            if not each["preview"]["content"]["title"]:
                raise Unanswered("a result without a title")
        return [adaptive.words(each["content"]) for each in found["attachments"]]

    def task(self, answer: Any, submit: str = "task/submit", more: Mapping[str, Any] | None = None) -> Any:
        """What an answer that may open a dialog shows: a Dialog, a sentence, or None when it closes."""
        if not answer or "task" not in answer:
            return None
        told = answer["task"]
        if told["type"] == "message":
            return str(told["value"])
        card = told["value"]["card"]["content"]
        adaptive.check(card)
        return Dialog(self, card, str(told["value"]["title"]), submit, dict(more or {}))


@dataclass
class Message:
    """One message of the bot's, as one person sees it."""

    chat: Chat
    raw: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def thread(self) -> str | None:
        return self.raw.get("thread")

    @property
    def card(self) -> dict[str, Any]:
        return dict(self.raw["attachments"][0]["content"])

    @property
    def text(self) -> str:
        if not self.raw.get("attachments"):
            return str(self.raw["text"])
        if self.offer:
            return str(self.offer["content"]["description"])
        return adaptive.words(self.card) if self.raw["attachments"][0]["contentType"] == adaptive.CARD else ""

    def _of_type(self, kind: str) -> dict[str, Any] | None:
        return next((dict(each) for each in self.raw.get("attachments") or () if each["contentType"] == kind), None)

    @property
    def offer(self) -> dict[str, Any] | None:
        """The question whether a file is wanted."""
        return self._of_type(one_drive.CONSENT)

    @property
    def info(self) -> dict[str, Any] | None:
        """A file in somebody's OneDrive."""
        return self._of_type(one_drive.INFO)

    @property
    def links(self) -> list[str]:
        """The addresses that can be opened from its card."""
        return re.findall(r'"type": "Action.OpenUrl", "url": "([^"]+)"', json.dumps(self.card, ensure_ascii=False))

    async def allow(self, **changed: Any) -> Any:
        """Press Allow: Teams makes a place in the OneDrive of whoever presses, and tells the bot. `changed` is what somebody
        makes of what their client sends."""
        assert self.offer is not None, "no file is offered here"
        size = self.offer["content"]["sizeInBytes"]
        upload = self.chat.teams.connector.drive.reserve(self.chat.user.account.id, self.offer["name"], size)
        return await self._consent("accept", self.offer["content"]["acceptContext"], uploadInfo={**upload, **changed})

    async def decline(self) -> Any:
        assert self.offer is not None, "no file is offered here"
        return await self._consent("decline", self.offer["content"]["declineContext"])

    async def _consent(self, action: str, context: Any, **more: Any) -> Any:
        value = {"type": "fileUpload", "action": action, "context": context, **more}
        return await self.chat.invoke("fileConsent/invoke", value, replyToId=self.id)

    @property
    def buttons(self) -> list[str]:
        return list(adaptive.actions(self.card)) if self._of_type(adaptive.CARD) else []

    def seen_by(self, user: User) -> Message:
        """The same message in front of somebody else."""
        return Message(Chat(user, self.chat.place, self.chat.thread), self.raw)

    async def press(self, label: str, chosen: str | None = None, **more: Any) -> Any:
        """Press a button: a Dialog, the sentence shown below the card, or the words of the card's new
        look."""
        action = adaptive.actions(self.card).get(label)
        if action is None:
            raise Unanswered(f"no button {label!r}, only {self.buttons}")
        if action["type"] == "Action.ShowCard":
            raise Unanswered(f"{label!r} asks first: {adaptive.words(action['card'])}")
        data = dict(action.get("data") or {})
        if action.get("associatedInputs") != "none":
            data |= {name: element.get("value", "") for name, element in adaptive.inputs(self.card).items()}
            data |= dict.fromkeys(adaptive.inputs(self.card), chosen) if chosen is not None else {}
        where = {"replyToId": self.id, **more}
        if data.get("msteams", {}).get("type") == "task/fetch":
            answer = await self.chat.invoke("task/fetch", {"data": data, "context": {"theme": "default"}}, **where)
            return self.chat.task(answer)
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        answer = await self.chat.invoke("adaptiveCard/action", value, **where)
        return self._face(answer)

    async def press_old(self, label: str) -> Message | None:
        """Press a button in a client without Action.Execute: its fallback comes as a message."""
        fallback = adaptive.actions(self.card)[label]["fallback"]
        before = len(self.chat.messages)
        activity = self.chat.activity("message", value=fallback["data"], replyToId=self.id)
        await self.chat.deliver(activity)
        await self.chat.teams.settle()
        return self.chat.last if len(self.chat.messages) > before else None

    @staticmethod
    def _face(answer: Any) -> str:
        if not isinstance(answer, dict) or answer.get("statusCode") != 200:
            raise Unanswered(f"the press was answered {answer}")
        if answer["type"] == "application/vnd.microsoft.activity.message":
            return str(answer["value"])
        if answer["type"] != adaptive.CARD:
            raise Unanswered(f"a press is not answered with {answer['type']}")
        adaptive.check(answer["value"])
        return adaptive.words(answer["value"])


@dataclass
class Dialog:
    """An open dialog. `values` is what stands in it."""

    chat: Chat
    card: dict[str, Any]
    title: str
    submit_as: str
    more: dict[str, Any]

    def __post_init__(self) -> None:
        self.values = {name: element.get("value", "") for name, element in adaptive.inputs(self.card).items()}

    @property
    def text(self) -> str:
        return adaptive.words(self.card)

    @property
    def problems(self) -> list[str]:
        return [
            line.removeprefix("Please check: ") for line in self.text.splitlines() if line.startswith("Please check: ")
        ]

    def options(self, name: str) -> dict[str, str]:
        """What a list offers: label to value."""
        return {each["title"]: each["value"] for each in adaptive.inputs(self.card)[name]["choices"]}

    def fill(self, **values: str) -> Dialog:
        unknown = set(values) - set(self.values)
        if unknown:
            raise Unanswered(f"no input {unknown}, only {list(self.values)}")
        self.values |= values
        return self

    async def submit(self, *, client_checks: bool = True, times: int = 1) -> Any:
        """Press the dialog's button: None when it closes, a sentence, or the dialog again with what is
        wrong. A client does not send a form whose required inputs are empty; `client_checks=False` is one
        that does."""
        elements = adaptive.inputs(self.card)
        if client_checks and (
            missing := [name for name in elements if elements[name].get("isRequired") and not self.values[name]]
        ):
            raise Unanswered(f"the client keeps the form back: {missing} are empty")
        data = {
            **self.card["actions"][0]["data"],
            **{name: value for name, value in self.values.items() if value != ""},
        }
        answer = None
        for _ in range(times):
            answer = await self.chat.invoke(self.submit_as, {"data": data, **self.more})
        return self.chat.task(answer, self.submit_as, self.more)
