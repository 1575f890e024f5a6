"""Redaction: what names a private person, or tells of their home or their health, is taken out of free text before anybody else
reads it (names, homes, telephone numbers, addresses, dates of birth, long numbers, words of health). Pure.

It would rather take out too much than too little, it leaves marks in words (`[name]`), and it never repeats what it took. Nothing
that `governance.personal` can tell is left. It cannot tell who is meant by a story: somebody reads what is to be published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from governance.given_names import NAMES, WORDS_TOO
from governance.personal import (
    ADDRESS,
    AT_HOME,
    BIRTH,
    EMAIL,
    HEALTH,
    HOME,
    ILLNESS,
    INSURANCE,
    PHONE,
    POSTCODE,
    STATE,
    STREET,
    URL,
)

MARKS = {
    "[link]": "a link",
    "[e-mail address]": "an e-mail address",
    "[telephone number]": "a telephone number",
    "[date of birth]": "a date of birth",
    "[age]": "an age",
    "[number]": "a number that may be somebody’s",
    "[home]": "a home",
    "[health]": "words of health",
    "[name]": "a name",
}
_MARK = re.compile("|".join(map(re.escape, MARKS)))

# Words of a capital that are nobody's name: days, months, feasts, and what sentences begin with.
NO_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march
    april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas
    easter eid diwali ramadan hanukkah i we you they he she it the a an and but so also please thanks thank not never very really
    all no yes my our your their his her this that these those there here when where what who why how if because after before
    since council landlord estate contractor contractors management office housing officer liaison team staff everyone everybody
    english british polish somali bengali
    """.split()
)
# What people do: after a word that is a name as well, at the beginning of a sentence, it tells that a person is meant.
DOES = frozenset(
    "was is has had said told came did helped knew went rang called never always didn't wasn't isn't".split()
)
_CAPITAL = r"(?-i:[A-Z][\w’'-]*[^\W\d_])"
_SURNAMES = rf"(?:[ ]{_CAPITAL}){{0,2}}"
_TITLE = re.compile(
    rf"\b(?:mr|mrs|ms|mx|messrs)\b\.?\s+[^\W\d_][\w’'-]+{_SURNAMES}"
    rf"|\b(?:(?-i:Miss|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Rev|Imam|Father|Sister|Aunt(?:ie|y)?|Uncle|Doctor)\b\.?|dr\.?"
    rf"|cllr\.?|councillor)\s+{_CAPITAL}{_SURNAMES}",
    re.IGNORECASE,
)
# What stands before the name of somebody who is told of.
_CUED = re.compile(
    r"(?P<cue>\b(?:my name(?:['’]s| is)|i['’]?m|i am|this is|signed(?: by)?|named|called|spoke (?:to|with)|speak (?:to|with)"
    r"|spoken (?:to|with)|talk(?:ed)? to|told|asked|rang|phoned|texted|e-?mailed|met|saw|thank(?:s| you)(?: so much| very much)?"
    r"(?: to)?|shout ?out to|credit to|kudos to|well done|regards|sincerely|faithfully|love from|cheers"
    r"|(?:my|our|his|her|the|a) (?:husband|wife|partner|son|daughter|mum|mother|dad|father|brother|sister|nan|gran|neighbour"
    r"|friend|carer|manager|foreman|officer|worker|plumber|electrician|fitter|operative|lady|man|woman|guy|chap|lad))[,:]?\s+)"
    rf"(?P<name>{_CAPITAL}{_SURNAMES})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:^|[.!?:;\n\r]|[-–—•*])\s*[\"“‘'(]?$")
