"""Sources: how many complaints, petitions, surveys and enquiries a theme was heard in. Where others read along, a number under
five is not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from governance.kinds import all_kinds
from governance.surveys import FEWEST_SHOWN
from handlers.wording import count, listed
from storage.links import Link

LED_TO = "led to"


def sources_of(links: Iterable[Link]) -> Counter[str]:
    """How many of each kind led to a theme."""
    return Counter(link.kind for link in links if link.relation == LED_TO and not link.forward)


def sources_words(links: Iterable[Link], *, in_company: bool, few: bool = True) -> str:
    """`14 complaints and 1 petition`; in company `14 complaints and fewer than 5 petitions`, or nothing of those without `few`.
    What is no secret is counted anywhere."""
    told = []
    for name, number in sources_of(links).items():
        kind = all_kinds()[name].kind
        hidden = in_company and kind.confidential and number < FEWEST_SHOWN
        if hidden and not few:
            continue
        told.append(f"fewer than {FEWEST_SHOWN} {kind.plural}" if hidden else count(number, kind.name, kind.plural))
    return listed(told) if told else ""
