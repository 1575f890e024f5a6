"""Texts that log something new: “action Draft the letter @sam by Friday”, several at once, with or without the kind's name."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import OSA

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.commands import OpenForm
from handlers.words.hearing import USUAL_KIND, Hearing, asked_fields, joined
from handlers.words.items.choices import chosen
from handlers.words.items.draft import Draft
from handlers.words.items.labels import mended_labels
from handlers.words.items.peel import peel
from handlers.words.items.peel_people import leading_people
from handlers.words.items.sentences import told_alone
from handlers.words.items.template import filled_in
from handlers.words.understanding import Understanding
from handlers.words.verbs import is_verb

NOT_SLIPS = frozenset("auction auctions faction factions section sections ask asks".split())
LONGEST_OPENING = 80  # characters: the words that name a kind are fewer
MOST_ITEMS = 30  # a text of more than this is one long text

_GREETED = (
    r"(?:(?:good )?(?:morning|afternoon|evening)|hi|hiya|hello|hey|hi there|dear|thanks(?=(?: \w+)?[!,.])"
    r"|thank you(?=(?: \w+)?[!,.])|cheers(?=[!,.])"
    r"|ta(?=[!,.]))(?: (?:all|everyone|everybody|team|folks|both|guys|colleagues|there))?|heads up|fyi|quick one|sorry"
)
_HAVE = r"(?:we|i)(?:['’]ve| have)(?: got)?|got|found|there(?:['’]s| is)|that['’]?s|this is"
_ASKED = (
    rf"[^\w@<#=/]*(?:(?:{_GREETED}|{_HAVE}|please|pls|plz|can (?:you|we|i)|could (?:you|we|i)|ok|right|just|also|and|then"
    r"|i(?:['’]d| would) like to|(?:i )?want(?:ed)? to|let['’]s|we need(?: to)?|i need(?: to)?|need(?: to)?|to)[\s,.!:–-]+)*"
)
_MAKE = r"(?:(?:log|add|create|raise|record|make|new|note|open|set up|capture|put down|start)\s+)?"
_ARTICLE = r"(?:(?:an?|the|another|one more|new|this|following|these|some)\s+)*"
NUMBERED = re.compile(r"(?:^|(?<=\s)|(?<=:))\(?(\d{1,2})[.)]\s+(?=\S)")
# “Action plan for HR” is a title.
COMPOUND = re.compile(
    r"(?P<kind>\w+)\s+(?:plan|tracker|research|group|learning|register|log|workshop|owner|matrix|appetite|review|manager|control"
    r"|board(?!\s+(?:has|have|agree[ds]?|approve[ds]?|decide[ds]?|endorsed|signed))|template|pack|paper|scor(?:e|ing)|list)s?\b(?!\s*:)",
    re.IGNORECASE,
)
# “Issue the letters”, “change the locks”: the name of a kind that is a verb here.
AS_A_VERB = re.compile(
    r"(?:the|an?|all|our|their|his|her|my|your|this|that|these|those|it|them|new|revised|final)\b", re.IGNORECASE
)
# “Comms needs …”, “risk to be reviewed”: something about it, and not a new one.
DOES = re.compile(
    r"(?:needs?|owes?|gives?|requires?|depends?|relies|waiting|to (?:give|provide|send))\s", re.IGNORECASE
)
ABOUT_ONE = re.compile(
    r"(?:the|this|that|these|those)\s[\w\s]{3,40}?\b(?:is|are|was|were|has|have|looks?|will)\s", re.IGNORECASE
)
NEEDED = re.compile(
    r"(?:is )?(?:needed|required|wanted|sought|pending|outstanding|to be made|to make)\b\s*[:,–—-]*\s*", re.IGNORECASE
)
WITH = re.compile(r"(?:with|around|about|over|getting)\s", re.IGNORECASE)
PREFIX = re.compile(r"(?P<prefix>[A-Z]{1,3}):\s+(?=\S)")
BETWEEN = re.compile(
    r"(?:[;\n]\s*|(?P<weak>[,.!?]\s+|\s+and\s+|\s(?=[A-Za-z]+: )))(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+)?(?=\S)"
)
MARKED = re.compile(r"(?:[\w*/’'-]+\s+){0,3}?[\w*’'-]+(?P<mark>\s*:|\s+[-–—])\s+(?=\S)")
# “@sam is covering for me”, “make it Thursday”: said of somebody, or of what was said before.
NO_ITEM = re.compile(
    r"(?:(?:is|are|was|were|am|has|have|had|does|did|isn['’]t|wasn['’]t)\b"
    r"|(?:make|move|change|set|put|do|push)\s+(?:it|that|this|them)(?:\s+(?:to|on|for|back))*$)",
    re.IGNORECASE,
)
# “Can someone pick up the parking data by Friday?” asks for it to be done.
ASKED_OF_ALL = re.compile(r"\W*(?:please\s+)?(?:can|could|would|will)\s+(?:some|any)(?:one|body)\b", re.IGNORECASE)
STROKE = re.compile(r"\s+([/|])\s+")
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@cache
def _kind_words() -> tuple[str, ...]:
    words = {word for body in all_kinds().values() for word in (body.kind.name, body.kind.plural, *body.kind.words)}
    return tuple(sorted(words | {f"{word}s" for word in words if not word.endswith("s")}, key=len, reverse=True))


@cache
def _opening() -> re.Pattern[str]:
    """“please log a new high priority action for …”: the words before an item that say what kind it is."""
    kinds = "|".join(re.escape(word) for word in _kind_words())
    how = (
        r"(?P<how>(?:(?:high|medium|low|top)[\s-]priority|urgent|(?:very\s+)?(?:high|low)|medium|major|minor|serious|severe|critical"
        r"|p[1-4]|sev(?:erity)?\s?[1-5]|tier\s?[1-3]|red|amber|draft|proposed)\s+)?"
    )
    return re.compile(
        rf"{_ASKED}(?P<make>{_MAKE}){_ARTICLE}{how}[*_]*(?P<kind>{kinds})\b(?!-\w|['’]s)[*_]*"
        r"(?P<mark>\s*(?:[:,!–—-]+(?!\d)|\.(?=\s)|=>|\bitem\b|\bpoint\b|\bthat\b|\bof\b)*[*_]*)\s*",
        re.IGNORECASE,
    )


def kind_at_start(text: str) -> tuple[type[Body], str, re.Match[str] | None] | None:
    """The kind that a text begins by naming, a slip of the keyboard allowed for, and the rest of it."""
    if (match := COMPOUND.match(text)) and (body := kind_named(match["kind"])):
        return (body, text, None) if body.kind.name == USUAL_KIND else None
    if match := PREFIX.match(text):
        found = next((body for body in all_kinds().values() if body.kind.prefix == match["prefix"]), None)
        if found:
            return found, text[match.end() :], None
    if match := _opening().match(text):
        word = match["kind"].casefold()
        rest = text[match.end() :]
        plainly = match["make"] or match["mark"].strip()
        if not plainly and (
            DOES.match(rest) or ABOUT_ONE.match(match[0] + rest) or (is_verb(word) and AS_A_VERB.match(rest))
        ):
            return None
        if body := kind_named(word) or kind_named(word.removesuffix("s")):
            set_off = match["make"].strip() or re.search(r"[:,–—-]", match["mark"])
            if body.kind.marked and word == body.kind.name and not set_off:
                return None  # “you said that …” is no theme
            return body, _rest_after(match, rest, body), match
    word_match = re.match(r"(?:new\s+)?([a-z]{4,12})\b(?P<mark>\s*(?:[:,–—]|-\s))?", text, re.IGNORECASE)
    if not word_match:
        return None
    kind = _slip_of(word_match[1].casefold(), marked=word_match["mark"] is not None)
    return (kind, text[word_match.end() :].lstrip(" :,-–—"), None) if kind else None


def _rest_after(match: re.Match[str], rest: str, body: type[Body]) -> str:
    """What follows the name of a kind, with what the name itself says: “newsletter 5”, “opportunity: …”, “decision needed”."""
    word = match["kind"].casefold()
    marked = bool(match["mark"].strip())
    asked_for = re.search(
        r"\bneed(?:\s+to\s+\w+)?[\s,:–-]+(?:an?\s+|the\s+)?$", match[0][: match.start("kind") - match.start()], re.I
    )
    if (needed := NEEDED.match(rest)) or (asked_for and not match["make"].strip()):
        rest = rest[needed.end() :] if needed else rest
        return f"{body.kind.lifecycle.initial} - {rest}" if body.kind.lifecycle.starts else rest
    if not marked and WITH.match(rest):
        return f"{match['kind']} {rest}"
    for name, ask in asked_fields(body, "choice").items():
        value = chosen(ask, word)
        if value and value != body.model_fields[name].default and rest:
            return f"{word} - {rest}" if marked else f"{word} - {match['kind']} {rest}"
    return rest


@cache
def _slip_of(word: str, marked: bool) -> type[Body] | None:
    """“actoin”, “acton”, “tsak”. Two slips only where a mark follows; short words only when letters are swapped."""
    if word in NOT_SLIPS or word in _kind_words() or is_verb(word):
        return None
    for right in _kind_words():
        slips = OSA.distance(word, right)
        swapped = slips == 1 and sorted(word) == sorted(right)
        if word[0] == right[0] and (swapped or (len(right) >= 6 and slips <= 1 + marked)):
            return kind_named(right) or kind_named(right.removesuffix("s"))
    return None


def log(text: str, hearing: Hearing) -> Understanding | None:
    """What a text in a kind's own command, or after its name, logs. None when nothing is left to log."""
    text = filled_in(text, hearing.body)
    parts = [_piece(piece, inner) for inner, section in sections(text, hearing) for piece in pieces(section, inner)]
    found = [part for part in parts if part]
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    return joined([part for part in found if part.intent == "create"] or found[:1], found[0].intent)


