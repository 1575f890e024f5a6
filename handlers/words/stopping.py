"""Clocks that stop and go on, as officers type it: “stop the clock on ENQ-0012 because we asked for ID”, “ENQ-0012 clock runs
again”, “got their ID today, start the clock on ENQ-0012”, “chased ENQ-0012, again on Friday”."""

from __future__ import annotations

import re
from datetime import date

from governance.timed import Timed
from handlers.commands import ChaseOn, OpenForm, StartClock, StopClock, Why
from handlers.forms.names import STOP
from handlers.words.days.dates import Moment, read
from handlers.words.days.past_days import past_day
from handlers.words.hearing import Hearing
from handlers.words.items.due import words_of
from handlers.words.refs import kind_of, own_ref, refs_in
from handlers.words.understanding import Understanding

LONGEST = 600  # characters: a longer text is no message about a clock
MOST_REFS = 10
MOST_WORDS = 5  # of a day

_CLOCK = r"(?:(?:the|its|their|this)\s+)?(?:clocks?|timers?|countdowns?|deadlines?|time)"
_REFS = rf"{own_ref()}(?:(?:\s*(?:,|and|&)\s*)+{own_ref()})*"
_OF = rf"(?:(?:on|for|of|to|about|re)\s+)?(?:the\s+)?(?P<refs>{_REFS})(?![\w/])"
REFS = re.compile(rf"[\s,;:–—-]*{_OF}", re.IGNORECASE)
STARTS = re.compile(
    rf"(?:re-?start|start|resume|continue|un-?pause|un-?stop)(?:s|ed|ing)?\s+{_CLOCK}(?:\s+again)?"
    rf"|{_CLOCK}\s+(?:(?:is|has|was|now|can|should|starts?|started|been)\s+)*(?:run(?:s|ning)?\s+again|on\s+again|running(?:\s+now)?"
    r"|re-?start(?:s|ed)?|resume(?:s|d)?|go(?:es)?\s+on|starts?\s+again|started\s+again|back\s+on)"
    r"|^(?:please\s+)?(?:resume|un-?pause)\b|\b(?:resumed|un-?paused)\b",
    re.IGNORECASE,
)
STOPS = re.compile(
    rf"(?:stop|pause|halt|suspend|freeze|hold)(?:s|p?ed|ing)?\s+{_CLOCK}"
    rf"|{_CLOCK}\s+(?:(?:is|has|was|now|been|stands?|standing)\s+)*(?:stop(?:s|ped)?|paused?|suspended|frozen|on hold|still)"
    r"|^(?:please\s+)?(?:pause|suspend)\b|\b(?:paused|on hold)\b|\b(?:put|place)\s+(?:it\s+)?on hold\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\s*(?:who|when|why|is|was|has|did|what|how|since when)\b", re.IGNORECASE)