_HOUSE = re.compile(
    r"\b(?:flat|apartment|apt|maisonette|bungalow|unit|door|house|property|room|plot)\s*(?:no\.?|number|num|#)?\s*\d{1,4}[a-z]?\b"
    r"|\b(?:no\.?|num(?:ber)?)\s?\d{1,4}[a-z]?\b(?!\s*(?:%|priority|one\b|reason|thing|complaint|question|years?|days?|weeks?|months?"
    r"|hours?|minutes?|times?|people|bus|of\b|in the\b|fan))"
    r"|(?<![\w&])#\s?\d{1,4}[a-z]?\b"
    r"|(?P<keep>\b(?:live[sd]?|living|neighbours?|downstairs|upstairs|above (?:me|us)|below (?:me|us)|next door|opposite)\s+"
    r"(?:at|in|on|from)\s+)(?:no\.?\s*|number\s*)?\d{1,4}[a-z]?\b(?!\s*(?:years?|days?|weeks?|months?|%|am|pm))",
    re.IGNORECASE,
)
_STREET = re.compile(rf"\b\d{{1,4}}[a-z]?,?\s+(?:(?-i:[A-Z])[\w’'-]*\s+){{1,3}}{STREET}\b", re.IGNORECASE)
_POSTCODE = re.compile(POSTCODE, re.IGNORECASE)
_LONG_NUMBER = re.compile(
    r"(?<![\w.,£])\d[\d -]{5,}\d(?![\w])"
    r"|\b(?:CMP|ENQ|PET|ACC|ACM|RES|SAR|HAZ|CON|SR)-?\d{2,}\b|\bV\d{6,}\b|\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"
)
_THINGS = r"(?:buildings?|doors?|windows?|boilers?|lifts?|roofs?|blocks?|systems?|kitchens?|bathrooms?|estates?|flats?|homes?)"
_AGE = re.compile(
    r"\baged?\s+(?:of\s+)?\d{1,3}\b"
    rf"|\b\d{{1,3}}[\s-]*(?:years?|yrs?|months?|weeks?)[\s-]*old\b(?!\s+{_THINGS})"
    r"|(?P<keep>\bi(?:['’]?m| am)\s+(?:nearly\s+|over\s+)?)\d{2,3}\b(?!\s*(?:%|days?|weeks?|hours?|minutes?|miles?|floors?))",
    re.IGNORECASE,
)
# Words of health that are plain by themselves, besides the illnesses that `governance.personal` knows; one pattern a line.
_CARE = r"""
addict\w*
adhd
alcoholi\w+
allerg(?:y|ies|ic)
anxiety
anxious
asthma(?:tic)?s?
autis\w+
blind(?! (?:spot|corner|alley))
blood pressure
breathing (?:problems?|difficult(?:y|ies)|trouble)
breathless(?:ness)?
bronchitis
cancer
(?:can(?:no|['’])?t|hard to|struggl\w+ to|difficult to|trouble) breathe?
carers?
(?:bad )?chest(?: infections?)?
chronic(?:ally)?
coughing
counselling
crutch(?:es)?
deaf
dement\w+
depress(?:ed|ion|ive)
dialysis
disab(?:led|ility|ilities)
eczema
epipen
hard of hearing
health(?! (?:and|&) safety)
hearing aids?
heart (?:attack|condition|failure|disease|problems?|trouble|operation)
hospice
hospital(?:s|ised|ized)?
ill health
illness(?:es)?
immun\w+
inhalers?
insulin
learning disab\w+
lungs?
medication
medicines?
(?:mental(?:ly)?|physical(?:ly)?)[ -](?:health|ill|illness|disab\w+)
migraines?
mobility(?: scooter)?
(?:my |his |her |their |the )?(?:gp|doctors?|nurse|therapist|psychiatrist|social worker)
nebuli[sz]er
newborn
operations? on (?:my|his|her|their)
oxygen
pacemaker
palliative
panic attacks?
partially sighted
pneumonia
poorly
pregnan\w*
prescri(?:bed|ption)s?
ptsd
recovering from
rehab\w*
seizures?
signed off
special needs
stair ?lift
stroke
suicid\w+
surgery
tablets
terminal(?:ly)?
tumou?r
walking (?:frame|stick|aid)s?
wheelchairs?
wheez(?:e|ing|y)
zimmer(?: frame)?s?
"""
_HEALTH = re.compile(rf"\b(?:{'|'.join((ILLNESS, STATE, *_CARE.split(chr(10))[1:-1]))})\b", re.IGNORECASE)

LONGEST_NAME = 8  # words

Step = Callable[[str], str]


@dataclass(frozen=True)
class Redacted:
    """`text` as it may be read by others; `found` are the sorts of what was taken out, in words."""

    text: str
    found: tuple[str, ...]