def _piece(text: str, hearing: Hearing) -> Understanding | None:
    """One of several items: a kind that it names with a mark behind is its own (“2) risk: …”)."""
    found = kind_at_start(text) if MARKED.match(text) else None
    if found and found[2] and found[2]["mark"].strip() and found[1].strip():
        return _one(found[1], hearing.of(found[0]))
    return _one(text, hearing)


def _one(text: str, hearing: Hearing) -> Understanding | None:
    draft = _peeled(_with_commas(text.strip()), hearing)
    if STROKE.search(text) and "," in draft.title:  # a stroke that sets nothing apart stays as it was written
        draft = _peeled(text.strip(), hearing)
    if draft.title:
        return draft.finished()
    if not (draft.owners or draft.dates or draft.values):
        return None
    return _form(draft)


def _peeled(text: str, hearing: Hearing) -> Draft:
    return peel(Draft(mended_labels(text, hearing.body), hearing))


def _with_commas(text: str) -> str:
    """“budget lines / helen / fri”: two strokes or more set the parts apart as commas do."""
    marks = STROKE.findall(text)
    return STROKE.sub(", ", text) if len(marks) > 1 and len(set(marks)) == 1 else text


def _form(draft: Draft) -> Understanding:
    """An owner or a day, and nothing to do: open the form with what is known."""
    values = dict(draft.values)
    if draft.owners and draft.owners[0].sure:
        values["owner"] = draft.owners[0].sure.id
    values |= {name: found.reading.day for name, found in draft.dates.items() if found.reading.certain}
    return Understanding("form", (OpenForm("log", kind=draft.hearing.body.kind.name, values=values),))


