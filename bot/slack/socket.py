"""Socket Mode: Slack's requests over a connection that we open, for places without a public address."""

from __future__ import annotations

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


class Socket:
    """One connection. Bolt keeps trying while Slack cannot be reached, so connecting goes on in the background."""

    def __init__(self, bolt: AsyncApp, client: AsyncWebClient, app_token: str) -> None:
        self._bolt = bolt
        self._client = client
        self._app_token = app_token
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        handler = AsyncSocketModeHandler(self._bolt, self._app_token, web_client=self._client)
        self._handler = handler
        self._connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]

    async def stop(self) -> None:
        if self._handler is None or self._connecting is None:
            return
        self._connecting.cancel()
        await asyncio.gather(self._connecting, return_exceptions=True)
        client = self._handler.client
        running = (client.message_processor, client.current_session_monitor, client.message_receiver)
        await self._handler.close_async()  # type: ignore[no-untyped-call]
        # The client cancels its tasks but does not wait for them.
        await asyncio.gather(*filter(None, running), return_exceptions=True)
        self._handler = self._connecting = None
