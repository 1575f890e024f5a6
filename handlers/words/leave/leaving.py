"""Leave in an officer's words: “I'm off 21 dec to 1 jan, cover is @sam”, “AL 24/12 - 4/1”, “cancel my leave”, “back on 4 Jan”."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from governance.people import Person
from handlers.cards import Option
from handlers.commands import TakeLeave
from handlers.words.days.dates import Reading, show
from handlers.words.days.spans import LONGEST_SAID, Span, day, day_doubt, spans
from handlers.words.days.working_days import working_days
from handlers.words.hearing import Hearing, joined, person_doubt
from handlers.words.leave.cover import cover_in
from handlers.words.leave.whose import somebody_else, unless_speaker, whose
from handlers.words.people import Named
from handlers.words.understanding import Doubt, Understanding

BEFORE = re.compile(
    r"(?:(?:hi|hello|hey|morning|afternoon|all|team|everyone|folks|fyi|nb|ps|(?:just )?a? ?heads[- ]up"
    r"|just to (?:say|let you know|note|flag)"
    r"|just so you know|(?:please |pls )?(?:note|be aware)(?: that)?|reminder|quick note|for info|note to self)\b"
    r"[\s,:;.!–—-]*(?:that\s+)?)+",
    re.I,
)
AFTER = re.compile(
    r"[\s,;.!–—-]*\b(?:please|pls|thanks|thank you|thx|ta|cheers|fyi|(?:from )?work|sorry|everyone|all)[\s.!]*$", re.I
)
IS = r"(?:['’]?(?:m|s|re|ll(?: be)?)\b|['’]ve| am| is| are| was| will(?: be| have)?| shall be| has| have)?"
# Said of a person, these are days away even where the days stand before them or nowhere.
AWAY = (
    r"(?:(?:going|be|being|planning|due|booked|currently|now|still|also|got|having|taking|take|booking|working)\s+)*"
    r"(?:(?:to|be|go|a|an|some|my|the)\s+)*"
    r"(?:(?:on|off on|away on|out on)\s+)?(?:(?:a|an|my|some|his|her|their|the)\s+)?"
    r"(?:"
    r"(?P<sure>(?:annual|sick|study|parental|paternity|maternity|mat|pat|adoption|unpaid|special|compassionate|carer['’]?s)\s+leave"
    r"|leave|a/l|al|a\.l\.|ooo|o\.o\.o\.?|out[ -]of[ -](?:the[ -])?office|holidays?|hols|vacation|toil"
    r"|flexi(?:[ -]?leave|[ -]?day)?|jury (?:service|duty)|day[s']* (?:off|leave)|time off|off work"
    r"|off sick|off ill|sick|ill|poorly|unwell|a course|training)"
    r"|off|away|out|not in|in|not (?:working|here|around|available|at work)|unavailable|not be (?:in|here|around|available)"
    r")(?:\s+(?:sick|ill|poorly|unwell|on (?:annual )?leave|on holiday|work|from work|booked|again))?"
)
NEGATED = re.compile(r"\b(?:not|n['’]?t)\b", re.I)
# “@sam is covering for me next week”
COVERED = re.compile(
    r"(?P<who>.{1,40}?)(?:\s+(?:is|are|will be)|['’]s)\s+(?:covering|standing in|deputi[sz]ing|my (?:cover|deputy))(?:\s+for me)?"
    r"\s+(?P<days>(?!for\b|while\b|whilst\b|when\b|because\b).+)"
    r"|(?:my )?cover(?:ing)?(?:\s+for me)?\s+(?P<when>.{3,40}?)\s+(?:is|will be|by)\s+(?P<whom>.{1,40})",
    re.I,
)
TOLD = re.compile(rf"(?P<who>.{{1,60}}?)(?P<is>{IS})\s+(?P<away>{AWAY})(?P<days>(?:[\s,:;(–—-]|$).*)", re.I | re.S)
NOTED = re.compile(
    r"(?:(?:please\s+|can you\s+|could you\s+)*(?:book|log|add|record|note|put|mark|set|register|enter)\s+(?:down\s+)?"
    r"(?:(?P<who>.{1,40}?)\s+)?(?:(?:down\s+)?(?:as|for)\s+(?:on\s+)?)?)?(?:(?:my|some|a|the|in)\s+)*"
    r"(?P<away>off|away|out of office|out|ooo|(?:annual |sick )?leave(?: request| booking)?|a/l|al|holidays?|hols|vacation"
    r"|absence|(?:a )?day off)"
    r"(?:\s+(?:for\s+(?P<for>[^\d]{1,40}?)))?\s*[:,–—-]?\s+(?:is\s+|are\s+|will be\s+|booked\s+)*(?P<days>.+)",
    re.I | re.S,
)
NOT_IN = re.compile(
    r"(?P<who>.{1,60}?)\s+(?:wo|is|will|am|are)(?:n['’]?t|\s+not)\s+(?:be\s+)?"
    r"(?:in|here|around|available|working|at work)\b(?P<days>.*)",
    re.I,
)
HAS_OFF = re.compile(
    r"(?P<who>.{1,60}?)(?:['’]?(?:ve|s|m)|\s+(?:am|is|have|has|will))?"
    r"\s+(?:got|having|taking|have|has|takes?|booked|booking)\s+"
    r"(?P<days>.+?)\s+(?:off|as (?:annual )?leave|on leave)(?:\s+(?:work|sick))?(?P<more>.*)",
    re.I,
)
DAYS_OFF = re.compile(
    r"(?:(?:can|could|may) i |please |i['’]d like to |i would like to |i (?:need|want) (?:to )?)?"
    r"(?:book|have|take|get|request)?\s*"
    r"(?P<days>.+?)\s+(?:off|as (?:annual )?leave)(?:\s+(?:work|please))?",
    re.I,
)
WHILE = re.compile(r"\b(?:while|whilst|when|because|since|as)\s+(?=i\b|i['’]?m\b)", re.I)
# “on leave next week”, “off sick today”, “taking Friday off”: whose leave it is goes without saying.
HEADLESS = re.compile(
    r"(?:on|off|away|out|ooo|not (?:in|working|available)|sick|ill|poorly|unwell|taking|having|going|booked|unavailable"
    r"|jury (?:service|duty)"
    r"|(?:annual|sick|study|parental|paternity|maternity|mat|pat|adoption|unpaid|special|compassionate) leave)\b",
    re.I,
)
SICK = re.compile(r"\b(?:sick|ill|poorly|unwell)\b", re.I)
# Days that only they can say.
VAGUE = re.compile(
    r"(?:(?:over|at|for|during|around|until|till|all|from)\s+)*(?:the\s+)?(?:further notice|christmas|xmas"
    r"|new year|easter|half[- ]term"
    r"|the holidays|(?:the )?summer)(?:\s+(?:week|break|period|holidays?|time))*",
    re.I,
)
STRANGER = re.compile(r"(?!The\b|A\b|My\b)[A-Z][a-z'’-]+(?: [A-Z][\w'’-]+)?")
MOST_WORDS_BEFORE = 7
BACK = re.compile(
    r"[\s,;.(–—-]*\b(?:and\s+|then\s+)?(?:(?:i['’]?m|i['’]?ll be|i am|he['’]?s|she['’]?s|they['’]?re|will be|be)\s+)?"
    r"(?:back|return(?:s|ing)?|in again)\s*(?:in|at work|to work|in the office|here)?\s*(?:again\s+)?(?:on\s+|from\s+)?"
    r"(?:the\s+)?(?P<day>[^,;()]+)\)?",
    re.I,
)
UNTIL = re.compile(r"(?:until|till|til|up to|up until)\s+(?P<day>.+)", re.I)
CANCEL = re.compile(
    r"(?:please\s+)?(?:cancel|delete|remove|scrap|take back|undo|drop|clear)\s+(?P<whose>.{0,60}?)\s*"
    r"(?:annual leave|leave|holidays?|hols|a/l|al|time off|absence|day off|days off|ooo|out of office)\b\s*(?P<days>.*)",
    re.I,
)
NOT_TAKING = re.compile(
    r"(?P<who>.{1,40}?)(?:['’]?m|['’]?s|\s+am|\s+is)?\s+(?:not|no longer)\s+(?:taking|having|going on|on)\s+"
    r"(?:my |his |her |their |any |the )?(?:annual )?(?:leave|holiday|a/l|al)\b\s*(?:any ?more|after all)?\s*(?P<days>.*)",
    re.I,
)
BACK_EARLY = re.compile(
    r"(?:(?P<who>.{1,40}?)(?:['’]?m|['’]?ll|['’]?s|\s+am|\s+is|\s+will)?\s+(?:be\s+)?)?(?:(?:coming|came|come)\s+)?back\s*"
    r"(?P<early>early|sooner|already|at work|in the office|in|from leave|from holiday|now)*[\s,:–—-]*(?P<day>.*)",
    re.I,
)
NEW_COVER = re.compile(r"(?:my|the)\s+(?:cover|deputy|stand[- ]?in)\b", re.I)
FAR = timedelta(days=399)


def leaving(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says of somebody's days away or working days; None when it says nothing of them."""
    if len(text) > LONGEST_SAID:
        return None
    said = (
        AFTER.sub("", BEFORE.sub("", text.strip(), count=1).strip())
        if BEFORE.match(text)
        else AFTER.sub("", text.strip())
    )
    if covered := COVERED.fullmatch(said):
        days, whom = covered["days"] or covered["when"], covered["who"] or covered["whom"]
        return _away(f"I am off {days}, cover is {whom}", hearing)
    return (
        working_days(said, hearing)
        or _cancelled(said, hearing)
        or _back_early(said, hearing)
        or _other_cover(said, hearing)
        or _away(said, hearing)
        or (_away(f"I am {said}", hearing) if HEADLESS.match(said) else None)
    )


