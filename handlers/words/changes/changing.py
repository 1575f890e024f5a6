"""Texts about records that exist: “A-012 done”, “A-012 due 3/12, owner @sam”, “give A-012 to sam”, “raise impact on R-025
to 5”."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import islice

from governance.kind import Body
from governance.kinds import all_kinds
from handlers.commands import Assign, Change, Command, Move, Note, OpenForm, Show, Undo
from handlers.words.changes.becoming import becoming_in, raised_from
from handlers.words.changes.clauses import Changes, all_field_words, clauses, field_words
from handlers.words.changes.escalating import escalated, escalation_in
from handlers.words.changes.linking import linked
from handlers.words.changes.moving import due_instead, move_in, words_of
from handlers.words.changes.planning import (
    agree_in,
    cannot_make,
    counted_from_old,
    dated_move,
    promised,
    rebaseline_in,
    said_in,
    settled,
)
from handlers.words.changes.progress import disowned, not_needed, progress_in, taken_over, told_of
from handlers.words.changes.rescoring import now_scored, unscored
from handlers.words.changes.snoozing import snooze_in, snooze_until
from handlers.words.changes.supporting import supporting
from handlers.words.hearing import Hearing, joined
from handlers.words.refs import (
    HYPHEN,
    LONGEST_LIST,
    is_a_score,
    kind_of,
    own_ref,
    refs_at_start,
    refs_first,
    written_out,
)
from handlers.words.understanding import Understanding

LINKING = re.compile(
    r"(?:[\s:,=>→–—-]+|\b(?:is now|has been|have been|should be|can be|needs? to be|must be|to be|new(?! (?:info"
    r"|evidence|issue|data|fact|quote|supplier|risk))|is|are|now|was|were"
    r"|as|to|please|pls|i think|it's|it is|all|both)\b)+",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"(?:(?:can|could|should|shall) (?:we|i)|is|are|has|have|was|did|when|who|what|whats|why|how|where|any)\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:(?:add )?(?:a )?(?:note|comment)\b[\s:–—-]*(?:that\s+)?|(?:update|fyi|progress)\s*[:–—-]+\s*)(?P<note>.+)",
    re.I | re.S,
)
THANKS = re.compile(r"[\s,]+(?:instead|please|pls|plz|thanks|thank you|cheers|ta)[\s.!]*$", re.IGNORECASE)
BECAUSE = re.compile(
    r"\s*[,;:–—]\s+(?:because\s+|as\s+)?|\s+-\s+|\s+(?:because|as|since|due to|after|following|now that|given)\s+",
    re.IGNORECASE,
)
DONE_MARKS = frozenset(
    {"✅", "✔", "✔️", "☑", "☑️", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"}
)
# “reviewed, no change” is a line of its history.
REVIEWED = re.compile(
    r"(?:reviewed|checked|discussed|no change|unchanged|nothing new|no updates?"
    r"|still (?:the same|open|waiting|outstanding|live|with|awaiting|chasing))\b(?!\s+(?:on|by)\s)"
    r"(?P<more>.*)",
    re.IGNORECASE | re.DOTALL,
)
HYPHENATED = re.compile(rf"\s*#?[A-Za-z]+{HYPHEN}")
# After the last of several refs: a reason that all of them share.
ONE_REASON = re.compile(r"\s*(?:[:(–—]|-\s|,\s*(?:all|both|they)\b|\b(?:because|as|since|due to)\b)", re.IGNORECASE)
# “a12 done a13 blocked”: what follows a state and is followed by one is another record's.
AFTER_A_STATE = (
    r"(?:(?<=\bdone)|(?<=closed)|(?<=complete)|(?<=completed)|(?<=blocked)|(?<=started))"
    rf"(?=\s+{own_ref()}\s+(?:is\s+)?(?:done|closed?|completed?|blocked|started|due|to|owner|cancelled)\b)"
)
# “amended: due Friday”
AMENDED = re.compile(
    r"^(?:(?:amend(?:ed|ment)?|correct(?:ion|ed)|changed?|revised|edit(?:ed)?|sorry)\s*[:,–—-]\s*(?=\S)"
    r"|(?:please\s+)?(?:make|set|put|change|call)\s+(?:it|this|that)\s+(?:to\s+|as\s+|at\s+)?(?=\S))",
    re.IGNORECASE,
)
AT_THE_END = re.compile(
    rf"(?P<said>.{{2,120}}?)\s+(?:on|for|of|to|with|against)\s+(?:the\s+)?(?P<ref>{own_ref()})[\s.!]*(?:please|pls|thanks)?[\s.!]*",
    re.IGNORECASE,
)
SETTING_FIRST = re.compile(r"^(?:(?:please|pls|set|put|make|add|change|give)\s+)+", re.IGNORECASE)
PATH_TO_GREEN = re.compile(r"^(?:the\s+)?path to green\s*(?:is|:|=)?\s+(?=\S)", re.IGNORECASE)
MOST_REASONS = 8  # how many marks a reason may begin at

SETTING = (
    r"change|set|update|make|move|put(?: up| down)?|raise|lower|drop|increase|decrease|reduce|cut|bump|bring (?:up|down)|correct"
    r"|amend|fix"
)

# What a verb before a ref makes of the words after it.
BEFORE = {
    r"(?:add (?:a )?)?(?:note|comment)(?: to| on| for| against)?": "note ",
    r"snooze|mute|silence|remind me(?: (?:about|of|on|re))?": "snooze ",
    r"(?:stop|quit) (?:reminding|nagging|pinging|chasing|chivvying|bugging) me(?: about| on| for| over)?"
    r"|(?:do not|don['’]?t) (?:remind|nag|ping|chase) me(?: about| on| for)?": "stop reminding ",
    r"rename|re-?title|re-?word": "rename ",
    r"edit|amend": "edit ",
    r"give|assign|reassign|hand(?: over)?|pass|swap|transfer": "assign ",
    r"i['’]?ll (?:take|do|have|own|pick up)|i can (?:take|do)|i['’]?ve got|mine|take|claim": "assign me",
    r"push(?: back)?|bump|shift|extend|delay|postpone|bring forward|move|re-?date|reschedule|slip": "",
    r"mark|set|make|change|update|put|raise|lower|increase|decrease|reduce|cut|re-?score|score|turn|convert|downgrade"
    r"|upgrade|re-?grade": "",
    r"(?:we |i |both |we both )?agreed?(?: to| with| on)?": "agree ",
    r"(?:re-?baseline)": "rebaseline ",
    r"(?:slip|forecast|expect)": "forecast ",
    r"who['’]?s got|who has|who owns|who is (?:the owner of|on)|when(?:['’]?s| is)|show(?: me)?|open|view|see|display"
    r"|status(?: of)?|what['’]?s|what is|where are we with|how['’]?s|details? (?:of|for|on)|look at": "show ",
    r"delete|remove|bin": "delete ",
}


# Readers of a whole text, in which a ref may stand anywhere.
ANYWHERE: tuple[Callable[[str, Hearing], Understanding | None], ...] = (
    linked,
    escalated,
    raised_from,
    promised,
    cannot_make,
    taken_over,
    settled,
)


def change(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says about existing records; None when it begins with no ref, or the rest makes no sense. In a kind's own
    command a record of another kind is no more than a word of a title (“/action close R-049 @sam”)."""
    text = refs_first(written_out(text))
    if hearing.kind is None:
        for reader in ANYWHERE:
            if found := reader(text, hearing):
                return found
    if found := _before_its_ref(text, hearing):
        return found
    parts = []
    for piece in _per_ref(text):
        part = _one_piece(piece, hearing)
        if part is None:
            return None
        parts.append(part)
    return joined(parts) if parts else None