def implied(text: str, hearing: Hearing) -> Understanding | None:
    """An item without its kind's name, addressed to the bot: believed when an owner or a day stands in front, or when it begins
    with a verb and has an owner or a day."""
    if len(numbered := _numbered(text)) > 1 and all(opened := [kind_at_start(part) for part in numbered]):
        each = [log(rest, hearing.of(body)) for body, rest, _ in filter(None, opened)]
        return joined([one for one in each if one]) if any(each) else None
    if (told := filled_in(text, hearing.body)) != text:
        return log(told, hearing)
    parted = sections(text, hearing)
    if len(parted) > 1:
        return _listed(parted)
    if sentences := _sentences(text, hearing):
        return sentences
    found = []
    for piece in pieces(text, hearing):
        draft = peel(Draft(piece.strip(), hearing))
        asked = piece.rstrip().endswith("?") and not draft.owners and not ASKED_OF_ALL.match(piece)
        if asked or not _is_believed(draft):
            return None
        found.append(draft.finished())
    return joined(found) if found else None


def _sentences(text: str, hearing: Hearing) -> Understanding | None:
    """Whole sentences that are plain without a kind's name: “HR gives finance the baseline; board agreed …”."""
    for parts in ([part for part in re.split(r"[;\n]\s*", text) if part.strip()], [text]):
        if not 0 < len(parts) <= MOST_ITEMS:
            continue
        kinds = [
            next((body for body in all_kinds().values() if told_alone(part, hearing.of(body))), None) for part in parts
        ]
        found = [log(part, hearing.of(body)) for part, body in zip(parts, kinds, strict=True) if body]
        if len(found) == len(parts):
            return joined([one for one in found if one])
    return None


