"""What a list is filtered by, in words: “red”, “without an owner”, “over 15”, “high priority”, “sorted by score”."""

from __future__ import annotations

import re
from collections.abc import Callable

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.words.asking.asked import Filter, body_asked
from handlers.words.asking.asked_days import events, new, open_for, owner_away, untouched, when
from handlers.words.asking.asked_of import council, decided_by, here, mine, person, raised_by, strand
from handlers.words.changes.moving import states_of
from handlers.words.hearing import Hearing
from handlers.words.items.choices import chosen

ABOUT = re.compile(
    r"(?:about|mentioning|containing|matching|with the words?|to do with|re|regarding|concerning|on the subject of)\s+"
    r"[\"“]?(?P<text>.+?)[\"”]?\s*\?*$",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"(?:from|on|around|regarding)\s+(?:the\s+)?(?P<text>[^,;:?]{3,60}?)[\s?.!]*", re.IGNORECASE)
FILLER = re.compile(
    r"(?:awaiting|approval|(?:a )?decision|owns?|owned|me|us|all|the|of|for|in|on|to|with|is|are|am|do|does|we|have"
    r"|has|had|got|that|which|who|still|there|left|items?|things?|stuff|"
    r"everything|anything|something|outstanding|open|owned by|assigned to|belonging to|by|list|log|logs|register"
    r"|tasks?|need(?:s|ed|ing)?|doing|live|active|current|any|pending|waiting|made|were|was|been|did|"
    r"please|pls|currently|now|right now|at the moment|be|done|and|else|against|under|late ones|ones|what|my list"
    r"|due|coming up|upcoming|a|an|it|its|their|them|"
    r"status|state|workstream|programme|team|going on|on at|so far|owes?|today's|actually|next(?!\s+(?:week|month"
    r"|quarter|year|\d|few|two|three|mon|tue|wed|thu|fri))|owed|promised|reviews?|reviewed|reviewing"
    r"|validat(?:e|ed|ion|ing)|checked|resolved?|rated|scor(?:e|ed|ing)|level|rag|records?)\b",
    re.IGNORECASE,
)
OVERDUE = re.compile(
    r"(?:overdue|over due|late|past (?:its |their |the )?(?:due|review|target|validation)?(?: date)?(?=\W|$)|behind(?: schedule)?"
    r"|slipp?(?:ed|ing)|missed|out of date)\b",
    re.IGNORECASE,
)
UNOWNED = re.compile(
    r"(?:un-?(?:assigned|owned|allocated)|nobody['’]?s|no ?body owns|no-?one owns|(?:without(?: an?y?)?|with no|no|has no|have no"
    r"|missing(?: an?)?|need(?:s|ing)? an?) owners?|ownerless|"
    r"not assigned)\b",
    re.IGNORECASE,
)
DATES = r"(?:due |review |target |forecast |promised? |need by |validation )*(?:dates?|deadlines?|day)"
UNDATED = re.compile(
    rf"(?:un-?dated|(?:without(?: an?y?)?|with no|no|has no|have no|missing(?: an?)?) {DATES}|not dated)\b",
    re.IGNORECASE,
)
UNSCORED = re.compile(
    r"(?:un-?scored|un-?rated|not (?:yet )?(?:scored|rated)|(?:without(?: an?y?)?|with no|no|has no|have no|missing(?: an?)?)"
    r" (?:scores?|ratings?|rag))\b",
    re.IGNORECASE,
)
ESCALATED = re.compile(r"(?:escalated(?: to [\w ]{1,30}$)?|gone up|with the board)\b", re.IGNORECASE)
RAG = re.compile(r"(?:rag\s+)?(?P<rag>red|amber|yellow|green|gr[ea]y|blue)s?\b", re.IGNORECASE)
TOO_LATE = re.compile(
    r"(?:(?:that (?:are|is)\s+)?(?:promised|due|coming|given|delivered|forecast)\s+(?:after|later than|past|beyond|too late for)"
    r"\s+(?:the\s+)?(?:they(?:['’]re| are)?\s+|it(?:['’]s| is)?\s+)?(?:need(?:ed|s)?(?:[ -]by)?(?: dates?)?)"
    r"|promised (?:too )?late|too late|late|negative float)(?:\s+by)?\b",
    re.IGNORECASE,
)
SCORE_FROM = re.compile(
    r"(?:with\s+)?(?:an?\s+)?(?:score[sd]?|scoring|rated|rating)?\s*(?:of\s+)?(?:"
    r"(?P<over>over|above|more than|greater than|higher than|>)\s*(?P<n1>\d{1,2})"
    r"|(?:at least|from|>=|≥|min(?:imum)?)\s*(?P<n2>\d{1,2})"
    r"|(?P<n3>\d{1,2})\s*(?:or (?:more|over|above|higher)|and (?:over|above|up)|plus|\+))",
    re.IGNORECASE,
)
SCORE_IS = re.compile(r"(?:with\s+)?(?:an?\s+)?(?:score[sd]?|scoring)\s+(?:of\s+)?(?P<n>\d{1,2})\b", re.IGNORECASE)
TOP = re.compile(
    r"(?:top|worst|biggest|highest|most serious)(?:\s+(?:scoring|rated|scored))?(?:\s+(?:\d{1,2}|ten|five|three))?\b",
    re.IGNORECASE,
)
SORTED = re.compile(
    r"(?:(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?|arranged?)\s*(?:it|them)?\s*by|by)\s+(?:the\s+|their\s+)?"
    r"(?P<by>score|rating|severity|size|date|due(?: date)?|deadline|ref|number|updated?|last (?:updated?|changed?)|newest|recent)"
    r"(?:\s+first)?\b|(?P<first>newest|latest|most recent)(?:\s+first)?\b",
    re.IGNORECASE,
)
ORDERS = {"score": "score", "rating": "score", "severity": "score", "size": "score", "ref": "ref", "number": "ref"}
NEWEST = ("update", "last", "newest", "recent")
SHARE = re.compile(
    r"[\s,;–—-]*(?:\band\s+|\bthen\s+|\bplease\s+)*(?:"
    r"\bshared?(?:\s+(?:it|this|them|that))?(?:\s+(?:here|with (?:everyone|everybody|all|us|the (?:channel|team))"
    r"|in (?:the|this) channel|to the channel))?"
    r"|\bpost(?:ed)?(?:\s+(?:it|this|them|that))?(?:\s+(?:here|(?:in|to) (?:the|this) channel))"
    r"|\b(?:for|to) (?:everyone|everybody|the (?:channel|whole team))(?: to see)?|\bin public|\bpublicly)[\s.!]*$",
    re.IGNORECASE,
)
EVERY = re.compile(r"(?:all|any|everything|whatever status|any status)\b", re.IGNORECASE)
CLOSED = re.compile(r"(?:closed|not open|finished)\b", re.IGNORECASE)
PRIORITY = re.compile(
    r"(?:(?P<before>[\w’']+(?:[\s-]have)?)[\s-]+prio(?:rity|rities)?|prio(?:rity)?\s*(?:is|:|=|of)?\s*(?P<after>[\w’']+)"
    r"|(?P<alone>p[1-4]|urgent|must[\s-]haves?"
    r"|(?:critical|high|medium|low)(?=\s+(?:overdue |open )?(?:action|issue|risk|change)s?\b)))s?\b",
    re.IGNORECASE,
)
# Words for a move that mean no state in a question.
NO_STATES = frozenset(
    "doing start close drop cancel block finish review approve publish print resolve apply defer reject retire mitigate assess "
    "validate confirm confirmed escalate escalated out ok true false met hit used gone sent reopen late overdue delayed "
    "delay".split()
)
VAGUE = frozenset(
    "team review reviews reviewed reviewing status state programme level register log logs validation scoring items item tasks "
    "task records record made waiting workstream".split()
)
# Kinds that are asked for as a rule when they are closed: what was learnt, decided and said.
KEPT = frozenset({"lesson", "decision", "communication", "document"})


