"""Texts about what two records have to do with each other: “A-012 mitigates R-007”, “unlink A-012 from R-007”, “what rests
on AS-003?”"""

from __future__ import annotations

import re
from functools import cache

from governance.kind import Body
from governance.kinds import all_kinds
from governance.lineage import usual
from handlers.commands import LinkRecords, ShowLinks
from handlers.words.hearing import Hearing
from handlers.words.refs import kind_of, own_ref, refs_at_start, refs_in
from handlers.words.understanding import Understanding

MOST_LINKS = 20
LONGEST = 300  # characters: a longer text is a note that happens to name two records

ASKED = r"(?:(?:please|pls|can you|could you|i think|note that)[\s,]+)*"
LINK = re.compile(
    rf"{ASKED}(?:(?P<un>un-?link|disconnect|detach|(?:remove|delete|drop|cut|break) (?:the )?link (?:of|from|between)?)"
    r"|link|connect|relate|tie)\s+(?:up\s+)?",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*(?:,|and|&|to|with|from|=|<?->|→)+\s*", re.IGNORECASE)
AFTER_A_REF = re.compile(
    r"\s*(?:(?P<un>un-?link(?:ed)?|disconnect)|link(?:s|ed)?|connect(?:s|ed)?)\s*(?:to|with|from|:)?\s*", re.IGNORECASE
)
NO_LONGER = re.compile(r"\s*(?:no longer|does(?:n['’]t| not)|do(?:n['’]t| not)|not)\s+", re.IGNORECASE)
FILLER = re.compile(r"\s*(?:now|also|actually|really|partly|both|all|will|should|would|which|that)\s+", re.IGNORECASE)
ABOUT_LINKS = re.compile(
    r"(?:(?:please|pls|can you|could you|show|list|see|get|give|me|us|what['’]?s?|what are|are|is|the|all|any)\s+)*"
    r"(?:links?|lineage|family|connections?|relations?|linked|related|connected)\b"
    r"\s*(?:of|for|on|to|with|from|:)?\s*(?:the\s+)?(?P<rest>.+)",
    re.IGNORECASE,
)
LINKS_AFTER = re.compile(
    r"\s*(?:['’]s)?\s*(?:links?|lineage|linked|related|connected|connections?)(?:\s+(?:to|with))?\s*[?.!]*"
)
WHAT = r"(?:what(?:['’]?s)?|which|whats|who|where)(?:\s+(?:else|all|{kinds}))?"
DOES = r"(?:\s+(?:do|does|did|is|are|was|were|has|have|been|it))*"

# What officers write for a relation, read from its source and from its target.
FORWARD = {
    "mitigates": r"(?:will )?(?:mitigat(?:es?|ing)|helps?(?: with)?|reduces?|treats?|address(?:es)?"
    r"|is (?:a |the )?(?:mitigation|response|control) (?:for|to|of|on))",
    "resolves": r"(?:will )?(?:resolves?|fix(?:es)?|sorts?(?: out)?|solves?|deals? with|settles?)",
    "supersedes": r"(?:supersed(?:es?|ed|ing)|replac(?:es?|ed|ing)|overrides?|overrode)",
    "rests on": r"(?:rest(?:s|ing)? on|rel(?:ies|y|ying) (?:up)?on|assum(?:es?|ing)|(?:is |are )?based on)",
    "follows": r"(?:follow(?:s|ed|ing)?(?: on from)?|comes? after|(?:is|are) after|waits? (?:for|on))",
    "gives to": r"(?:gives? to|feeds?(?: into)?|is (?:needed|required) (?:by|for)|delivers? to)",
    "became": r"(?:became|becomes?|(?:was |has )?turned into)",
    "led to": r"(?:led to|leads? to|caus(?:es?|ed))",
    "relates to": r"(?:relates? to|(?:is|are) (?:related|linked|connected) (?:to|with)|goes with|see also"
    r"|(?:is )?(?:a |the )?(?:duplicates?|dup|dupe|same)(?: of| as)?)",
    "depends on": r"(?:depend(?:s|ing|ent)? (?:up)?on)",
    "": r"(?:for|against|on)",
}
BACKWARD = {
    "mitigates": r"(?:(?:is |are )?(?:being )?(?:mitigated|reduced|treated|addressed) by)",
    "resolves": r"(?:(?:is |are |was )?(?:being )?(?:resolved|fixed|sorted|solved|settled) by)",
    "supersedes": r"(?:(?:is |was |are |has been |now )*(?:superseded|replaced|overridden|supersede|replace) (?:by|with))",
    "rests on": r"(?:holds? up|underpins?|(?:is|are) (?:the )?(?:basis|assumption) (?:of|for|behind|under))",
    "follows": r"(?:comes? before|precedes?|(?:is|are) before|(?:is |are )?followed by)",
    "gives to": r"(?:needs?|requires?)",
    "came from": r"(?:c[ao]me?s? (?:from|out of)|arose from|grew out of|started as|used to be"
    r"|(?:was |were )?(?:raised|born|made) (?:from|out of))",
}
# Parts of a question that follow a ref: “what does R-007 rest on”, “what is R-007 mitigated by”.
PLAIN_FORWARD = {
    "mitigates": r"(?:mitigate|reduce|treat|address)",
    "resolves": r"(?:resolve|fix|sort(?: out)?|solve)",
    "supersedes": r"(?:supersede|replace)",
    "rests on": r"(?:rest on|rely on|assume|based on)",
    "follows": r"(?:follow|come after|wait for)",
    "became": r"(?:become|turn into|became|lead to|led to|cause)",
    "depends on": r"(?:depend(?:ent)? on)",
    "gives to": r"(?:give to|feed(?: into)?|needed (?:by|for))",
}
PLAIN_BACKWARD = {
    "mitigates": r"(?:(?:being )?(?:mitigated|reduced|treated|addressed) by)",
    "resolves": r"(?:(?:being )?(?:resolved|fixed|sorted) by)",
    "supersedes": r"(?:superseded by|replaced (?:by|with))",
    "rests on": r"(?:hold up|underpin|support)",
    "follows": r"(?:come before|precede|followed by)",
    "gives to": r"(?:need|require)",
    "came from": r"(?:come from|came from|arise from|start as|from)",
}


def linked(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says or asks about the links of records; None where it is about nothing of the kind."""
    if len(text) > LONGEST or not refs_in(text):
        return None
    return _asked(text) or _told(text)


def _told(text: str) -> Understanding | None:
    if match := LINK.match(text):
        sources, rest = refs_at_start(text[match.end() :])
        between = BETWEEN.match(rest)
        targets, after = refs_at_start(rest[between.end() :]) if between else ((), rest)
        if not targets and len(sources) > 1:  # “link ”
            sources, targets, after = sources[:1], sources[1:], rest
        return _links(sources, targets, "", match["un"] is not None) if _is_end(after) else None
    sources, rest = refs_at_start(text)
    if not sources:
        return None
    if (match := AFTER_A_REF.match(rest)) and (found := refs_at_start(rest[match.end() :]))[0] and _is_end(found[1]):
        return _links(sources, found[0], "", match["un"] is not None)
    return _related(sources, rest)


def _related(sources: tuple[str, ...], rest: str) -> Understanding | None:
    """“… mitigates R-007”, “… no longer rests on AS-003”, “… was superseded by DEC-009”."""
    remove = NO_LONGER.match(rest)
    rest = FILLER.sub("", rest[remove.end() :] if remove else rest, count=1)
    for table, swapped in ((BACKWARD, True), (FORWARD, False)):
        for relation, words in table.items():
            match = re.match(rf"[\s:,]*{words}\s+(?:the\s+)?", rest, re.IGNORECASE)
            targets, after = refs_at_start(rest[match.end() :]) if match else ((), rest)
            if targets and _is_end(after):
                ends = (targets, sources) if swapped else (sources, targets)
                return _links(*ends, relation, remove is not None)
    return None


def _is_end(rest: str) -> bool:
    return (
        not rest.strip(" .!?,") or re.fullmatch(r"[\s,]*(?:please|pls|thanks|too|as well|now)[\s.!]*", rest) is not None
    )


def _links(sources: tuple[str, ...], targets: tuple[str, ...], relation: str, remove: bool) -> Understanding | None:
    pairs = [(source, target) for source in sources for target in targets if source != target][:MOST_LINKS]
    commands = tuple(_link(source, target, relation, remove) for source, target in pairs)
    return Understanding("update", commands) if commands else None


def _link(source: str, target: str, relation: str, remove: bool) -> LinkRecords:
    one, other = kind_of(source), kind_of(target)
    if relation == "came from":
        relation = next((way.relation for way in one.kind.becomes if way.kind == other.kind.name), "led to")
    elif relation == "depends on":
        if usual(other.kind.name, one.kind.name) == "gives to":  # a milestone that needs a dependency
            source, target, relation = target, source, "gives to"
        else:
            relation = usual(one.kind.name, other.kind.name)
            relation = "follows" if relation == "relates to" else relation
    return LinkRecords(source, target, relation, remove)


def _asked(text: str) -> Understanding | None:
    said = text.strip()
    if (match := ABOUT_LINKS.fullmatch(said)) and (ref := _only_ref(match["rest"])):
        return _shown(ref)
    refs, rest = refs_at_start(said)
    if len(refs) == 1 and LINKS_AFTER.fullmatch(rest):
        return _shown(refs[0])
    question, answered = _questions()
    if match := question.fullmatch(said):
        return _before_the_ref(match)
    if match := answered.fullmatch(said):
        return _around_the_ref(match)
    return None


@cache
def _questions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """“what WORDS REF”, and “what does REF WORDS”."""
    kinds = "|".join(word for body in all_kinds().values() for word in (body.kind.plural, body.kind.name))
    what = WHAT.replace("{kinds}", kinds)
    ref = rf"(?:the\s+)?(?:(?:{kinds})\s+)?(?P<ref>{own_ref()})"
    return (
        re.compile(rf"{ASKED}{what}{DOES}\s+(?P<words>.{{2,40}}?)\s+{ref}[\s?.!]*", re.IGNORECASE),
        re.compile(rf"{ASKED}{what}{DOES}\s+{ref}\s+(?P<words>.{{2,40}}?)[\s?.!]*", re.IGNORECASE),
    )


def _before_the_ref(match: re.Match[str]) -> Understanding | None:
    """“what rests on AS-003”: read from the target; “what underpins R-007”: from the source."""
    words = match["words"].strip()
    for table, backward in ((FORWARD, True), (BACKWARD, False)):
        for relation, pattern in table.items():
            if relation and re.fullmatch(pattern, words, re.IGNORECASE):
                return _shown(_only_ref(match["ref"]), relation, backward)
    return None


def _around_the_ref(match: re.Match[str]) -> Understanding | None:
    words = match["words"].strip()
    if re.fullmatch(r"(?:linked|related|connected)(?: (?:to|with))?", words, re.IGNORECASE):
        return _shown(_only_ref(match["ref"]))
    for table, backward in ((PLAIN_FORWARD, False), (PLAIN_BACKWARD, True)):
        for relation, pattern in table.items():
            if re.fullmatch(pattern, words, re.IGNORECASE):
                return _shown(_only_ref(match["ref"]), relation, backward)
    return None


def _only_ref(said: str) -> str:
    refs, rest = refs_at_start(said.strip())
    return refs[0] if len(refs) == 1 and not rest.strip(" ?.!") else ""


def _shown(ref: str, relation: str = "", backward: bool = False) -> Understanding | None:
    if not ref:
        return None
    named = _of_kind(relation, kind_of(ref))
    return Understanding("query", (ShowLinks(ref, named, backward and bool(named)),))


def _of_kind(relation: str, body: type[Body]) -> str:
    """What “depends on” means for a kind. Where something came from may be kept under more than one name: show all its links."""
    if relation == "depends on":
        return {"milestone": "follows", "assumption": "rests on"}.get(body.kind.name, "")
    return "" if relation in ("came from", "became", "led to") else relation
