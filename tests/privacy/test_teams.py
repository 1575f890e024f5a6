"""In Teams: whoever may not open a case hears nothing of it, in channels, group chats, alone, or by the message extension."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.privacy.asking import Aim, about, about_many, forged, forged_of_none
from tests.privacy.people import READERS, UNCLEARED
from tests.privacy.secrets import SOUGHT
from tests.privacy.taking import some
from tests.privacy.teams_crawl import TeamsCrawl

pytestmark = pytest.mark.timeout(240)  # each asks many hundred things


@pytest.mark.parametrize("part", range(2))
async def test_what_others_ask(teams_crawl: TeamsCrawl, part: int) -> None:
    """They type, search, press what no button of theirs carries, and open dialogs."""
    refs = teams_crawl.secrets.refs
    for number, reader in enumerate(UNCLEARED[part::2]):
        chats = teams_crawl.chats(reader)
        ref = refs[number % len(refs)]
        aim = Aim(ref, "A-001", reader.id)
        for turn, text in enumerate([ref, *some(about(ref), number)[::2], *some(about_many(), number)[::2]]):
            await teams_crawl.types(reader, chats[(turn + number) % 3], text)
        for turn, data in enumerate([*some(forged(aim), number), *some(forged_of_none(aim), number)]):
            await teams_crawl.presses(reader, chats[(turn + number) % 3], data, form='"OpenForm"' in data)
        for chat in chats:
            for text in (SOUGHT, ref):
                await teams_crawl.searches(reader, chat, text)
    teams_crawl.tell()


async def test_what_the_handler_asks_stays_in_private(teams_crawl: TeamsCrawl) -> None:
    handler = READERS[0]
    chats = teams_crawl.chats(handler)
    for turn, ref in enumerate(teams_crawl.secrets.refs):
        for number, text in enumerate((ref, *some(about(ref), turn)), turn):
            await teams_crawl.types(handler, chats[number % 3], text)
    for chat in chats:
        await teams_crawl.types(handler, chat, f"find {SOUGHT}")
        await teams_crawl.searches(handler, chat, SOUGHT)
    teams_crawl.tell()
    told = str(teams_crawl.user(handler).in_dm().place.messages)
    assert len(teams_crawl.secrets.found_in(told)) > 20, "the crawler would hear it, if it were told"


async def test_what_the_clock_says(teams_crawl: TeamsCrawl) -> None:
    for reader in READERS:
        await teams_crawl.types(reader, teams_crawl.chats(reader)[2], "help")
    for day, hour in ((24, 9), (27, 15), (30, 10)):
        teams_crawl.programme.clock.set(datetime(2026, 11, day, hour, 30, tzinfo=UTC))
        await teams_crawl.tick()
    teams_crawl.tell()
    assert "CMP-0001" in str(teams_crawl.user(READERS[0]).in_dm().place.messages)