def _away(text: str, hearing: Hearing) -> Understanding | None:
    rest, cover = cover_in(text, hearing)
    rest, back = _without_back(rest, hearing)
    rest = WHILE.sub("", rest)
    for reader in (_has_off, _not_in, _told, _days_first, _noted, _days_off):
        for who, phrase, sure in reader(rest):
            person = whose(who, hearing) or _stranger(who, sure)
            if person is None:
                continue
            sick = not phrase.strip(" ,.!") and bool(SICK.search(rest))
            found = _days("today" if sick else phrase, hearing, back, sure or bool(cover))
            if found:
                return _understood(person, found, cover, hearing)
    return None


Read = list[tuple[str, str, bool]]


def _told(text: str) -> Read:
    """“I'm off 21 dec to 1 jan”, “Sam is on leave next week”."""
    found = []
    for match in _matches(TOLD, text):
        if match["away"].casefold() == "in" or NEGATED.search(match["is"]):
            continue
        found.append((match["who"], match["days"], bool(match["sure"])))
    return found


def _matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    match = pattern.fullmatch(text)
    return [match] if match else []


def _not_in(text: str) -> Read:
    return [(match["who"], match["days"], True) for match in _matches(NOT_IN, text)]


def _has_off(text: str) -> Read:
    return [(match["who"], f"{match['days']} {match['more']}", True) for match in _matches(HAS_OFF, text)]


