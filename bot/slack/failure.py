"""What Slack's refusals say of themselves."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

LIMITED = ("ratelimited", "rate_limited", "message_limit_exceeded")
BUSY_S = 30.0  # where Slack asks for a pause and does not say how long


def error_code(failed: BaseException) -> str:
    """Slack's own name for what went wrong, or nothing where it gave none."""
    if status(failed) == 429:
        return LIMITED[0]
    data = getattr(getattr(failed, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def why(failed: BaseException) -> str:
    """What went wrong, for the log: never anybody's words."""
    return error_code(failed) or (f"HTTP {status(failed)}" if status(failed) else type(failed).__name__)


def status(failed: BaseException) -> int:
    """The HTTP status. The SDK's error holds its own response, or aiohttp's where the body could not be read."""
    response = getattr(failed, "response", None)
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def retry_after(failed: SlackApiError) -> float:
    headers = getattr(failed.response, "headers", None) or {}
    try:
        return max(1.0, float(headers.get("Retry-After", BUSY_S)))
    except ValueError:
        return BUSY_S
