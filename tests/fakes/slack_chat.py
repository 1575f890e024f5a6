"""People at the fake Slack: they type, press, fill in; what they do goes to the app as Slack would send it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.fakes.slack_blocks import all_options, elements, texts
from tests.fakes.slack_workspace import BOT, TEAM, Channel, Person, View

if TYPE_CHECKING:
    from tests.fakes.slack import Ack, FakeSlack
    from tests.fakes.slack_files import Upload


@dataclass(frozen=True)
class User:
    """Somebody at the keyboard."""

    slack: FakeSlack
    person: Person

    def in_(self, channel: str) -> Chat:
        return Chat(self.slack, self.person, self.slack.workspace.channels[channel])

    @property
    def dm(self) -> Chat:
        """The direct messages with the bot."""
        return Chat(self.slack, self.person, self.slack.workspace.dm(self.person.id))

    async def open_home(self, tab: str = "home") -> Ack:
        channel = self.slack.workspace.dm(self.person.id).id
        return await self.slack.event(
            {"type": "app_home_opened", "user": self.person.id, "channel": channel, "tab": tab, "event_ts": "1.0"}
        )

    @property
    def home(self) -> Seen:
        """App Home as it stands now."""
        view = self.slack.workspace.homes[self.person.id]
        return Seen(self.dm, {"text": "", "blocks": view.view["blocks"], "ts": ""}, home=view)

    @property
    def modal(self) -> Modal:
        return Modal(self.slack, self.person, self.slack.workspace.modals[self.person.id])

    @property
    def has_modal(self) -> bool:
        return self.person.id in self.slack.workspace.modals

    async def join(self, channel: str, inviter: str = "") -> Ack:
        self.slack.workspace.channels[channel].members.add(self.person.id)
        event = {
            "type": "member_joined_channel",
            "user": self.person.id,
            "channel": channel,
            "channel_type": "C",
            "team": TEAM,
        }
        return await self.slack.event({**event, **({"inviter": inviter} if inviter else {})})

    async def archive(self, channel: str, back: bool = False) -> Ack:
        found = self.slack.workspace.channels[channel]
        found.archived = not back
        sort = f"{'group' if found.private else 'channel'}_{'unarchive' if back else 'archive'}"
        return await self.slack.event({"type": sort, "channel": channel, "user": self.person.id})


@dataclass(frozen=True)
class Chat:
    """One person in one channel, thread or DM."""

    slack: FakeSlack
    person: Person
    channel: Channel
    thread: str | None = None

    def under(self, message: Seen | str) -> Chat:
        """The thread that hangs under a message."""
        return replace(self, thread=message if isinstance(message, str) else message.ts)

    async def say(self, text: str) -> Ack | None:
        """Type something. Words that the bot is not meant to hear reach nobody, as in Slack; then None comes back."""
        if text.startswith("/"):
            return await self._command(text)
        event = self._write(text)
        if self.channel.direct:
            return await self.slack.event({**event, "channel_type": "im"})
        if f"<@{BOT}>" in text and BOT in self.channel.members:
            return await self.slack.event({**event, "type": "app_mention"})
        return None

    def _write(self, text: str) -> dict[str, Any]:
        message = {"type": "message", "user": self.person.id, "text": text, "ts": self.slack.workspace.ts()}
        if self.thread:
            message["thread_ts"] = self.thread
        self.channel.messages.append(message)
        return {**message, "channel": self.channel.id, "team": self.person.team, "event_ts": message["ts"]}

    async def _command(self, text: str) -> Ack:
        assert self.thread is None, "Slack runs no slash commands inside threads"
        command, _, rest = text.partition(" ")
        name = "directmessage" if self.channel.direct else "privategroup" if self.channel.private else self.channel.name
        ack = await self.slack.slash(
            {
                "token": "ignored",
                "team_id": TEAM,
                "team_domain": "council",
                "channel_id": self.channel.id,
                "channel_name": name,
                "user_id": self.person.id,
                "user_name": self.person.handle or self.person.id.lower(),
                "command": command,
                "text": rest,
                "api_app_id": "A1",
                "response_url": self._response_url(),
                "trigger_id": self.slack.workspace.trigger(self.person.id),
            }
        )
        self.slack.hear(ack, self.channel.id, self.person.id)
        return ack

    def _response_url(self, original: dict[str, Any] | None = None) -> str:
        way = self.slack.workspace.way(self.channel.id, self.person.id, original)
        return f"{self.slack.address}/way/{way}"

    async def shortcut(self, callback_id: str, message: Seen) -> Ack:
        """“Log as …” from a message's menu."""
        return await self.slack.interact(
            {
                **self._interaction("message_action"),
                "callback_id": callback_id,
                "message_ts": message.ts,
                "message": message.message,
                "response_url": self._response_url(),
            }
        )

    def _interaction(self, sort: str) -> dict[str, Any]:
        return {
            "type": sort,
            "token": "ignored",
            "api_app_id": "A1",
            "team": {"id": TEAM, "domain": "council"},
            "enterprise": None,
            "user": {"id": self.person.id, "username": self.person.handle, "name": self.person.handle, "team_id": TEAM},
            "channel": {"id": self.channel.id, "name": self.channel.name or "directmessage"},
            "trigger_id": self.slack.workspace.trigger(self.person.id),
        }

    @property
    def seen(self) -> list[Seen]:
        """What stands in the channel (or the thread), oldest first."""
        return [
            Seen(self, message)
            for message in self.channel.messages
            if self.thread is None or self.thread in (message["ts"], message.get("thread_ts"))
        ]

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    @property
    def cards(self) -> list[Seen]:
        """What the bot posted here, oldest first."""
        return [seen for seen in self.seen if seen.message.get("user") == BOT]

    @property
    def with_files(self) -> list[Seen]:
        """What stands here with a file, oldest first."""
        return [seen for seen in self.seen if seen.files]

    @property
    def whispers(self) -> list[Seen]:
        """What only this person was told here, oldest first."""
        mine = (self.channel.id, self.person.id)
        told = self.slack.workspace.whispers
        return [Seen(self, each.message, whispered=True) for each in told if (each.channel, each.user) == mine]

    @property
    def whisper(self) -> Seen:
        return self.whispers[-1]

    @property
    def modal(self) -> Modal:
        return User(self.slack, self.person).modal

    @property
    def has_modal(self) -> bool:
        return User(self.slack, self.person).has_modal


