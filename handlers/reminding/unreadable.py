"""Records that the clock cannot make sense of: one of them must not stop it for everybody, and somebody must hear of it."""

from __future__ import annotations

from handlers.people.telling import tell_news
from handlers.reminding.outage import the_office
from storage.register import Register


async def tell_of_unreadable(register: Register, refs: list[str]) -> None:
    """The programme office hears, once a week and record, that nobody is reminded of it."""
    week = register.today.isocalendar()
    for ref in refs:
        remark = (
            f"I can’t make sense of {ref} any more, so nobody is reminded of it. Nothing of it is lost: whoever looks after "
            "Chivvy finds the reason in its log."
        )
        for person in await the_office(register):
            await tell_news(register, person, None, f"unreadable {ref} {week.year}-W{week.week:02d}", remark)
