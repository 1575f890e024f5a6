"""The utterances that the trade gave us about its records come out exactly as the trade expects."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

from governance.calendar import WorkingCalendar
from handlers.turn import Said
from handlers.words.as_json import as_json
from handlers.words.understand import understand
from handlers.words.understanding import Surroundings
from tests.words.office import SHARED, sample_people, sample_strands

EXAMPLES = SHARED / "examples" / "utterances.jsonl"
# Those about the kinds of records that there are.
UNDERSTOOD = frozenset("U01 U03 U06 U08 U11 U13 U18 U23 U26 U28 U31 U51 U53 U56 U58".split())
BOT = re.compile(r"^(?:<@UBOT0001>|<at>Larch</at>)\s*")


def _utterances() -> list[Any]:
    if not EXAMPLES.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no shared examples at {EXAMPLES}"), id="absent")]
    lines = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [pytest.param(line, id=line["id"]) for line in lines]


def _heard(line: dict[str, Any]) -> dict[str, Any]:
    people, mentions = sample_people()
    speaker = next(one for one in people if one.id == line["sender"])
    now = datetime.fromisoformat(line["now"]).replace(tzinfo=None)
    around = Surroundings(now, WorkingCalendar(), people, sample_strands(), speaker, None, mentions)
    text = BOT.sub("", line["text"])
    addressed = text != line["text"] or line["where"] == "dm"
    return as_json(understand(Said(text, addressed=addressed), around), around)


@pytest.mark.parametrize("line", _utterances())
def test_an_utterance_means_what_the_trade_says(line: dict[str, Any]) -> None:
    heard = _heard(line)
    if line["id"] in UNDERSTOOD:
        assert heard == line["expect"]
    else:  # a kind that is not declared yet is never mistaken for an action
        assert not [item for item in heard["items"] if item["kind"] == "action"]
