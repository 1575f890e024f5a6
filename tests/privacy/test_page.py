"""On the chat page: whoever may not open a case hears nothing of it, at any of its addresses."""

from __future__ import annotations

import pytest

from tests.privacy.asking import Aim, about, about_many, forged, forged_of_none
from tests.privacy.page_crawl import PageCrawl
from tests.privacy.people import READERS, UNCLEARED
from tests.privacy.taking import some

pytestmark = pytest.mark.timeout(240)  # each asks many hundred things

KNOWN = tuple(reader for reader in UNCLEARED if reader.known and reader.sure)


@pytest.mark.parametrize("part", range(3))
async def test_what_others_ask_and_what_the_handler_asked(page_crawl: PageCrawl, part: int) -> None:
    """The handler asks in private and in a channel, documents too; then everybody else asks, looks at each address, and fetches
    every document that there is."""
    handler, refs = READERS[0], page_crawl.secrets.refs
    for number, ref in enumerate(refs):
        await page_crawl.types(handler, f"dm:{handler.id}", ref)
        place = page_crawl.places(handler)[number % 3]
        await page_crawl.types(handler, place, f"chronology {ref}" if number % 3 == part else ref)
    await page_crawl.looks_around(handler, "every case")
    private = await page_crawl.user(handler).page(f"dm:{handler.id}")
    assert len(page_crawl.secrets.found_in(private)) > 30, "the crawler would hear it, if it were told"
    for number, reader in enumerate(KNOWN[part::3]):
        aim = Aim(refs[number % len(refs)], "A-001", reader.id)
        places = page_crawl.places(reader)
        said = [aim.ref, *some(about(aim.ref), number), *some(about_many(), number)]
        for turn, text in enumerate(said):
            await page_crawl.types(reader, places[turn % 3], text)
        for turn, data in enumerate([*some(forged(aim), number), *some(forged_of_none(aim), number)]):
            await page_crawl.presses(reader, places[turn % 3], data)
        await page_crawl.looks_around(reader, "; ".join(said))
        await page_crawl.fetches(reader)
    page_crawl.tell()
