"""What operators and load balancers ask: is it alive, is it ready, how much has it done."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.clock import Clock
from governance.errors import ChivvyError
from storage.database import Database
from storage.outbox import CLAIMED, DUE, FAILED, LAPSED, SENT, UNCERTAIN


def add_routes(application: web.Application, database: Database, clock: Clock, platforms: Collection[str]) -> None:
    """`/healthz`: the process answers. `/readyz`: so does the database. `/metrics`: numbers for Prometheus."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        try:
            await database.ping()
        except ChivvyError as error:
            return web.json_response({"status": "not ready", "why": error.message}, status=503)
        return web.json_response({"status": "ready", "platforms": sorted(platforms)})

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await numbers(database, clock), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_get("/metrics", metrics)


async def numbers(database: Database, clock: Clock) -> bytes:
    """The register's own counts, read afresh: every process of many says the same."""
    registry = CollectorRegistry()
    notices = Gauge("chivvy_notices", "Messages owed, by what became of them", ["state"], registry=registry)
    late = Gauge("chivvy_clock_late_seconds", "How long the earliest unsent notice has been due", registry=registry)
    now = clock.now()
    async with database.reading(now) as register:
        counted = await register.outbox.counts()
        next_due = await register.outbox.next_due()
    for state in (DUE, CLAIMED, SENT, FAILED, UNCERTAIN, LAPSED):
        notices.labels(state).set(counted.get(state, 0))
    late.set(max(0.0, (now - next_due).total_seconds()) if next_due else 0)
    return generate_latest(registry)
