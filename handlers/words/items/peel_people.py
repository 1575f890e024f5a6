"""Who an item names as its owner, at its front or at its end. A person inside the title is no owner."""

from __future__ import annotations

import re

from handlers.words.hearing import asked_fields
from handlers.words.items.draft import Draft, at_the_end
from handlers.words.items.due import trailing_date
from handlers.words.people import Named
from handlers.words.verbs import is_verb

I_WILL = re.compile(
    r"(?:i['’]ll|ill(?=\s+(?:ring|call|chase|send|draft|do|check|update|email|book|speak|ask|get|sort|pick|take|write"
    r"|review|raise|share)\b)|i will|i need to|i have to|i must|i am going to|i['’]m going to|note to self:?)\s+",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(
    r"(?:for|on|owner|assign(?:ed)?(?: to)?|get|can|could|would|remind|ask|tell|nudge|need|want|will)\b\s*[:=-]?\s*(?=\S)",
    re.IGNORECASE,
)
_DUTY = r"to|will|would|must|should|shall|needs? to|is to|has to|are to|have to|can you|could you|please|pls"
_SORTS = (
    r"(?:sort|fix|resolve|own|lead|action|manage|handle|pick up|look (?:at|into)|deal with)(?: (?:out|it"
    r"|this))*\s*(?::|[–—]|-\s)\s*"
)
AFTER_OWNER = re.compile(rf"\s*(?:[:,;–—-]+\s*)?(?:\b(?:{_DUTY})\b[\s,:]*)*(?:{_SORTS})?", re.IGNORECASE)
SET_OFF = re.compile(rf"\s*(?::|,|;|[–—]|-\s|\b(?:{_DUTY})\b)", re.IGNORECASE)
PLAINLY_SET_OFF = re.compile(r"\s*(?::|[–—]|-\s|\bto\s)")
AND = re.compile(r"\s*(?:,\s*and\b|,|&|\+|/|\band\b|\bwith\b|\bw/(?=\s)|(?=\s<?@))\s*", re.IGNORECASE)
AND_LAST = re.compile(r"(?:\s*(?:,|&|\+|/)|\s+(?:and|with))\s*$", re.IGNORECASE)
UNKNOWN_FIRST = re.compile(r"(?P<name>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?)(?:\s+(?:to|will)\s+(?P<next>\w+)|\s*:\s)")
# “Zelda draft the letter”: a name, and a verb that has an object.
UNKNOWN_DOES = re.compile(
    r"(?P<name>[A-Z][a-z'’-]{2,})\s+(?P<next>[a-z]+)\s+(?:the|an?|our|their|his|her|this|that|these|all|up|with|to|new|final|back|out)\b"
)
# First names that are words: “Grace period letters …”.
WORDS_TOO = frozenset(
    "amber april art august autumn basil bill carol chase christian clay cliff dale dawn dean drew eve faith frank "
    "gene glen grace grant guy hazel heath heather holly hope iris ivy jack jasmine jay joy june lane lee lily mark "
    "max may miles olive page pat penny pierce poppy price ray reed rich rob robin rose royal ruby rusty sandy sky "
    "sterling sue summer tab victor violet wade will woody".split()
)
NO_NAMES = frozenset(
    "all any both board boards cabinet chair chairs colleagues committee council councils councillors directors "
    "everybody everyone leads leaders managers members nobody officers partners people please residents somebody "
    "someone staff suppliers team teams then they tenants unions we who you".split()
)

# “Remind @sam to …” makes Sam the owner; “Remind @sam about the rota” is itself what is to be done.
NUDGE = re.compile(r"(?:remind|get|ask|tell|nudge|need|want)\b", re.IGNORECASE)
TO_DO = re.compile(r"\bto\s+([\w-]+)", re.IGNORECASE)

MOST_PEOPLE = 12
NOT_AN_OWNER_AFTER = frozenset("to with from at of about cc than or via by re around between against behind".split())
OWNER_WORD = r"owner|owned by|handler|handled by|assigned to|assign to|assign|assignee|responsible|who"
OWNING_LAST = re.compile(
    r"\s*(?:\b(?:owns|owning|leads|leading|to (?:own|lead|fix|sort|resolve|pick up|manage|handle|look at|review|action)|will own"
    r"|is on it|on it|is owner|is (?:the )?lead|has it|dealing)\b|=\s*(?:owner|lead))(?:\s+(?:it|this|that))?(?:\s+out)?$",
    re.IGNORECASE,
)
OWNER_WORD_LAST = re.compile(rf"(?:^|(?<=[\s,;(-]))(?:{OWNER_WORD}|(?P<maybe>for))\s*[:=-]?\s*$", re.IGNORECASE)
NAME_LAST = re.compile(r"\s*(?:,|\s[-–—])\s*(?P<name>[^\W\d_]{3,14}(?: [A-Z][a-z'’-]+)?)[\s.!]*$")
OWNER_LABEL = re.compile(
    r"(?:^|(?<=[\s,;(-]))(?:owner|owned by|handler|handled by|assigned to|assignee)\s*[:=-]?\s*(?=\S)", re.IGNORECASE
)
LONGEST_TO_SEARCH = 600  # characters
UNKNOWN_LAST = re.compile(
    r"(?:^|(?<=[\s,;(-]))(?:owner|owned by|assigned to|assignee)\s*[:=-]?\s*(?P<name>[^\W\d_][\w.'’ -]{0,38})\)?$",
    re.IGNORECASE,
)


def leading_people(draft: Draft) -> bool:
    """“<@U1> to …”, “sam: …”, “me, …”, “for Tom and Aisha - …”, “I'll …”."""
    if draft.owners:
        return False
    does = (
        draft.hearing.body.kind.days == "anywhere"
    )  # else its title states something, and a name in front is its first word
    if does and (match := I_WILL.match(draft.text)):
        return _take(draft, _speaker(draft), match.end())
    match = ANNOUNCED.match(draft.text)
    for start in (match.end(), 0) if match else (0,):
        named, end = _list_at(draft, start)
        if named and _is_a_choice(named[0].said, draft):  # “P1” is a priority before it is anybody's id
            return False
        plainly = match is not None and start and match[0].casefold().startswith(("owner", "assign"))
        if start and NUDGE.match(draft.text) and not _is_told(draft.text[end:]):
            continue
        if named and (plainly or _is_theirs(draft, end, named, does=does)):
            return _take(draft, named, end)
    return does and _unknown_first(draft, match)


def _is_a_choice(said: str, draft: Draft) -> bool:
    values = (value for ask in asked_fields(draft.hearing.body, "choice").values() for value in ask.choices)
    return said in values


def _is_marked_off(rest: str, named: list[Named]) -> bool:
    """Whether a mark stands behind names, or a mentioned person is told to do something."""
    if named[0].explicit and re.match(r"\s+to\s", rest):
        return True
    return re.match(r"\s*(?::|,|[–—]|-\s)", rest) is not None and not named[0].guessed


def _is_told(rest: str) -> bool:
    """Whether what follows “remind @sam” says what Sam is to do."""
    words = [*rest.split()[:1], *TO_DO.findall(rest[:200])]
    return SET_OFF.match(rest) is not None or any(is_verb(word) for word in words)


def _speaker(draft: Draft) -> list[Named]:
    people, _ = draft.hearing.people.find("me")
    return [Named("me", people)]


def _list_at(draft: Draft, start: int) -> tuple[list[Named], int]:
    """The people that are listed from `start` on, and where the list ends."""
    people: list[Named] = []
    at = end = start
    while len(people) < MOST_PEOPLE and (named := draft.hearing.people.at_start(draft.text[at:], loose=not people)):
        people.append(named)
        end = at + named.end
        joint = AND.match(draft.text, end)
        if not joint or joint.end() == end or joint.end() >= len(draft.text):
            break
        if not joint[0].strip() and not named.explicit and is_verb(named.said):  # “Grant @sam …”
            break
        at = joint.end()
    return people, end


def _is_theirs(draft: Draft, end: int, named: list[Named], *, does: bool) -> bool:
    rest = draft.text[end:]
    return _is_set_off(rest, named, draft) if does else _is_marked_off(rest, named)


def _by_first_name(named: Named) -> bool:
    said = named.said.casefold()
    return named.sure is not None and named.sure.name.casefold().split()[0] == said and said not in WORDS_TOO


def _has_a_day(rest: str, draft: Draft) -> bool:
    """“Helen budget lines 4/12”: a colleague's name in front, and a day at the end."""
    found = trailing_date(rest.rstrip(" .,;"), draft.hearing.moment)
    return found is not None and found.reading.day is not None and bool(rest[: found.start].strip())


def _is_set_off(rest: str, named: list[Named], draft: Draft) -> bool:
    """Whether what follows a name shows that it is the owner's and not the title's first word."""
    first = named[0]
    if first.explicit:
        return not rest.startswith(("'s", "’s"))
    if not rest.strip() or first.said.casefold() == "me":
        return True
    if SET_OFF.match(rest):
        return bool(PLAINLY_SET_OFF.match(rest)) if first.guessed else True
    following = rest.split()[0]
    if not rest[0].isspace() or first.guessed or is_verb(first.said):
        return False
    return is_verb(following) or (_by_first_name(first) and _has_a_day(rest, draft))


def _take(draft: Draft, named: list[Named], end: int) -> bool:
    after = AFTER_OWNER.match(draft.text, end)
    draft.owners = named
    draft.text = draft.text[after.end() if after else end :]
    draft.fronted = True
    return True


def _unknown_first(draft: Draft, announced: re.Match[str] | None) -> bool:
    """“Dave to draft …”: nobody known, but plainly meant as a person. Never invent one: ask."""
    start = announced.end() if announced else 0
    match = (
        UNKNOWN_FIRST.match(draft.text, start)
        or UNKNOWN_FIRST.match(draft.text)
        or UNKNOWN_DOES.match(draft.text, start)
    )
    if not match or is_verb(match["name"]) or draft.hearing.strands.find(match["name"]):
        return False
    if match.re is UNKNOWN_DOES and match["name"].casefold() in NO_NAMES:
        return False
    if match["next"] is None:
        if not announced or announced[0].strip(" :=-").casefold() != "for":
            return False
    elif not is_verb(match["next"]):
        return False
    return _take(draft, [Named(match["name"], ())], match.end("name"))


def trailing_people(draft: Draft) -> bool:
    """“… @sam”, “… owner sam”, “…, sam”, “… (sam)”, “… @tom and @jo”."""
    if draft.owners:
        return False
    text = draft.text.rstrip(" .,;:!?)-–—")
    owning = at_the_end(OWNING_LAST, text)
    named, start, helped = _list_to_the_end(draft, text[: owning.start()] if owning else text)
    if not named:
        return False
    before = text[:start]
    if owning:
        return _owns(draft, named, start)
    word = at_the_end(OWNER_WORD_LAST, before)
    if word and not (word["maybe"] and not named[0].explicit):
        draft.maybe_owner = word["maybe"] is not None
        start = word.start()
    elif not _may_own(before, named, draft):
        return False
    if helped:
        draft.owners, draft.helpers = named[:1], named[1:]
    else:
        draft.owners = named
    draft.cut(start, len(draft.text))
    return True


def _owns(draft: Draft, named: list[Named], start: int) -> bool:
    """“… . Callum owns it”, “@sam to fix”."""
    before = draft.text[:start].rstrip()
    if before and before[-1] not in ",.;:!?(\n–—-" and not named[0].explicit:
        return False
    draft.owners = named
    draft.cut(start, len(draft.text))
    draft.text = draft.text.rstrip(" .,;(–—-")
    return True


def _list_to_the_end(draft: Draft, text: str) -> tuple[list[Named], int, bool]:
    """The people that are listed at the end of `text`, where the list starts, and whether it says “with”."""
    people: list[Named] = []
    start, helped = len(text), False
    end = start
    while len(people) < MOST_PEOPLE and (named := draft.hearing.people.at_end(text[:end])):
        people.insert(0, named)
        start = named.start
        joint = at_the_end(AND_LAST, text[:start])
        end = joint.start() if joint else len(text[:start].rstrip())
        before = draft.hearing.people.at_end(text[:end])
        if not before or not (joint or (named.explicit and before.explicit)):
            break
        helped = helped or (joint is not None and "with" in joint[0].casefold())
    return people, start, helped


def _may_own(before: str, named: list[Named], draft: Draft) -> bool:
    """Whether people at the end own the item, by the word before them."""
    words = before.split()
    if not words:
        return not draft.fronted or named[0].explicit
    previous = words[-1].casefold()
    if previous in NOT_AN_OWNER_AFTER or (len(words) == 1 and is_verb(previous)):
        return False
    if named[0].explicit:
        return previous not in ("and", "&")
    if (day := trailing_date(before.rstrip(), draft.hearing.moment)) and day.reading.day and not day.keep:
        return True  # “order laid 7 jan 27 zainab”
    return (
        before.rstrip()[-1:] in (",", "(", "–", "—")
        or _ends_a_sentence(before, draft)
        or before.rstrip().endswith(" -")
    )


def _ends_a_sentence(before: str, draft: Draft) -> bool:
    """“Ward maps are wrong. Daniel”: a title that states something may end with its owner's name."""
    return draft.hearing.body.kind.days != "anywhere" and before.rstrip(" \t")[-1:] in (".", "\n", ";", "!", "?")


def _after_the_day(draft: Draft) -> re.Match[str] | None:
    """“… fri, dave”: what follows a day at the end is a name, and no part of a title."""
    match = at_the_end(NAME_LAST, draft.text)
    if not match or is_verb(match["name"]) or draft.hearing.strands.find(match["name"]):
        return None
    before = trailing_date(draft.text[: match.start()].rstrip(), draft.hearing.moment)
    return match if before and before.reading.day and not before.keep else None


def labelled_owner(draft: Draft) -> bool:
    """“… owner tom mitigations weekly calls”: an owner named in the middle."""
    if draft.owners:
        return False
    for match in OWNER_LABEL.finditer(draft.text[:LONGEST_TO_SEARCH]):
        named = draft.hearing.people.at_start(draft.text[match.end() :])
        if named and named.people:
            draft.owners = [named]
            draft.take(match.start(), match.end() + named.end)
            return True
    return False


def unknown_last(draft: Draft) -> bool:
    """“owner Dave” where nobody is called that."""
    match = at_the_end(UNKNOWN_LAST, draft.text) or _after_the_day(draft)
    if not match or draft.owners:
        return False
    draft.owners = [Named(match["name"].strip(), ())]
    draft.cut(match.start(), len(draft.text))
    return True