def _before_its_ref(text: str, hearing: Hearing) -> Understanding | None:
    """“priority high on A-012”, “add @sam as supporter on A-012”: what is set, and then of which record."""
    match = AT_THE_END.fullmatch(text) if len(text) <= LONGEST_LIST else None
    refs = refs_at_start(match["ref"])[0] if match else ()
    if not match or len(refs) != 1 or refs_at_start(text)[0] or (hearing.kind and kind_of(refs[0]) is not hearing.kind):
        return None
    said, body = match["said"], kind_of(refs[0])
    if found := supporting(said, refs[0], body, hearing):
        return found
    if (moved := re.fullmatch(r"(.+)\s+with", text[: match.start("ref")].rstrip())) and (
        to := move_in(moved[1], body, hearing)
    ):
        return Understanding("update", (Move(refs[0], to[0]),)) if not to[1] else None
    found_clauses = clauses(SETTING_FIRST.sub("", said), body, hearing)
    if not found_clauses or not (found_clauses.values or found_clauses.doubts):
        return None
    return Understanding(
        "update", (_command(refs[0], found_clauses),), tuple(found_clauses.doubts), tuple(found_clauses.remarks)
    )


def begins_with_a_ref(text: str) -> bool:
    """Whether a text begins with a ref, or with a verb and a ref."""
    said = written_out(text)
    return bool(refs_at_start(said)[0] or refs_at_start(_verb_first(said)[1])[0])


