"""What goes out and what residents hear of it, as officers type it: “you said we did for Campion Court”, “YSWD-03 told by
COM-07”, “what goes out next week”, “COM-05 for approval”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from governance.kinds.communication import AWAITING
from handlers.commands import Change, Command, Find, HeardIn, Move, Serve, ShowYouSaid, ToldBy
from handlers.words.asking.questions import ask
from handlers.words.days.past_days import whole_day
from handlers.words.hearing import Hearing
from handlers.words.outreach.shared import AS, END, FOR, POLITE, here, place_named, report, reported
from handlers.words.refs import canonical, refs_at_start
from handlers.words.understanding import Understanding

YOU_SAID = re.compile(
    rf"you\s+said[\s,;…-]*(?:and\s+|&\s*)?(?:we\s+did)?(?P<paper>\s+(?:poster|board|report))?{FOR}{AS}{END}",
    re.IGNORECASE,
)
FOR_NEWS = re.compile(r"\s+(?:for|as)\s+(?:the\s+|a\s+)?(?:news\s?letter|bulletin)(?:\s+text)?[\s.!?]*$", re.IGNORECASE)
UNTOLD = re.compile(
    r"(?:what|which themes)\s+(?:have|has|are|were)\s+(?:residents|people|tenants|they)\s+not\s+(?:yet\s+)?(?:been told|heard)"
    r"(?:\s+(?:of|about))?(?:\s+yet)?[\s?.!]*|(?:what|who)\s+(?:have|has)\s+not\s+been\s+told(?:\s+yet)?[\s?.!]*",
    re.IGNORECASE,
)
GOES_OUT = re.compile(
    r"(?:what|which \w+)(?:['’]s| is| are)?\s+(?:going|to go|go(?:es)?)\s+out\s*(?P<when>.{0,60})", re.IGNORECASE
)
TOLD = re.compile(
    r"(?P<ref>YSWD-?\d+)\s+(?:(?:is|was|are|will be|to be|gets?)\s+)?(?:told|tell(?:s)?|fed back)(?:\s+residents)?\s+"
    r"(?:by|in|with|through|via)\s+(?P<com>COM-?\d+)[\s.!]*|tell\s+(?:residents\s+(?:of|about)\s+)?(?P<ref2>YSWD-?\d+)\s+(?:by|in|with|through)\s+"
    r"(?P<com2>COM-?\d+)[\s.!]*",
    re.IGNORECASE,
)
HEARD = re.compile(
    r"(?:please\s+)?(?:add|put|count|file)\s+(?P<refs>.+?)\s+(?:to|under|in|with)\s+(?P<theme>YSWD-?\d+)[\s.!]*", re.I
)
TO_APPROVE = re.compile(
    r"(?P<com>COM-?\d+)\s+(?:(?:is|now|ready|goes|sent?|please)\s+)*"
    r"(?:(?:for|to)\s+(?:approval|sign[\s-]?off|be (?:approved|signed off)))[\s.!]*"
    r"|send\s+(?P<com2>COM-?\d+)\s+(?:for|to)\s+(?:approval|sign[\s-]?off)[\s.!]*",
    re.IGNORECASE,
)
# What was promised is done; that residents were told of it is another thing.
DONE = re.compile(
    r"(?P<ref>YSWD-?\d+)\s+(?:(?:is|was|now|has been|all)\s+)*(?:done|finished|sorted|completed?|carried out)(?:\s+on)?"
    r"(?:\s+(?P<day>[^,;]+?))?[\s.!]*",
    re.IGNORECASE,
)
SERVES = re.compile(
    r"(?P<com>COM-?\d+)\s+serves\s+(?:(?P<none>no line|nothing)|(?:line\s+)?(?:CS-?\d+\.)?(?P<number>\d{1,3}))[\s.!]*",
    re.I,
)


def you_said(text: str, hearing: Hearing) -> Understanding | None:
    """“you said we did for Larkspur”, “you said, we did poster for Campion Court as a picture”, “you said we did for the
    newsletter”."""
    said = POLITE.sub("", text, count=1)
    news = FOR_NEWS.search(said)
    said = said[: news.start()] if news else said
    match = YOU_SAID.fullmatch(said)
    if match is None:
        return None
    where = place_named(match["where"], hearing)
    block = match["where"].strip() if match["where"] and where is None else ""
    form = (match["form"] or "").casefold()
    if news or form in ("text", "plain text", "words"):
        return Understanding("query", (ShowYouSaid(where, block, text=True),))
    if reported(text) or match["paper"] or form:
        return report("you-said", where or here(hearing), form, block)
    return Understanding("query", (ShowYouSaid(where, block),))


def asked(text: str, hearing: Hearing) -> Understanding | None:
    """“what goes out next week”, “what have residents not been told yet”."""
    if UNTOLD.fullmatch(text):
        return Understanding("query", (Find(kind="you said", workstream=hearing.around.here),))
    if match := GOES_OUT.fullmatch(text.rstrip(" ?!.")):
        when = match["when"].strip()
        return ask(f"list communications due {when}" if when else "list communications", hearing)
    return None


def of_records(text: str, hearing: Hearing) -> Understanding | None:
    """“YSWD-03 told by COM-07”, “YSWD-03 done yesterday”, “add CMP-0010 and CMP-0012 to YSWD-03”, “COM-05 serves line 2”,
    “COM-05 for approval”."""
    if match := TO_APPROVE.fullmatch(text):
        return Understanding("update", (Move(canonical(match["com"] or match["com2"]) or "", AWAITING),))
    if match := DONE.fullmatch(text):
        day = whole_day(match["day"], hearing.moment) if match["day"] else hearing.moment.today
        return Understanding("update", (Change(canonical(match["ref"]) or "", {"settled_on": day}),)) if day else None
    if match := TOLD.fullmatch(text):
        theme, news = canonical(match["ref"] or match["ref2"]), canonical(match["com"] or match["com2"])
        return Understanding("update", (ToldBy(theme or "", news or ""),))
    if match := SERVES.fullmatch(text):
        number = int(match["number"] or 0)
        return Understanding("update", (Serve(canonical(match["com"]) or "", number),))
    match = HEARD.fullmatch(text)
    refs, rest = refs_at_start(match["refs"]) if match else ((), "")
    if match is None or not refs or rest.strip():
        return None
    theme = canonical(match["theme"]) or ""
    return Understanding("update", tuple(_heard(refs, theme)))


def _heard(refs: tuple[str, ...], theme: str) -> Iterator[Command]:
    return (HeardIn(ref, theme) for ref in refs)