def _days_first(text: str) -> Read:
    """“next week I'm on leave”."""
    found = []
    for gap in list(re.finditer(r"[\s,:]+", text))[:MOST_WORDS_BEFORE]:
        found += [
            (who, text[: gap.start()], True) for who, after, _ in _told(text[gap.end() :]) if not after.strip(" ,.!")
        ]
    return found


def _noted(text: str) -> Read:
    """“AL 24/12 - 4/1”, “out of office friday”, “book me off 21 dec”, “leave for Sam: 1-5 dec”."""
    return [(match["who"] or match["for"] or "me", match["days"], True) for match in _matches(NOTED, text)]


def _days_off(text: str) -> Read:
    """“Mon and Tues off”, “can I book Friday off”."""
    return [("me", match["days"], True) for match in _matches(DAYS_OFF, text)]


def _stranger(said: str, sure: bool) -> Named | None:
    """A name that nobody has, where it is surely about leave: to be asked about."""
    plain = said.strip(" ,:;@")
    return Named(plain, ()) if sure and STRANGER.fullmatch(plain) else None


def _without_back(text: str, hearing: Hearing) -> tuple[str, Reading | None]:
    """The text without “back on the 10th”, and that day."""
    for match in BACK.finditer(text):
        if found := day(match["day"], hearing.moment):
            return f"{text[: match.start()]} {text[match.end() :]}".strip(), found
    return text, None


