"""Who is away, asked: “who's away next week”, “who is on leave in HR this week”, “anyone off on Friday?”."""

from __future__ import annotations

import re
from datetime import date

from handlers.commands import WhoIsAway
from handlers.words.asking.asked_of import strand_at
from handlers.words.days.periods import period
from handlers.words.days.spans import LONGEST_SAID, spans
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

# “on leave”, said of people; where their work is asked for it stands at the end (“actions owned by people on leave”).
ON_LEAVE = (
    r"(?:(?:on|taking|having|booked)\s+(?:annual\s+|their\s+)?(?:leave|holidays?|hols|vacation|a/l|al)|off(?:\s+work|\s+sick)?"
    r"|away|absent|ooo|out(?:\s+of\s+(?:the\s+)?office)?|not\s+(?:in|here|around|working|available)|unavailable)"
)
PEOPLE = r"(?:people|persons?|colleagues|staff|officers?|everyone|everybody|any(?:one|body)|some(?:one|body)|those)"
_IS = r"(?:['’]s|['’]re|s|\s+(?:is|are|was|were|will\s+be|else\s+is|has|have))"
_STILL = r"(?:\s+(?:all|still|currently|now|also|else|going\s+to\s+be|due\s+to\s+be|planning\s+to\s+be|going))*"
AWAY = re.compile(
    r"(?:(?:please|pls|hi|hello|hey|can\s+you|could\s+you|tell|show|list|see|me|us|do\s+we\s+know)[\s,]+)*(?:"
    rf"(?:who|{PEOPLE}){_IS}?{_STILL}\s+(?:who\s+(?:is|are)\s+)?"
    rf"|which\s+{PEOPLE}\s+(?:is|are){_STILL}\s+"
    rf"|(?:is|are|was|will)\s+(?:there\s+)?{PEOPLE}(?:\s+be)?{_STILL}\s+"
    rf"){ON_LEAVE}\b(?P<when>.*)",
    re.IGNORECASE | re.DOTALL,
)
# “leave in December” would be the speaker's own, so a list of it is asked for as one.
LEAVE_LIST = re.compile(
    r"(?:(?:please|pls)\s+)?(?:(?:show|list|see)(?:\s+me|\s+us)?\s+(?:the\s+|all\s+|everyone['’]s\s+|our\s+|team\s+)*"
    r"|(?:the\s+)?(?:team|everyone['’]s|our)\s+)(?:annual\s+)?(?:leave(?:\s+(?:calendar|list))?|absences?|holidays)\b(?P<when>.*)",
    re.IGNORECASE | re.DOTALL,
)
COVERED = re.compile(r"[\s,]*\band\s+who(?:['’]?s|\s+is)?\s+(?:covering|covers|standing\s+in)(?:\s+for\s+them)?", re.I)
PLACE = re.compile(r"(?:^|\s)(?:in|from|on|of|for|at|within)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
NOW = re.compile(r"(?:at\s+(?:the\s+moment|present)|right\s+now|now|currently)", re.IGNORECASE)
EDGES = " ,.:;!?"


def absences(text: str, hearing: Hearing) -> Understanding | None:
    """Who is away in a period (today where none is said), of one workstream where one is named; None where any word is left
    over."""
    if len(text) > LONGEST_SAID:
        return None
    said = text.strip().rstrip(EDGES)
    match = AWAY.fullmatch(said) or LEAVE_LIST.fullmatch(said)
    if not match:
        return None
    when = COVERED.sub("", match["when"]).strip(EDGES)
    for rest, strand in ((when, None), *_places(when, hearing)):
        if days := days_said(rest, hearing):
            return Understanding("query", (WhoIsAway(*days, strand),))
    return None


def days_said(phrase: str, hearing: Hearing) -> tuple[date, date | None] | None:
    """The days of a phrase, open-ended where it names only the first of them; today where it says nothing."""
    said, today = phrase.strip(EDGES), hearing.moment.today
    if not said or NOW.fullmatch(said):
        return today, today
    if found := period(said, hearing.moment):
        return found[0] or today, found[1]
    spells = spans(said, hearing.moment)
    if len(spells) != 1 or spells[0].unsure is not None:
        return None
    return spells[0].first, spells[0].last


def _places(when: str, hearing: Hearing) -> list[tuple[str, str]]:
    """Each way to read a workstream out of the words: what is left of them, and its id."""
    found = []
    for match in PLACE.finditer(when):
        if named := strand_at(when[match.end() :], hearing):
            found.append((f"{when[: match.start()]} {named[1]}".strip(), named[0].id))
    return found
