"""Who covers while somebody is away: “cover is @sam”, “Sam covering”, “speak to Olu”, “no cover”."""

from __future__ import annotations

import re

from handlers.words.hearing import Hearing
from handlers.words.people import Named

LINK = r"(?:^|[\s,;.()–—-]+)(?:(?:and|with|while|so|but|my|the|your|his|her|their)\s+)*"
NONE = re.compile(
    rf"{LINK}(?:(?:no|without(?: a)?)\s+(?:cover|deputy|stand[- ]?in)|(?:nobody|no[- ]one)\s+(?:is\s+)?covering"
    r"|cover\s*(?:is\s*)?(?:tbc|tbd|tba|to be confirmed|not arranged yet))\)?",
    re.I,
)
NAMED_AFTER = re.compile(
    rf"{LINK}(?:covered by|cover(?:ing)?(?: (?:for me|while i['’]?m (?:away|off|out)))?|deputy|deputi[sz]ing"
    r"|stand[- ]?in|standing in|back[- ]?up|(?:please\s+)?(?:speak|talk|go|turn)\s+to"
    r"|(?:please\s+)?(?:contact|ask|see|ping|message|bother))"
    r"\s*(?P<is>(?:(?:is|will be|are|would be|by|from|from me)\b|[:=–—-])*)\s*(?P<who>[^\s].*)",
    re.I | re.S,
)
COVERS = re.compile(
    r"['’]?(?:\s+(?:is|will be|will|to|can|has agreed to|is going to)|s|ll)?"
    r"\s+(?:covering|covers?|deputi[sz](?:ing|es?)|standing in"
    r"|stands? in|my cover|as (?:my )?(?:cover|deputy)|acting(?: up)?|looking after (?:things|my (?:work|stuff|actions|items)))"
    r"(?:\s+(?:for\s+(?:me|him|her|them|us)|my (?:work|stuff|actions)|things|it|meanwhile))?(?=[\s,.;:!)]|$)",
    re.I,
)
AFTER_A_NAME = re.compile(
    r"[\s,]*(?:\(?(?:instead|meanwhile|in the meantime|in my absence|while i['’]?m (?:away|off|out|gone)"
    r"|for (?:anything urgent|anything|urgent things|queries|me)|with (?:any )?(?:queries|questions)"
    r"|if (?:urgent|needed|anything comes up))\)?)?[\s.!)]*",
    re.I,
)
UNKNOWN = re.compile(r"@?(?P<name>[^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?)\s*(?=[,;.!]|$)")


def cover_in(text: str, hearing: Hearing) -> tuple[str, Named | None]:
    """`text` without what it says of cover, and who that is. Somebody unknown is named without a person."""
    if match := NONE.search(text):
        return _without(text, match.start(), match.end()), None
    return _covering(text, hearing) or _cover_is(text, hearing) or (text, None)


def _covering(text: str, hearing: Hearing) -> tuple[str, Named] | None:
    """“…, Sam covering”."""
    for match in COVERS.finditer(text):
        head = text[: match.start()].rstrip(" ,")
        named = hearing.people.at_end(head, loose=True)
        if named is None and (
            unknown := re.search(
                r"(?:(?:^|[,;.]|\b(?:and|with))\s*(?P<name>@?[^\W\d_][\w'’-]*)|\s(?P<proper>@?[A-Z][\w'’-]*))$", head
            )
        ):
            said = unknown["name"] or unknown["proper"]
            named = Named(said.lstrip("@"), (), len(head) - len(said), len(head))
        if named is None or named.sure == hearing.around.speaker:
            continue
        before = re.sub(r"[\s,;.–—-]*\b(?:and|n|with|but|while)?$", "", head[: named.start].rstrip(), flags=re.I)
        return f"{before} {text[match.end() :]}".strip(" ,;"), named
    return None


def _cover_is(text: str, hearing: Hearing) -> tuple[str, Named] | None:
    """“cover is @sam”, “covered by Olu”, “speak to Jo instead”."""
    for match in NAMED_AFTER.finditer(text):
        rest = match["who"]
        named = hearing.people.at_start(rest, loose=True)
        if named is not None and (named.people or named.explicit):
            end = named.end
        elif (unknown := UNKNOWN.match(rest)) and (match["is"] or unknown["name"][0].isupper()):
            named, end = Named(unknown["name"], ()), unknown.end()
        else:
            continue
        if after := AFTER_A_NAME.match(rest, end):
            end = after.end()
        return _without(text, match.start(), match.start("who") + end), named
    return None


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' ,;(')} {text[end:].lstrip(' ,;')}".strip()