def _days(phrase: str, hearing: Hearing, back: Reading | None, sure: bool) -> list[Span]:
    """The days of a phrase; where only the day back is said, up to the eve of it. What is surely leave but says no day is asked
    about, from today on."""
    said = phrase.strip(" ,.;:!()–—-")
    if VAGUE.fullmatch(said):
        said, sure = "", True
    if match := UNTIL.fullmatch(said):
        last = day(match["day"], hearing.moment)
        return [_until(last, hearing)] if last and last.day else []
    found = spans(said, hearing.moment) if said else []
    if said and not found:
        return []
    if back is not None and back.day is not None:
        eve = back.day - timedelta(1)
        start = found[0].first if found else hearing.moment.today
        last_day = found[-1].last if found else None
        if (last_day is None or last_day == start) and eve >= start:
            return [Span(start, eve)]
    if not found and sure:
        nothing = Reading(hearing.moment.today, question="From which day are you away?")
        return [Span(hearing.moment.today, None, nothing, "first")]
    return found


def _until(last: Reading, hearing: Hearing) -> Span:
    """“Until Monday” without a first day: is Monday a day away, or the day back?"""
    assert last.day is not None
    eve = last.day - timedelta(1)
    question = f"Is {show(last.day)} your last day away, or the day you are back?"
    unsure = Reading(last.day, question=question, options=(last.day, eve), said=last.said)
    return Span(hearing.moment.today, last.day, unsure if eve > hearing.moment.today else None, "last")


def _understood(person: Named, found: list[Span], cover: Named | None, hearing: Hearing) -> Understanding:
    about_person = person_doubt(person, hearing, "person")
    about_cover = somebody_else(cover, hearing, "deputy") if cover else None
    deputy = cover.sure.id if cover and cover.sure and not about_cover else None
    absent = unless_speaker(person.sure, hearing) if person.sure else None
    parts = []
    for number, each in enumerate(found):
        command = TakeLeave(each.first, each.last if each.last != each.first else None, deputy, absent)
        doubts = [doubt for doubt in (about_person, _about(each), _end_of(each), about_cover) if doubt]
        parts.append(Understanding("absence", (command,), tuple(doubts if number == 0 else doubts[len(doubts) :])))
    remarks = tuple(
        f"I took “{one.said}” to be {one.sure.name}." for one in (person, cover) if one and one.guessed and one.sure
    )
    whole = joined(parts)
    return replace(whole, remarks=(*whole.remarks, *remarks))


def _about(each: Span) -> Doubt | None:
    if each.unsure is None:
        return None
    doubt = replace(day_doubt(each.about, each.unsure), ask=_asked(each.about))
    unclear_end = each.about == "last" and doubt.question.startswith("Is ") and len(doubt.options) == 2
    return replace(doubt, options=_until_options(each)) if unclear_end else doubt


