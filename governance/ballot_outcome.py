"""What a ballot decides: the tally read by its pass rule, and what cannot be decided from what is known. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from governance.ballots import Count
from governance.eligibility import TMO

HALF = Fraction(1, 2)
FOR = re.compile(r"(?:yes|for|in favou?r|agree|accept|approve|continue|keep)\b", re.IGNORECASE)
AGAINST = re.compile(r"(?:no|against|disagree|reject|not in favou?r)\b", re.IGNORECASE)
NONE_VALID = "No valid vote was cast, so nothing is decided."
SECURE = (
    "A TMO also needs a majority of the secure tenants. How each household voted is not kept beside who it is, so that cannot be "
    "decided here: ask the independent body to certify it, and enter what it says (“secure tenants in favour”)."
)


@dataclass(frozen=True)
class PassRule:
    """More than `share` of the votes cast (or, with `of_all`, of everybody who could vote); at least `turnout` per cent must have
    voted. `known`: the words could be read."""

    share: Fraction = HALF
    of_all: bool = False
    turnout: int = 0
    known: bool = True


@dataclass(frozen=True)
class Outcome:
    """`option` is what was chosen, "" where nothing was; `words` say it in a sentence, `remarks` what must be said with it.
    `decided`: nothing that the rule asks for is left open."""

    option: str
    words: str
    remarks: tuple[str, ...] = ()
    decided: bool = True


def pass_rule_of(words: str) -> PassRule:
    """A pass rule from the words that it is written in."""
    plain = words.casefold()
    turnout = re.search(r"turn-?out (?:of )?(?:at least |over |above |more than )?(\d{1,2})\s*(?:%|per ?cent)", plain)
    rest = plain.replace(turnout[0], " ") if turnout else plain
    percent = re.search(r"(\d{1,2})\s*(?:%|per ?cent)", rest)
    if re.search(r"two[\s-]thirds|2/3", rest):
        share = Fraction(2, 3)
    elif percent:
        share = Fraction(int(percent[1]), 100)
    else:
        share = HALF
    known = bool(percent) or re.search(r"majority|most votes|two[\s-]thirds|2/3|more than half", rest) is not None
    of_all = (
        re.search(r"of (?:all )?(?:those |the )?(?:eligible|entitled|on the register|who could vote)", rest) is not None
    )
    return PassRule(share, of_all, int(turnout[1]) if turnout else 0, known)


def outcome(
    count: Count, options: Sequence[str], rule_words: str, sort: str | None = None, secure: str | None = None
) -> Outcome:
    """What a tally decides. `sort` is the ballot's, `secure` what the independent body certified of the secure tenants."""
    if not count.valid:
        return Outcome("", NONE_VALID, decided=False)
    rule = pass_rule_of(rule_words) if rule_words.strip() else PassRule()
    if not rule.known:
        return Outcome(
            "", f"I can’t read the pass rule “{rule_words[:200]}”, so the tally stands without a result.", decided=False
        )
    remarks = [] if rule_words.strip() else ["No pass rule was entered: read as a simple majority of the votes cast."]
    if rule.turnout and (count.turnout is None or count.turnout < rule.turnout):
        if count.turnout is None:
            unknown = f"The rule asks for a turnout of {rule.turnout} %, and nobody knows how many could vote."
            return Outcome("", unknown, tuple(remarks), decided=False)
        short = f"Not carried: the turnout is {count.turnout} %, and the rule asks for {rule.turnout} %."
        return Outcome("", short, tuple(remarks))
    leaders = _leaders(count)
    if len(leaders) > 1:
        votes = count.tally[leaders[0]]
        return Outcome(
            "",
            f"A tie: {' and '.join(leaders)} have {votes} votes each. The rule does not say what then.",
            decided=False,
        )
    if _is_yes_or_no(options):
        return _yes_or_no(count, options, rule, sort, secure, remarks)
    return _of_several(count, leaders[0], rule, remarks)


def _leaders(count: Count) -> list[str]:
    most = max(count.tally.values(), default=0)
    return [option for option, votes in count.tally.items() if votes == most]


def _is_yes_or_no(options: Sequence[str]) -> bool:
    return (
        len(options) == 2
        and sum(FOR.match(one) is not None for one in options) == 1
        and any(map(AGAINST.match, options))
    )


def _yes_or_no(
    count: Count, options: Sequence[str], rule: PassRule, sort: str | None, secure: str | None, remarks: list[str]
) -> Outcome:
    yes, no = sorted(options, key=lambda one: FOR.match(one) is None)
    base = (count.eligible or 0) if rule.of_all else count.valid
    whose = "of all who could vote" if rule.of_all else "of the votes cast"
    told = f"{count.tally[yes]} {yes}, {count.tally[no]} {no}"
    if rule.of_all and not base:
        return Outcome(
            "", f"{told}. The rule counts everybody who could vote, and nobody knows how many could.", decided=False
        )
    passes = count.tally[yes] > base * rule.share
    if not passes:
        return Outcome(no, f"Not carried: {told}; not more than {_said(rule.share)} {whose}.", tuple(remarks))
    if sort == TMO and secure != "in favour":
        if secure:
            return Outcome(
                no, f"Not carried: {told}; the secure tenants are not in favour, as was certified.", tuple(remarks)
            )
        return Outcome("", f"{told}: more than {_said(rule.share)} {whose}.", (*remarks, SECURE), decided=False)
    also = ", and of the secure tenants, as was certified" if sort == TMO else ""
    return Outcome(yes, f"Carried: {told}; more than {_said(rule.share)} {whose}{also}.", tuple(remarks))


def _of_several(count: Count, leader: str, rule: PassRule, remarks: list[str]) -> Outcome:
    votes = count.tally[leader]
    base = (count.eligible or 0) if rule.of_all else count.valid
    share = f"{votes} of {count.valid} votes, {round(100 * votes / count.valid, 1)} %"
    if votes > base * rule.share and base:
        return Outcome(leader, f"{leader}: {share}.", tuple(remarks))
    if rule.share == HALF and not rule.of_all:
        most = "It has the most votes and not more than half of them: with several options a simple majority is read as the most."
        return Outcome(leader, f"{leader}: {share}.", (*remarks, most))
    return Outcome(
        "",
        f"{leader} has the most ({share}), and not more than {_said(rule.share)}: nothing is decided.",
        tuple(remarks),
    )


def _said(share: Fraction) -> str:
    return {HALF: "half", Fraction(2, 3): "two thirds"}.get(share) or f"{float(100 * share):g} %"
