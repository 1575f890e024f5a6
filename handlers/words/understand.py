"""From words to commands. The same words everywhere: after a slash command, after the bot's name, or in a DM.

Pure: reads nothing but the text and its surroundings. What the kinds declare (words, fields, lifecycles) is what is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from governance.kind import Body
from governance.kinds import kind_named
from governance.kinds.access import AccessCase
from handlers.commands import Cancel, Help, OpenForm, Show, Undo, Worklist
from handlers.turn import Said
from handlers.words.access import access
from handlers.words.asking.deadlines import deadlines
from handlers.words.asking.questions import ask
from handlers.words.asking.survey_talk import survey_talk
from handlers.words.asking.surveys import surveys
from handlers.words.ballots import ballots
from handlers.words.calendar_days import calendar_days
from handlers.words.cases import cases
from handlers.words.changes.changing import begins_with_a_ref, change
from handlers.words.channel_settings import settle_channel
from handlers.words.complaints import complaints
from handlers.words.contacts import contacts
from handlers.words.enquiries import enquiries
from handlers.words.escalations import escalations
from handlers.words.guidance import guide
from handlers.words.health import health
from handlers.words.hearing import Hearing, hear
from handlers.words.items.logging import NUMBERED, implied, kind_at_start, log
from handlers.words.leave.absences import absences
from handlers.words.leave.deploying import deploying
from handlers.words.leave.handing_over import handing_over
from handlers.words.leave.leaving import leaving
from handlers.words.ledger import ledger
from handlers.words.nearest import misunderstood
from handlers.words.outreach import in_own_command, outreach
from handlers.words.preferring import prefer
from handlers.words.refs import HYPHEN, refs_at_start, refs_in
from handlers.words.refusing import in_company
from handlers.words.reporting import reports
from handlers.words.section20 import section20
from handlers.words.service_requests import service_requests
from handlers.words.setting_up import set_up
from handlers.words.settings import settle
from handlers.words.stopping import stopping
from handlers.words.understanding import Surroundings, Understanding

NOTHING = Understanding("none")

# Readers of the steps of a case, which have words of their own.
CASE_STEPS: tuple[Callable[[str, Hearing], Understanding | None], ...] = (
    stopping,
    complaints,
    enquiries,
    service_requests,
)
# Readers of what is no change of a record and no list (leave, handing over, `/raid` …), asked in this order: the first that
# understands a text answers.
BESIDES: tuple[Callable[[str, Hearing], Understanding | None], ...] = (
    *CASE_STEPS,
    contacts,
    access,
    deadlines,
    survey_talk,
    outreach,
    reports,
    ballots,
    section20,
    surveys,
    escalations,
    health,
    ledger,
    prefer,
    settle_channel,
    settle,
    calendar_days,
    guide,
    absences,
    leaving,
    handing_over,
    deploying,
    cases,
)

MOST_CARDS = 5
NUMBER_FIRST = re.compile(r"#?\s*\d{1,5}(?=\s|$|:)(?!\s*%)")  # “/action 12 done”
SCORE = re.compile(r"\b[li][1-5]\b", re.IGNORECASE)  # “L4” in the middle of a text is a score, no lesson

HELP = re.compile(
    r"(?:help|\?+|h|commands|how does this work|what can (?:you|i) (?:do|say|type|ask)(?: here)?|(?:hi|hello|hey"
    r"|hiya|good (?:morning|afternoon))(?: there)?(?! (?:all|everyone|everybody|team|folks|both|guys)\b))"
    r"(?:\s+(?:me\s+)?(?:with\s+|on\s+|about\s+)?(?P<topic>[\w-]+))?\s*[!?.]*",
    re.IGNORECASE,
)
GREETING = re.compile(r"(?:hi|hello|hey|hiya|good)\b", re.IGNORECASE)
UNDO = re.compile(
    r"(?:(?:please|oops|sorry|no|actually|wait)[\s,!.]*)*(?:undo|revert|take (?:it|that) back"
    r"|undo (?:that|it|this|my last change|last|the last change))(?:\s+(?:please|pls|thanks))?\s*[!.]*",
    re.IGNORECASE,
)
CANCEL = re.compile(
    r"(?:cancel|never ?mind|forget (?:it|that)|stop|drop it|scrap that|cancel (?:that|it))\s*[!.]*", re.IGNORECASE
)
FORM = re.compile(r"(?:open )?(?:the )?(?:form|new|log|add|new one|log one|create|dialog)\s*[!.]*", re.IGNORECASE)
CHATTER = re.compile(
    r"(?:(?:many )?thanks?(?: you)?|thank you|thx|ta|cheers|ok|okay|k|great|good|nice|lovely|brilliant|perfect"
    r"|fab|super|cool|sure|yes|yep|yeah|no|nope|"
    r"brill|awesome|fantastic|wonderful|legend|spot on|bless|yay|hooray|ty|tysm|thanx|thnx|tx|"
    r"noted|agreed(?!\s*(?::|(?:at|by)\s))|sorry(?!.*\b(?:should|meant|i mean)\b)|morning|bye|see you|speak|well done"
    r"|no worries|no problem|will do|got it|understood|haha"
    r"|lol|welcome|congrat\w*|happy|"
    r"sounds good|that['’]?s great|you['’]?re|much appreciated|appreciated|ace|excellent|amazing|wow|oh|ah|hmm+)\b.*",
    re.IGNORECASE | re.DOTALL,
)
THANKED = re.compile(r"(?:thanks|thank you|cheers|ta)\b", re.IGNORECASE)
SETTING_UP = re.compile(r"(?:here|this channel) is\b|bind\b|lead\b.*@|members$", re.IGNORECASE)
NO_WORDS = re.compile(r"[\W_]*")
# “:+1:” and whatever stands before the first word and is no name, ref or link: “👍 thanks”.
SHORTCODE = re.compile(r"(?<!\S):[a-z0-9_+'-]+:(?::skin-tone-\d:)?(?!\S)", re.IGNORECASE)
BEFORE_WORDS = re.compile(r"^[^\w@<#]+")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\x00"))


def understand(said: Said, around: Surroundings) -> Understanding:
    """What was meant. Words that merely passed by mean nothing to us; addressed words always get an answer."""
    if not said.addressed:
        return NOTHING
    text = said.text.translate(INVISIBLE).replace("\xa0", " ").strip()
    return in_company(_meant(text, (said.command or "").strip().casefold().lstrip("/"), around), text, around)


def _meant(text: str, command: str, around: Surroundings) -> Understanding:
    if command in ("", "chivvy"):
        return _spoken(text, hear(around))
    if kind := kind_named(command):
        return _in_command(text, hear(around, kind))
    return _spoken(f"{command} {text}".strip(), hear(around))


def _in_command(text: str, hearing: Hearing) -> Understanding:
    """The words after a kind's own slash command. What is no command about records is a new record."""
    kind = hearing.body.kind
    if not text or FORM.fullmatch(text):
        return Understanding("form", (OpenForm("log", kind=kind.name),))
    own = _small(text, kind.name) or in_own_command(text, hearing) or _of_access(text, hearing)
    if found := own or _step_or_change(text, hearing) or ask(text, hearing):
        return found
    if NUMBER_FIRST.match(text):
        numbered = f"{kind.prefix}-{text.lstrip('# ')}"
        if found := _step_or_change(numbered, hearing):
            return found
    if _about_a_record(text) or NO_WORDS.fullmatch(text):
        return misunderstood(text, hearing.kind)
    if hearing.body.kind.confidential:
        named = f"{hearing.body.kind.name} {text}"
        if came := contacts(text, hearing) or contacts(named, hearing) or cases(named, hearing):
            return came
    return log(_without_kind(text, hearing), hearing) or misunderstood(text, hearing.kind)


