"""Reading the parts of an item from its edges inwards: owner, day, workstream, priority. The middle is the title.

Each step takes one part from the draft and says whether it did; `peel` repeats them until none does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers.words.hearing import asked_fields
from handlers.words.items.draft import EDGES, Draft, at_the_end
from handlers.words.items.due import Found, backwards, inner_date, is_set_off, leading_date, trailing_date
from handlers.words.items.peel_fields import (
    bodies,
    choices,
    colours,
    dated_bodies,
    editions,
    flags,
    inside_a_text,
    labelled_days,
    links,
    numbers,
    people,
    scales,
    texts,
    workstreams,
)
from handlers.words.items.peel_people import labelled_owner, leading_people, trailing_people, unknown_last
from handlers.words.items.sentences import Told, told
from handlers.words.strands import IDIOMS
from handlers.words.verbs import is_verb

ROUNDS = 12
JUST_OVER = timedelta(92)  # a day without its year that passed longer ago is one to come
LONGEST_TO_SEARCH = 600  # characters: the middle of a longer text is not searched for a date

ANNOUNCED = re.compile(r"by|due|before|no later|nlt|deadline|until", re.IGNORECASE)
COURTESY_FIRST = re.compile(
    r"(?:please|pls|plz|kindly|ok|okay|hi|hello|hey|right|so|also|and|(?:can|could|would|will) (?:you|we)(?: please| pls)?"
    r"|(?:can|could|would|will) (?:some|any)(?:one|body)(?: else)?(?: please| pls)?|(?:i'd like|i want) you to"
    r"|we need to|(?:log|add|new)\s*(?=:)"
    r"|(?:log|record|note|add|capture|put down) that|(?:we|it was|we(?:['’]ve"
    r"| have)) agreed(?: that)?(?=\s+\S+\s+(?:to|will|would|should)\b))(?:[\s,:!-]+)"
    r"|(?:great|thanks?(?: all| you)?|good|yes|sure|perfect|lovely|cheers|brilliant|brill|ta)\s*[,!.:–-]+\s*",
    re.IGNORECASE,
)
COURTESY_LAST = re.compile(
    r"[\s,.!-]+(?:please|pls|plz|thanks|thank you|many thanks|thx|cheers|ta|if possible)[\s.!?]*$", re.IGNORECASE
)
STATE_FIRST = re.compile(r"(?P<state>[a-z]+(?: [a-z]+)?)\s*(?::|[–—]|-\s)\s*(?=\S)", re.IGNORECASE)
IN_BRACKETS = re.compile(r"[(\[]\s*#?([^()\[\]]{1,60})[)\]]\s*[.,;]?$")
AFTER_MARK = re.compile(r"(?:[,;\n]|(?<=\w)\.\s|\s[-–—])\s*#?((?:(?!\s[-–—]\s)[^,;()\n]){1,60})$")
AFTER_MENTION = re.compile(r"(?:@[\w.'’-]+|<@[^<>]{1,100}>)\s+#?(?P<said>[^,;()@<>]{1,40})$")
AFTER_A_NAME = re.compile(r"\s#?(?P<said>[\w&-]{2,30})$")
AFTER_IN_OR_FOR = re.compile(
    r"(?:^|[\s,;(-])(in|for|under|workstream|ws)[\s:]+(?:the\s+)?#?([^,;()]{1,60})\)?$", re.IGNORECASE
)
LEADING_STRAND = re.compile(
    r"(?:(?:for|in|workstream)\s+)?[(\[]?#?([^:,()\n]{1,40}?)[)\]]?\s*(?::|,|\s[-–—])\s+", re.IGNORECASE
)


def peel(draft: Draft) -> Draft:
    """Take every part from the edges, in whatever order it was written."""
    for _ in range(ROUNDS):
        if not any(step(draft) for step in STEPS):
            break
    if draft.hearing.body.kind.days == "anywhere" and len(draft.text) <= LONGEST_TO_SEARCH and _inner_due(draft):
        trailing_people(draft)
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
    found = leading_date(draft.text, draft.hearing.moment)
    name = found and draft.day_field(found)
    if not found or not name or name in draft.dates:
        return False
    rest = draft.text[found.end :].strip(EDGES + ":")
    following = (re.sub(r"^to\s+", "", rest).split() or [""])[0]
    told_when = bool(draft.told) and rest.startswith("to ")  # “board decided yesterday to freeze …”
    if rest and not (
        told_when or is_set_off(draft.text, found) or is_verb(following) or following.startswith(("@", "<@"))
    ):
        return False
    draft.dates[name] = found
    draft.text = rest
    draft.fronted = True
    return True


def _trailing_date(draft: Draft) -> bool:
    found = trailing_date(draft.text.rstrip(EDGES), draft.hearing.moment)
    if not found or draft.text[found.start :].strip(" .") in draft.lengths:
        return False
    name = draft.day_field(found)
    if name is None or name in draft.dates or not _is_its_own(draft, found):
        return False
    draft.dates[name] = found
    if not found.keep:
        draft.cut(found.start, len(draft.text))
    return not found.keep


def _is_its_own(draft: Draft, found: Found) -> bool:
    """Whether a day at the end is the record's and not part of what its title or one of its texts says."""
    days = draft.hearing.body.kind.days
    if inside_a_text(draft, found.start):
        return False
    if days == "anywhere" or _stands_apart(draft, found.start):
        return True
    if _is_over(draft, found):
        return True
    if draft.values.get("status") == draft.hearing.body.kind.lifecycle.initial:  # “decision needed … by 10 Dec”
        days = "announced"
    return days == "announced" and not found.keep and ANNOUNCED.match(draft.text, found.start) is not None


