"""The door: what comes over HTTP is checked for Slack's signature and its form before anybody reads it."""

from __future__ import annotations

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

log = structlog.get_logger("chivvy.slack")

PATH = "/slack/events"


class Door:
    """Bolt checks the signature too, but only after it has read the body, and it stumbles over what is not one."""

    def __init__(self, bolt: AsyncApp, signing_secret: str) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)

    async def knock(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_slack(request, body):
            log.warning("refused a request without a valid Slack signature", remote=request.remote)
            return _refusal(401, "The signature is missing, wrong or older than five minutes.")
        try:
            read = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
            answer = await self._bolt.async_dispatch(read)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as odd:
            log.warning("refused a malformed request", why=type(odd).__name__, exc_info=odd)
            return _refusal(400, "The body is not one that Slack sends.")
        return await to_aiohttp_response(answer)

    def _is_slack(self, request: web.Request, body: bytes) -> bool:
        at = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (at.isascii() and at.isdigit() and len(at) < 16 and signature.isascii()):
            return False
        try:
            return bool(self._verifier.is_valid(body, at, signature))
        except UnicodeDecodeError:
            return False


def _refusal(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)
