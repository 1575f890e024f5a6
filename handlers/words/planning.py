"""Texts about days that were agreed between people: a milestone's baseline, the day it was reached, a dependency's promise
and both sides' yes."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.cards import Option
from handlers.commands import Agree, Change, Move, Rebaseline
from handlers.words.bodies import body_at_start
from handlers.words.dates import read
from handlers.words.due import backwards, due_doubt
from handlers.words.hearing import Hearing
from handlers.words.refs import canonical, kind_of, own_ref, refs_at_start
from handlers.words.understanding import Doubt, Understanding

REBASELINE = re.compile(
    r"(?:(?:new|change|set|move|approved)\s+)*(?:re-?baseline(?:d|s)?|re-?plan(?:ned)?|baseline(?:\s+date)?)\s*"
    r"(?:(?:is|to|now|at|for|on|as|moved|changed|moves|changes)\s+|[:=]\s*)*(?P<day>.+?)"
    r"(?:[\s,(–—-]+(?:(?:by|under|per|via|through|as per|approved (?:by|in|under)|following|see|using)\s+)?"
    rf"(?P<by>(?:change request\s+)?{own_ref()})\)?)?[\s.!]*",
    re.IGNORECASE,
)
AGREE = re.compile(
    r"(?:(?:we|i|both|all|now)\s+)*(?:agree(?:s|d)?|confirm(?:s|ed)?|sign(?:s|ed)? up|happy)"
    r"(?:\s+(?:to|with|on|it|this|that|the dates?))*"
    r"(?P<with>\s+with\s+[\w&, /]{1,40})?(?:[\s,(]+(?:by|for|as|from|on behalf of)?\s*(?:the\s+|us as\s+)?"
    r"(?P<side>giver|receiver|both(?: sides| of us)?|all|us|me))?\)?[\s.!]*",
    re.IGNORECASE,
)
SAYS = (
    r"(?P<who>[\w&,' ]{1,60}?)\s+(?:(?:has|have|had|['’]ve|can|will|now|is|are|just)\s+)*"
    r"(?P<does>promis(?:ed?|es|ing)|commit(?:s|ted)? to|deliver(?:s|ing)?|giv(?:es?|ing)|needs?|wants?|requires?"
    r"|says?|said|reckons?|expects?|agree(?:s|d)?(?: to| with)?)\s+(?:us\s+|the\s+)?"
)
WHEN = re.compile(r"(?:(?:on|at|as of|back on|reached|completed|dated)\s+)*(?P<day>.+?)[\s.!]*", re.IGNORECASE)
BY_WHOM = re.compile(r"[\s,:–—-]*by\s+(?:the\s+)?(?=\S)", re.IGNORECASE)


def rebaseline_in(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“baseline 4/1 by CR-001”, for a kind whose baseline is fixed."""
    if "baseline" not in body.model_fields or not body.ask("baseline").fixed:
        return None
    match = REBASELINE.fullmatch(text)
    reading = read(match["day"].strip(" ,(-–—"), hearing.moment) if match else None
    day = reading and (reading.day or next(iter(reading.options), None))
    if not match or not reading or not day:
        return None
    doubt = due_doubt(reading, hearing.moment, name="day")
    by = canonical(match["by"].split()[-1]) or "" if match["by"] else ""
    return Understanding("update", (Rebaseline(ref, day, by),), (doubt,) if doubt else ())


def agree_in(text: str, ref: str, body: type[Body]) -> Understanding | None:
    """One side's yes to a dependency; “agreed by both” is the state itself."""
    if "agreed_by_giver" not in body.model_fields:
        return None
    match = AGREE.fullmatch(text)
    if not match:
        return None
    side = (match["side"] or "").casefold()
    if side.startswith(("both", "all")) or re.match(r"both\b", text, re.IGNORECASE):
        return Understanding("update", (Move(ref, "Agreed"),))
    return Understanding("update", (Agree(ref, side if side in ("giver", "receiver") else ""),))


