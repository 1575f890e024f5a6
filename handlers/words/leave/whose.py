"""Whose something is: the speaker's own, or one named person's and nobody else's."""

from __future__ import annotations

import re
from dataclasses import replace

from governance.people import Person
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.people import SELF, Named
from handlers.words.understanding import Doubt


def whose(said: str, hearing: Hearing) -> Named | None:
    """The person whom the whole of `said` names (“me”, “Sam”, “Sam's”); nobody known, but named, where it is a mention. None
    where it is anything else."""
    plain = re.sub(r"(?:['’]s|['’])$", "", said.strip(" ,:;"))
    if plain.casefold() in SELF:
        speaker = hearing.around.speaker
        return Named("you", (speaker,)) if speaker else None
    named = hearing.people.at_start(plain)
    if named is None or plain[named.end :].strip(" ,"):
        return None
    return named if named.people or named.explicit else None


def somebody_else(named: Named, hearing: Hearing, field: str) -> Doubt | None:
    """What to ask about a name that can't be the speaker's own: who covers for them, who takes over from them."""
    doubt = person_doubt(named, hearing, field)
    speaker = hearing.around.speaker
    if doubt is None or speaker is None:
        return doubt
    return replace(doubt, options=tuple(option for option in doubt.options if option.value != speaker.id))


def unless_speaker(person: Person, hearing: Hearing) -> str | None:
    """The person's id, where it is not the speaker."""
    return None if person == hearing.around.speaker else person.id
