"""A document that could not be sent: whoever asked for it hears why, and what to type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.cards import say
from handlers.direct import owe_direct
from handlers.reminding.notices import SAID
from storage.outbox import Notice
from storage.register import Register


async def tell_asker(register: Register, failed: Notice, why: str) -> None:
    """Owe words to whoever asked for the document of `failed`. Should these fail too, the office hears of it as of any other."""
    asker = await register.people.get(failed.payload.get("reader"))
    if asker is None:
        return
    asked = await _asked(register, failed.payload)
    words = f"I could not send you what you asked for (“{asked}”): {why}. To have another try, type “{asked}”."
    await owe_direct(say(words), register, asker, f"{SAID}:{failed.key}")


async def _asked(register: Register, payload: Mapping[str, Any]) -> str:
    """What one types to get the document."""
    if payload["ref"]:
        return f"{payload['document']} {payload['ref']}"
    workstream = await register.workstreams.get(payload["workstream"])
    return f"report {payload['document']}{f' for {workstream.label}' if workstream else ''}"