def promised(text: str, hearing: Hearing) -> Understanding | None:
    """“ICT promised D-002 for 20/1”, “finance needs D-002 by 13/1”, “HR agrees D-003”: a ref after its giver or receiver."""
    match = re.fullmatch(
        rf"{SAYS}(?:(?P<ref>{own_ref()})(?![\w/])(?P<rest>.*)|(?P<day>.{{1,40}}?)\s+for\s+(?P<then>{own_ref()})[\s.!]*)",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    ref = refs_at_start(match["ref"] or match["then"])[0][0] if match else ""
    if not match or "need_by" not in kind_of(ref).model_fields or not _is_side(match["who"], hearing):
        return None
    return _said_by(ref, match["who"], match["does"].casefold(), match["rest"] or match["day"] or "", hearing)


def said_in(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“D-002: ICT now say 27 Jan”."""
    match = re.fullmatch(rf"{SAYS}(?P<rest>.+)", text, re.IGNORECASE) if "need_by" in body.model_fields else None
    if not match or not _is_side(match["who"], hearing):
        return None
    return _said_by(ref, match["who"], match["does"].casefold(), match["rest"], hearing)


def _said_by(ref: str, who: str, does: str, rest: str, hearing: Hearing) -> Understanding | None:
    """What one side of a dependency says: its yes, the giver's day or the receiver's."""
    body = kind_of(ref)
    if does.startswith("agree"):
        return _agreed(ref, who, hearing) if not rest.strip(" .!") else None
    name = "need_by" if does.startswith(("need", "want", "requir")) else "promised"
    reading = read(re.sub(r"^\s*(?:now\s+)?(?:it['’]?s\s+|it will be\s+)?(?:for|by|on)?\s*", "", rest), hearing.moment)
    if reading is None or name not in body.model_fields:
        return None
    doubt = due_doubt(reading, hearing.moment, name=name)
    values = {name: reading.day} if reading.day else {}
    return Understanding("update", (Change(ref, values),), (doubt,) if doubt else ())


def _is_side(who: str, hearing: Hearing) -> bool:
    plain = who.strip().casefold()
    ours = plain in ("we", "i", "they", "he", "she", "it", "the giver", "the receiver", "both", "we both")
    if ours or hearing.people.at_start(who) is not None:
        return True
    found = hearing.strands.find
    return found(who, loose=True) is not None or all(found(one, loose=True) for one in _sides(who))


def _sides(who: str) -> list[str]:
    """“HR and legal” as two, and “People and HR” as it stands where that is one workstream's name."""
    return re.split(r"\s*(?:,|&|\band\b)\s*", who.strip(), flags=re.IGNORECASE)


def _agreed(ref: str, who: str, hearing: Hearing) -> Understanding:
    """Whose yes it is: the speaker's own side, or another's, of which the words do not tell whether it gives or receives."""
    plain = who.strip().casefold()
    speaker, strand = hearing.around.speaker, hearing.strands.find(who, loose=True)
    own = plain in ("we", "i") or (strand and speaker and speaker.workstream == strand.id)
    if plain in ("both", "we both") or (strand is None and len(_sides(who)) == 2):
        return Understanding("update", (Move(ref, "Agreed"),))
    if own or plain.removeprefix("the ") in ("giver", "receiver"):
        return Understanding("update", (Agree(ref, "" if own else plain.removeprefix("the ")),))
    options = (Option("giver", "It gives"), Option("receiver", "It receives"))
    return Understanding(
        "update", (Agree(ref),), (Doubt("side", f"Does {who.strip()} give {ref}, or receive it?", options),)
    )


def dated_move(ref: str, to: str, reason: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“done on 19/10”, “approved by the board on 10 Nov”: when it was reached or decided, and by whom, in the fields for it."""
    name = {"Complete": "actual", "Printed": "printed_on", "Published": "distributed_on"}.get(to, "decided_on")
    if (
        name not in body.model_fields
        or not body.ask(name).words
        or (name == "decided_on" and to not in ("Approved", "Rejected"))
    ):
        return None
    values: dict[str, object] = {}
    if "decided_by" in body.model_fields and (by := BY_WHOM.match(reason)):
        named = body_at_start(reason[by.end() :], hearing.around.programme)
        if named is None:
            return None
        values["decided_by"], reason = named[0], named[1].strip(" ,")
    if reason:
        match = WHEN.fullmatch(reason)
        reading = read(match["day"], hearing.moment, cued=False) if match else None
        day = reading and backwards(reading, hearing.moment).day
        if not day or day > hearing.moment.today:
            return None
        values[name] = day
    return Understanding("update", (Change(ref, values), Move(ref, to))) if values else None
