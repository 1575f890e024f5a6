"""Reading the fields that a kind declares, wherever their own words stand: “severity 4”, “need by 11/12”, “£38k”, “cause: …”.

Each step takes one part from the draft and says whether it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from governance.kind import Ask, Body
from handlers.words.days.dates import read
from handlers.words.hearing import asked_fields, person_doubt
from handlers.words.items.amounts import AMOUNT, amount
from handlers.words.items.bodies import body_at_start, body_named
from handlers.words.items.choices import choice_said
from handlers.words.items.draft import TAIL, Draft
from handlers.words.items.due import SHIELDED, Found, ends_after
from handlers.words.items.missing import off_the_scale
from handlers.words.items.scales import Rated, rated
from handlers.words.patterns import compiled
from handlers.words.people import Named

LONGEST_TO_SEARCH = 600  # characters: of a longer text only the end is searched
# Words that announce any day; the day alone says no more.
ANY_DAY = frozenset({"by", "on", "due", "date", "for", "before", "contact"})
CONJUNCTIONS = frozenset({"because", "via", "so"})  # believed without a colon; “so” only after a mark

BEFORE = r"(?:^|(?<=[\s,;:(\[.–—-]))"
AFTER_MARK = r"(?:^|(?<=[,;:(\[.–—\n])|(?<=[,;:(\[.–—]\s)|(?<=\s-\s))"
SUBJECT = r"(?:(?:they|we|you|it|who|which|and|is|are|it['’]s|to be|needs? to|must|should|will|to|be)\s+)*"
JOINT = re.compile(r"\s*(?:[/&+x×]|\band\b|\bbut\b)\s*", re.IGNORECASE)
LINK = re.compile(r"<?(?P<url>https?://[^\s<>|]+)(?:\|[^<>]*)?>?", re.IGNORECASE)
NAME_END = r"(?=\s*(?:$|[,;)\n]|\.(?:\s|$)))"


# Verbs that go on with how long: “move the gateway 10 days”.
LENGTHENS = re.compile(
    r"(?:add|allow|bring|cut|defer|delay|extend|give|lengthen|move|postpone|prolong|push|put|reduce|shift|shorten|slide|slip|take)\b",
    re.IGNORECASE,
)
COLOUR = re.compile(
    rf"(?:^(?:rag\s*)?(?:red|amber|green)\s*[:,–—-]+\s*"
    rf"|{AFTER_MARK}\s*(?:(?:rag\s*[:=]?\s*|currently\s+)?(?:red|amber|green)(?:\s+risk)?"
    rf"|(?:risk\s+)?(?:score[d]?|rated|rating)\s*(?:of|is|at|[:=])?\s*\d{{1,2}}){NAME_END})",
    re.IGNORECASE,
)


def colours(draft: Draft) -> bool:
    """“…, red, tom”: a colour that follows from the score is no part of a title; the score itself is asked for."""
    body = draft.hearing.body
    if body.score is Body.score or "said_rag" in body.model_fields or len(draft.text) > LONGEST_TO_SEARCH:
        return False
    match = COLOUR.search(draft.text)
    if not match or match.span() == (0, len(draft.text)):
        return False
    draft.take(match.start(), match.end())
    return True


def _windows(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Which parts of the text are searched: all of a short one, both ends of a long one."""
    size = len(draft.text)
    return ((0, size),) if size <= LONGEST_TO_SEARCH else ((0, TAIL), (size - TAIL, size))


def _found(pattern: str, draft: Draft) -> Iterator[re.Match[str]]:
    """Where a pattern stands in the draft, never inside quotes or links."""
    for start, end in _windows(draft):
        shields = [match.span() for match in SHIELDED.finditer(draft.text, start, end)]
        for match in compiled(pattern).finditer(draft.text, start, end):
            if not any(first <= match.start() < last for first, last in shields):
                yield match


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    found = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in found) or r"(?!)"


