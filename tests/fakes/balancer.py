"""A load balancer: deals requests in turn to processes that know nothing of each other; those that are gone it passes over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import aiohttp
from aiohttp import web

HOPS = ("host", "content-length", "transfer-encoding", "connection")


class Balancer:
    """Deals requests out to `ports` of this machine, in turn. `dealt` says which port each went to. One that refuses the
    connection is passed over; one that breaks off in the middle is a 502, as it would be anywhere."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._turn = 0
        self.dealt: list[int] = []

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.casefold() not in HOPS}
        for _ in self._ports:
            port = self._ports[self._turn % len(self._ports)]
            self._turn += 1
            url = f"http://127.0.0.1:{port}{request.rel_url}"
            try:
                async with self._session.request(request.method, url, data=body, headers=headers) as answer:
                    self.dealt.append(port)
                    return web.Response(
                        status=answer.status, body=await answer.read(), content_type=answer.content_type
                    )
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                self.dealt.append(port)
                return web.Response(status=502, text="the process went away")
        return web.Response(status=503, text="nobody is there")
