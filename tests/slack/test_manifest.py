"""The manifest: complete, minimal, and what the code listens to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.slack import limits
from bot.slack.manifest import FILE, manifest, text
from governance.kinds import all_kinds

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "slack-manifest.schema.json"


def test_the_file_is_what_the_kinds_say() -> None:
    assert FILE.read_text() == text(), "write it anew: chivvy manifest slack --out bot/slack/manifest.json"


@pytest.mark.parametrize(
    "made",
    [manifest(), manifest("nv-", "https://chivvy.council.gov.uk/"), manifest(socket_mode=True)],
    ids=["http", "prefix", "socket"],
)
def test_slacks_schema_takes_it(made: dict[str, object]) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"no Slack schema at {SCHEMA}")
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(made, json.loads(SCHEMA.read_text()))


def test_every_kind_has_a_command_and_those_that_a_message_can_become_a_shortcut() -> None:
    features = manifest("nv-")["features"]
    commands = {command["command"] for command in features["slash_commands"]}
    own = {"/nv-my", "/nv-raid", "/nv-workstream", "/nv-chivvy"}
    assert commands >= {f"/nv-{body.kind.command}" for body in all_kinds().values()} | own
    assert all(command["should_escape"] for command in features["slash_commands"]), "or mentions arrive as bare words"
    captured = {f"log_{name}" for name, body in all_kinds().items() if body.kind.capture}
    assert {shortcut["callback_id"] for shortcut in features["shortcuts"]} == captured


def test_however_many_kinds_there_are_slack_takes_it_and_each_is_named() -> None:
    risk = all_kinds()["risk"].kind
    many = [replace(risk, name=f"kind-{number}", plural=f"kinds-{number}") for number in range(60)]
    made = manifest(kinds=many)
    assert len(made["features"]["slash_commands"]) == limits.COMMANDS
    assert len(made["features"]["shortcuts"]) == limits.SHORTCUTS
    assert "/my" in {command["command"] for command in made["features"]["slash_commands"]}
    assert all(kind.plural in made["display_information"]["long_description"] for kind in many)


def test_http_names_its_address_and_socket_mode_none() -> None:
    http = manifest(base_url="https://chivvy.council.gov.uk/")
    assert http["settings"]["interactivity"]["request_url"] == "https://chivvy.council.gov.uk/slack/events"
    assert http["settings"]["event_subscriptions"]["request_url"] == "https://chivvy.council.gov.uk/slack/events"
    socket = manifest(socket_mode=True)
    assert socket["settings"]["socket_mode_enabled"]
    assert "url" not in json.dumps(socket)


def test_a_prefix_that_makes_a_command_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        manifest("a-very-long-directorate-prefix-")
