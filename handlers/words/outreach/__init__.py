"""What goes out to residents, to whom it should, and what came of what they said: the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from handlers.words.hearing import Hearing
from handlers.words.outreach.shared import LONGEST
from handlers.words.outreach.stakeholders import spoke, stakeholder_map
from handlers.words.outreach.strategies import added, of_a_line, strategy
from handlers.words.outreach.themes import asked, of_records, you_said
from handlers.words.understanding import Understanding

Reader = Callable[[str, Hearing], Understanding | None]
READERS: tuple[Reader, ...] = (
    strategy,
    added,
    of_a_line,
    of_records,
    spoke,
    stakeholder_map,
    you_said,
    asked,
)
# Which of them read what follows a kind's own slash command.
OF_KIND: Mapping[str, tuple[Reader, ...]] = {
    "communication": (of_records,),
    "strategy": (added, strategy, of_a_line),
    "stakeholder": (stakeholder_map, spoke),
    "you said": (of_records, you_said),
}
ADD = re.compile(r"add\s*(?:a line)?\s*[:,–-]?\s+(?=\S+.*,)", re.IGNORECASE)


def outreach(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says or asks about communications, strategies, stakeholders and themes; None where it is about something
    else."""
    said = text.strip()
    return _first(READERS, (said,), hearing) if len(said) <= LONGEST else None


def in_own_command(text: str, hearing: Hearing) -> Understanding | None:
    """What follows a kind's own slash command and is no record of it: `/strategy gaps`, `/strategy add TRA, …`, `/you-said for
    Larkspur`, `/stakeholder map`."""
    name = hearing.body.kind.name
    if name not in OF_KIND or len(text) > LONGEST:
        return None
    spelled = (f"{name} {text}", ADD.sub("add to the strategy: ", text, count=1) if name == "strategy" else text)
    return _first(OF_KIND[name], spelled, hearing)


def _first(readers: Iterable[Reader], spelled: Iterable[str], hearing: Hearing) -> Understanding | None:
    """What the first reader makes of a text that understands one of its spellings."""
    found = (reader(text, hearing) for reader in readers for text in spelled)
    return next((each for each in found if each), None)