def consume(text: str, wanted: Filter, hearing: Hearing) -> bool:
    """Read filters from the front until nothing is left; False at the first word that means none."""
    while text := text.strip(" ,?!.:;"):
        for step in STEPS:
            rest = step(text, wanted, hearing)
            if rest is not None:
                text = rest
                break
        else:
            return False
    return True


def _flagged(pattern: re.Pattern[str], name: str) -> Callable[[str, Filter, Hearing], str | None]:
    """A step that reads some words as a flag."""

    def step(text: str, wanted: Filter, hearing: Hearing) -> str | None:
        match = pattern.match(text)
        return text[match.end() :] if match and wanted.set(**{name: True}) else None

    return step


def _about(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = ABOUT.match(text)
    return "" if match and wanted.set(text=match["text"]) else None


def _rag(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = RAG.match(text)
    if not match:
        return None
    colour = match["rag"].capitalize().replace("Yellow", "Amber").replace("Gray", "Grey")
    known = (wanted.facts.pop("rag"),) if "rag" in wanted.facts else wanted.facts.get("rags", ())
    if not known:
        return text[match.end() :] if wanted.set(rag=colour) else None
    wanted.facts["rags"] = tuple(dict.fromkeys((*known, colour)))
    return text[match.end() :]


def _late(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“promised after need”, “late dependencies”: what is promised for a day too late is amber or red."""
    match = TOO_LATE.match(text)
    dependency = body_asked(wanted, hearing).kind.name == "dependency"
    if not match or not dependency or "rag" in wanted.facts:
        return None
    return text[match.end() :] if wanted.set(rags=("Amber", "Red")) else None


def _score(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“over 15”, “15 or more”, “score 15+”; a bare “score 15” is taken as 15 and more."""
    if match := SCORE_FROM.match(text):
        least = int(match["n1"]) + 1 if match["over"] else int(match["n2"] or match["n3"])
    elif match := SCORE_IS.match(text):
        least = int(match["n"])
    else:
        return None
    return text[match.end() :] if 1 <= least <= 25 and wanted.set(score_from=least) else None


def _sorting(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    if match := TOP.match(text):
        return text[match.end() :] if wanted.set(sort="score") else None
    match = SORTED.match(text)
    if not match:
        return None
    said = (match["by"] or "newest").casefold()
    order = "updated" if said.startswith(NEWEST) else ORDERS.get(said, "due")
    return text[match.end() :] if wanted.set(sort=order) else None


def _priority(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """Kept as it was written: which choice it means depends on the kind, which may be named later."""
    match = PRIORITY.match(text)
    said = (match["before"] or match["after"] or match["alone"]).casefold().removesuffix("s") if match else ""
    if not match or wanted.rated or not any(priority_of(body, said) for body in all_kinds().values()):
        return None
    wanted.rated = said
    wanted.told += 1
    return text[match.end() :]


def priority_of(body: type[Body], said: str) -> str | None:
    """What a word for a priority means for a kind."""
    ask = dict(body.asks()).get("priority")
    return chosen(ask, said) if ask else None


def _states(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    if match := CLOSED.match(text):
        return text[match.end() :] if wanted.set(status="closed") else None
    plain = text.casefold()
    for word, named in states_of(body_asked(wanted, hearing).kind.lifecycle).items():
        meant = word == named.casefold() or word not in NO_STATES
        if meant and plain.startswith(word) and not plain[len(word) : len(word) + 1].isalnum():
            state = "open" if word == "open" else named
            return text[len(word) :] if wanted.set(status=state) else None
    match = EVERY.match(text)
    if match and not text[match.end() :].strip():
        return "" if wanted.told or wanted.set(status="any") else None
    return None


def _kind(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A kind's name, of one word or two (“change requests”)."""
    for words in (r"[\w-]+ [\w-]+ [\w-]+", r"[\w-]+ [\w-]+", r"[\w-]+"):
        match = re.match(words, text)
        body, varieties = _kind_meant(match[0]) if match else (None, ())
        if match and body:
            if not wanted.set(kind=body.kind.name, **({"varieties": varieties} if varieties else {})):
                return None
            wanted.plural = match[0].casefold() not in (body.kind.name, *body.kind.words)
            return text[match.end() :]
    return None


def _kind_meant(said: str) -> tuple[type[Body] | None, tuple[str, ...]]:
    """The kind that words name, and which sorts of it they mean (“FOIs”), where they mean some only."""
    plain = said.casefold().replace("’", "'")
    spelled = dict.fromkeys((plain, plain.removesuffix("s"), plain.removesuffix("es"), f"{plain.removesuffix('ies')}y",
                             plain.replace("letters of", "letter of")))  # fmt: skip
    for body in all_kinds().values():
        if varieties := next((body.kind.varieties[each] for each in spelled if each in body.kind.varieties), ()):
            return body, varieties
    return kind_named(said) or kind_named(said.removesuffix("s")), ()


def _subject(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“lessons from suppliers”, “decisions on council tax”: what the words that are left are about."""
    match = SUBJECT.fullmatch(text)
    if not match or "kind" not in wanted.facts or body_asked(wanted, hearing).kind.name not in KEPT:
        return None
    return "" if wanted.set(text=match["text"]) else None


def _filler(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = FILLER.match(text)
    if not match:
        return None
    wanted.vague = wanted.vague or match[0].casefold() in VAGUE
    return text[match.end() :]


# In this order: the first that reads the words at the front of a text takes them.
STEPS: tuple[Callable[[str, Filter, Hearing], str | None], ...] = (
    _about,
    owner_away,
    open_for,
    new,
    events,
    untouched,
    _late,
    _flagged(OVERDUE, "overdue"),
    _flagged(UNOWNED, "unowned"),
    _flagged(UNDATED, "undated"),
    _flagged(UNSCORED, "unscored"),
    _flagged(ESCALATED, "escalated"),
    _rag,
    _score,
    _priority,
    _sorting,
    raised_by,
    decided_by,
    _states,
    person,
    mine,
    when,
    here,
    _kind,
    strand,
    council,
    _subject,
    _filler,
)
