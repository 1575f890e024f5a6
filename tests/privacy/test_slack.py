"""In Slack: whoever may not open a case hears nothing of it, whatever they ask and wherever."""

from __future__ import annotations

from itertools import chain, product

import pytest

from handlers.commands import Find
from handlers.records.finding import list_card, worklist_card
from handlers.records.record_card import record_card
from handlers.turn import Pressed, Searched
from tests.privacy.asking import Aim, about, about_many, forged, forged_of_none, pressed
from tests.privacy.people import HANDLER, READERS, UNCLEARED, Reader
from tests.privacy.secrets import SOUGHT
from tests.privacy.slack_crawl import PLACES, SlackCrawl
from tests.privacy.taking import ONE_IN, PARTS, of_case, part_of, some

pytestmark = pytest.mark.timeout(240)  # each asks many hundred things

AT_ONCE = 8  # before it is listened what came of it


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_is_made_up(slack_crawl: SlackCrawl, part: int) -> None:
    """Every command of which a button could be made, about every case, sent by everybody."""
    for number, reader in part_of(UNCLEARED, part):
        said = [
            data
            for place, ref in enumerate(slack_crawl.secrets.refs)
            for data in of_case(forged(await _aim(slack_crawl, ref, reader)), number, place)
        ]
        said += some(forged_of_none(await _aim(slack_crawl, slack_crawl.secrets.refs[-1], reader)), number)
        places = list(slack_crawl.places_of(reader).items())
        for turn, data in enumerate(said):
            name, where = places[(turn + number) % len(places)]
            await slack_crawl.takes(reader, where, Pressed(data), f"{data} in {name}")
        await slack_crawl.settle(reader, "what was made up")
    slack_crawl.tell()


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_is_typed(slack_crawl: SlackCrawl, part: int) -> None:
    """All that people type about every case and about many, and what they see at home and search for."""
    for number, reader in part_of(UNCLEARED, part):
        said = [of_case(about(ref), number, place) for place, ref in enumerate(slack_crawl.secrets.refs)]
        places = list(slack_crawl.places_of(reader).values())
        turns = list(enumerate([*chain(*said), *some(about_many(), number)]))
        for start in range(0, len(turns), AT_ONCE):
            together = turns[start : start + AT_ONCE]
            for turn, text in together:
                await slack_crawl.types(reader, places[(turn + number) % len(places)], text)
            await slack_crawl.settle(reader, "” or “".join(text for _, text in together))
        await slack_crawl.office.slack.user(reader.user).open_home()
        await slack_crawl.settle(reader, "home")
        for where, text in product(
            places, (SOUGHT, "", slack_crawl.secrets.refs[number % len(slack_crawl.secrets.refs)])
        ):
            await slack_crawl.takes(reader, where, Searched(text), f"a search for “{text}”")
    slack_crawl.tell()


@pytest.mark.parametrize("place", [*PLACES, "a DM"])
async def test_what_the_handler_asks_stays_in_private(slack_crawl: SlackCrawl, place: str) -> None:
    """Whoever may open a case gets it into their direct messages, whoever else reads where they asked; and even there a phone
    that is locked shows nothing of it."""
    handler = READERS[0]
    where = slack_crawl.places_of(handler)[place]
    said = [each for number, ref in enumerate(slack_crawl.secrets.refs) for each in some(about(ref), number)[:1]]
    for text in [*said, *slack_crawl.secrets.refs, *about_many()[:: ONE_IN // 2 or 1], f"find {SOUGHT}"]:
        await slack_crawl.types(handler, where, text)
        await slack_crawl.settle(handler, text)
    slack_crawl.tell()
    told = "".join(str(each) for each in slack_crawl.office.slack.dms(handler.user))
    heard = slack_crawl.secrets.found_in(told)
    assert len(heard) > 30, "the crawler would hear it, if it were told"


@pytest.mark.parametrize("part", range(2))
async def test_every_button_pressed_by_others(slack_crawl: SlackCrawl, part: int) -> None:
    """What the handler sees, everybody else presses."""
    async with slack_crawl.office.app.database.reading(slack_crawl.office.clock.now()) as register:
        handler = await register.people.get(HANDLER)
        assert handler is not None
        cards = [await record_card(register, await register.records.get(ref)) for ref in slack_crawl.secrets.refs]
        cards.append(await worklist_card(register, handler))
        cards.append(await list_card(Find(text=SOUGHT, status="any"), register, handler))
    presses = [press for card in cards for press in pressed(card)]
    for number, reader in enumerate(UNCLEARED[part::2]):
        places = list(slack_crawl.places_of(reader).values())
        for turn, (data, chosen) in enumerate(some(presses, number)):
            where = places[(turn + number) % len(places)]
            await slack_crawl.takes(reader, where, Pressed(data, chosen), f"{data} {chosen or ''}")
        await slack_crawl.settle(reader, "buttons")
    slack_crawl.tell()


async def test_what_the_clock_says(slack_crawl: SlackCrawl) -> None:
    """A month of digests, alerts, escalations and weekly summaries, the handler away in part of it with somebody to stand in."""
    await slack_crawl.office.writes(READERS[0].user, "I am away 30/11 to 4/12, <@U207> covers")
    for moment in (
        "11-23T15:00",
        "11-24T09:15",
        "11-27T15:30",
        "11-30T09:30",
        "12-02T10:00",
        "12-07T09:30",
        "12-22T10:00",
    ):
        await slack_crawl.office.tick(f"2026-{moment}")
        slack_crawl.listen(None, f"the clock on {moment}")
    slack_crawl.tell()
    told = [message["text"] for message in slack_crawl.office.slack.dms(READERS[0].user)]
    assert any("CMP-0001" in text for text in told)


async def _aim(crawl: SlackCrawl, ref: str, reader: Reader) -> Aim:
    events = [event.id for event in await crawl.office.history(ref)]
    return Aim(ref, "A-001", reader.id, tuple(events[-2:]), f"assignment:{ref}:1")
