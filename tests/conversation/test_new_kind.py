"""A kind declared in one place works in chat, form, list and help without another line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

import pytest

from bot.slack.manifest import manifest as slack_manifest
from bot.teams.manifest import manifest as teams_manifest
from governance.fields import Details, Owner
from governance.kind import Ask, Body, Kind, Title
from governance.kinds import all_kinds
from governance.lifecycle import Lifecycle
from tests.conversation.conftest import Office


def _declare() -> type[Body]:
    class Permit(Body):
        """A permit that works need: from the day it is asked for to the day it is granted."""

        kind: ClassVar[Kind] = Kind(
            name="permit",
            plural="permits",
            prefix="PRM",
            words=("licence",),
            meaning="leave from an authority, without which works may not begin",
            example="/permit Close Larch Street for the crane by 11/12 @sam",
            lifecycle=Lifecycle(
                initial="Wanted",
                moves={"Wanted": ("Granted", "Refused"), "Granted": (), "Refused": ("Wanted",)},
                closed=frozenset({"Granted", "Refused"}),
                done="Granted",
                reasons=frozenset({("*", "Refused"), ("*", "Wanted")}),
                labels={"Granted": "Grant"},
                words={"done": "Granted"},
            ),
            due_field="needed_by",
            good="It names the place, the works and the authority.",
        )

        title: Annotated[Title, Ask("Permit", "What it allows", column="Permit")]
        owner: Owner = None
        needed_by: Annotated[date | None, Ask("Needed by", input="date", words=("by", "due", "needed by"))] = None
        fee: Annotated[int | None, Ask("Fee", input="number", words=("fee",), unit=" pounds")] = None
        status: Annotated[Literal["Wanted", "Granted", "Refused"], Ask("Status", input="none")] = "Wanted"
        description: Details = ""

    return Permit


def _forget_what_is_cached() -> None:
    """What was worked out from the kinds there are."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("governance", "storage", "handlers", "bot") and module is not None:
            for held in list(vars(module).values()):
                if hasattr(held, "cache_clear"):
                    held.cache_clear()


@pytest.fixture
def permit() -> Iterator[str]:
    declared = _declare()
    _forget_what_is_cached()
    yield declared.kind.name
    del declared
    _forget_what_is_cached()
    gc.collect()
    assert "permit" not in all_kinds()


async def test_it_works_everywhere(permit: str, office: Office) -> None:
    channel = await office.says("U1", "/permit Close Larch Street for the crane by 11/12 <@U2>")
    card = channel.cards[-1]
    assert "PRM-001 Close Larch Street for the crane" in card.words
    assert "*Needed by*\nFri 11 Dec 2026" in card.words
    assert card.buttons[:5] == ["Grant", "Edit", "Snooze", "Reassign", "Undo"]

    await office.says("U1", "/permit")
    modal = await channel.modal.fill(title="Hoist over the yard", fee="120", needed_by="2026-12-14").submit()
    assert modal.errors == {}
    await office.settle()
    assert "*Fee*\n120 pounds" in channel.cards[-1].words

    await office.says("U1", "prm2 fee 140")
    assert (await office.record("PRM-002")).value("fee") == 140
    await office.says("U1", "/permit list")
    assert channel.whisper.text.startswith("2 open permits\nPRM-001 Close Larch Street for the crane")
    await office.says("U1", "PRM-001 done")
    assert (await office.record("PRM-001")).status == "Granted"
    assert "/permit" in str(slack_manifest())
    assert "permit" in str(teams_manifest())
    await office.says("U1", "/chivvy help permit")
    assert "leave from an authority, without which works may not begin" in channel.whisper.words
