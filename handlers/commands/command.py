"""A command: what somebody wants, as a value."""

from __future__ import annotations

from typing import ClassVar

from governance.policy import Deed


class Command:
    """What somebody wants. `needs` is what the policy is asked before a handler sees it; None asks for nothing."""

    needs: ClassVar[Deed | None] = "read"
