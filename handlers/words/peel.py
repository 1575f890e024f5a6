"""Reading the parts of an item from its edges inwards: owner, day, workstream, priority. The middle is the title.

Each step takes one part from the draft and says whether it did; `peel` repeats them until none does.
"""

from __future__ import annotations

import re
from functools import cache

from governance.kind import Ask, Body
from handlers.words.draft import EDGES, Draft, at_the_end
from handlers.words.due import inner_date, is_set_off, leading_date, trailing_date
from handlers.words.hearing import asked_fields
from handlers.words.peel_people import leading_people, trailing_people, unknown_last
from handlers.words.strands import IDIOMS
from handlers.words.verbs import is_verb

ROUNDS = 12
LONGEST_TO_SEARCH = 600  # characters: the middle of a longer text is not searched for a date

COURTESY_FIRST = re.compile(
    r"(?:please|pls|plz|kindly|ok|okay|hi|hello|hey|right|so|also|and|(?:can|could|would|will) (?:you|we)(?: please| pls)?"
    r"|(?:i'd like|i want) you to|we need to|(?:log|add|new)\s*(?=:))(?:[\s,:!-]+)"
    r"|(?:great|thanks?(?: all| you)?|good|yes|sure|perfect|lovely|cheers|brilliant|brill|ta)\s*[,!.:–-]+\s*",
    re.IGNORECASE,
)
COURTESY_LAST = re.compile(
    r"[\s,.!-]+(?:please|pls|plz|thanks|thank you|many thanks|thx|cheers|ta|if possible)[\s.!?]*$", re.IGNORECASE
)
IN_BRACKETS = re.compile(r"[(\[]\s*#?([^()\[\]]{1,60})[)\]]\s*[.,;]?$")
AFTER_MARK = re.compile(r"(?:,|;|\s[-–—])\s*#?([^,;()]{1,60})$")
AFTER_IN_OR_FOR = re.compile(
    r"(?:^|[\s,;(-])(in|for|under|workstream|ws)[\s:]+(?:the\s+)?#?([^,;()]{1,60})\)?$", re.IGNORECASE
)
LEADING_STRAND = re.compile(r"(?:(?:for|in|workstream)\s+)?#?([^:,()\n]{1,40}?)\s*(?::|,|\s[-–—])\s+", re.IGNORECASE)


def peel(draft: Draft) -> Draft:
    """Take every part from the edges, in whatever order it was written."""
    for _ in range(ROUNDS):
        if not any(step(draft) for step in STEPS):
            break
    if "due" in draft.fields and "due" not in draft.dates and len(draft.text) <= LONGEST_TO_SEARCH:
        _inner_due(draft)
    return draft


def _courtesy(draft: Draft) -> bool:
    if match := COURTESY_FIRST.match(draft.text):
        draft.text = draft.text[match.end() :]
        return True
    if match := at_the_end(COURTESY_LAST, draft.text):
        draft.text = draft.text[: match.start()]
        return True
    return False


def _leading_date(draft: Draft) -> bool:
    """“Friday: …”, “a week on Tuesday - …”, “by 3/12 draft …”, “tomorrow call …”."""
    if "due" not in draft.fields or "due" in draft.dates:
        return False
    found = leading_date(draft.text, draft.hearing.moment)
    if not found:
        return False
    rest = draft.text[found.end :].strip(EDGES + ":")
    following = (re.sub(r"^to\s+", "", rest).split() or [""])[0]
    if rest and not (is_set_off(draft.text, found) or is_verb(following) or following.startswith(("@", "<@"))):
        return False
    draft.dates["due"] = found
    draft.text = rest
    draft.fronted = True
    return True


def _trailing_date(draft: Draft) -> bool:
    found = trailing_date(draft.text.rstrip(EDGES), draft.hearing.moment)
    if not found:
        return False
    name, start = _date_field(draft, found.start)
    if name is None or name in draft.dates:
        return False
    draft.dates[name] = found
    if not found.keep:
        draft.cut(start, len(draft.text))
    return not found.keep


def _date_field(draft: Draft, start: int) -> tuple[str | None, int]:
    """Which date a phrase gives: the one whose declared word stands before it, else the due date."""
    before = draft.text[:start].rstrip(" :=").casefold()
    for name, ask in draft.fields.items():
        for word in ask.words:
            if name != "due" and re.search(rf"(?:^|[\s,;(-]){re.escape(word)}$", before[-40:]):
                return name, len(before) - len(word)
    return ("due" if "due" in draft.fields else None), start


