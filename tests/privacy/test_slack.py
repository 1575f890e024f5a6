"""In Slack: whoever may not open a case hears nothing of it, whatever they ask and wherever.

Everybody asks everything of every case in every kind of place would be some hundred thousand turns. Of those, each run takes one
in so many, so that every command meets every case, every reader, and every kind of place; with CHIVVY_CRAWL=everything, all.
"""

from __future__ import annotations

import time
import os
import pytest

from handlers.turn import Pressed
from tests.privacy.asking import Aim, about, about_many, forged, sent
from tests.privacy.people import READERS, UNCLEARED
from tests.privacy.slack_crawl import SlackCrawl

ONE_IN = 1 if os.environ.get("CHIVVY_CRAWL") == "everything" else 16
PARTS = 2

@pytest.mark.parametrize("part", range(PARTS))
async def test_forged(slack_crawl: SlackCrawl, part: int) -> None:
    crawl = slack_crawl
    turn, taken = 0, 0
    for number, reader in enumerate(UNCLEARED):
        if number % PARTS != part:
            continue
        began, t0 = time.time(), taken
        places = list(crawl.places_of(reader).items())
        for place, ref in enumerate(crawl.secrets.refs):
            for order, command in enumerate(forged(Aim(ref, "A-001", reader.id, (1, 2, 3), "k"))):
                if (order + place + number) % ONE_IN:
                    continue
                taken += 1
                name, where = places[(order // ONE_IN + place + number) % len(places)]
                await crawl.takes(reader, where, Pressed(sent(command)), f"{command} in {name}")
        await crawl.settle(reader, "forged")
        print(reader.name, taken-t0, time.time() - began, len(crawl.leaks))
        if len(crawl.leaks): print(*crawl.leaks[:10], sep="\n")
    print(*crawl.faults, sep="\n")
    print(*crawl.leaks, sep="\n")
    assert crawl.leaks == []