CHASED = re.compile(
    rf"(?:(?:i|we)(?:['’]ve| have)?\s+)?(?:just\s+)?(?P<done>chas(?:e|ed|ing))\s+(?:(?:them|up)\s+)?{_OF}"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
CHASE_AFTER_REF = re.compile(r"(?P<done>chas(?:e|ed|ing))\b(?:\s+(?:them|up))?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
AGAIN = re.compile(r"[\s,;:–—-]*(?:(?:today|now|again|next(?=\s+on\b)|and|then|on|by|it|them)\b[\s,]*)*", re.IGNORECASE)
TO_CHASE = re.compile(
    r"[\s,;.–—-]*\b(?:and\s+)?(?:i['’]?ll\s+|we['’]?ll\s+|to\s+)?(?:chase|remind me(?: to chase)?)\s+"
    r"(?:(?:them|it|this|him|her|again|up)\s+)*(?:on\s+|by\s+|in\s+)?(?P<day>[^,;.]{2,40})[\s.!]*$",
    re.IGNORECASE,
)
FROM = re.compile(r"[\s,]*\b(?:from|since|as of|as from|on|with effect from)\s+", re.IGNORECASE)
BECAUSE = re.compile(
    r"^[\s,;:.–—-]*(?:(?:because(?: of)?|as|since|cos|due to|while|reason(?: is)?|pending|so|and|but|for|now|today|please|pls"
    r"|thanks)\b[\s,:;–—-]*)*",
    re.IGNORECASE,
)
SO = re.compile(r"[\s,;:–—-]*\b(?:(?:so|and|then|please|pls|can you|could you)\b[\s,]*)+$", re.IGNORECASE)
EDGES = " \t\n,;:.–—-"


def stopping(text: str, hearing: Hearing) -> Understanding | None:
    """A clock that stops, runs again, or whose answer is chased; None where a text is about something else."""
    said = text.strip()
    refs = refs_in(said) if len(said) <= LONGEST else ()
    if not 0 < len(refs) <= MOST_REFS or not all(issubclass(kind_of(ref), Timed) for ref in refs):
        return None
    if chased := _chased(said, refs, hearing.moment):
        return chased
    named = REFS.search(said)
    if named is None:
        return None
    without = f"{said[: named.start()]} {said[named.end() :]}".strip()
    starts, stops = (_unless_a_state(pattern.search(without), refs) for pattern in (STARTS, STOPS))
    if (starts or stops) and (ASKS.match(said) or said.endswith("?")):
        return Understanding("query", tuple(Why(ref) for ref in refs[:1]))
    if starts:
        day = _first_day(without, hearing.moment)
        return Understanding("update", tuple(StartClock(ref, day) for ref in refs))
    return _stopped(without, stops, refs, hearing) if stops else None


def _unless_a_state(match: re.Match[str] | None, refs: tuple[str, ...]) -> re.Match[str] | None:
    """“On hold” is a state of some kinds, and says nothing of a clock there."""
    states = (kind_of(ref).kind.lifecycle.state_named(match[0]) for ref in refs) if match else ()
    return None if any(states) else match


def _stopped(said: str, stops: re.Match[str], refs: tuple[str, ...], hearing: Hearing) -> Understanding:
    """From which day, why, and when to chase; where nobody says why, the form asks."""
    chase = None
    before, after = said[: stops.start()], said[stops.end() :]
    if (match := TO_CHASE.search(after)) and (found := read(match["day"].strip(), hearing.moment)) and found.day:
        chase, after = found.day, after[: match.start()]
    on, after = _from_day(after, hearing.moment)
    told = [" ".join(SO.sub("", BECAUSE.sub("", part, count=1)).split()).strip(EDGES) for part in (before, after)]
    reason = ", ".join(part for part in told if part)
    on = on or _first_day(reason, hearing.moment)
    if not reason:
        given = {"on": on.isoformat()} if on else {}
        return Understanding("form", (OpenForm(STOP, ref=refs[0], values=given),))
    return Understanding("update", tuple(StopClock(ref, reason, on, chase) for ref in refs))


def _from_day(said: str, moment: Moment) -> tuple[date | None, str]:
    """The day that stands right behind “the clock stopped”, and the words without it."""
    lead = FROM.match(said)
    start = lead.end() if lead else len(said) - len(said.lstrip(EDGES))
    found = _day_at(said, start, moment)
    return (found[0], said[found[1] :]) if found else (None, said)


def _first_day(said: str, moment: Moment) -> date | None:
    """The first day that a text names."""
    found = (_day_at(said, word.start(), moment) for word in re.finditer(r"\S+", said))
    return next((day for day, _ in filter(None, found)), None)


def _day_at(said: str, start: int, moment: Moment) -> tuple[date, int] | None:
    """The longest day that begins at `start`: one that has come where it can be read so, else one to come, which whoever carries
    it out refuses."""
    for word in reversed(words_of(said, start)[:MOST_WORDS]):
        phrase = said[start : word.end()].rstrip(EDGES)
        if found := past_day(phrase, moment):
            return (found.day, start + len(phrase)) if found.day else None
        ahead = read(phrase, moment, cued=False)
        if ahead and ahead.day and ahead.day > moment.today and not ahead.question:
            return ahead.day, start + len(phrase)
    return None


def _chased(said: str, refs: tuple[str, ...], moment: Moment) -> Understanding | None:
    """“chased ENQ-0012”, “chase ENQ-0012 on Friday”, “ENQ-0012 chased, again on 14 Dec”."""
    match = CHASED.fullmatch(said)
    if match is None and (named := REFS.match(said)):
        match = CHASE_AFTER_REF.fullmatch(said[named.end() :].strip(EDGES))
    if match is None:
        return None
    rest = match["rest"][AGAIN.match(match["rest"]).end() :].strip(EDGES)  # type: ignore[union-attr]
    found = read(rest, moment) if rest else None
    done = match["done"].casefold() != "chase"
    if (rest and (found is None or found.day is None)) or (not rest and not done):
        return None
    return Understanding("update", tuple(ChaseOn(ref, found.day if found else None) for ref in refs))
