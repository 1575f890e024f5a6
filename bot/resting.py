"""Whom this process leaves alone for a moment, because a platform's pace asks for it; and until when (real time)."""

from __future__ import annotations

from datetime import datetime

from storage.claims import Apart, Receiver
from storage.paces import Full


class Resting:
    """Kept in memory to save questions: the limits themselves are in the register, and hold without it."""

    def __init__(self) -> None:
        self._receivers: dict[Receiver, datetime] = {}
        self._platforms: dict[str, datetime] = {}

    def leave(self, receiver: Receiver, platform: str, full: Full) -> None:
        """A limit is used up: everybody of the platform rests where it is one for all, else the receiver."""
        if full.limit.wide:
            self._platforms[platform] = full.until
        else:
            self._receivers[receiver] = full.until

    def leave_receiver(self, receiver: Receiver, until: datetime) -> None:
        self._receivers[receiver] = until

    def apart(self, real_now: datetime) -> Apart:
        """Who rests still."""
        self._receivers = {one: until for one, until in self._receivers.items() if until > real_now}
        self._platforms = {one: until for one, until in self._platforms.items() if until > real_now}
        return Apart(frozenset(self._receivers), frozenset(self._platforms))

    def next_end(self) -> datetime | None:
        """When the first of them may be spoken to again."""
        return min((*self._receivers.values(), *self._platforms.values()), default=None)
