"""Texts that set up the programme: “workstream create ICT”, “here is HR”, “lead @sam”, “add @sam @jo”."""

from __future__ import annotations

import re

from governance.people import Workstream
from handlers.cards import Option
from handlers.commands import (
    AddMembers,
    BindPlace,
    Command,
    CreateWorkstream,
    Help,
    ListWorkstreams,
    SetLead,
    ShowPlace,
    ShowWorkstream,
)
from handlers.words.channel_settings import settle_channel
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.people import MENTION, Named
from handlers.words.understanding import Doubt, Understanding

QUOTED = re.compile(r"[\"“'‘](?P<name>[^\"”]+?)[\"”'’]")
CREATE = re.compile(
    r"(?:create|new|set ?up|make|start|found)\b(?:\s+(?:a|the|new|workstream))*\s*:?\s*(?P<name>.+)", re.I | re.S
)
SHORT = re.compile(
    r"(?P<name>.+?)\s*(?:\bas\s+[\"“]?(?P<as>[^\"”()]{1,40})[\"”]?|,?\s*(?:short|short name|known as|aka"
    r"|called)\s+(?P<aka>.{1,40})|\((?P<in>[^()]{1,40})\))$",
    re.I,
)
BIND = re.compile(
    r"(?:bind(?: this| channel| this channel| here)?(?: to| with)?|(?:this|here)(?: channel)? is(?: for)?"
    r"|link(?: to| this to)?|this channel belongs to|"
    r"connect(?: to)?|use|join)\s*:?\s+(?:the\s+)?(?P<name>.+)",
    re.I,
)
LEAD = re.compile(r"(?:set |make |new )?lead(?:er)?\b\s*(?P<rest>.*)", re.I | re.S)
MAKE_LEAD = re.compile(
    r"(?:make|set)\s+(?P<who>.+?)\s+(?:the\s+|a\s+)?lead(?:er)?(?:\s+(?:of|for)\s+(?P<ws>.+))?$", re.I
)
ADD = re.compile(r"(?:add|invite|enrol|enroll|let in|members? add)\b\s*(?:members?\s*:?)?\s*(?P<rest>.+)", re.I | re.S)
LIST = re.compile(r"(?:list|all|list all|workstreams|show all|which|what workstreams(?: are there)?)\s*[?.!]*", re.I)
SHOW = re.compile(r"(?:show|members|who|info|details|status|view|open)\b\s*(?:of|for|in)?\s*(?P<name>.*)", re.I)


def set_up(text: str, hearing: Hearing) -> Understanding | None:
    """What a text in the workstream command means; None when nothing fits."""
    said = text.strip()
    if not said:
        return _setup(ShowWorkstream())
    if said.casefold() in ("help", "?"):
        return Understanding("help", (Help("workstream"),))
    if said.casefold().strip(" ?.!") in ("settings", "preferences"):
        return Understanding("query", (ShowPlace(),))
    if LIST.fullmatch(said):
        return _setup(ListWorkstreams())
    for reader in (settle_channel, _make_lead, _create, _lead, _add, _bind, _show):
        if found := reader(said, hearing):
            return found
    if strand := hearing.strands.find(said, loose=True):
        return _setup(ShowWorkstream(strand.id))
    return None


def _setup(command: Command, *doubts: Doubt | None) -> Understanding:
    return Understanding("setup", (command,), tuple(doubt for doubt in doubts if doubt))


def _create(said: str, hearing: Hearing) -> Understanding | None:
    match = CREATE.fullmatch(said)
    if not match:
        return None
    name, short = " ".join(match["name"].split()).strip(" .,;"), ""
    if found := SHORT.fullmatch(name):
        name, short = found["name"], (found["as"] or found["aka"] or found["in"]).strip()
    if quoted := QUOTED.fullmatch(name.strip()):
        name = quoted["name"]
    return _setup(CreateWorkstream(name.strip(" ,"), short))