def scales(draft: Draft) -> bool:
    """“L4 I5”, “3 x 4”, “major impact”, “severity 4”; a number that is no step is asked about."""
    known = draft.values.keys() | {doubt.field for doubt in draft.doubts}
    body, programme = draft.hearing.body, draft.hearing.around.programme
    windows = ((start, rated(draft.text[start:end], body, programme, known)) for start, end in _windows(draft))
    start, steps = next(((start, steps) for start, steps in windows if steps), (0, []))
    if not steps:
        return False
    for one in steps:
        if one.field:
            _keep_step(draft, one)
    end = start + steps[0].end
    if (joint := JOINT.match(draft.text, end)) and (
        more := rated(draft.text[joint.end() : joint.end() + TAIL], body, programme, known)
    ):
        end = joint.end() if more[0].start == 0 else end
    draft.take(start + steps[0].start, end)
    return True


def _keep_step(draft: Draft, one: Rated) -> None:
    if one.step is not None and 1 <= one.step <= 5:
        draft.values[one.field] = one.step
    elif one.step is not None:
        draft.doubts.append(off_the_scale(one.field, draft.hearing.body.ask(one.field), one.step, draft.hearing))


def labelled_days(draft: Draft) -> bool:
    """“review 4/1/27”, “they need it by 11/12, promised 14/12”, “validate by 5 Jan”."""
    for name, ask in draft.fields.items():
        words = tuple(word for word in ask.words if word not in ANY_DAY)
        if name in draft.dates or not words:
            continue
        label = rf"{BEFORE}{SUBJECT}(?:{_alternatives(words)})(?:\s+(?:it|them|this|that|date|day|is|set|for|by|on|at))*[\s:=–-]+"
        for match in _found(label, draft):
            if found := _day_after(draft, match):
                draft.dates[name] = found
                draft.take(_subject_of(draft, match.start()), found.end)
                return True
    return False


def _subject_of(draft: Draft, start: int) -> int:
    """Where “HR promise 1 Feb” begins: with the workstream that does it."""
    subject = re.search(r"[,;.\n]\s*(?P<said>[^,;.\n]{1,40})$", draft.text[max(0, start - TAIL) : start].rstrip())
    if (
        not subject
        or not asked_fields(draft.hearing.body, "workstream")
        or not draft.hearing.strands.find(subject["said"])
    ):
        return start
    return max(0, start - TAIL) + subject.start("said")


def _day_after(draft: Draft, label: re.Match[str]) -> Found | None:
    for end in ends_after(draft.text, label.end()):
        said = draft.text[label.end() : end]
        reading = read(said, draft.hearing.moment) or read(f"by {said}", draft.hearing.moment)
        if reading and (reading.day or reading.options or reading.question):
            return Found(reading, label.start(), end)
    return None


def numbers(draft: Draft) -> bool:
    """“cost 240000”, “£38k”, “no cost”, “30 days”, “260 copies”."""
    for name in asked_fields(draft.hearing.body, "number"):
        if name in draft.values:
            continue
        for pattern in _number_patterns(draft.hearing.body, name):
            for match in _found(pattern, draft):
                value = amount(match["amount"])
                if value is None:
                    continue
                saved = re.match(r"sav", match["saved"] or "", re.IGNORECASE)
                times = 7 if (match["weeks"] if "weeks" in match.groupdict() else None) else 1
                draft.values[name] = -abs(value) * times if saved else value * times
                if _may_be_taken(draft.text, match):
                    draft.take(match.start(), match.end())
                else:
                    draft.lengths.add(match[0].strip())
                return True
    return False


