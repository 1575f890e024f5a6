"""Slack's Web API, as far as the bot may use it. Unknown methods and arguments and ill-formed blocks are refused."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.slack_blocks import Invalid, check_message, check_view
from tests.fakes.slack_files import Files, Upload
from tests.fakes.slack_workspace import BOT, BOT_ID, TEAM, Channel, Refused, View, Whisper, Workspace

HISTORY = {"cursor", "limit", "include_all_metadata", "oldest", "latest", "inclusive"}
# method: (required, optional) arguments
METHODS: dict[str, tuple[set[str], set[str]]] = {
    "auth.test": (set(), set()),
    "apps.connections.open": (set(), set()),
    "chat.postMessage": ({"channel", "text"}, {"blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media"}),
    "chat.postEphemeral": ({"channel", "user", "text"}, {"blocks", "thread_ts"}),
    "chat.update": ({"channel", "ts", "text"}, {"blocks", "metadata"}),
    "conversations.history": ({"channel"}, HISTORY),
    "conversations.replies": ({"channel", "ts"}, HISTORY),
    "conversations.info": ({"channel"}, set()),
    "conversations.join": ({"channel"}, set()),
    "conversations.members": ({"channel"}, {"cursor", "limit"}),
    "conversations.open": ({"users"}, set()),
    "files.completeUploadExternal": ({"files"}, {"channel_id", "initial_comment", "thread_ts"}),
    "files.delete": ({"file"}, set()),
    "files.getUploadURLExternal": ({"filename", "length"}, {"alt_txt"}),
    "users.info": ({"user"}, set()),
    "views.open": ({"trigger_id", "view"}, set()),
    "views.publish": ({"user_id", "view"}, {"hash"}),
}  # fmt: skip
AS_JSON = ("blocks", "view", "metadata", "files")
NEEDS = {"files.": "files:write"}  # which scope methods of that beginning need
COMMENT = 4_000


class Api:
    """The methods. Each takes its arguments and gives what Slack would answer, or raises Refused. `slow`: files are shown only
    when somebody calls `show`, and not with the answer."""

    def __init__(self, workspace: Workspace, address: str) -> None:
        self.workspace = workspace
        self.address = address
        self.files = Files(workspace.number)
        self.slow = False
        self._to_show: list[tuple[Channel, list[Upload], dict[str, Any]]] = []

    def call(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        if method not in METHODS:
            raise Refused("unknown_method", method)
        lacking = {scope for start, scope in NEEDS.items() if method.startswith(start)} - self.workspace.scopes
        if lacking:
            raise Refused("missing_scope")
        required, optional = METHODS[method]
        if unknown := set(args) - required - optional:
            raise Refused("invalid_arguments", f"{method} has no {sorted(unknown)}")
        if missing := required - set(args):
            raise Refused("invalid_arguments", f"{method} needs {sorted(missing)}")
        for name in set(AS_JSON) & set(args):
            if isinstance(args[name], str):
                args[name] = json.loads(args[name])
        answer: dict[str, Any] = getattr(self, method.replace(".", "_"))(**args)
        return answer

    def auth_test(self) -> dict[str, Any]:
        return {
            "url": "https://council.slack.com/",
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": BOT_ID,
            "team": "Council",
        }

    def apps_connections_open(self) -> dict[str, Any]:
        return {"url": f"{self.address.replace('http', 'ws', 1)}/socket"}

    def chat_postMessage(self, channel: str, text: str, **more: Any) -> dict[str, Any]:
        place = self.workspace.channel_for_bot(channel)
        if place.direct and self.workspace.person(place.direct).deleted:
            raise Refused("channel_not_found")
        self._checked(text, more.get("blocks"), "invalid_blocks")
        _check_metadata(more.get("metadata"))
        thread = more.get("thread_ts")
        if thread and thread not in {message["ts"] for message in place.messages}:
            raise Refused("thread_not_found")
        message = {
            "type": "message",
            "ts": self.workspace.ts(),
            "user": BOT,
            "bot_id": BOT_ID,
            "text": text,
            **{name: more[name] for name in ("blocks", "thread_ts", "metadata") if more.get(name)},
        }
        place.messages.append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def chat_postEphemeral(self, channel: str, user: str, text: str, **more: Any) -> dict[str, Any]:
        place = self.workspace.channel_for_bot(channel)
        self.workspace.person(user)
        if user not in place.members:
            raise Refused("user_not_in_channel")
        self._checked(text, more.get("blocks"), "invalid_blocks")
        return {"message_ts": self.whisper(channel, user, {"text": text, **more})["ts"]}

    def whisper(self, channel: str, user: str, said: dict[str, Any]) -> dict[str, Any]:
        """Keep an ephemeral message, as the reader sees it."""
        message = {"ts": self.workspace.ts(), "text": said["text"], "blocks": said.get("blocks") or []}
        if said.get("thread_ts"):
            message["thread_ts"] = said["thread_ts"]
        self.workspace.whispers.append(Whisper(channel, user, message))
        return message

    def chat_update(self, channel: str, ts: str, text: str, **more: Any) -> dict[str, Any]:
        place = self.workspace.channel_for_bot(channel)
        message = next((each for each in place.messages if each["ts"] == ts), None)
        if message is None:
            raise Refused("message_not_found")
        if message.get("user") != BOT:
            raise Refused("cant_update_message")
        self._checked(text, more.get("blocks"), "invalid_blocks")
        message |= {"text": text, "edited": {"user": BOT, "ts": self.workspace.ts()}}
        message |= {name: more[name] for name in ("blocks", "metadata") if name in more}
        return {"channel": channel, "ts": ts, "text": text}

    def files_getUploadURLExternal(self, filename: str, length: str, alt_txt: str = "") -> dict[str, Any]:
        made = self.files.reserve(filename, length, alt_txt)
        return {"upload_url": f"{self.address}/upload/{made.token}", "file_id": made.id}

    def files_completeUploadExternal(
        self, files: Any, channel_id: str = "", initial_comment: str = "", thread_ts: str = ""
    ) -> dict[str, Any]:
        """As Slack's own answer, this one does not name the message: it may come later."""
        found = self.files.complete(files)
        if not channel_id:
            raise Refused("invalid_arguments", "without a channel nobody would ever see it")
        if len(initial_comment) > COMMENT:
            raise Refused("invalid_arguments", "the comment is too long")
        place = self.workspace.channel_for_bot(channel_id)
        if thread_ts and thread_ts not in {message["ts"] for message in place.messages}:
            raise Refused("thread_not_found")
        for each in found:
            each.completed = True
        told = {"text": initial_comment, **({"thread_ts": thread_ts} if thread_ts else {})}
        self._to_show.append((place, found, told))
        if not self.slow:
            self.show()
        return {"files": [{"id": each.id, "title": each.title} for each in found]}

    def show(self) -> None:
        """What was completed appears in its channel, but for what was taken back meanwhile."""
        for place, uploads, told in self._to_show:
            shown = [each.as_slack() for each in uploads if not each.deleted]
            if shown:
                bare = {"type": "message", "ts": self.workspace.ts(), "user": BOT, "bot_id": BOT_ID, "upload": False}
                place.messages.append({**bare, **told, "files": shown})
        self._to_show.clear()

    def files_delete(self, file: str) -> dict[str, Any]:
        gone = self.files.delete(file)
        for channel in self.workspace.channels.values():
            for message in channel.messages:
                files = message.get("files") or []
                files[:] = [gone.as_slack() if each["id"] == gone.id else each for each in files]
        return {}

    def conversations_history(self, channel: str, **page: Any) -> dict[str, Any]:
        place = self.workspace.channel_for_bot(channel)
        said = [message for message in place.messages if message.get("thread_ts") in (None, message["ts"])]
        return _paged("messages", [_bare(message, page) for message in reversed(said)], page)

    def conversations_replies(self, channel: str, ts: str, **page: Any) -> dict[str, Any]:
        place = self.workspace.channel_for_bot(channel)
        said = [message for message in place.messages if ts in (message["ts"], message.get("thread_ts"))]
        if not said:
            raise Refused("thread_not_found")
        return _paged("messages", [_bare(message, page) for message in said], page)

    def conversations_info(self, channel: str) -> dict[str, Any]:
        found = self.workspace.channels.get(channel)
        if found is None or (found.private and BOT not in found.members):
            raise Refused("channel_not_found")
        return {"channel": found.as_slack()}

    def conversations_join(self, channel: str) -> dict[str, Any]:
        found = self.workspace.channels.get(channel)
        if found is None or found.private:
            raise Refused("channel_not_found")
        if found.archived:
            raise Refused("is_archived")
        if found.direct:
            raise Refused("method_not_supported_for_channel_type")
        found.members.add(BOT)
        return {"channel": found.as_slack()}

    def conversations_members(self, channel: str, **page: Any) -> dict[str, Any]:
        found = self.workspace.channels.get(channel)
        if found is None or (found.private and BOT not in found.members):
            raise Refused("channel_not_found")
        return _paged("members", sorted(found.members), page)

    def conversations_open(self, users: str) -> dict[str, Any]:
        person = self.workspace.person(users)
        if person.deleted:
            raise Refused("user_disabled")
        if person.is_bot:
            raise Refused("cannot_dm_bot")
        return {"channel": {"id": self.workspace.dm(users).id}}

    def users_info(self, user: str) -> dict[str, Any]:
        return {"user": self.workspace.person(user).as_slack()}

    def views_open(self, trigger_id: str, view: Any) -> dict[str, Any]:
        user = self.workspace.use_trigger(trigger_id)
        return {"view": self._shown(user, view, "modal", self.workspace.modals)}

    def views_publish(self, user_id: str, view: Any, **_: Any) -> dict[str, Any]:
        self.workspace.person(user_id)
        return {"view": self._shown(user_id, view, "home", self.workspace.homes)}

    def _shown(self, user: str, view: Any, kind: str, kept: dict[str, View]) -> dict[str, Any]:
        try:
            check_view(view, kind)
        except Invalid as wrong:
            raise Refused("invalid_arguments", str(wrong)) from wrong
        shown = self.workspace.keep_view(user, view, kept)
        return {"id": shown.id, "hash": shown.hash, "type": kind}

    def _checked(self, text: str, blocks: Any, error: str) -> None:
        try:
            check_message(text, blocks)
        except Invalid as wrong:
            named = str(wrong).partition(":")[0]
            raise Refused(named if named.startswith(("msg_", "no_text")) else error, str(wrong)) from wrong


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if set(metadata) != {"event_type", "event_payload"} or not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_format")


def _bare(message: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
    """Slack leaves a message's metadata out unless it is asked for."""
    wanted = str(page.get("include_all_metadata", "")).lower() in ("1", "true")
    return message if wanted else {name: value for name, value in message.items() if name != "metadata"}


def _paged(name: str, all_of_them: list[Any], page: dict[str, Any]) -> dict[str, Any]:
    start, limit = int(page.get("cursor") or 0), int(page.get("limit") or 100)
    after = start + limit
    cursor = str(after) if after < len(all_of_them) else ""
    return {name: all_of_them[start:after], "response_metadata": {"next_cursor": cursor}}
