"""Texts that turn a record into one of another kind: “R-016 has happened”, “AS-003 is wrong, raise an issue”."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from governance.kind import Becoming, Body
from governance.kinds import all_kinds, kind_named
from handlers.commands import Become, Log
from handlers.words.changes.moving import REASON, move_in
from handlers.words.hearing import Hearing
from handlers.words.items.logging import log
from handlers.words.refs import kind_of, own_ref, refs_at_start
from handlers.words.understanding import Understanding

LONGEST = 300  # characters in which a new kind is named
HAPPENED = re.compile(
    r"(?:(?:has|have|it|just|already|now|actually|sadly|is|did|has now|this)\s+)*(?:happen(?:ed|ing)?|materiali[sz](?:ed|ing)"
    r"|occurred|crystalli[sz]ed"
    r"|come (?:true|to pass)|came (?:true|to pass)|gone wrong|hit us|become real|became real|real now)\b",
    re.IGNORECASE,
)
MAKE = (
    r"(?:(?:make|turned|converted|turn|convert|change|raise|log|open|create|add|becomes?|became|has become|is now|now"
    r"|needs?|promote|should be"
    r"|->|→|into)\s+)+(?:it|this|that)?\s*(?:in)?(?:to|as|up as|from it)?\s*"
)
GIVEN_TO = re.compile(
    r"[\s,;]*(?:and\s+)?(?:(?:give|assign|hand|pass)\s+(?:it|this|that)\s+to|owner(?:\s+is)?|owned by|with|for)\s+",
    re.IGNORECASE,
)
JOINED = r"[\s,;:–—-]*(?:(?:and|so|then|please|pls|we|let['’]?s|should|must|can you)\s+)*"
ARTICLE = r"(?:(?:an?|the|new|another)\s+)"


@cache
def _kinds() -> str:
    names = {word for body in all_kinds().values() for word in (body.kind.name, *body.kind.words)}
    return rf"(?P<kind>{'|'.join(re.escape(word) for word in sorted(names, key=len, reverse=True))})\b"


@cache
def _into_a_kind() -> re.Pattern[str]:
    """“…, make it a risk”, “…, raise issue”, “into an issue because …”, “an issue” (after “make R-016”)."""
    return re.compile(
        rf"(?P<before>.*?){JOINED}(?:{MAKE}{ARTICLE}*|{ARTICLE}+){_kinds()}(?P<rest>.*)", re.IGNORECASE | re.DOTALL
    )


@cache
def _kind_first() -> re.Pattern[str]:
    """“raise an issue from R-016: …”, “add an action to R-007: chase the bank @sam by Friday”."""
    return re.compile(
        rf"(?:(?:please|pls|can you|could you|let['’]?s)\s+)*(?:raise|log|open|create|add|make|new)\s+{ARTICLE}*{_kinds()}\s+"
        rf"(?:from|out of|for|on|to|against|under|of)\s+(?:the\s+)?(?P<ref>{own_ref()})(?![\w/])(?P<rest>.*)",
        re.IGNORECASE | re.DOTALL,
    )


def raised_from(text: str, hearing: Hearing) -> Understanding | None:
    """A text that names the new record's kind before the ref that it comes from."""
    match = _kind_first().fullmatch(text)
    if not match:
        return None
    ref = refs_at_start(match["ref"])[0][0]
    way = _way(kind_of(ref), match["kind"])
    return _become(ref, way, "", match["rest"], hearing) if way else None


def becoming_in(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """What the words after a ref turn its record into; None when they turn it into nothing that its kind can become."""
    if not body.kind.becomes:
        return None
    match = _into_a_kind().fullmatch(text[:LONGEST])
    way = _way(body, match["kind"]) if match else None
    if match and way and (reason := _why(match["before"], way, body, hearing)) is not None:
        return _become(ref, way, reason, match["rest"] + text[LONGEST:], hearing)
    happened = HAPPENED.match(text)
    way = _way(body, "issue")
    if happened and way and way.relation == "became":
        return _become(ref, way, "", text[happened.end() :], hearing)
    return None


def _way(body: type[Body], word: str) -> Becoming | None:
    wanted = kind_named(word)
    return next((way for way in body.kind.becomes if wanted and way.kind == wanted.kind.name), None)


def _why(before: str, way: Becoming, body: type[Body], hearing: Hearing) -> str | None:
    """The reason in the words before the new kind: none at all, that it happened, or the state that it goes to."""
    said = before.strip(" ,;:–—-.")
    if not said:
        return ""
    if happened := HAPPENED.match(said):
        return REASON.sub("", said[happened.end() :], count=1).strip() if way.relation == "became" else None
    moved = move_in(said, body, hearing)
    return moved[1] if moved and moved[0] == way.state else None


def _become(ref: str, way: Becoming, reason: str, rest: str, hearing: Hearing) -> Understanding:
    """After a colon stands what the new record says (“: chase the bank @sam by Friday”), else why."""
    said = rest.strip()
    values: dict[str, Any] = {}
    if said.startswith(":") or way.kind == "action":
        heard = log(said.lstrip(" :–—-"), hearing.of(all_kinds()[way.kind])) if said.strip(" :–—-.!") else None
        values = _sure(heard) if heard else {}
        said = ""
    if given := GIVEN_TO.match(said):
        named = hearing.people.at_start(said[given.end() :], loose=True)
        if named and named.sure and named.sure.active:
            values["owner"], said = named.sure.id, said[given.end() + named.end :]
    why = REASON.sub("", said, count=1).strip(" .!")
    if re.fullmatch(r"(?:please|pls|thanks|thank you|now|instead|then)?", why, re.IGNORECASE):
        why = ""
    return Understanding("update", (Become(ref, way.kind, values, reason or why),))


def _sure(heard: Understanding) -> dict[str, Any]:
    """What was said about the new record for certain; what is in doubt comes from the old one."""
    command = heard.commands[0]
    doubtful = {doubt.field for doubt in heard.doubts}
    if not isinstance(command, Log):
        return {}
    return {name: value for name, value in command.values.items() if name not in doubtful}