def _may_be_taken(text: str, match: re.Match[str]) -> bool:
    """Whether a number is no part of the title: it has a label, is money at the end, or marks set it off (“…, 10 days, …”)."""
    length = "weeks" in match.groupdict() and re.match(rf"\s*(?:(?:by|of|for)\s+)?{AMOUNT}", match[0], re.IGNORECASE)
    before = text[: match.start()].rstrip(" ")
    if not length or not before or before[-1] in ",;:(\n–—-.":
        return True
    moves = LENGTHENS.match(text) or match[0].lower().startswith(("by ", "of ", "for "))
    rest = text[match.end() :].lstrip(" .")
    return not moves and (
        not rest or rest[0] in ",;:)(\n-–—£" or not re.match(r"(?:to|of|for|in|on|at|with|from)\b", rest, re.I)
    )


@cache
def _number_patterns(body: type[Body], name: str) -> tuple[str, ...]:
    ask = body.ask(name)
    labels = _alternatives(tuple(word for word in ask.words if word != "£"))
    unit = ask.unit.strip()
    saved = r"(?P<saved>(?:saves?|saving|sav\w+)\s+(?:of\s+)?)?"
    what = rf"(?:{labels})(?:\s+impact|\s+increase)?"
    first = rf"{BEFORE}{saved}{what}s?\s*(?:is|of|by|[:=])?\s*(?P<amount>{AMOUNT})"
    weeks = r"(?:\s*(?P<weeks>we?e?ks?)\b|\s*days?\b)" if unit.startswith("day") else ""
    patterns = [first + (f"(?:{weeks})?" if weeks else "")]
    if weeks:
        lead = rf"(?:{what}\s*(?:is|of|by|[:=])?\s+|(?:by|of|for|adds|takes)\s+)?"
        late = r"(?:\s+(?:delay|later|late|slip|longer))?"
        patterns.insert(0, rf"{BEFORE}{saved}{lead}(?P<amount>{AMOUNT})[\s-]*(?:{weeks}){late}")
    if "£" in ask.words:
        patterns.append(rf"{BEFORE}{saved}(?P<amount>[+-]?\d+(?:\.\d+)?k)\b")
        patterns.append(rf"{BEFORE}{saved}(?:(?:of|for|by|at)\s+)?(?P<amount>[+-]?£\s?{AMOUNT})")
    patterns.append(rf"{BEFORE}{saved}(?P<amount>{AMOUNT})\s+(?:{what}s?)\b")
    return tuple(patterns)


def choices(draft: Draft) -> bool:
    """“high priority”, “priority: low”, “…, urgent”, “urgent: …”, “P1”."""
    found = choice_said(draft.text, draft.hearing.body, set(draft.values), TAIL)
    if not found:
        return False
    draft.values[found.field] = found.value
    if found.start == 0 and found.end < len(draft.text):
        draft.text = draft.text[found.end :]
    else:
        draft.take(found.start, found.end)
    return True


def flags(draft: Draft) -> bool:
    """“on the critical path”, “critical: no”, “agreed by giver”."""
    for name, ask in asked_fields(draft.hearing.body, "flag").items():
        if name in draft.values:
            continue
        for pattern in _flag_patterns(ask.words):
            for match in _found(pattern, draft):
                draft.values[name] = not match["no"] and (match["said"] or "y").casefold().startswith("y")
                draft.take(match.start(), match.end())
                return True
    return False


@cache
def _flag_patterns(words: tuple[str, ...]) -> tuple[str, str]:
    """A flag of several words (“critical path”) behind other words; any of its words where a mark or “not” sets it off."""
    several = _alternatives(tuple(word for word in words if " " in word))
    no, answer = r"(?P<no>not\s+|non[- ])?(?:on\s+)?(?:the\s+)?", r"(?:\s*[:=]?\s*(?P<said>yes|no|y|n)\b)?"
    return (
        rf"(?<=\S\s)(?:is\s+)?{no}(?:{several})\b{answer}",
        rf"(?:{AFTER_MARK}\s*|(?<=\S\s)(?=not\s|non[- ])){no}(?:{_alternatives(words)})\b{answer}{NAME_END}",
    )


