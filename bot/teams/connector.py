"""Calling Teams: the few connector operations that Chivvy needs, each tried once, each failure told as
what it means.

Plain HTTP instead of the SDK's client: that one hides `Retry-After`, has no time-out of its own and blocks
the loop for its token.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import structlog
from yarl import URL

from bot.loopback import is_loopback
from bot.platform import Away, MaybeSent, NotSent, TryLater
from bot.teams.limits import MEMBERS_PAGE, UPLOAD_HOSTS

Token = Callable[[], Awaitable[str]]

log = structlog.get_logger("chivvy.teams")

_TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_WAIT = 2.0  # seconds, when Teams says "too many" without saying until when
_UNREACHABLE_WAIT = 30.0

# Microsoft's codes, and what they mean to the person who waits for the message.
_REASONS = {
    "MessageWritesBlocked": "they have blocked or removed Chivvy in Teams",
    "ConversationBlockedByUser": "they have blocked Chivvy in Teams",
    "BotNotInConversationRoster": "Chivvy is not a member of that channel or chat in Teams",
    "ConversationNotFound": "that channel or chat is no longer in Teams",
    "ActivityNotFoundInConversation": "that message is no longer in Teams",
    "BotDisabledByAdmin": "an administrator has switched Chivvy off in Teams",
    "ForbiddenOperationException": "Chivvy is not installed for them in Teams",
}
# Those that stay so until people change something. Any other refusal may be a proxy's, a policy's or a moment's: a channel
# is not given up for it.
_GONE = frozenset(
    (
        "MessageWritesBlocked",
        "ConversationBlockedByUser",
        "BotNotInConversationRoster",
        "ConversationNotFound",
        "ForbiddenOperationException",
    )
)
_MESSAGE_GONE = "ActivityNotFoundInConversation"  # the end of that message, not of its channel


class Connector:
    """A client of the Bot Connector service. `token` is None where nobody proves who they are (this
    machine only)."""

    def __init__(self, token: Token | None) -> None:
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Post a message; its id."""
        answer = await self._call("POST", service_url, ("conversations", conversation, "activities"), activity)
        return str(answer.get("id") or "")

    async def update(self, service_url: str, conversation: str, message: str, activity: Mapping[str, Any]) -> None:
        path = ("conversations", conversation, "activities", message)
        await self._call("PUT", service_url, path, {**activity, "id": message})

    async def delete(self, service_url: str, conversation: str, message: str) -> None:
        await self._call("DELETE", service_url, ("conversations", conversation, "activities", message))

    async def hand_over(self, upload_url: str, content: bytes) -> None:
        """Put a file where Teams said. The address is as good as a key, so it is never logged and never followed elsewhere."""
        self._check_upload(upload_url)
        whole = f"bytes 0-{len(content) - 1}/{len(content)}"
        headers = {"Content-Type": "application/octet-stream", "Content-Range": whole}
        apart = aiohttp.ClientSession(timeout=_TIMEOUT, middlewares=(_Once(),))
        try:
            async with apart, apart.put(upload_url, data=content, headers=headers, allow_redirects=False) as response:
                status, pause = response.status, response.headers.get("Retry-After")
        except (aiohttp.ClientError, TimeoutError, OSError) as lost:
            raise MaybeSent(f"OneDrive did not answer ({type(lost).__name__})") from None
        if status == 429:
            raise TryLater(_seconds(pause))
        if status == 408 or status >= 500:
            raise MaybeSent(f"OneDrive answered {status}")
        if status >= 300:
            raise NotSent(f"OneDrive refused it ({status})")

    def _check_upload(self, upload_url: str) -> None:
        """Raise NotSent for an address that Teams would never give."""
        try:
            parts = urlsplit(upload_url)
            host = (parts.hostname or "").casefold()
        except ValueError:
            raise NotSent("Teams gave no address for it") from None
        known = parts.scheme == "https" and any(host == each or host.endswith(f".{each}") for each in UPLOAD_HOSTS)
        if not (known if self._token is not None else is_loopback(host)):
            log.warning("an address for a file is none of OneDrive's", host=host)
            raise NotSent("the address for it is none of OneDrive’s")

    async def open_chat(self, service_url: str, bot: str, person: str, tenant: str) -> str:
        """The personal chat with `person` (a `29:` or Entra object id): its id. The same one every time."""
        wanted: dict[str, Any] = {"bot": {"id": bot}, "members": [{"id": person}], "isGroup": False}
        if tenant:
            wanted |= {"tenantId": tenant, "channelData": {"tenant": {"id": tenant}}}
        answer = await self._call("POST", service_url, ("conversations",), wanted)
        if not (chat := str(answer.get("id") or "")):
            raise NotSent("Teams opened no chat with them")
        return chat

    async def ping(self, service_url: str) -> None:
        """Ask for the list of conversations. Few services keep one: a refusal is as good an answer as the list."""
        try:
            await self._call("GET", service_url, ("conversations",))
        except NotSent as refused:
            log.debug("Teams answers", says=refused.reason)

    async def member(self, service_url: str, conversation: str, person: str) -> dict[str, Any]:
        """One member of a channel or chat: name, address, whether a guest."""
        return await self._call("GET", service_url, ("conversations", conversation, "members", person))

    async def channels(self, service_url: str, team: str) -> list[dict[str, Any]]:
        """A team's channels: their ids and names."""
        answer = await self._call("GET", service_url, ("teams", team, "conversations"))
        return [each for each in answer.get("conversations") or [] if isinstance(each, dict)]

    async def members(self, service_url: str, conversation: str) -> list[dict[str, Any]]:
        """Everybody in a channel or chat, page by page."""
        found: list[dict[str, Any]] = []
        seen: set[str] = set()
        page: dict[str, str] = {"pageSize": str(MEMBERS_PAGE)}
        while True:
            answer = await self._call("GET", service_url, ("conversations", conversation, "pagedmembers"), query=page)
            found += [member for member in answer.get("members") or [] if isinstance(member, dict)]
            more = str(answer.get("continuationToken") or "")
            if not more or more in seen:  # a token seen before would go round for ever
                return found
            seen.add(more)
            page = {**page, "continuationToken": more}

    async def _call(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        url = self._url(service_url, path, query)
        headers = await self._headers()
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        try:
            async with self._session.request(method, url, json=body, headers=headers) as response:
                answer = await _json(response)
                if response.status < 300:
                    return answer
                raise _failure(response.status, answer, response.headers.get("Retry-After"), redrawing=method == "PUT")
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as unreachable:
            # Nothing was sent yet: it is certainly not there.
            raise Away("Teams cannot be reached", _UNREACHABLE_WAIT) from unreachable
        except (aiohttp.ClientError, TimeoutError, OSError) as lost:
            raise MaybeSent(f"Teams did not answer ({type(lost).__name__})") from lost

    def _url(self, service_url: str, path: tuple[str, ...], query: Mapping[str, str] | None) -> URL:
        host = urlsplit(service_url).hostname
        if not host:
            raise NotSent("no Teams address is known for them yet; they need to write to Chivvy in Teams once")
        if self._token is None and not is_loopback(host):
            raise NotSent("without MicrosoftAppId, Chivvy writes to Teams clients on this machine only")
        quoted = "/".join(quote(part, safe="") for part in path)
        asked = "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items()) if query else ""
        return URL(f"{service_url.rstrip('/')}/v3/{quoted}{asked}", encoded=True)

    async def _headers(self) -> dict[str, str]:
        if self._token is None:
            return {}
        from bot.teams.auth import NoToken  # only where there is an app id is the SDK loaded: it takes half a second

        try:
            return {"Authorization": f"Bearer {await self._token()}"}
        except NoToken as refused:
            if refused.settled:
                log.error("Microsoft does not accept Chivvy's app id and password: check MicrosoftAppPassword")
            why = "does not accept Chivvy's app id and password" if refused.settled else "gives no token"
            raise Away(f"Microsoft {why}", _UNREACHABLE_WAIT) from refused


class _Once:
    """Lets one request through: when a connection breaks off, aiohttp would make a PUT again, unasked."""

    def __init__(self) -> None:
        self._made = False

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if self._made:
            raise MaybeSent("the connection broke off")
        self._made = True
        return await handler(request)


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _failure(status: int, answer: Mapping[str, Any], retry_after: str | None, *, redrawing: bool) -> Exception:
    error = answer.get("error") if isinstance(answer.get("error"), Mapping) else answer
    code = str(error.get("code") or "") if isinstance(error, Mapping) else ""
    if status in (429, 412):  # 412: another write to the same conversation was under way
        return TryLater(_seconds(retry_after))
    if status == 408 or status >= 500:
        return MaybeSent(f"Teams answered {status}")
    reason = _REASONS.get(code)
    if code in _GONE or (redrawing and code == _MESSAGE_GONE):
        return NotSent(_REASONS[code], gone=True)
    if status == 413:
        return NotSent("the message is too long for Teams")
    if status == 401:
        log.error("Teams does not accept Chivvy's sign-in: check MicrosoftAppId and MicrosoftAppPassword")
        return Away("Teams does not accept Chivvy's sign-in", _UNREACHABLE_WAIT)
    return NotSent(reason or f"Teams refused the message ({code or status})")


def _seconds(retry_after: str | None) -> float:
    try:
        return max(float(retry_after or _WAIT), 0.0)
    except ValueError:
        return _WAIT
