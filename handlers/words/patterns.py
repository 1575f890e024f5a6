"""Patterns that are put together from what kinds and programmes declare, each compiled once.

The cache of `re` holds a few hundred and forgets; there are more of these.
"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for letters of either case."""
    return re.compile(pattern, re.IGNORECASE)
