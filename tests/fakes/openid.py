"""The Bot Framework's sign-in: a metadata document, signing keys, and tokens signed with them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"


class OpenId:
    """Serve with `running()`. `rotate` replaces the key, as Microsoft does from time to time."""

    def __init__(self) -> None:
        self.url = ""
        self.fetched = 0
        self.up = True
        self._number = 0
        self.rotate()

    def rotate(self) -> None:
        self._number += 1
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[OpenId]:
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._keys)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    def token(self, audience: str, service_url: str, **claims: Any) -> str:
        told = {"iss": ISSUER, "aud": audience, "serviceurl": service_url, "exp": time.time() + 600, **claims}
        return jwt.encode(told, self._key, algorithm="RS256", headers={"kid": f"key{self._number}"})

    async def _metadata(self, _: web.Request) -> web.Response:
        if not self.up:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        self.fetched += 1
        key = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [{**key, "kid": f"key{self._number}", "endorsements": ["msteams"]}]})