def _is_over(draft: Draft, found: Found) -> bool:
    """“Board agreed … yesterday”: a day that has come, for a kind that keeps the day on which it happened."""
    keeps = any(ask.past and not ask.fixed for ask in draft.fields.values())
    day, today = backwards(found.reading, draft.hearing.moment).day, draft.hearing.moment.today
    named = found.reading.day == day or found.reading.rolled  # never a weekday alone: “agreed to meet on Thursday”
    return keeps and day is not None and named and today - JUST_OVER <= day <= today


def _stands_apart(draft: Draft, start: int) -> bool:
    """Whether a mark or another field stands before `start`."""
    before = draft.text[:start].rstrip(" ")
    if not before or before[-1] in ",;:(\n–—." or before.endswith(" -"):
        return True
    rest = replace(draft, text=before, values=dict(draft.values), owners=list(draft.owners), doubts=list(draft.doubts))
    return any(step(rest) and before.startswith(rest.text) for step in (scales, choices, flags, trailing_people))


def _inner_due(draft: Draft) -> bool:
    """A day in the middle; whether nothing but a name follows it (“… by Friday tom”)."""
    found = inner_date(draft.text, draft.hearing.moment)
    name = found and draft.day_field(found)
    if not found or not name or name in draft.dates or draft.text[found.start : found.end].strip(" .") in draft.lengths:
        return False
    draft.dates[name] = found
    rest = draft.text[found.end :].strip(" .,;:!?)-–—")
    named = draft.hearing.people.at_start(rest)
    if named and named.sure and named.end == len(rest):
        draft.take(found.start, found.end)
        return True
    draft.cut(found.start, found.end)
    return False


def _trailing_strand(draft: Draft) -> bool:
    """“… (place)”, “…, finance”, “… in HR”, “… for ICT”."""
    if draft.workstream or asked_fields(draft.hearing.body, "workstream"):
        return False
    text = draft.text.rstrip(EDGES + ".")
    for pattern, where in ((IN_BRACKETS, text), (AFTER_MARK, text.rstrip(")] "))):
        if (match := at_the_end(pattern, where)) and (strand := draft.hearing.strands.find(match[1])):
            return _take_strand(draft, strand.id, match.start())
    if (match := at_the_end(AFTER_MENTION, text)) and (strand := draft.hearing.strands.find(match["said"])):
        return _take_strand(draft, strand.id, match.start("said"))
    if (match := at_the_end(AFTER_A_NAME, text)) and (strand := draft.hearing.strands.find(match["said"])):
        named = draft.hearing.people.at_end(text[: match.start()])
        if named and named.sure and text[: named.start].rstrip(" ")[-1:] in (",", ".", ";", "!", "?", "\n", "("):
            return _take_strand(draft, strand.id, match.start("said"))
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
    if inside_a_text(draft, start):
        return False
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


def _start_state(draft: Draft) -> bool:
    """“draft - …”, “proposed: …”: the state that it is logged in."""
    lifecycle = draft.hearing.body.kind.lifecycle
    match = STATE_FIRST.match(draft.text)
    state = match and lifecycle.state_named(match["state"])
    if not match or "status" in draft.values or state not in (lifecycle.initial, *lifecycle.starts):
        return False
    draft.values["status"] = state
    draft.text = draft.text[match.end() :]
    return True


def _day_to_come(draft: Draft) -> bool:
    """“decision needed from the board by 10 Dec on …”: of what is still to be settled, the day stands anywhere."""
    lifecycle = draft.hearing.body.kind.lifecycle
    to_come = lifecycle.starts and draft.values.get("status") == lifecycle.initial
    if not to_come or draft.hearing.body.kind.days == "anywhere":
        return False
    return labelled_days(draft) or dated_bodies(draft) or _inner_day(draft)


def _inner_day(draft: Draft) -> bool:
    known = set(draft.dates)
    if len(draft.text) <= LONGEST_TO_SEARCH:
        _inner_due(draft)
    return set(draft.dates) != known


def _sentence(draft: Draft) -> bool:
    """“HR gives finance the baseline”, “board agreed …”: a whole sentence that names who."""
    return _is_told(draft, told(draft.text, draft.hearing))


def _words_sentence(draft: Draft) -> bool:
    """“because …, … may happen, so …”: a whole sentence of free words."""
    return _is_told(draft, told(draft.text, draft.hearing, named=False))


def _is_told(draft: Draft, found: Told | None) -> bool:
    if draft.told or not found or not found.values.keys().isdisjoint(draft.values):
        return False
    draft.told = found
    if found.sentence.to_come:
        draft.values.setdefault("status", draft.hearing.body.kind.lifecycle.initial)
    texts = asked_fields(draft.hearing.body, "text", "line")
    draft.values |= {name: draft.rendered(said) if name in texts else said for name, said in found.values.items()}
    if not found.sentence.whole:
        draft.text = f"{found.title}, {found.rest.strip(EDGES)}" if found.rest.strip(EDGES) else found.title
    draft.fronted = True
    return True


# The order matters where two steps could take the same words.
STEPS = (
    _courtesy,
    _start_state,
    _day_to_come,
    _sentence,
    labelled_days,
    leading_people,
    _leading_date,
    _leading_strand,
    links,
    colours,
    scales,
    numbers,
    choices,
    flags,
    editions,
    dated_bodies,
    bodies,
    people,
    workstreams,
    _trailing_strand,
    trailing_people,
    labelled_owner,
    _trailing_date,
    unknown_last,
    texts,
    _words_sentence,
)
