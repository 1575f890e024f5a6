"""Texts about days that were agreed between people: a milestone's baseline, the day it was reached, a dependency's promise
and both sides' yes."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.cards import Option
from handlers.commands import Agree, Change, Move, Rebaseline
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing
from handlers.words.items.bodies import body_at_start
from handlers.words.items.due import backwards, due_doubt
from handlers.words.refs import canonical, kind_of, own_ref, refs_at_start
from handlers.words.understanding import Doubt, Understanding

LATER = re.compile(
    r"(?:(?:back|by|out|forward|on|slip(?:s|ped|ping)?|extend|extended|push(?:ed)?(?: back)?|delay(?:ed)?(?: by)?|add|\+)\s*)+"
    r"(?:a|an|one|two|three|four|\d+)\s*(?:more\s+)?(?:working\s+)?(?:day|week|fortnight|month|wd)s?"
    r"|(?:i\s+|we\s+|will\s+|going to\s+)?(?:need|needs|want|wants|could do with|can (?:i|we) have|take|takes)\s+"
    r"(?:another|a further|an extra|an?|one|two|three|four|\d+)?(?:\s+(?:more|extra|further"
    r"|couple of))*\s*(?:more time|longer|(?:working\s+)?(?:day|week|fortnight|month|wd)s?(?:\s+(?:more|longer|extra))?)"
    r"|(?:(?:now|will be|is|be|going to be|running|about|at least)\s+)*(?:a|an|one|two|three|four"
    r"|\d+)\s*(?:working\s+)?(?:day|week|fortnight|month|wd)s?\s+"
    r"(?:late|later|behind|earlier|early|slip)",
    re.IGNORECASE,
)
REBASELINE = re.compile(
    r"(?:(?:new|change|set|move|approved)\s+)*(?:re-?baseline(?:d|s)?|re-?plan(?:ned)?|baseline(?:\s+date)?)\s*"
    r"(?:(?:is|to|now|at|for|on|as|moved|changed|moves|changes)\s+|[:=]\s*)*(?P<day>.+?)"
    r"(?:[\s,(–—-]+(?:(?:by|under|per|via|through|as per|approved (?:by|in|under)|following|see|using)\s+)?"
    rf"(?P<by>(?:change request\s+)?{own_ref()})\)?)?(?:[\s,]+(?:because|since|as)\s+.+)?[\s.!]*",
    re.IGNORECASE,
)
AGREE = re.compile(
    r"(?:(?:we|i|both|all|now)\s+)*(?:agree(?:s|d)?|confirm(?:s|ed)?|sign(?:s|ed)? up|happy)"
    r"(?:\s+(?:to|with|on|it|this|that|the dates?))*"
    r"(?P<with>\s+with\s+[\w&, /]{1,40})?(?:[\s,(]+(?:by|for|as|from|on behalf of)?\s*(?:the\s+|us as\s+)?"
    r"(?P<side>giver|receiver|both(?: sides| of us)?|all|us|me))?\)?[\s.!]*",
    re.IGNORECASE,
)
AGREED_BY = re.compile(
    r"(?:(?:now|is|been|has)\s+)*(?:agreed|confirmed|signed off|ok(?:['’]?d|ayed)?|accepted)\s+(?:by|with)\s+(?:the\s+)?"
    r"(?P<who>[\w&,' ]{1,60}?)(?:\s+(?:today|yesterday|now))?[\s.!]*",
    re.IGNORECASE,
)
SIDES_SAID = frozenset({"giver", "receiver", "both", "both sides", "us", "me", "all", "them"})
SAYS = (
    r"(?P<who>[\w&,' ]{1,60}?)\s+(?:(?:has|have|had|['’]ve|can|will|now|is|are|just)\s+)*"
    r"(?P<does>promis(?:ed?|es|ing)|commit(?:s|ted)? to|deliver(?:s|ing)?|giv(?:es?|ing)|needs?|wants?|requires?"
    r"|says?|said|reckons?|expects?|agree(?:s|d)?(?: to| with)?)\s+(?:us\s+|the\s+|it\s+|this\s+)?"
)
SETTLED = re.compile(
    rf"(?:the\s+)?(?P<who>[\w&' ]{{2,40}}?)\s+(?:(?:has|have|had|just|now)\s+)*(?P<does>approved|rejected|agreed"
    rf"|deferred|endorsed|refused)"
    rf"\s+(?:the\s+)?(?P<ref>{own_ref()})(?![\w/])(?P<rest>.{{0,60}})",
    re.IGNORECASE,
)
CANNOT = re.compile(
    r"(?:(?:sorry|afraid|fyi|heads up|looks like|i(?:['’]m| am) afraid)[\s,:–-]+)*(?P<who>[\w&' ]{1,40}?)\s+"
    r"(?:ca(?:n['’]?t|nnot|n not)|wo(?:n['’]?t)|will not|(?:am |are |is |['’]re |['’]m )?(?:not (?:going to|able to)|unable to)"
    r"|(?:am |are |is )?(?:going to|gonna|will) miss)\s*(?:be able to\s+)?(?:make|meet|hit|do|deliver|manage|achieve"
    r"|give|finish|complete)?\s+"
    rf"(?P<ref>{own_ref()})(?![\w/])(?:\s+(?:in time|on time|by then|now|after all|any more|as planned|by \S+))*"
    r"[\s,.;:–—-]*(?:(?:and|but|so|the|our|we|i|it|is|will|be|can|do|now|need|until|till|more like|likely|earliest"
    r"|promise|say|new|revised"
    r"|next|date|day|deadline|promised?|for|to|by|on|move(?:d)?|push(?:ed)?|make it|it['’]ll)\b[\s:]*)*(?P<day>.*)",
    re.IGNORECASE,
)
# The field that keeps the day on which a state was reached, where that day is told.
REACHED_ON = {
    "Complete": ("completed_on", "actual"),
    "Delivered": ("delivered_on",),
    "Resolved": ("resolved_on",),
    "Validated": ("validated_on",),
    "Invalidated": ("validated_on",),
    "Implemented": ("implemented_on",),
    "Approved": ("decided_on",),
    "Rejected": ("decided_on",),
    "Printed": ("printed_on",),
    "Published": ("distributed_on", "published_on"),
    "Told": ("told_on",),
}
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


def agree_in(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """One side's yes to a dependency; “agreed by both” is the state itself."""
    if "agreed_by_giver" not in body.model_fields:
        return None
    by = AGREED_BY.fullmatch(text)
    if by and by["who"].casefold() not in SIDES_SAID and _is_side(by["who"], hearing):
        return _agreed(ref, by["who"], hearing)
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


