"""How fast Slack may be spoken to, as the limits that all processes share. One bot token is one workspace."""

from __future__ import annotations

from bot.platform import Address
from bot.slack import limits
from storage.paces import Limit

POSTING = Limit.within("slack post", limits.POSTS_A_MINUTE, 60, limits.POSTS_A_MINUTE_BURST, wide=True)
UPDATING = Limit.within("slack update", limits.UPDATES_A_MINUTE, 60, limits.UPDATES_BURST, wide=True)
UPLOADING = Limit.within("slack upload", limits.UPLOADS_A_MINUTE, 60, limits.UPLOADS_BURST)


def posting(to: Address) -> tuple[Limit, ...]:
    """A DM is the same one whether it is found by its person or by its channel."""
    place = str(to.data.get("dm") or to.external_id)
    return (Limit(f"slack post {place}", limits.POSTS_PER_CHANNEL_S, limits.POSTS_BURST), POSTING)


def uploading(to: Address) -> tuple[Limit, ...]:
    """A file is a message too. Those who wait for its own limit hold up nobody else."""
    return (posting(to)[0], UPLOADING)


def updating() -> tuple[Limit, ...]:
    """Slack counts redraws by workspace only."""
    return (UPDATING,)