class Redactor:
    """Redacts many texts. `names` are people who are known to it (residents, officers), found by any part of theirs; `keep` are
    words that are nobody's, though they look like names (a contractor's, a block's)."""

    def __init__(self, names: Iterable[str] = (), keep: Iterable[str] = ()) -> None:
        self._names = frozenset(" ".join(name.split()) for name in names if name.strip())
        self._kept = frozenset(word.casefold() for said in keep for word in _WORD.findall(said))

    def redacted(self, text: str) -> Redacted:
        """The text without what is personal. Redacting it once more changes nothing."""
        while (new := self._once(text)) != text:  # each round leaves fewer letters, so it ends
            text = new
        return Redacted(text, tuple(sort for mark, sort in MARKS.items() if mark in text))

    def _once(self, text: str) -> str:
        for step in self._steps:
            parts = _MARK.split(text)
            marks = _MARK.findall(text)
            parts = [step(part) for part in parts]
            text = "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))
        return _merged(text)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return (
            _taking(URL, "[link]"),
            _taking(EMAIL, "[e-mail address]"),
            _taking(INSURANCE, "[number]"),
            _taking(BIRTH, "[date of birth]"),
            _taking(PHONE, "[telephone number]"),
            _taking(ADDRESS, "[home]"),
            _taking(_STREET, "[home]"),
            _taking(_HOUSE, "[home]"),
            _homes_of_somebody,
            _taking(_POSTCODE, "[home]"),
            _taking(_AGE, "[age]"),
            _taking(_LONG_NUMBER, "[number]"),
            _taking(_TITLE, "[name]"),
            self._known,
            self._cued,
            self._given,
            _taking(_HEALTH, "[health]"),
            _taking(HEALTH, "[health]"),
        )

    @cached_property
    def _whole(self) -> dict[str, list[tuple[str, ...]]]:
        """Everybody who is known, by the first word of their name: its words, the longest names first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            if words := tuple(word.casefold() for word in _WORD.findall(name)):
                found.setdefault(words[0], []).append(words)
        return found

    @cached_property
    def _parts(self) -> frozenset[str]:
        """The parts of the names of those who are known; a part needs a capital to be taken for one."""
        parts = (part for name in self._names for part in _WORD.findall(name) if len(part) > 2)
        return frozenset(part.casefold() for part in parts) - self._kept

    def _known(self, text: str) -> str:
        """Whole names of those who are known, however they are written."""
        words = list(_WORD.finditer(text)) if self._names else []
        pieces, at = [], 0
        for number, word in enumerate(words):
            length = self._length_of_known(words[number : number + LONGEST_NAME]) if word.start() >= at else 0
            if length:
                pieces += [text[at : word.start()], "[name]"]
                at = _end(words[number + length - 1])
        return "".join([*pieces, text[at:]])

    def _length_of_known(self, words: list[re.Match[str]]) -> int:
        """How many words a known name has that begins here; a name of one word needs a capital."""
        said = [_POSSESSIVE.sub("", word[0]).casefold() for word in words]
        for name in self._whole.get(said[0], ()):
            if tuple(said[: len(name)]) == name and (len(name) > 1 or words[0][0][:1].isupper()):
                return len(name)
        return 0

    def _cued(self, text: str) -> str:
        def taken(match: re.Match[str]) -> str:
            first = match["name"].split()[0]
            return match[0] if self._is_no_name(first) else f"{match['cue']}[name]"

        return _CUED.sub(taken, text)

    def _given(self, text: str) -> str:
        """Given names, with the surnames that follow them."""
        words = list(_WORD.finditer(text))
        pieces, at = [], 0
        for number, word in enumerate(words):
            if word.start() < at or not self._is_a_name(text, word, words[number + 1 : number + 2]):
                continue
            end = self._end_of_name(text, words, number)
            pieces += [text[at : word.start()], "[name]"]
            at = end
        return "".join([*pieces, text[at:]])

    def _is_a_name(self, text: str, word: re.Match[str], following: list[re.Match[str]]) -> bool:
        said = _POSSESSIVE.sub("", word[0])
        plain, capital = said.casefold(), said[:1].isupper()
        if plain in self._kept:
            return False
        if plain in NAMES:
            return capital or len(plain) > 3
        if capital and plain in self._parts:
            return True
        if plain not in WORDS_TOO or not capital:
            return False
        after = next((each[0] for each in following if text[word.end() : each.start()] == " "), "")
        if (after[:1].isupper() and not self._is_no_name(after)) or word[0] != said:
            return True  # a surname follows, or something is theirs
        if plain in NO_NAMES or said.isupper():
            return False
        return after.casefold() in DOES or not _SENTENCE.search(text[: word.start()])

    def _end_of_name(self, text: str, words: list[re.Match[str]], number: int) -> int:
        """Where a name ends that begins with this word: up to two more words of a capital belong to it."""
        end = _end(words[number])
        for word in words[number + 1 : number + 3]:
            if text[end : word.start()] != " " or not word[0][:1].isupper() or self._is_no_name(word[0]):
                break
            end = _end(word)
        return end

    def _is_no_name(self, word: str) -> bool:
        plain = _POSSESSIVE.sub("", word).casefold()
        return plain in NO_NAMES or plain in self._kept


def redacted(text: str, names: Iterable[str] = ()) -> Redacted:
    """One text without what is personal; of many, see `Redactor`."""
    return Redactor(names).redacted(text)


def _end(word: re.Match[str]) -> int:
    """Where a word ends, without what says that something is theirs."""
    return word.end() - (2 if _POSSESSIVE.search(word[0]) else 0)


def _taking(pattern: re.Pattern[str], mark: str) -> Step:
    """Put a mark in place of what is found, but for what the pattern says is to be kept before it."""
    return lambda text: pattern.sub(lambda match: f"{match.groupdict().get('keep') or ''}{mark}", text)


def _homes_of_somebody(text: str) -> str:
    """“Mrs Bell at 4 elm court”: of whoever is said to live there, the home."""
    return AT_HOME.sub(lambda match: re.sub(HOME, "[home]", match[0], flags=re.IGNORECASE), text)


def _merged(text: str) -> str:
    """The same mark twice in a row is one."""
    return re.sub(r"(\[[a-z -]+\])(?:[\s,]+\1)+", lambda match: match[1] if match[1] in MARKS else match[0], text)