def _per_ref(text: str) -> list[str]:
    """“A-012 done; A-013 due Friday” as one piece a record. A list of refs with one meaning stays together."""
    found: list[str] = []
    if len(text) > LONGEST_LIST:
        return [text]
    for piece in re.split(
        rf"(?:[;\n]+|,|\.\s|\s+and\b"
        rf"|{AFTER_A_STATE})\s*(?=(?:[a-z]+\s+)?{own_ref()}\b)",
        text,
        flags=re.IGNORECASE,
    ):
        if found and (not _says_something(found[-1]) or _goes_on(found[-1], piece) or _is_scored(found[-1], piece)):
            found[-1] = f"{found[-1]}, {piece}"
        elif piece.strip():
            found.append(piece)
    if len(found) > 1 and not _says_something(found[-1]) and not refs_at_start(found[-1])[1].strip():
        return [text]
    return found


def _says_something(piece: str) -> bool:
    refs, rest = refs_at_start(piece)
    if refs:
        return bool(rest.strip(" ,.;"))
    return bool(refs_at_start(_verb_first(piece)[1])[0])


def _is_scored(said: str, piece: str) -> bool:
    """“R-025 L4, I5” is about one record."""
    refs, first = refs_at_start(said)[0], re.match(r"[\s#]*([a-z]\d)\b", piece, re.IGNORECASE)
    return bool(refs) and first is not None and is_a_score(first[1], refs[0])


def _goes_on(said: str, piece: str) -> bool:
    """Whether a piece is more of a list that began with a verb: “close R-1, R-2 and R-4: passed”."""
    verb, after = _verb_first(said)
    if verb is None or refs_at_start(after)[1].strip(" ,"):
        return False
    refs, rest = refs_at_start(piece)
    if not refs:
        return False
    given = verb.strip() in ("", "assign", "snooze", "escalate") and re.match(r"\s+(?:to|until|till|by)\b", rest)
    return not rest.strip(" ,.") or bool(given) or ONE_REASON.match(rest) is not None