def _of_access(text: str, hearing: Hearing) -> Understanding | None:
    """After `/access-case`: what is said of one, and a new one with its home."""
    if hearing.kind is not AccessCase:
        return None
    return access(text, hearing) or (None if refs_in(text) else access(f"access case {text}", hearing))


def _step_or_change(text: str, hearing: Hearing) -> Understanding | None:
    return next((found for step in CASE_STEPS if (found := step(text, hearing))), None) or change(text, hearing)


def _about_a_record(text: str) -> bool:
    """Whether a text begins with a ref written in full (“A-012 …”): never to be logged as a new record."""
    refs, _ = refs_at_start(text)
    return bool(refs) and re.match(rf"\s*#?[A-Za-z]+{HYPHEN}", text) is not None


def _without_kind(text: str, hearing: Hearing) -> str:
    """`/action action: …`, `/action new action …` say it twice."""
    found = kind_at_start(text)
    if not found or found[0] is not hearing.kind:
        return text
    _, rest, match = found
    said_twice = match is None or bool(match["make"].strip() or match["mark"].strip())
    return rest if said_twice and rest else text


def _spoken(text: str, hearing: Hearing) -> Understanding:
    """Words after the bot's name or in a DM. The bare name asks for help."""
    if not text:
        return Understanding("help", (Help(),))
    if found := _small(text):
        return found
    if match := re.match(r"(?:the\s+)?(?:workstream(?P<all>s)?|ws)\b[\s:]*", text, re.IGNORECASE):
        return set_up(text[match.end() :] or (match["all"] and "list") or "", hearing) or misunderstood(text)
    if text.casefold() == "my":
        return Understanding("query", (Worklist(),))
    for reader in (*BESIDES, change, ask, _of_a_kind):
        if found := reader(text, hearing):
            return found
    bare = SHORTCODE.sub(" ", text)
    if NO_WORDS.fullmatch(bare):
        return NOTHING
    if CHATTER.fullmatch(BEFORE_WORDS.sub("", bare)) and not refs_in(text):
        asks = "@" in text or re.search(r"\b(?:please|pls|can you|could you)\b", text, re.IGNORECASE)
        return (asks and implied(text, hearing)) or NOTHING
    return _last_guess(text, hearing)