def _bind(said: str, hearing: Hearing) -> Understanding | None:
    match = BIND.fullmatch(said)
    if not match:
        return None
    strand, doubt = _strand(match["name"], hearing)
    return _setup(BindPlace(strand), doubt)


def _make_lead(said: str, hearing: Hearing) -> Understanding | None:
    match = MAKE_LEAD.fullmatch(said)
    return _lead_of(match["who"], match["ws"] or "", hearing) if match else None


def _lead(said: str, hearing: Hearing) -> Understanding | None:
    """“lead @sam”, “lead HR @sam”, “lead of HR is sam”."""
    match = LEAD.fullmatch(said)
    if not match:
        return None
    rest = re.sub(r"^(?:of|for|is|to|:|=)\s+", "", match["rest"].strip())
    named = hearing.people.at_end(rest, loose=True)
    if named is None:
        return _lead_of(rest, "", hearing) if rest else None
    before = re.sub(r"(?:\s+(?:is|to|=|:|as)|:)$", "", rest[: named.start].strip(" ,"))
    after = rest[named.end :].strip(" ,")
    return _lead_of(rest[named.start : named.end], before or re.sub(r"^(?:of|for|in)\s+", "", after), hearing)


def _lead_of(who: str, where: str, hearing: Hearing) -> Understanding:
    named = hearing.people.at_start(who.strip(), loose=True) or Named(who.strip(), ())
    strand, unclear = _strand(where, hearing)
    doubt = person_doubt(named, hearing, "person")
    return _setup(SetLead(strand, named.sure.id if named.sure and not doubt else ""), unclear, doubt)


def _add(said: str, hearing: Hearing) -> Understanding | None:
    """“add @sam @jo”, “add sam and jo to HR”. A platform user who is not enrolled yet stays as `<@KEY>`, for the
    caller to enrol."""
    match = ADD.fullmatch(said)
    if not match:
        return None
    rest, strand, unclear = match["rest"].strip(), hearing.around.here, None
    if where := re.search(r"\s+(?:to|in|into|as members? of)\s+(?P<ws>[^@<>]+)$", rest, re.I):
        found, unclear = _strand(where["ws"], hearing)
        strand, rest = found or None, rest[: where.start()]
    people: list[str] = []
    doubts: list[Doubt | None] = []
    for part in re.split(r"\s*(?:,|&|\band\b)\s*|\s+(?=<?@)", rest):
        if part.strip():
            _add_one(part.strip(), hearing, people, doubts)
    return _setup(AddMembers(tuple(dict.fromkeys(people)), strand), unclear, *doubts)


def _add_one(part: str, hearing: Hearing, people: list[str], doubts: list[Doubt | None]) -> None:
    mention = MENTION.fullmatch(part)
    named = hearing.people.at_start(part, loose=True) or Named(part, ())
    if mention and not named.people:
        people.append(f"<@{mention['key']}>")
    elif doubt := person_doubt(named, hearing, "people"):
        doubts.append(doubt)
    elif named.sure:
        people.append(named.sure.id)


def _show(said: str, hearing: Hearing) -> Understanding | None:
    match = SHOW.fullmatch(said)
    if not match:
        return None
    name = match["name"].strip(" ?.!")
    if not name:
        return _setup(ShowWorkstream())
    strand, doubt = _strand(name, hearing)
    return _setup(ShowWorkstream(strand or None), doubt)


def _strand(name: str, hearing: Hearing) -> tuple[str, Doubt | None]:
    """The id of the workstream that a text names, the channel's own where it names none; a doubt when there is none."""
    plain = name.strip(' .,:?!"“”')
    strand: Workstream | None = hearing.strands.find(plain, loose=True) if plain else None
    if strand:
        return strand.id, None
    if not plain and hearing.around.here:
        return hearing.around.here, None
    near = hearing.strands.near(plain) if plain else hearing.around.workstreams
    options = tuple(Option(one.id, one.name) for one in near)
    question = f"I don't know a workstream called {plain}. Which one is it?" if plain else "Which workstream?"
    return "", Doubt("workstream", question, options, said=plain)
