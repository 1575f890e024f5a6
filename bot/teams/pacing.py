"""How fast Teams may be spoken to, as the limits that all processes share."""

from __future__ import annotations

from bot.platform import Address
from bot.teams.limits import BURST_PART, REQUESTS_A_SECOND, REQUESTS_BURST, SEND_RATES
from storage.paces import Limit


def sending(to: Address, tenant: str, *, redrawing: bool) -> tuple[Limit, ...]:
    """Each conversation's own, and the app's in its tenant. Redrawing counts for the app, and by itself in the conversation."""
    chat = str(to.data.get("conversation_id") or to.external_id).partition(";messageid=")[0]
    verb = "update" if redrawing else "send"
    own = tuple(
        Limit.within(f"teams {verb} {chat} {seconds} s", count, seconds, count // BURST_PART)
        for count, seconds in SEND_RATES
    )
    # What Teams says of being busy, it says of a conversation.
    app = Limit.within(f"teams {tenant}", REQUESTS_A_SECOND, 1, REQUESTS_BURST, wide=True, asked_for=False)
    return (*own, app)