def _last_guess(text: str, hearing: Hearing) -> Understanding:
    """Setting up without the word workstream, a new record without its kind's name, or the cards of the records it names."""
    found = set_up(text, hearing) if SETTING_UP.match(text) else None
    return found or implied(text, hearing) or _named_cards(text) or misunderstood(text)


def _named_cards(text: str) -> Understanding | None:
    """“can someone look at a12 please?”. A text that begins with a ref, or a verb and a ref, wanted something else of it."""
    refs = () if begins_with_a_ref(text) else refs_in(SCORE.sub(" ", text))[:MOST_CARDS]
    return Understanding("show", tuple(Show(ref) for ref in refs)) if refs else None


def _of_a_kind(text: str, hearing: Hearing) -> Understanding | None:
    """A text that begins by naming a kind: “action …”, “new action for Sam: …”, “actions overdue”, “actoin - …”."""
    found = kind_at_start(text)
    if not found:
        return None
    body, rest, match = found
    inner = hearing.of(body)
    rest = rest.strip()
    if not rest and match and THANKED.match(text):
        return None
    if not rest:
        plural = match is not None and match["kind"].casefold() == body.kind.plural
        return ask("list", inner) if plural else Understanding("form", (OpenForm("log", kind=body.kind.name),))
    made = match is not None and (match["make"].strip() or match["mark"].strip())
    if not made and (known := _small(rest, body.kind.name) or change(rest, inner) or ask(rest, inner)):
        return known
    if (
        match
        and not made
        and _is_plural(match["kind"].casefold(), body)
        and not NUMBERED.search(rest)
        and "\n" not in rest
    ):
        return misunderstood(text, body)  # “milestones due this quater” asks for a list
    how = f"{match['how'].strip()} - " if match and match["how"] else ""
    return log(how + rest, inner) or misunderstood(text, body)


def _is_plural(said: str, body: type[Body]) -> bool:
    """“milestones”, “CRs”, but not “comms”."""
    own = (body.kind.name, *body.kind.words)
    return said == body.kind.plural or (said not in own and said.removesuffix("s") in own)


def _small(text: str, topic: str = "") -> Understanding | None:
    """The small words: help, undo, cancel."""
    if match := HELP.fullmatch(text):
        greeting = GREETING.match(text)
        return Understanding("help", (Help(topic if greeting else (match["topic"] or topic).casefold()),))
    if UNDO.fullmatch(text):
        return Understanding("undo", (Undo(),))
    if CANCEL.fullmatch(text):
        return Understanding("cancel", (Cancel(),))
    return None