def _until_options(each: Span) -> tuple[Option, ...]:
    assert each.unsure is not None
    last, eve = each.unsure.options
    return (
        Option(last.isoformat(), f"{show(last)} is my last day away"),
        Option(eve.isoformat(), f"I’m back on {show(last)}"),
    )


def _end_of(each: Span) -> Doubt | None:
    """A first day without a last: that day only, or until when? Where the first day is in doubt the last follows from it."""
    question = "Until which day, that day included?"
    if each.last is None:
        only = () if each.about == "first" else (Option(each.first.isoformat(), "That day only"),)
        return Doubt("last", question, only, ask=_asked("last"))
    if each.about == "first" and each.unsure is not None and each.last > each.first:
        ends = (one + (each.last - each.first) for one in each.unsure.options)
        return Doubt("last", question, tuple(Option(end.isoformat(), show(end)) for end in ends), ask=_asked("last"))
    return None


def _asked(field: str) -> str:
    return {"first": "from_date", "last": "to_date"}[field]


def _cancelled(text: str, hearing: Hearing) -> Understanding | None:
    """“cancel my leave”, “cancel Sam's leave on 21 dec”, “I'm not taking leave after all”."""
    match = CANCEL.fullmatch(text) or NOT_TAKING.fullmatch(text)
    if not match:
        return None
    groups = match.groupdict()
    named = (
        re.sub(r"\b(?:the|annual|all|all of|booked)\b", "", groups.get("whose") or groups.get("who") or "").strip()
        or "my"
    )
    person = whose(named, hearing)
    said = match["days"].strip(" ,.!?")
    found = spans(re.sub(r"^(?:of|in|for)\s+", "", said), hearing.moment) if said else []
    if person is None or person.sure is None or (said and len(found) != 1):
        return None
    first, last = _taken_back(person.sure, found, hearing)
    return Understanding("absence", (TakeLeave(first, last, None, unless_speaker(person.sure, hearing), cancel=True),))


def _taken_back(person: Person, found: list[Span], hearing: Hearing) -> tuple[date, date]:
    """The days to take back: those that are said, or all that are left of the only spell, or all to come."""
    today = hearing.moment.today
    if found:
        return found[0].first, found[0].last or found[0].first
    spells = [spell for spell in person.leave if spell.last >= today]
    if len(spells) == 1:
        return max(spells[0].first, today), spells[0].last
    return today, max((spell.last for spell in spells), default=today + FAR)


def _back_early(text: str, hearing: Hearing) -> Understanding | None:
    """“back early, on 4 Jan”, “I'm back”: what is left of the present spell is taken back."""
    match = BACK_EARLY.fullmatch(text)
    if not match:
        return None
    person = whose(match["who"] or "me", hearing)
    if person is None or person.sure is None:
        return None
    said = match["day"].strip(" ,.!")
    when = day(said, hearing.moment) if said else Reading(hearing.moment.today)
    spell = person.sure.next_leave(hearing.moment.today)
    if when is None or when.day is None or spell is None or not spell.first <= when.day <= spell.last:
        return None
    return Understanding(
        "absence", (TakeLeave(when.day, spell.last, None, unless_speaker(person.sure, hearing), cancel=True),)
    )


def _other_cover(text: str, hearing: Hearing) -> Understanding | None:
    """“my cover is @sam”: of the present or the next spell."""
    speaker = hearing.around.speaker
    spell = speaker.next_leave(hearing.moment.today) if speaker else None
    if not NEW_COVER.match(text) or spell is None:
        return None
    rest, cover = cover_in(text, hearing)
    if cover is None or rest.strip(" ,.!"):
        return None
    doubt = somebody_else(cover, hearing, "deputy")
    deputy = cover.sure.id if cover.sure and not doubt else None
    return Understanding("absence", (TakeLeave(spell.first, spell.last, deputy),), (doubt,) if doubt else ())