def workstreams(draft: Draft) -> bool:
    """“giver ICT”, “receiver: HR”, “from legal”."""
    for name, ask in asked_fields(draft.hearing.body, "workstream").items():
        if name in draft.values:
            continue
        pattern = rf"{BEFORE}(?:{_alternatives(ask.words)})\s*(?:is|[:=-])?\s*(?:the\s+)?(?P<said>[^,;:()\n]{{1,60}}?){NAME_END}"
        for match in _found(pattern, draft):
            if strand := draft.hearing.strands.find(match["said"]):
                draft.values[name] = strand.id
                draft.take(match.start(), match.end())
                return True
    return False


def people(draft: Draft) -> bool:
    """“approved by Ruth”, “designer @tamsin”: people in other fields than the owner."""
    for name, ask in asked_fields(draft.hearing.body, "person").items():
        if name == "owner" or name in draft.values or any(doubt.field == name for doubt in draft.doubts):
            continue
        for match in _found(rf"{BEFORE}(?:{_alternatives(ask.words)})\s*(?:is|[:=-])?\s*(?=\S)", draft):
            named = draft.hearing.people.at_start(draft.text[match.end() :], loose=True)
            if named is None:
                named = _unknown(draft.text[match.end() :])
            if named is None:
                continue
            if doubt := person_doubt(named, draft.hearing, name):
                draft.doubts.append(doubt)
            elif named.sure:
                draft.values[name] = named.sure.id
            draft.take(match.start(), match.end() + named.end)
            return True
    return False


def _unknown(text: str) -> Named | None:
    """“approved by Dave”, where nobody is called that: never invented, asked for."""
    match = re.match(rf"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?{NAME_END}", text)
    return Named(match[0], (), 0, match.end()) if match else None


def bodies(draft: Draft) -> bool:
    """“…, for CEX group”, “authority: board”, “…, programme board”."""
    for name, ask in draft.hearing.body.asks():
        if not ask.among or name in draft.values:
            continue
        label = rf"{BEFORE}(?:(?:{_alternatives(ask.words)}|for|goes to|to go to)\s*(?:is|[:=-])?|at)\s+(?:the\s+)?"
        board = rf"(?P<said>[^,;:()\n.]{{2,40}}?){NAME_END}"
        for match in (*_found(label + board, draft), *_found(rf"{AFTER_MARK}\s*{board}", draft)):
            if body := body_named(match["said"], draft.hearing.around.programme):
                draft.values[name] = body
                draft.take(match.start(), match.end())
                return True
    return False


SETTLED = r"(?:(?:as\s+)?(?:agreed|approved|decided|endorsed|signed off|made|taken)\s+)?"


def dated_bodies(draft: Draft) -> bool:
    """“by board 10 Dec”, “at the programme board (10 Dec)”: who decides, and when."""
    for name, ask in draft.hearing.body.asks():
        if not ask.among or name in draft.values:
            continue
        for match in _found(rf"{BEFORE}{SETTLED}(?:by|at|before|to)\s+(?:the\s+)?(?=\S)", draft):
            board = body_at_start(draft.text[match.end() : match.end() + TAIL], draft.hearing.around.programme)
            start = match.end() + len(draft.text[match.end() : match.end() + TAIL]) - len(board[1]) if board else 0
            gap = re.compile(r"\s*(?:meeting\s*)?(?:on\s+|of\s+|,\s*|\()?").match(draft.text, start)
            found = _day_after(draft, gap) if board and gap and gap.end() > start else None
            field = draft.day_field(found) if found else None
            if board and found and field and field not in draft.dates:
                draft.values[name] = board[0]
                draft.dates[field] = found
                end = found.end + (draft.text[found.end : found.end + 1] == ")")
                draft.take(match.start(), end)
                return True
    return False