@dataclass(frozen=True)
class Seen:
    """A message, an ephemeral message or App Home, as one person sees it."""

    chat: Chat
    message: dict[str, Any]
    whispered: bool = False
    home: View | None = None

    def by(self, user: str) -> Seen:
        """The same message before another person's eyes."""
        return replace(self, chat=replace(self.chat, person=self.chat.slack.workspace.person(user)))

    @property
    def ts(self) -> str:
        return str(self.message["ts"])

    @property
    def text(self) -> str:
        return str(self.message["text"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.message.get("blocks") or [])

    @property
    def words(self) -> str:
        """Everything that can be read in it."""
        return "\n".join(each["text"] for each in texts(self.blocks))

    @property
    def files(self) -> list[Upload]:
        """The files that it shows, with their bytes."""
        known = self.chat.slack.files
        return [known[each["id"]] for each in self.message.get("files") or () if each["mode"] != "tombstone"]

    @property
    def file(self) -> Upload:
        """Its one file."""
        (one,) = self.files
        return one

    @property
    def buttons(self) -> list[str]:
        return [element["text"]["text"] for element in elements(self.blocks) if element["type"] == "button"]

    async def press(self, label: str, nth: int = 0) -> Ack:
        """Press a button by its label, the `nth` of that name; “Are you sure?” is answered with yes."""
        found = [each for each in elements(self.blocks) if each["type"] == "button" and each["text"]["text"] == label]
        assert len(found) > nth, f"there is no button {label!r}; there are {self.buttons}"
        button = found[nth]
        return await self._act(button, {"value": button.get("value", ""), "text": button["text"]})

    async def choose(self, label: str) -> Ack:
        """Pick an option from a menu by what it says."""
        for menu in elements(self.blocks):
            for option in all_options(menu) if menu["type"] == "static_select" else ():
                if option["text"]["text"] == label:
                    return await self._act(menu, {"selected_option": option})
        raise AssertionError(f"there is no option {label!r}")

    async def press_with(self, label: str, data: str) -> Ack:
        """Press a button that carries other data: what somebody would send who makes requests up."""
        button = next(
            each for each in elements(self.blocks) if each["type"] == "button" and each["text"]["text"] == label
        )
        return await self._act(button, {"value": data, "text": button["text"]})

    async def _act(self, element: dict[str, Any], done: dict[str, Any]) -> Ack:
        action = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": self._block_of(element),
            "action_ts": self.chat.slack.workspace.ts(),
            **done,
        }
        return await self.chat.slack.interact(
            {**self.chat._interaction("block_actions"), **self._place(), "actions": [action]}
        )

    def _block_of(self, element: dict[str, Any]) -> str:
        for number, block in enumerate(self.blocks):
            if element in block.get("elements", ()) or element == block.get("accessory"):
                return str(block.get("block_id", f"auto{number}"))
        raise AssertionError("the element is in no block")

    def _place(self) -> dict[str, Any]:
        if self.home is not None:
            view = {"id": self.home.id, "hash": self.home.hash, **self.home.view}
            return {"container": {"type": "view", "view_id": self.home.id}, "view": view, "channel": None}
        container = {
            "type": "message",
            "message_ts": self.ts,
            "channel_id": self.chat.channel.id,
            "is_ephemeral": self.whispered,
        }
        if self.message.get("thread_ts"):
            container["thread_ts"] = self.message["thread_ts"]
        original = self.message if self.whispered else None
        message = {} if self.whispered else {"message": self.message}
        return {"container": container, "response_url": self.chat._response_url(original), **message}


