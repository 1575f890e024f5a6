"""Microsoft's own local Teams client, the Agents Playground, driven over its (undocumented) HTTP and WebSockets."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes import adaptive

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
CHANNEL = "channel-announcements-id"
BOT = "00000000-0000-0000-0000-00000000000011"
ME = "user-id-0"  # Alex Wilber, who sits before the screen
MEGAN = "user-id-1"

Settle = Callable[[], Any]


def program() -> str | None:
    """Where the Playground is: CHIVVY_PLAYGROUND (its folder or its program), or `.playground` in the project."""
    named = Path(os.environ.get("CHIVVY_PLAYGROUND") or ROOT / ".playground")
    for path in (named, named / "node_modules" / ".bin" / "agentsplayground", named / ".bin" / "agentsplayground"):
        if path.is_file() and os.access(path, os.X_OK):
            return str(path.resolve())
    return shutil.which("agentsplayground")


@dataclass
class Playground:
    """`messages` is what Alex sees of the bot's, by conversation, in order; an update replaces what it updates. `calls` is
    the Playground's log of what the bot called: messages to somebody else's chat are only there."""

    url: str
    session: aiohttp.ClientSession
    personal: str = ""
    messages: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def post(self, path: str, body: Any) -> Any:
        async with self.session.post(self.url + path, json=body) as response:
            answer = await response.json(content_type=None) if await response.read() else None
            assert response.status == 200, f"{path} was answered {response.status} {answer}"
            return answer

    async def install(self, conversation: str) -> None:
        await self.post(f"/_debug/conversation/{conversation}/installation", {})

    async def say(self, conversation: str, text: str, *mentioned: tuple[str, str], speaker: str = ME) -> str:
        """Say something; where its answers will be (in a channel, the thread under it)."""
        mentions = [{"mentioned": {"id": ident}, "text": f"<at>{name}</at>"} for ident, name in mentioned]
        for _, name in mentioned:
            text = text.replace(f"@{name}", f"<at>{name}</at>")
        if conversation != self.personal:
            text = f"<at>Test Bot</at> {text}"
            mentions.append({"mentioned": {"id": BOT}, "text": "<at>Test Bot</at>"})
        body = {"from": {"id": speaker}, "text": text, "textFormat": "plain", "mentions": mentions}
        answer = await self.post(f"/_conversation/v1/conversations/{conversation}/messages", body)
        return str(answer.get("postConversationId") or conversation)

    async def press(self, conversation: str, message: dict[str, Any], label: str) -> Any:
        """Press a button: the answer of the bot to it."""
        action = adaptive.actions(card(message))[label]
        value = {
            "action": {"type": action["type"], "verb": action["verb"], "data": action["data"]},
            "trigger": "manual",
        }
        return await self.invoke("adaptiveCard/action", conversation, value, replyToId=message["messageId"])

    async def invoke(self, name: str, conversation: str, value: Any, **more: Any) -> Any:
        body = {"name": name, "from": {"id": ME}, "conversation": {"id": conversation}, "value": value, **more}
        return await self.post("/_conversation/v1/invoke", body)

    async def wait_for(self, words: str, *, button: str = "") -> tuple[str, dict[str, Any]]:
        """The newest message of the bot's with these words (and this button): its conversation, and itself."""

        def found() -> tuple[str, dict[str, Any]] | None:
            shown = [(where, each) for where, said in self.messages.items() for each in said.values()]
            fitting = [
                (where, each)
                for where, each in shown
                if words in text(each) and (not button or button in adaptive.actions(card(each)))
            ]
            return fitting[-1] if fitting else None

        await self._until(lambda: found() is not None, f"nobody said {words!r}")
        message = found()
        assert message is not None
        return message

    async def wait_for_dm(self, person: str, words: str) -> None:
        """Until the bot has opened a chat with somebody else and said these words to them."""

        def told() -> bool:
            opened = [call for call in self.calls if call.get("activityName") == "createConversation"]
            said = [call for call in self.calls if call.get("activityName") == "message"]
            members = [each["id"] for call in opened for each in call["request"]["body"]["members"]]
            return person in members and any(words in str(call["request"]["body"].get("summary")) for call in said)

        await self._until(told, f"{person} was not told {words!r}")

    async def _until(self, fine: Callable[[], bool], problem: str) -> None:
        async with self.changed:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.changed.wait_for(fine)
            except TimeoutError:
                said = [text(each) for kept in self.messages.values() for each in kept.values()]
                raise AssertionError(f"{problem}, only {said}") from None

    async def listen(self, path: str, ready: asyncio.Event) -> None:
        async with self.session.ws_connect(self.url + path, max_msg_size=0) as stream:
            ready.set()
            async for event in stream:
                if event.type == aiohttp.WSMsgType.TEXT:
                    await self._told(event.json())

    async def _told(self, event: dict[str, Any]) -> None:
        async with self.changed:
            if isinstance(call := event.get("log"), dict):
                self.calls.append(call)
            message = event.get("message")
            if isinstance(message, dict) and message.get("from", {}).get("id") == BOT:
                self.messages.setdefault(event["actionConversationId"], {})[message["messageId"]] = message
            self.changed.notify_all()


def card(message: dict[str, Any]) -> dict[str, Any]:
    attachments = message.get("attachments") or [{}]
    return dict(attachments[0].get("content") or {})


def text(message: dict[str, Any]) -> str:
    return adaptive.words(card(message)) or str(message.get("text") or "")


@asynccontextmanager
async def running(endpoint: str, folder: Path) -> AsyncIterator[Playground]:
    """The Playground before a bot at `endpoint`, on a free port of this machine; ended by its own process id."""
    found = program()
    assert found is not None
    port = _free_port()
    environment = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none", "NO_COLOR": "1"}
    command = ("start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry")
    with (folder / "playground.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            found, *command, cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            async with aiohttp.ClientSession() as session:
                made = Playground(f"http://127.0.0.1:{port}", session)
                await _awake(made, process)
                async with session.get(f"{made.url}/_internal/v1/config") as response:
                    config = (await response.json(content_type=None))["config"]
                made.personal = config["personalChat"]["id"]
                async with _listening(made):
                    yield made
        finally:
            if process.returncode is None:
                process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), 5)
                except TimeoutError:
                    process.kill()
                    await process.wait()


@asynccontextmanager
async def _listening(made: Playground) -> AsyncIterator[None]:
    paths = ("/_ws_conversation/v1/conversations/stream", "/_ws/log/stream")
    tasks = []
    for path in paths:
        ready = asyncio.Event()
        tasks.append(asyncio.create_task(made.listen(path, ready)))
        await asyncio.wait_for(ready.wait(), PATIENCE)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _awake(made: Playground, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            assert process.returncode is None, "the Playground ended at once; see playground.log"
            with suppress(aiohttp.ClientError):
                async with made.session.get(f"{made.url}/_debug/ping") as response:
                    if re.search("pong", await response.text()):
                        return
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
