"""What operators and load balancers ask: is it alive, is it ready, how much has it done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.clock import Clock
from bot.watchdog import lateness
from governance.errors import ChivvyError
from storage.beats import SWEEP
from storage.database import Database
from storage.outbox import CLAIMED, DUE, FAILED, LAPSED, SENT, UNCERTAIN
from storage.reaches import Reach


def add_routes(
    application: web.Application,
    database: Database,
    clock: Clock,
    platforms: Collection[str],
    late: timedelta,
) -> None:
    """`/healthz`: the process answers. `/readyz`: so does the database, and the clock is not more than `late` behind; a platform
    that is away is named, and is no reason to send people elsewhere. `/metrics`: numbers for Prometheus."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        try:
            await database.ping()
            said = await readiness(database, clock, platforms, late)
        except ChivvyError as error:
            return web.json_response({"status": "not ready", "why": error.message}, status=503)
        return web.json_response(said, status=200 if said["status"] == "ready" else 503)

    async def metrics(_: web.Request) -> web.Response:
        try:
            body = await numbers(database, clock, platforms)
        except ChivvyError as error:
            return web.Response(text=error.message, status=503)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_get("/metrics", metrics)


async def readiness(database: Database, clock: Clock, platforms: Collection[str], late: timedelta) -> dict[str, Any]:
    """What `/readyz` says: its status, what is known of each platform, and how late the clock is."""
    now = clock.now()
    async with database.reading(now) as register:
        reaches = await register.reaches.all()
        behind = lateness(now, await register.beats.last(SWEEP))
    said: dict[str, Any] = {
        "status": "ready" if behind <= late else "not ready",
        "platforms": {name: in_words(reaches.get(name)) for name in sorted(platforms)},
        "clock_late_seconds": round(behind.total_seconds()),
    }
    if behind > late:
        said["why"] = "The clock has not looked for what has come round for too long."
    return said


def in_words(reach: Reach | None) -> str:
    """`reached`, or since when not and why."""
    if reach is None or reach.failing_since is None:
        return "reached"
    return f"not reached since {reach.failing_since:%Y-%m-%dT%H:%M:%SZ}: {reach.why}"


async def numbers(database: Database, clock: Clock, platforms: Collection[str] = ()) -> bytes:
    """The register's own counts, read afresh: every process of many says the same."""
    registry = CollectorRegistry()
    notices = Gauge("chivvy_notices", "Messages owed, by what became of them", ["state"], registry=registry)
    late = Gauge("chivvy_clock_late_seconds", "How long ago the clock last looked for what is due", registry=registry)
    waiting = Gauge("chivvy_notice_late_seconds", "How long the earliest unsent notice has been due", registry=registry)
    up = Gauge("chivvy_platform_up", "Whether the platform answers", ["platform"], registry=registry)
    now = clock.now()
    async with database.reading(now) as register:
        counted = await register.outbox.counts()
        next_due = await register.outbox.next_due()
        reaches = await register.reaches.all()
        last_sweep = await register.beats.last(SWEEP)
    for state in (DUE, CLAIMED, SENT, FAILED, UNCERTAIN, LAPSED):
        notices.labels(state).set(counted.get(state, 0))
    late.set(lateness(now, last_sweep).total_seconds())
    waiting.set(max(0.0, (now - next_due).total_seconds()) if next_due else 0)
    for name in platforms:
        up.labels(name).set(name not in reaches or reaches[name].failing_since is None)
    return generate_latest(registry)