class Modal:
    """An open dialog. `errors` is what it shows beside its fields."""

    def __init__(self, slack: FakeSlack, person: Person, view: View) -> None:
        self._slack, self._person, self._view = slack, person, view
        self.errors: dict[str, str] = {}
        self.state = {block["block_id"]: _initial(block["element"]) for block in self._inputs}

    @property
    def title(self) -> str:
        return str(self._view.view["title"]["text"])

    @property
    def words(self) -> str:
        return "\n".join(each["text"] for each in texts(self._view.view))

    @property
    def _inputs(self) -> list[dict[str, Any]]:
        return [block for block in self._view.view["blocks"] if block["type"] == "input"]

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        return {block["block_id"]: block["element"] for block in self._inputs}

    def value(self, name: str) -> Any:
        """What stands in a field now."""
        kept = self.state[name]
        for key in ("value", "selected_date", "selected_time"):
            if key in kept:
                return kept[key]
        if "selected_options" in kept:
            return [option["value"] for option in kept["selected_options"]]
        return (kept.get("selected_option") or {}).get("value")

    def fill(self, **values: Any) -> Modal:
        """Fill fields in. Options are named by their value or by what they say."""
        for name, value in values.items():
            assert name in self.fields, f"there is no field {name!r}; there are {list(self.fields)}"
            self.state[name] = _filled(self.fields[name], value)
        return self

    async def submit(self) -> Modal:
        """Send it in. Slack itself asks for required fields that are left empty."""
        self.errors = dict.fromkeys(self._missing(), "Please complete this required field.")
        if self.errors:
            return self
        ack = await self._slack.interact(self._payload())
        answer = ack.body if isinstance(ack.body, dict) else {}
        match answer.get("response_action"):
            case "errors":
                unknown = set(answer["errors"]) - set(self.fields)
                assert not unknown, f"errors for fields that are not in the form: {unknown}"
                self.errors = answer["errors"]
            case "update":
                self._slack.redraw(self._person.id, answer["view"])
            case None:
                assert not answer, f"a modal's acknowledgement cannot be {answer}"
                self._slack.workspace.modals.pop(self._person.id, None)
            case other:
                raise AssertionError(f"no such response_action: {other}")
        return self

    def _missing(self) -> list[str]:
        return [
            block["block_id"]
            for block in self._inputs
            if not block.get("optional") and self.value(block["block_id"]) in (None, "", [])
        ]

    def _payload(self) -> dict[str, Any]:
        values = {
            block["block_id"]: {block["element"]["action_id"]: self.state[block["block_id"]]} for block in self._inputs
        }
        view = {"id": self._view.id, "hash": self._view.hash, **self._view.view, "state": {"values": values}}
        return {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "council"},
            "user": {"id": self._person.id, "name": self._person.handle, "team_id": TEAM},
            "trigger_id": self._slack.workspace.trigger(self._person.id),
            "view": view,
            "response_urls": [],
        }


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "datepicker":
            kept = {"selected_date": element.get("initial_date")}
        case "timepicker":
            kept = {"selected_time": element.get("initial_time")}
        case "static_select":
            kept = {"selected_option": element.get("initial_option")}
        case "multi_static_select" | "checkboxes":
            kept = {"selected_options": element.get("initial_options", [])}
        case _:
            kept = {"value": element.get("initial_value")}
    return {"type": kind, **kept}


def _filled(element: dict[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "datepicker":
            assert value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value), f"the calendar gives no {value!r}"
            return {"type": kind, "selected_date": value}
        case "timepicker":
            return {"type": kind, "selected_time": value}
        case "static_select":
            return {"type": kind, "selected_option": _option(element, value) if value else None}
        case "multi_static_select" | "checkboxes":
            return {"type": kind, "selected_options": [_option(element, each) for each in value]}
        case _:
            limit = element.get("max_length", 3_000)
            assert value is None or len(value) <= limit, f"only {limit} characters fit in"
            return {"type": kind, "value": value or None}


def _option(element: dict[str, Any], wanted: str) -> dict[str, Any]:
    options = all_options(element)
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    raise AssertionError(f"there is no option {wanted!r}; there are {[option['text']['text'] for option in options]}")
