"""Uploading: handing a file to Slack and having it shown in a channel, in Slack's three steps.

Slack keeps no key of ours with a file, so a tag that is made of the notice's key stands in the file's name: by it the message is
found again. And Slack shows a file some moments after it has said yes, now and then never (its people say so, and its answer
names no message): what was taken and is not shown is taken back before it is sent again, so that it cannot come twice.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import PurePath
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import MaybeSent, NotSent, TryLater
from bot.slack.failure import BUSY_S
from reports.paper import File

TAG_BYTES = 6
UPLOAD = "upload"  # in the trace of what is in doubt: Slack's id of the file

# Of these calls alone, not of the app as a whole: an installation from before there were documents still says all else.
ONLY_FILES = ("missing_scope", "no_permission")
_THERE_NO_MORE = ("file_not_found", "file_deleted")
# Of the last step: they do not say whether it was done before, or half.
_UNCLEAR = ("already_complete", "file_update_failed")

log = structlog.get_logger("chivvy.slack")


class Send(Protocol):
    """Makes one call of the Web API. Raises NotSent, TryLater or MaybeSent; NotSent, too, for what is `only_here`."""

    async def __call__(self, call: Callable[[], Awaitable[Any]], only_here: tuple[str, ...] = ()) -> Any: ...


class Uploads:
    """Never repeats anything on its own, and keeps nothing itself."""

    def __init__(self, client: AsyncWebClient, send: Send) -> None:
        self._client = client
        self._send = send

    async def share(self, channel: str, thread: str | None, file: File, key: str, words: str) -> dict[str, str]:
        """Have `file` shown in a channel, under `words`; what to know when it is not seen there. Before the last step nothing can
        be there, whatever goes wrong; in it, no answer means that it may be."""
        id = await self._hand_over(file, key)
        trace = {UPLOAD: id}
        asked = {"channel_id": channel, "thread_ts": thread, "initial_comment": words}
        files = json.dumps([{"id": id, "title": file.title}])
        try:
            await self._call("files.completeUploadExternal", {**asked, "files": files})
        except NotSent as refused:
            if _error(refused) in _UNCLEAR:
                raise MaybeSent(refused.reason, trace=trace) from refused
            raise
        except MaybeSent as unknown:
            raise MaybeSent(str(unknown), trace=trace) from unknown
        return trace

    async def take_back(self, trace: Mapping[str, str]) -> None:
        """Make sure that a file which is not shown never will be. Raises TryLater where that is not certain yet."""
        if not (id := trace.get(UPLOAD)):
            return
        try:
            await self._call("files.delete", {"file": id})
        except NotSent as refused:
            if _error(refused) not in _THERE_NO_MORE:
                log.warning("a file that Slack does not show could not be taken back", why=refused.reason)
        except MaybeSent as unknown:
            raise TryLater(BUSY_S) from unknown

    async def _hand_over(self, file: File, key: str) -> str:
        """Give Slack the bytes; the file's id there. Nobody sees it yet, and what is not completed is thrown away by Slack."""
        # No `alt_txt`: with it Slack takes some files and never shows them. Title and words say what it is.
        wanted = {"filename": tagged(file.name, key), "length": len(file.content)}
        try:
            given = await self._call("files.getUploadURLExternal", wanted)
            await self._post(str(given["upload_url"]), file)
        except MaybeSent as unknown:
            raise TryLater(BUSY_S) from unknown
        return str(given["file_id"])

    async def _post(self, url: str, file: File) -> None:
        session = self._client.session
        assert session is not None, "the front opens it when it starts"
        try:
            async with session.post(
                url,
                data=file.content,
                headers={"Content-Type": "application/octet-stream"},
                proxy=self._client.proxy,
                ssl=self._client.ssl or True,
                allow_redirects=False,
            ) as answer:
                status, pause = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as unreached:
            # Not Slack as a whole: its files have a host of their own, which a firewall may not know.
            reason = f"Slack’s files ({urlsplit(url).hostname}) cannot be reached from where I run"
            raise NotSent(reason) from unreached
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise MaybeSent(type(lost).__name__) from lost
        if status == 429:
            raise TryLater(float(pause) if pause.isdecimal() else BUSY_S)
        if status >= 500 or status == 408:
            raise MaybeSent(f"Slack answered {status}")
        if status != 200:
            raise NotSent(f"Slack did not take the file ({status})")

    async def _call(self, method: str, asked: Mapping[str, Any]) -> Any:
        # As a form, where the SDK's own methods put it all into the address.
        given = {name: value for name, value in asked.items() if value is not None}
        return await self._send(lambda: self._client.api_call(method, data=given), ONLY_FILES)


def _error(refused: Exception) -> str:
    """Slack's own name for why it refused."""
    return str(getattr(refused, "error", ""))


def tag(key: str) -> str:
    """A short name of a notice's key, that tells nothing of it."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()[:TAG_BYTES]).decode().rstrip("=").lower()


def tagged(name: str, key: str) -> str:
    """`CMP-0001 chronology k7f3m2pqxa.pdf`"""
    path = PurePath(name)
    return f"{path.stem} {tag(key)}{path.suffix}"


def carries(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message shows the file that was sent under this key."""
    wanted = f" {tag(key)}."
    return any(wanted in str(file.get("name") or "") for file in message.get("files") or ())
