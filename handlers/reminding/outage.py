"""Outages: the programme office hears that a platform has not been reached for a while, once, and later from when to when."""

from __future__ import annotations

from datetime import datetime

from governance.office import in_office
from governance.people import Person
from handlers.cards import Card, say
from handlers.wording import count, day_short
from storage.outbox import Notice
from storage.reaches import Reach
from storage.register import Register

OUTAGE = "outage"


async def owe_outage(register: Register, reach: Reach, real_now: datetime) -> list[str]:
    """Owe the programme office the news that a platform is away; nobody is owed it twice for one outage. The new keys. The
    platform fails in real time; people are told in the programme's."""
    assert reach.failing_since is not None
    since = register.now - (real_now - reach.failing_since)
    payload = {"platform": reach.platform, "since": since.isoformat(), "why": reach.why}
    return await register.outbox.owe_all(
        Notice(_key(reach.platform, reach.failing_since, person), OUTAGE, register.now, person.id, payload=payload)
        for person in await the_office(register)
    )


async def outage_over(register: Register, platform: str, failing_since: datetime) -> None:
    """It answers again: whoever was told reads until when it was away, also those who have not been reached yet."""
    for person in await the_office(register):
        key = _key(platform, failing_since, person)
        if await register.outbox.note(key, until=register.now.isoformat()):
            await register.places.touch(notice=key)


async def the_office(register: Register) -> list[Person]:
    """The programme office; where nobody has such a role, the leads of the workstreams."""
    people = await register.people.all()
    office = [person for person in people.values() if in_office(person)]
    leads = {workstream.lead for workstream in (await register.workstreams.all()).values()}
    return office or [person for person in people.values() if person.id in leads and person.active]


async def outage_card(register: Register, notice: Notice) -> Card:
    """Since when, or from when to when, and how many messages are late for it."""
    platform = str(notice.payload["platform"]).capitalize()
    since = datetime.fromisoformat(notice.payload["since"])
    ended = notice.payload.get("until")
    until = datetime.fromisoformat(ended) if ended else register.now
    late = await register.outbox.late(str(notice.payload["platform"]), since, until, besides=OUTAGE)
    began = _moment(register, since)
    why = f" ({notice.payload['why']})" if notice.payload["why"] else ""
    if not ended:
        waiting = (
            f"{count(late, 'message')} for people there {'waits' if late == 1 else 'wait'}" if late else "Nothing waits"
        )
        return say(
            f"I have not been able to reach {platform} since {began}{why}. {waiting}; nothing is lost, and I keep trying."
        )
    were = f"{count(late, 'message')} came late because of it" if late else "No message was late because of it"
    return say(f"I could not reach {platform} from {began} to {_moment(register, until)}{why}. {were}.")


def _key(platform: str, failing_since: datetime, person: Person) -> str:
    return f"{OUTAGE}:{platform}:{failing_since:%Y-%m-%dT%H:%M:%S}:{person.id}"


def _moment(register: Register, moment: datetime) -> str:
    there = moment.astimezone(register.zone)
    return f"{there:%H:%M} on {day_short(there.date())}"
