"""This machine and nothing else: what is served without anybody proving who they are asks here first."""

from __future__ import annotations

import ipaddress

from aiohttp import web
from yarl import URL


def is_loopback(host: str | None) -> bool:
    """Whether `host` (a name or an address, without port) is this machine and nothing else."""
    if not host:
        return False
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def asked_as_this_machine(request: web.Request) -> bool:
    """Whether the Host is this machine's own name, so that no other site's name can be pointed here (DNS rebinding)."""
    return is_loopback(_host(f"http://{request.host}"))


def from_elsewhere(request: web.Request) -> bool:
    """Whether a browser says that a page of another machine sent this."""
    origin = request.headers.get("Origin")
    return origin is not None and not is_loopback(_host(origin))


def _host(address: str) -> str:
    try:
        return URL(address).host or ""
    except ValueError:
        return ""