def _listed(parted: list[tuple[Hearing, str]]) -> Understanding | None:
    """Items of several kinds under a line that is none itself (“from today's meeting: risk: …”)."""
    (first, heading), *others = parted
    found = [part for inner, section in others if (part := log(section, inner))]
    own = implied(heading, first)
    return joined([own, *found] if own else found) if found else None


def sections(text: str, hearing: Hearing) -> list[tuple[Hearing, str]]:
    """A text cut where it names another kind: after a line break, a semicolon or a full stop, with a colon or a dash behind."""
    opened = [(match.start(), *kind) for match in BETWEEN.finditer(text) if (kind := _opened(text, match, hearing))]
    if not opened or len(opened) >= MOST_ITEMS:
        return [(hearing, text)]
    found = [(hearing, text[: opened[0][0]])]
    ends = [at for at, *_ in opened[1:]] + [len(text)]
    for (_, start, body, lead), end in zip(opened, ends, strict=True):
        found.append((hearing.of(body), lead + text[start:end]))
    return [(inner, section.strip(" ;,\n")) for inner, section in found]


def _opened(text: str, between: re.Match[str], hearing: Hearing) -> tuple[int, type[Body], str] | None:
    """Where an item of another kind begins, the kind, and what its name says besides; None where it is the item's own words."""
    opening = MARKED.match(text[between.end() : between.end() + LONGEST_OPENING])
    found = opening and kind_at_start(opening[0] + "…")
    if not opening or not found or not found[1].endswith("…"):
        return None
    body, rest, match = found
    own = {word for name, ask in hearing.body.asks() if name != "title" for word in ask.words}
    said = opening[0].rstrip(" :–—-\n").casefold()
    if said in own and (between["weak"] or said != body.kind.name):
        return None
    if between["weak"] and (not opening["mark"].strip().startswith(":") or rest != "…"):
        return None
    how = f"{match['how'].strip()} - " if match and match["how"] else ""
    return between.end() + opening.end(), body, how + rest[:-1]


def _is_believed(draft: Draft) -> bool:
    dated = any(found.reading.day or found.reading.options for found in draft.dates.values())
    if not draft.title or NO_ITEM.match(draft.title):
        return False
    if draft.begins_with_verb:
        return bool(draft.fronted or dated or draft.owners)
    return bool(draft.fronted and dated and draft.owners)


def pieces(text: str, hearing: Hearing) -> list[str]:
    """The items of a text: numbered, on lines of their own, or set apart by semicolons."""
    for parts in (_numbered(text), _lines(text, hearing), _by_semicolon(text, hearing)):
        if 1 < len(parts) <= MOST_ITEMS:
            return parts
    return [BULLET.sub("", text)]


def _numbered(text: str) -> list[str]:
    """“1) … 2) … 3) …”, also on one line; the numbers must count up from 1."""
    marks: list[re.Match[str]] = []
    for match in NUMBERED.finditer(text):
        if int(match[1]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2 or text[: marks[0].start()].strip(" :-\n"):
        return []
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return [text[match.end() : end].strip(" ;,\n") for match, end in zip(marks, ends, strict=True)]


def _lines(text: str, hearing: Hearing) -> list[str]:
    """Bulleted lines, or lines that each look like an item."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST_ITEMS:
        return []
    if all(BULLET.match(line) for line in lines) or all(_looks_like_an_item(line, hearing) for line in lines):
        return [BULLET.sub("", line) for line in lines]
    return []


def _by_semicolon(text: str, hearing: Hearing) -> list[str]:
    parts = [part.strip() for part in re.split(r";\s+", text) if part.strip()]
    return parts if 1 < len(parts) <= MOST_ITEMS and all(_looks_like_an_item(part, hearing) for part in parts) else []


def _looks_like_an_item(text: str, hearing: Hearing) -> bool:
    """A verb or an owner in front, and two words at least."""
    line = BULLET.sub("", text)
    if len(line) > 400 or len(line.split()) < 2:
        return False
    draft = Draft(line, hearing)
    return is_verb(line.split()[0]) or leading_people(draft)