def links(draft: Draft) -> bool:
    """“link https://…”, and any address where the kind keeps one."""
    for name, ask in asked_fields(draft.hearing.body, "link").items():
        if name in draft.values or not ask.words:
            continue
        label = rf"(?:{BEFORE}(?:{_alternatives(ask.words)})\s*[:=]?\s*)?"
        # Links are searched for where `_found` would shield them.
        searches = (compiled(label + LINK.pattern).search(draft.text, *window) for window in _windows(draft))
        if match := next(filter(None, searches), None):
            draft.values[name] = match["url"].rstrip(".,;)")
            draft.take(match.start(), match.end())
            return True
    return False


def editions(draft: Draft) -> bool:
    """“v2”, “version 1.3”: a line whose word is a single letter holds a number."""
    for name, ask in asked_fields(draft.hearing.body, "line").items():
        if name in draft.values or not any(len(word) == 1 for word in ask.words):
            continue
        pattern = rf"{BEFORE}(?:{_alternatives(ask.words)})\.?\s*[:=]?\s*(?P<said>\d+(?:\.\d+)*[a-z]?)\b"
        for match in _found(pattern, draft):
            draft.values[name] = match["said"]
            draft.take(match.start(), match.end())
            return True
    return False


def texts(draft: Draft) -> bool:
    """“cause: …”, “because …”, “if wrong: …”: free words, from their label to the end of what is left."""
    last: tuple[int, int, str] | None = None
    for name in _free_texts(draft.hearing.body):
        if name in draft.values:
            continue
        for match in _found(_text_label(draft.hearing.body, name), draft):
            leaves_a_title = draft.text[: match.start()].strip(" ,;:.–—-\n") or draft.told
            if leaves_a_title and match.end() < len(draft.text) and (last is None or match.start() > last[0]):
                last = (match.start(), match.end(), name)
    if last is None:
        return False
    start, end, name = last
    said = draft.text[end:].strip(" \t\r\n,;.")
    ask = draft.hearing.body.ask(name)
    draft.values[name] = (body_named(said, draft.hearing.around.programme) if ask.among else None) or draft.rendered(
        said
    )
    draft.text = draft.text[:start].rstrip(" \t\r\n,;(–—-")
    return True


@cache
def _free_texts(body: type[Body]) -> dict[str, Ask]:
    return {name: ask for name, ask in asked_fields(body, "line", "text").items() if ask.words and name != "title"}


@cache
def _text_label(body: type[Body], name: str) -> str:
    """A label with a colon; one of several words, or a word such as “because”, believed without."""
    ask = body.ask(name)
    words = tuple(word for word in ask.words if len(word) > 1 or word == "£")
    plain = tuple(word for word in words if word in CONJUNCTIONS - {"so"})
    phrases = tuple(word for word in words if " " in word or word == "so")
    nouns = words if ask.input == "line" and ask.on_card else ()
    return (
        rf"{BEFORE}(?:{_alternatives(words)})\s*(?:[:=]|[–—-]\s)\s*"
        rf"|{BEFORE}(?:{_alternatives(plain)})\s+"
        rf"|{BEFORE}(?:{_alternatives(tuple(word for word in phrases if word != 'so'))})\s+"
        rf"|(?<=[,;–—.])\s*(?:{_alternatives(tuple(word for word in phrases if word == 'so'))})\s+"
        rf"|(?<=[,;])\s*(?:{_alternatives(tuple(word for word in nouns if len(word) > 4))})\s+"
    )


def inside_a_text(draft: Draft, start: int) -> bool:
    """Whether [start, …) belongs to the words of a free text: nothing sets it off from them."""
    if draft.text[start : start + 1] in tuple(",;\n"):
        return False
    for name in _free_texts(draft.hearing.body):
        if name in draft.values:
            continue
        for match in _found(_text_label(draft.hearing.body, name), draft):
            if match.end() <= start and not re.search(r"[,;\n]", draft.text[match.end() : start]):
                return True
    return False