def _inner_due(draft: Draft) -> None:
    if found := inner_date(draft.text, draft.hearing.moment):
        draft.dates["due"] = found
        draft.cut(found.start, found.end)


def _trailing_strand(draft: Draft) -> bool:
    """“… (place)”, “…, finance”, “… in HR”, “… for ICT”."""
    if draft.workstream:
        return False
    text = draft.text.rstrip(EDGES + ".")
    for pattern in (IN_BRACKETS, AFTER_MARK):
        if (match := at_the_end(pattern, text)) and (strand := draft.hearing.strands.find(match[1])):
            return _take_strand(draft, strand.id, match.start())
    match = at_the_end(AFTER_IN_OR_FOR, text)
    strand = match and draft.hearing.strands.find(match[2])
    if not match or not strand:
        return False
    as_a_name = match[2].strip("# .") in (strand.short, strand.name, strand.id) or (strand.short or " ").isupper()
    phrase = f"{match[1]} {match[2]}".casefold()
    if not as_a_name and (phrase in IDIOMS or phrase.startswith("for ")):  # “in place”, “homes for children”
        return False
    return _take_strand(draft, strand.id, match.start(1))


def _take_strand(draft: Draft, strand: str, start: int) -> bool:
    draft.workstream = strand
    draft.cut(start, len(draft.text))
    return True


def _leading_strand(draft: Draft) -> bool:
    """“HR: …”, “for ICT - …”."""
    match = LEADING_STRAND.match(draft.text)
    if draft.workstream or not match or not (strand := draft.hearing.strands.find(match[1])):
        return False
    draft.workstream = strand.id
    draft.text = draft.text[match.end() :]
    return True


@cache
def _choice_patterns(body: type[Body]) -> tuple[tuple[str, Ask, re.Pattern[str], re.Pattern[str]], ...]:
    """For each field with choices, how one is written at the front and at the end of an item."""
    found = []
    for name, ask in asked_fields(body, "choice").items():
        labels = "|".join(re.escape(word) for word in ask.words) or name
        any_word = _alternatives(ask, 1)
        long_word = _alternatives(ask, 3)
        said = rf"(?:{labels})\s*(?:is|[:=-])?\s*(?P<a>{any_word})|(?P<b>{_alternatives(ask, 2)})[\s-]+(?:{labels})"
        last = re.compile(
            rf"(?:(?:^|(?<=[\s,;(-]))(?:{said})|(?:[,;(]|\s[–—-])\s*(?P<c>{long_word}))\)?[.!]*$", re.IGNORECASE
        )
        first = re.compile(
            rf"(?:{said}|(?P<c>{long_word})(?=\s*[:–—-]))(?:\s*[:,–—-]+\s*|\s+(?=\W|$)|\s+)", re.IGNORECASE
        )
        found.append((name, ask, first, last))
    return tuple(found)


def _alternatives(ask: Ask, shortest: int) -> str:
    words = [word for value, others in ask.choices.items() for word in (value, *others) if len(word) >= shortest]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def _choices(draft: Draft) -> bool:
    """“high priority”, “priority: low”, “…, urgent”, “urgent: …”."""
    for name, ask, first, last in _choice_patterns(draft.hearing.body):
        if name in draft.values:
            continue
        match = first.match(draft.text) or at_the_end(last, draft.text)
        value = match and chosen(ask, match["a"] or match["b"] or match["c"] or "")
        if match and value:
            draft.values[name] = value
            if match.start() == 0 and match.end() < len(draft.text):
                draft.text = draft.text[match.end() :]
            else:
                draft.cut(match.start(), len(draft.text))
            return True
    return False


def chosen(ask: Ask, word: str) -> str | None:
    """The choice that a word means, or None."""
    plain = word.strip().casefold()
    return next((value for value, words in ask.choices.items() if plain in (value.casefold(), *words)), None)


# The order matters where two steps could take the same words.
STEPS = (
    _courtesy,
    leading_people,
    _leading_date,
    _leading_strand,
    _choices,
    _trailing_strand,
    trailing_people,
    _trailing_date,
    unknown_last,
)
