"""Dissatisfaction, as people say it: whoever is dissatisfied is offered the choice to complain, and the word “complaint” is not
needed (Housing Ombudsman Code)."""

from __future__ import annotations

import re

_NOT = r"(?:not|n['’]t|never|hardly|far from|less than|no longer)"
_SO = r"(?:\s+(?:at all|very|too|really|so|that|best|being|been|yet|particularly))*"
# Words that say it of a state, of what did not happen, or of what went on too long.
_FELT = (
    r"unhappy|dissatisf(?:ied|action)|displeased|fed up|had enough|sick (?:and tired )?of|angry|furious|livid|upset|annoyed"
    r"|cross about|frustrat(?:ed|ing|ion)|disappoint(?:ed|ing|ment)|let down|appalled|disgust(?:ed|ing)|outraged"
    r"|at (?:her|his|their|my|the) wits['’]? end"
)
_CALLED = (
    r"unacceptable|(?:a )?disgrace(?:ful)?|shambles|appalling|terrible|awful|dreadful|shocking|rude|ignored|fobbed off"
)
_NOBODY = (
    r"no ?(?:one|body) (?:has |had |ever |even )?(?:came|come|called|rang|answer(?:s|ed)|turned up|showed up|replied|cares"
    r"|listens|told|got back)|nothing (?:has |was |ever )?(?:happened|been done|done)"
)
_TOO_LONG = (
    r"still (?:not|no|waiting|hasn['’]t|haven['’]t|isn['’]t|broken)|(?:third|fourth|fifth|umpteenth|\d+(?:rd|th)) time"
    r"|keeps? (?:happening|breaking|asking)|waited (?:for )?(?:weeks|months)"
)
_LACKED = (
    r"(?:happy|satisfied|pleased|impressed|acceptable|good enough|fair|right that|listened to|been told|been (?:done|fixed"
    r"|repaired)|turned up|shown up|called back|got back|come back|heard back|answered|finished)"
)
SIGNS = re.compile(
    rf"\b(?:{_NOT}{_SO}\s+{_LACKED}|{_FELT}|{_CALLED}|{_NOBODY}|{_TOO_LONG}"
    r"|(?:wants?|wanted|would like|going|threaten(?:s|ed|ing)) to complain|complain(?:s|ed|ing|ts?)?)\b",
    re.IGNORECASE,
)
# The same words where they say the opposite, or are said of nobody.
NO_SIGNS = re.compile(
    rf"\b(?:{_NOT}{_SO}\s+(?:unhappy|dissatisfied|upset|angry|annoyed|cross|complain(?:ing)?|disappointed|rude)"
    r"|(?:no|without|any|your|our|the) complaints?(?: (?:team|officer|procedure|policy|form|leaflet|process|at all))?"
    r"|(?:does|did|do)(?: not|n['’]t) (?:want|wish) to complain|nothing to complain about|can['’]t complain)\b",
    re.IGNORECASE,
)
NOT_ENDED = re.compile(r"(?<=\w)n['’]t\b", re.IGNORECASE)


def dissatisfied(text: str) -> bool:
    """Whether a text says that somebody is dissatisfied."""
    apart = NOT_ENDED.sub(" not", text)  # “wasn't happy” is “was not happy”
    return SIGNS.search(NO_SIGNS.sub(" ", apart)) is not None
