"""The door: an HTTP request becomes an activity, or is turned away with a status that says why.

In place of the SDK's `CloudAdapter`, which answers 500 to every invoke with a body, to bad JSON and to a
malformed token, and makes an HTTP client for each request. What is left of it is the check of tokens
(`auth.py`); activities stay the plain dicts they are.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.loopback import asked_as_this_machine, from_elsewhere, is_loopback

log = logging.getLogger(__name__)

CHANNEL = "msteams"
_NEEDED = ("type", "serviceUrl", "channelId")


@dataclass(frozen=True, slots=True)
class Invoked:
    """The answer to an invoke."""

    status: int
    body: Mapping[str, Any] | None = None


class Porter(Protocol):
    """Checks that a request comes from whom it says; raises NotLetIn or CannotTell."""

    async def let_in(self, activity: Mapping[str, Any], header: str | None) -> None: ...


OnActivity = Callable[[Mapping[str, Any]], Awaitable[Invoked | None]]


class Adapter:
    """Serves /api/messages. Without a guard (only ever on this machine) whoever is on this machine is let
    in."""

    def __init__(self, on_activity: OnActivity, guard: Porter | None) -> None:
        self._on_activity = on_activity
        self._guard = guard

    async def process(self, request: web.Request) -> web.Response:
        self._at_the_door(request)
        activity = await _read(request)
        await self._identify(request, activity)
        answer = await self._on_activity(activity)
        if answer is None:
            return web.Response(status=200)
        return (
            web.json_response(answer.body, status=answer.status)
            if answer.body is not None
            else web.Response(status=answer.status)
        )

    def _at_the_door(self, request: web.Request) -> None:
        """What can be told before a byte of the body is read."""
        if self._guard is None and not _from_this_machine(request):
            raise _refused(web.HTTPForbidden, "Without MicrosoftAppId, only this machine is served.")
        if self._guard is not None and not request.headers.get("Authorization"):
            raise _refused(web.HTTPUnauthorized, "A token of the Bot Framework is needed.")
        if request.content_type != "application/json":
            raise _refused(web.HTTPUnsupportedMediaType, "Send application/json.")

    async def _identify(self, request: web.Request, activity: Mapping[str, Any]) -> None:
        if self._guard is None:
            return
        from bot.teams.auth import CannotTell, NotLetIn  # only where there is an app id is the SDK loaded

        try:
            await self._guard.let_in(activity, request.headers.get("Authorization"))
        except NotLetIn as refused:
            log.warning("turned away a request that the Bot Framework did not send: %r", refused.__cause__)
            raise _refused(web.HTTPUnauthorized, "This token does not let you in.") from refused
        except CannotTell as unknown:
            log.error("could not fetch the Bot Framework's signing keys: %s", unknown.__cause__)
            raise _refused(web.HTTPServiceUnavailable, "The token cannot be checked at the moment.") from unknown
        if activity["channelId"] != CHANNEL:
            # The same bot may be reachable by Web Chat or Direct Line, where anybody says who they are.
            raise _refused(web.HTTPForbidden, "Only Microsoft Teams is served.")


def _from_this_machine(request: web.Request) -> bool:
    """A browser on this machine may be led here by a foreign page; the Host and the Origin that it sends give that away."""
    return is_loopback(request.remote) and asked_as_this_machine(request) and not from_elsewhere(request)


async def _read(request: web.Request) -> Mapping[str, Any]:
    try:
        told = json.loads(await request.read())
    except (ValueError, RecursionError) as unreadable:
        raise _refused(web.HTTPBadRequest, "This is not JSON.") from unreadable
    if not isinstance(told, dict):
        raise _refused(web.HTTPBadRequest, "This is not an activity.")
    for name in _NEEDED:
        if not isinstance(told.get(name), str) or not told[name]:
            raise _refused(web.HTTPBadRequest, f"An activity needs {name}.")
    if not isinstance(told.get("conversation"), dict) or not isinstance(told.get("from"), dict):
        raise _refused(web.HTTPBadRequest, "An activity needs conversation and from.")
    return told


def _refused(error: type[web.HTTPException], reason: str) -> web.HTTPException:
    return error(text=json.dumps({"error": {"message": reason}}), content_type="application/json")
