"""In Slack: whoever may not open a case hears nothing of it, whatever they ask and wherever."""

from __future__ import annotations

import pytest

from handlers.turn import Pressed
from tests.privacy.asking import Aim, forged, forged_of_none
from tests.privacy.people import UNCLEARED, Reader
from tests.privacy.slack_crawl import SlackCrawl
from tests.privacy.taking import PARTS, part_of, some


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_is_made_up(slack_crawl: SlackCrawl, part: int) -> None:
    """Every command of which a button could be made, about every case, sent by everybody."""
    for number, reader in part_of(UNCLEARED, part):
        said = [
            data
            for place, ref in enumerate(slack_crawl.secrets.refs)
            for data in some(forged(await _aim(slack_crawl, ref, reader)), number + place)
        ]
        said += some(forged_of_none(await _aim(slack_crawl, slack_crawl.secrets.refs[-1], reader)), number)
        places = list(slack_crawl.places_of(reader).items())
        for turn, data in enumerate(said):
            name, where = places[(turn + number) % len(places)]
            await slack_crawl.takes(reader, where, Pressed(data), f"{data} in {name}")
        await slack_crawl.settle(reader, "what was made up")
    slack_crawl.tell()


async def _aim(crawl: SlackCrawl, ref: str, reader: Reader) -> Aim:
    events = [event.id for event in await crawl.office.history(ref)]
    return Aim(ref, "A-001", reader.id, tuple(events[-2:]), f"assignment:{ref}:1")
