"""The guard at the page's door: this machine only, this page only, no foreign script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.loopback import asked_as_this_machine
from governance.errors import ChivvyError
from storage.database import DatabaseUnavailable

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OURS = (
    "Something went wrong inside Chivvy. What was saved before is safe; what you just did may not have been "
    "saved. Check whether it was, then try again. The log says more."
)

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(ChivvyError):
    """{why}"""

    def __init__(self, why: str, status: int = 400) -> None:
        self.status = status
        super().__init__(why=why)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses strangers, answers failures in plain English, and puts the policy on every answer."""
    try:
        check(request)
        response = await handler(request)
    except Refusal as refusal:
        response = said(request, refusal.message, refusal.status)
    except ChivvyError as error:
        response = said(request, error.message, 503 if isinstance(error, DatabaseUnavailable) else 409)
    except web.HTTPException as error:
        response = said(
            request, "There is nothing at this address." if error.status == 404 else error.reason, error.status
        )
    except Exception:
        log.exception("page_failed", path=request.path)
        response = said(request, OURS, 500)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def check(request: web.Request) -> None:
    """The Host must be this machine's own name, so that no other site's name can be pointed here (DNS rebinding); what
    changes something must come from the page itself."""
    if not asked_as_this_machine(request):
        raise Refusal("This page answers on this machine only, at 127.0.0.1 or localhost.", 421)
    if request.method in ("GET", "HEAD"):
        return
    if request.headers.get("Origin") != f"{request.scheme}://{request.host}":
        raise Refusal("This did not come from the chat page itself, so nothing was done.", 403)
    if request.content_type != "application/json":
        raise Refusal("Send JSON.", 415)


def said(request: web.Request, message: str, status: int) -> web.Response:
    """A failure, as the asker can read it."""
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return web.Response(text=message, status=status)
    return web.json_response({"error": message}, status=status)
