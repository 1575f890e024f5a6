"""Texts that ask what was sent and what will be: “proof A-012”, “what was sent about A-012”, “forecast HR”, “what will you send
me this week”."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.commands import ShowForecast, ShowProof
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.refs import refs_at_start, written_out
from handlers.words.understanding import Understanding

PROOF, FORECAST = "proof", "forecast"
LONGEST = 120

_SENT = r"(?:sent|told|said|posted|reminded|chased|chivvied|send|tell|say|remind|chase|out)"
_NOTICES = r"(?:messages?|reminders?|alerts?|notices?)"
_DID = r"(?:was|were|has been|have been|did you|have you|went|got)"
_ANYBODY = r"(?:anybody|anyone|people|somebody|he|she|they|the owner)"
_ABOUT = r"(?:about|for|on|of)"
PROVES = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|give me|see|list|find)\s+)*(?:the\s+)?(?:"
    rf"(?:proofs?|evidence|ledger|delivery (?:record|history|log)|audit trail)(?:\s+{_ABOUT})?(?:\s+{_NOTICES}\s+{_ABOUT})?"
    rf"|(?:what|which)\s+(?:{_NOTICES}\s+)?{_DID}\s+(?:ever\s+)?{_SENT}\s+(?:out\s+)?(?:to {_ANYBODY}\s+)?{_ABOUT}"
    rf"|(?:who|whom)\s+{_DID}\s+{_SENT}\s+{_ABOUT}"
    rf"|(?:when|how often)\s+{_DID}\s+(?:{_ANYBODY}\s+)?{_SENT}\s+(?:{_ANYBODY}\s+)?{_ABOUT}"
    rf"|{_NOTICES}\s+(?:that (?:were|was)\s+)?sent\s+{_ABOUT})\s*:?\s+(?=\S)",
    re.I,
)
FORECASTS = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|give me|see|list)\s+)*(?:(?:the|a|my|our)\s+)*forecast(?:\s+{_ABOUT})?"
    rf"(?:\s+(?:(?:the|my)\s+)?{_NOTICES})?(?P<rest>\b.*)",
    re.I | re.S,
)
ASKS = re.compile(
    rf"{PLEASE}(?:what|which {_NOTICES}|when)\s+(?:will|are|do|would)\s+(?:you\s+|(?P<i>i)\s+|we\s+)?(?:be\s+|going to\s+)?"
    r"(?:send(?:ing)?|remind(?:ing)?|tell(?:ing)?|get(?:ting)?|be sent|post(?:ing)?|chivvy(?:ing)?|chase|chasing)"
    r"(?:\s+from you)?(?P<rest>\b.*)",
    re.I | re.S,
)
COMING = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|list|see)\s+)*(?:(?:the|my|our)\s+)*(?:coming|upcoming|next|planned|future)\s+"
    rf"(?:messages|reminders)(?:\s+{_ABOUT})?(?P<rest>\b.*)",
    re.I | re.S,
)
# What only leads to what is asked about.
FILLER = re.compile(r"^(?:\s|[:,]|(?:about|for|of|on|in|to|by|until|over)\b)+", re.I)
ME = re.compile(r"(?:me|myself|my (?:own|stuff|work|list)|mine|i)\b", re.I)
US = re.compile(r"(?:us|here|this channel|our channel|(?:this|our|the) (?:workstream|channel))\b", re.I)
EVERYTHING = re.compile(
    r"(?:everything|everybody|everyone|all(?: of it)?|the (?:whole )?programme|(?:whole )?programme)\b", re.I
)
SPANS = re.compile(
    r"(?:(?:over|in|for|by|until)\s+)?(?:the\s+)?(?P<span>today|tomorrow|(?:this|next|coming) (?:week|fortnight)"
    r"|next (?:two weeks|14 days|7 days|seven days)|week)\b",
    re.I,
)


def ledger(text: str, hearing: Hearing) -> Understanding | None:
    """What a text asks of the ledger; None when it asks for something else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if match := PROVES.match(said):
        refs, rest = refs_at_start(written_out(said[match.end() :]))
        if len(refs) == 1 and re.fullmatch(END, rest):
            return Understanding(PROOF, (ShowProof(refs[0]),))
        return None
    for form in (FORECASTS, ASKS, COMING):
        if match := form.fullmatch(said):
            rest = f"me {match['rest']}" if match.groupdict().get("i") else match["rest"]
            if command := _forecast(rest, hearing, named=form is not ASKS or "from you" in said.casefold()):
                return Understanding(FORECAST, (command,))
    return None


def _forecast(rest: str, hearing: Hearing, *, named: bool) -> ShowForecast | None:
    """Whose, and until when; None where the words say anything else. `named`: the forecast was named, so that is enough."""
    left, until = _without_span(rest.strip(" ?!.,"), hearing)
    left = FILLER.sub("", left).strip(" ?!.,")
    mine = hearing.around.speaker.id if hearing.around.speaker else None
    if match := ME.match(left):
        left = FILLER.sub("", left[match.end() :]).strip()
        if not left:
            return ShowForecast(person=mine, until=until)
    if not left:
        return ShowForecast(until=until) if named or until else None
    if US.fullmatch(left):
        return ShowForecast(workstream=hearing.around.here, until=until)
    if EVERYTHING.fullmatch(left):
        return ShowForecast(everything=True, until=until)
    refs, more = refs_at_start(written_out(left))
    if len(refs) == 1 and not more.strip():
        return ShowForecast(ref=refs[0], until=until)
    if strand := hearing.strands.find(left, loose=True):
        return ShowForecast(workstream=strand.id, until=until)
    person = hearing.people.at_start(left, loose=True)
    if person and person.sure and person.end == len(left):
        return ShowForecast(person=person.sure.id, until=until)
    return None


def _without_span(text: str, hearing: Hearing) -> tuple[str, date | None]:
    """The text without the days that it names, and the last of them."""
    match = SPANS.search(text)
    if not match:
        return text, None
    span = match["span"].casefold()
    return f"{text[: match.start()]}{text[match.end() :]}".strip(), _last_day(span, hearing.moment.today)


def _last_day(span: str, today: date) -> date:
    if span == "today":
        return today
    if span == "tomorrow":
        return today + timedelta(days=1)
    if span in ("this week", "week"):
        return today + timedelta(days=6 - today.weekday())
    if span == "next week":
        return today + timedelta(days=13 - today.weekday())
    return today + timedelta(days=14 if "fortnight" in span or "two" in span or "14" in span else 7)
