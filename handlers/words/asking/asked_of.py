"""Whose records a question is about: a person's, a workstream's, a council's, a board's."""

from __future__ import annotations

import re

from governance.kind import Body
from governance.people import Workstream
from handlers.words.asking.asked import Filter, body_asked
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.items.bodies import body_named
from handlers.words.people import Named

RAISED_BY = re.compile(r"(?:(?:raised|logged|created|added|reported) by|from)\s+(?=\S)", re.IGNORECASE)
I_RAISED = re.compile(r"(?:that )?i(?:['’]ve| have)? (?:raised|logged|created|added|reported)\b", re.IGNORECASE)
DECIDED_BY = re.compile(r"(?:(?:made |taken |decided |approved )?by|of|from)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?P<name>[^\W\d_]{3,20})s(?=\s)")
MINE = re.compile(r"(?:mine|my|i['’]m|i|me|assigned to me|owned by me)\b", re.IGNORECASE)
HERE = re.compile(r"(?:here|this (?:workstream|channel|team|place)|our|ours)\b", re.IGNORECASE)
COUNCIL = re.compile(
    r"(?:(?:for|from|in|at|of|by|affecting|owned by)\s+)?(?:the\s+)?(?P<name>[A-Za-z]{3,20})"
    r"(?P<council>\s+(?:(?:city|borough|district|county)\s+)?council(?:['’]s)?)?",
    re.IGNORECASE,
)


def raised_by(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    speaker = hearing.around.speaker
    if (match := I_RAISED.match(text)) and speaker:
        wanted.event = "raised"
        return text[match.end() :] if wanted.set(raised_by=speaker.id) else None
    match = RAISED_BY.match(text)
    named = hearing.people.at_start(text[match.end() :]) if match else None
    if not match or named is None or not named.sure or (match[0].startswith("from") and "raised_by" in wanted.facts):
        return None
    wanted.event = "raised"
    return text[match.end() + named.end :] if wanted.set(raised_by=named.sure.id) else None


def decided_by(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“decisions by the board”: the board's name is looked for in the decisions."""
    match = DECIDED_BY.match(text)
    if not match or wanted.facts.get("kind", hearing.kind and hearing.kind.kind.name) not in ("decision", "change"):
        return None
    words = list(re.finditer(r"[\w’']+", text[match.end() :]))[:5]
    for word in reversed(words):
        end = match.end() + word.end()
        if (body := body_named(text[match.end() : end], hearing.around.programme)) and wanted.set(text=body):
            return text[end:]
    return None


def mine(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = MINE.match(text)
    speaker = hearing.around.speaker
    if not match or not speaker:
        return None
    if wanted.facts.get("owner") == speaker.id or wanted.set(owner=speaker.id):
        return text[match.end() :]
    return None


def person(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A person, also “sam's”. Several of that name: ask."""
    if re.match(r"(?:me|my|i|mine|myself)\b", text, re.IGNORECASE):
        return None
    named = hearing.people.at_start(text)
    if named is None and (match := POSSESSIVE.match(text)):  # “toms actions”
        people, _ = hearing.people.find(match["name"])
        named = Named(match["name"], people, 0, match.end()) if people else None
    if named is None or "owner" in wanted.facts:
        return None
    doubt = person_doubt(named, hearing)
    if doubt and not named.sure:
        wanted.doubts.append(doubt)
    wanted.set(owner=named.sure.id if named.sure else None)
    return re.sub(r"^['’]s\b", "", text[named.end :])


def here(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = HERE.match(text)
    if not match or not hearing.around.here or not wanted.set(workstream=hearing.around.here):
        return None
    return text[match.end() :]


def strand(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A workstream's name of up to five words; a second one is asked for besides the first."""
    to_whom = re.match(r"to\s", text, re.IGNORECASE)
    text = re.sub(r"^(?:the|#|and|or|&|plus|to|from)\s*", "", text, flags=re.IGNORECASE)
    found = strand_at(text, hearing)
    if not found:
        return None
    strand, rest = found
    if "workstream" not in wanted.facts and wanted.set(workstream=strand.id):
        return rest
    if (
        to_whom
        and body_asked(wanted, hearing).counterpart is not Body.counterpart
        and wanted.set(counterpart=strand.id)
    ):
        return rest
    already = wanted.facts.get("workstreams") or (wanted.facts["workstream"],)
    both = tuple(dict.fromkeys((*already, strand.id)))
    if len(both) > 1:
        wanted.facts |= {"workstreams": both, "workstream": None}
    return rest


def strand_at(text: str, hearing: Hearing) -> tuple[Workstream, str] | None:
    """The workstream that a text begins by naming, and the rest of the text."""
    words = list(re.finditer(r"[^\s,?]+", text))[:5]
    for word in reversed(words):
        said = re.sub(r"['’]s?$", "", text[: word.end()])
        if strand := hearing.strands.find(said, loose=True):
            return strand, text[word.end() :]
    return None


def council(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A council by its code (“ALD”) or by a name that begins like it (“Aldermoor”), where people of it are in the programme."""
    match = COUNCIL.match(text)
    codes = {
        one.organisation.upper() for one in hearing.around.people if re.fullmatch(r"[A-Za-z]{3}", one.organisation)
    }
    if not match or match["name"][:3].upper() not in codes:
        return None
    placed = match.start("name") > 0 or match["name"][0].isupper() or match["council"]
    if not (match["name"].isupper() or (len(match["name"]) >= 5 and placed) or match["council"]):
        return None
    return text[match.end() :] if wanted.set(council=match["name"][:3].upper()) else None
