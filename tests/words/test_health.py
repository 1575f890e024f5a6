"""`/raid` in words: what asks for a glance, a check, one rule, a list; and what does not."""

from __future__ import annotations

import pytest

from handlers.commands import CheckHealth, Command, Find, Glance
from tests.words.office import hear


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/raid", Glance()),
        ("raid", Glance()),
        ("show me the RAID log", Glance()),
        ("raid at a glance", Glance()),
        ("where do we stand?", Glance()),
        ("/raid hr", Glance("WS4")),
        ("raid log for finance please", Glance("WS3")),
        ("/raid all", Glance(everything=True)),
        ("/raid the whole programme", Glance(everything=True)),
        ("/raid health", CheckHealth()),
        ("health check", CheckHealth()),
        ("how healthy is our register?", CheckHealth()),
        ("what's wrong with the register?", CheckHealth()),
        ("health check for ICT", CheckHealth("WS5")),
        ("/raid health hr", CheckHealth("WS4")),
        ("raid health of everything", CheckHealth(everything=True)),
        ("H08", CheckHealth(rule="H08")),
        ("h8 in HR", CheckHealth("WS4", "H08")),
        ("/raid list overdue risks", Find(kind="risk", overdue=True)),
        ("/raid red risks in HR without an owner", Find(kind="risk", workstream="WS4", unowned=True, rag="Red")),
    ],
)
def test_what_is_asked_for(text: str, command: Command) -> None:
    found = hear(text)
    assert (found.intent, found.commands) == ("query", (command,))


@pytest.mark.parametrize(
    "text",
    ["action RAID tidy by Friday", "health check for ICT by Friday", "what is wrong with the firewall", "H99", "raids"],
)
def test_what_says_something_else(text: str) -> None:
    assert not any(isinstance(command, Glance | CheckHealth) for command in hear(text).commands)