def _one_piece(text: str, hearing: Hearing) -> Understanding | None:
    refs, rest = refs_at_start(text)
    if not refs:
        verb, after = _verb_first(text)
        refs, tail = refs_at_start(after)
        if not refs or verb is None:
            return None
        if hearing.kind and any(kind_of(ref) is not hearing.kind for ref in refs):
            return None
        goes_up = verb.startswith("escalat")
        rest = f"{verb}{LINKING.sub('', tail, count=1) if LINKING.match(tail) and not goes_up else tail}"
    elif hearing.kind and not HYPHENATED.match(text) and kind_of(refs[0]) is not hearing.kind:
        return None  # “/risk M25 closed for a week” is about a road
    if text.rstrip().endswith("?") and _is_a_field(rest, kind_of(refs[0])):
        rest = ""
    if text.rstrip().endswith("?") and QUESTION.match(
        LINKING.sub("", text, count=1) if not QUESTION.match(text) else text
    ):
        rest = ""
    parts = [_about(ref, rest, hearing) for ref in refs]
    return joined([part for part in parts if part]) if all(parts) else None


def _is_a_field(said: str, body: type[Body]) -> bool:
    """“R-016 score?” asks for the record."""
    plain = LINKING.sub("", said, count=1) if LINKING.match(said) else said
    plain = re.sub(r"^['’]s\s+|^the\s+", "", plain.strip(" ?.!")).casefold()
    return plain in field_words(body) or plain in ("score", "rag", "rating", "status", "owner", "colour", "state")


def _verb_first(text: str) -> tuple[str | None, str]:
    """“mark A-012 as done” as (“”, “A-012 as done”); “close A-012” as (“close ”, “A-012”). (None, text) when it is neither."""
    match = _verbs().match(text)
    if not match:
        return None, text
    after = text[match.end() :]
    if field := match["field"] or match["named"]:
        asked = match["named"] and not refs_at_start(after)[1].strip(" ?.!")
        return "show " if asked else f"{field} ", after
    verb = match["verb"].casefold()
    for pattern, meaning in BEFORE.items():
        if re.fullmatch(pattern, verb):
            return meaning, after
    return f"{verb} ", after


@cache
def _verbs() -> re.Pattern[str]:
    """The words that may stand before a ref, from the kinds' lifecycles and fields."""
    states = {word for body in all_kinds().values() for word in words_of(body.kind.lifecycle)}
    kinds = {word for body in all_kinds().values() for word in (body.kind.name, body.kind.plural, *body.kind.words)}
    fields = "|".join(re.escape(word) for word in sorted(all_field_words(), key=len, reverse=True))
    verbs = "|".join(
        [
            *BEFORE,
            *(re.escape(word).replace(r"\ ", r"[\s-]") for word in sorted(states, key=len, reverse=True)),
            "is",
            "has",
        ]
    )
    asked = (
        r"(?:(?:please|pls|sorry|can (?:you|we|i)|could (?:you|we)|should we|shall we|hi|ok|just"
        r"|i['’]?ve|i have|we['’]?ve|we have)[\s,]+)*"
    )
    setting = rf"(?:{SETTING})\s+(?:the\s+)?(?P<field>{fields})(?:\s+date)?\s+(?:of|on|for|in)"
    return re.compile(
        rf"{asked}(?:{setting}|(?P<verb>{verbs})|(?:the\s+)?(?P<named>{fields})(?:\s+date)?\s+(?:of|on|for))(?:\s*:)?\s+(?:off\s+|out\s+|the\s+)*(?:(?:{'|'.join(kinds)})\s+)?",
        re.IGNORECASE,
    )


