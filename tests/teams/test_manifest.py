"""The app package: valid, derived from the kinds, and the same as what is checked in."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest

from bot.teams import limits
from bot.teams.manifest import AppIdUnusable, manifest, package, text
from governance.kinds import all_kinds
from tests.fakes.schemas import FOLDER, problems

ROOT = Path(__file__).parents[2]
SCHEMA = "teams-manifest-1.25.schema.json"
APP_ID = "12345678-abcd-1234-abcd-123456789012"


@pytest.mark.skipif(not (FOLDER / SCHEMA).exists(), reason=f"there is no {SCHEMA} in {FOLDER}")
def test_it_is_valid() -> None:
    assert problems(SCHEMA, manifest(APP_ID)) == []


@pytest.mark.skipif(not (FOLDER / "adaptive-card-1.5.0.schema.json").exists(), reason=f"no card schema in {FOLDER}")
def test_cards_are_checked_against_the_schema() -> None:
    """All the other tests check each card against it; without the folder they check only what no schema
    tells."""
    assert problems("adaptive-card-1.5.0.schema.json", {"type": "AdaptiveCard", "body": [{"type": "Nonsense"}]})


def test_the_file_in_the_project_is_the_derived_one() -> None:
    checked_in = (ROOT / "manifest.json").read_text()
    assert checked_in == text(), (
        "write it anew: python -c 'from bot.teams.manifest import text; print(text(), end=\"\")'"
    )


def test_every_kind_is_there() -> None:
    made = manifest(APP_ID)
    listed = {each["title"]: each["description"] for each in made["bots"][0]["commandLists"][0]["commands"]}
    for name, body in all_kinds().items():
        assert name in listed or name in listed["help"].split("…")[0].replace(",", " ").split() or "…" in listed["help"]
        assert body.kind.plural in made["description"]["full"]
    assert set(listed) >= {"my", "raid", "workstream", "help", *list(all_kinds())[:6]}


def test_a_message_can_become_the_kinds_that_say_so() -> None:
    commands = [each["id"] for each in manifest(APP_ID)["composeExtensions"][0]["commands"]]
    captured = [f"log-{name}" for name, body in all_kinds().items() if body.kind.capture]
    assert commands == ["search", *captured[: limits.COMPOSE_COMMANDS - 1]]


def test_limits() -> None:
    made = manifest(APP_ID)
    assert len(made["composeExtensions"][0]["commands"]) <= limits.COMPOSE_COMMANDS
    assert len(made["name"]["short"]) <= limits.NAME_SHORT
    assert len(made["name"]["full"]) <= limits.NAME_FULL
    assert len(made["description"]["short"]) <= limits.DESCRIPTION_SHORT
    assert len(made["description"]["full"]) <= limits.DESCRIPTION_FULL
    assert {scope for each in made["bots"][0]["commandLists"] for scope in each["scopes"]} == set(
        made["bots"][0]["scopes"]
    )
    for listed in made["bots"][0]["commandLists"]:
        assert len(listed["commands"]) <= limits.COMMANDS
        for command in listed["commands"]:
            assert len(command["title"]) <= limits.COMMAND_TITLE
            assert len(command["description"]) <= limits.COMMAND_DESCRIPTION


def test_the_package(tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "chivvy.zip"

    package(APP_ID, out)

    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        made = json.loads(archive.read("manifest.json"))
        assert made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == APP_ID
        assert _size(archive.read("color.png")) == (192, 192)
        assert _size(archive.read("outline.png")) == (32, 32)


def test_an_unusable_app_id_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppIdUnusable, match="“mine”"):
        package("mine", tmp_path / "chivvy.zip")
    assert not (tmp_path / "chivvy.zip").exists()


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height
