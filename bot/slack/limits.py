"""Slack's numbers. From docs.slack.dev (Block Kit, modals, App Home, app manifest), unless it says “measured”."""

from __future__ import annotations

# Messages and views
MESSAGE_BLOCKS = 50
MODAL_BLOCKS = 100
HOME_BLOCKS = 100
MESSAGE_TEXT = 13_200  # measured: all text of one message's blocks together, else msg_blocks_too_long
FALLBACK_TEXT = 4_000  # chat.update refuses more, so a living card never has more

# Blocks
SECTION = 3_000
FIELDS = 10
FIELD = 2_000
HEADER = 150
CONTEXT_ELEMENTS = 10
CONTEXT = 2_000  # undocumented; the smallest number that Slack gives for any text of a block
ACTIONS = 25
BLOCK_ID = 255
ACTION_ID = 255

# Elements
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
ACCESSIBILITY_LABEL = 75
OPTIONS = 100
OPTION_GROUPS = 100
CHECKBOXES = 10
OPTION_LABEL = 75
OPTION_VALUE = 75
PLACEHOLDER = 150
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# Modals
MODAL_TITLE = 24
INPUT = 3_000
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
PRIVATE_METADATA = 3_000

# Manifest
COMMANDS = 50
COMMAND_NAME = 32
SHORTCUTS = 10
SHORTCUT_NAME = 24

# Rates, from docs.slack.dev/apis/web-api/rate-limits
POSTS_PER_CHANNEL_S = 1.0  # one a second for each channel …
POSTS_BURST = 3  # … “short bursts of more than one are allowed”
POSTS_A_MINUTE = 300  # “several hundred a minute” for each app and workspace, undocumented beyond that
POSTS_A_MINUTE_BURST = 10
UPDATES_A_MINUTE = 50  # chat.update is of tier 3: 50 and more a minute
UPDATES_BURST = 10
# Handing a file over is of tier 4 (100 and more a minute), but each is looked for in the history, which is of tier 3.
UPLOADS_A_MINUTE = 50
UPLOADS_BURST = 5

# Time
SIGNATURE_AGE_S = 300
ACKNOWLEDGE_S = 3.0
TRIGGER_S = 3.0


def shorten(text: str, limit: int) -> str:
    """`text` on one line and within `limit`, cut at a word where that costs little, with … to say so."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) >= limit * 0.6 else cut).rstrip(" ,;:–—-") + "…"