def _about(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    """What the words after (or around) a ref say about that record."""
    body = kind_of(ref)
    if rest.startswith("stop reminding"):
        return snooze_until(ref, rest.removeprefix("stop reminding"), hearing)
    rest = now_scored(rest, body)
    text = LINKING.sub("", rest, count=1) if LINKING.match(rest) else rest
    text = re.sub(r"^status\b[\s:=]*(?:to\s+)?(?=\w)", "", text, flags=re.IGNORECASE).strip()
    plain = THANKS.sub("", text)
    text = instead if (instead := due_instead(plain, body, hearing)) != plain else text
    if text.casefold().strip(" ?.!") in ("", "show"):
        return Understanding("show", (Show(ref),))
    if text.casefold().strip(" .") == "edit":
        return Understanding("form", (OpenForm("edit", kind=body.kind.name, ref=ref),))
    if text.casefold().strip(" .") == "undo":
        return Understanding("undo", (Undo(ref=ref),))
    if text.strip() in DONE_MARKS:
        text = body.kind.lifecycle.done
    if match := NOTE.fullmatch(text):
        return Understanding("update", (Note(ref, match["note"].strip()),))
    if REVIEWED.fullmatch(text):
        return Understanding("update", (Note(ref, text.strip()),))
    text = AMENDED.sub("", THANKS.sub("", text))
    if snoozed := snooze_in(text, ref, hearing):
        return snoozed
    return (
        _own_deed(ref, text, body, hearing)
        or _dated(ref, text, body, hearing)
        or _fields(ref, text, body, hearing)
        or unscored(ref, text, body, hearing)
        or not_needed(text, ref, body)
        or _moved(ref, text, body, hearing)
        or told_of(text, ref)
    )


def _own_deed(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """What has a command of its own: handing it up, what it becomes, a baseline, a side's yes, progress."""
    return (
        progress_in(text, ref, body)
        or disowned(text, ref, body, hearing)
        or supporting(text, ref, body, hearing)
        or escalation_in(text, ref, hearing)
        or becoming_in(text, ref, body, hearing)
        or rebaseline_in(text, ref, body, hearing)
        or agree_in(text, ref, body, hearing)
        or said_in(text, ref, body, hearing)
    )


def _dated(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    found = move_in(text, body, hearing)
    return dated_move(ref, *found, body, hearing) if found else None


def _moved(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    found = move_in(text, body, hearing)
    if not found:
        return None
    return dated_move(ref, *found, body, hearing, to_come=True) or Understanding("update", (Move(ref, *found),))


def _fields(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“due 3/12, owner @sam”: clauses one after the other; a field of free text takes all that follows."""
    if later := counted_from_old(ref, text, body):
        return later
    if re.fullmatch(r"(?:re)?assign|owner", text.strip(" ."), re.IGNORECASE):
        return Understanding("form", (OpenForm("reassign", ref=ref),))
    if found := clauses(text, body, hearing):
        commands = (_command(ref, found), *_step_implied(ref, text, body))
        return Understanding("update", commands, tuple(found.doubts), tuple(found.remarks))
    if text.strip(" .").casefold() in field_words(body):
        return Understanding("form", (OpenForm("edit", kind=body.kind.name, ref=ref),))
    return _with_a_reason(ref, text, body, hearing)


def _step_implied(ref: str, text: str, body: type[Body]) -> tuple[Move, ...]:
    """“Approved by Zainab”, “applied in the new contracts” fill in a field and say that it is approved or applied."""
    word = re.match(r"[a-z]+ed(?=\s+(?:by|in|on)\b)", text, re.IGNORECASE)
    state = body.kind.lifecycle.state_named(word[0]) if word else None
    return (Move(ref, state),) if state else ()


def _with_a_reason(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“due 11/12, supplier late”: what is changed, and why: in the field for it, where the kind has one, else as a note."""
    for match in islice(BECAUSE.finditer(text), MOST_REASONS):
        why = text[match.end() :].strip()
        found = clauses(text[: match.start()], body, hearing)
        if not found or not found.values or not why:
            continue
        if "said_rag" in found.values and "rag_why" in body.model_fields:
            found.values["rag_why"] = PATH_TO_GREEN.sub("", why)
            return Understanding("update", (Change(ref, found.values),), tuple(found.doubts))
        return Understanding(
            "update", (_command(ref, found), Note(ref, why)), tuple(found.doubts), tuple(found.remarks)
        )
    return None


def _command(ref: str, found: Changes) -> Command:
    if found.given and set(found.values) == {"owner"} and found.values["owner"]:
        return Assign(ref, found.values["owner"])
    return Change(ref, found.values)