def cannot_make(text: str, hearing: Hearing) -> Understanding | None:
    """“We can't make D-002, new date 3 Feb”: the day to come of a record; asked where it was not said."""
    match = CANNOT.fullmatch(text)
    refs = refs_at_start(match["ref"])[0] if match else ()
    if (
        not match
        or not refs
        or not (_is_side(match["who"], hearing) or match["who"].casefold() in hearing.around.programme.bodies)
    ):
        return None
    body = kind_of(refs[0])
    name = body.kind.due_field
    said = (match["day"] or "").strip(" ,.;:–—-!")
    reading = read(said, hearing.moment) if said else None
    if name not in body.model_fields or (said and reading is None):
        return None
    if reading is None:
        what = body.ask(name).label.casefold()
        return Understanding(
            "update", (Change(refs[0], {}),), (Doubt(name, f"What is the new day for {refs[0]} ({what})?"),)
        )
    doubt = due_doubt(reading, hearing.moment, name=name)
    values = {name: reading.day} if reading.day else {}
    return Understanding("update", (Change(refs[0], values),), (doubt,) if doubt else ())


def settled(text: str, hearing: Hearing) -> Understanding | None:
    """“Board approved CR-002 today”: who settled a record, and when."""
    match = SETTLED.fullmatch(text)
    ref = refs_at_start(match["ref"])[0] if match else ()
    board = body_at_start(match["who"], hearing.around.programme) if match else None
    if not match or not ref or not board or board[1].strip():
        return None
    body = kind_of(ref[0])
    to = body.kind.lifecycle.state_named(match["does"])
    return dated_move(ref[0], to, f"by {board[0]} {match['rest'].strip()}".strip(), body, hearing) if to else None


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
    if strand and speaker and speaker.workstream != strand.id:
        return Understanding("update", (Agree(ref, strand.id),))
    own = plain in ("we", "i") or (strand and speaker and speaker.workstream == strand.id)
    if plain in ("both", "we both") or (strand is None and len(_sides(who)) == 2):
        return Understanding("update", (Move(ref, "Agreed"),))
    if own or plain.removeprefix("the ") in ("giver", "receiver"):
        return Understanding("update", (Agree(ref, "" if own else plain.removeprefix("the ")),))
    options = (Option("giver", "It gives"), Option("receiver", "It receives"))
    return Understanding(
        "update", (Agree(ref),), (Doubt("side", f"Does {who.strip()} give {ref}, or receive it?", options),)
    )


def dated_move(
    ref: str, to: str, reason: str, body: type[Body], hearing: Hearing, *, to_come: bool = False
) -> Understanding | None:
    """“done on 19/10”, “approved by the board on 10 Nov”: when it was reached or decided, and by whom, in the fields for it.
    `to_come`: also a day that has not come, which whoever makes the move refuses: it is no reason."""
    name = next((name for name in REACHED_ON.get(to, ()) if name in body.model_fields), "")
    if not name:
        return None
    values: dict[str, object] = {}
    who = next((field for field, ask in body.asks() if ask.among), None)
    if name == "decided_on" and who and (by := BY_WHOM.match(reason)):
        named = body_at_start(reason[by.end() :], hearing.around.programme)
        if named is None:
            return None
        values[who], reason = named[0], named[1].strip(" ,")
    if reason:
        match = WHEN.fullmatch(reason)
        reading = read(match["day"], hearing.moment, cued=False) if match else None
        day = reading and backwards(reading, hearing.moment).day
        if not day or (day > hearing.moment.today and not to_come):
            return None
        values[name] = day
    return Understanding("update", (Move(ref, to, values=values),)) if values else None


def counted_from_old(ref: str, text: str, body: type[Body]) -> Understanding | None:
    """“Back a week” counts from a day that words alone don't tell: ask for the day itself."""
    if not LATER.fullmatch(text.strip(" .")):
        return None
    due = body.kind.due_field
    what = "due date" if due == "due" else "date"
    doubt = Doubt(due, f"What is the new {what} of {ref}? I can't count from the old one.", said=text)
    return Understanding("update", (Change(ref, {}),), (doubt,))
