"""Ballots: which of the votes that came in count, what they add up to, and what that decides. Pure.

A vote is judged without its choice: all that is known of it here is who sent it, when, and whether it names one of the options.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

NOT_ON_REGISTER = "not on the register"
LATE = "received after close"
SPOILT = "spoilt"
DUPLICATE = "duplicate of the same voter"
HOUSEHOLD = "second vote of the same household"
OTHERWISE = "another reason"
REASONS = (NOT_ON_REGISTER, LATE, SPOILT, DUPLICATE, HOUSEHOLD, OTHERWISE)

_SPELLED = (
    (
        DUPLICATE,
        re.compile(r"dup|same voter|voted (?:twice|already)|already voted|second vote of the same (?:voter|person)"),
    ),
    (HOUSEHOLD, re.compile(r"household")),
    (LATE, re.compile(r"\blate\b|after (?:the )?(?:close|closing|deadline)|out of time")),
    (NOT_ON_REGISTER, re.compile(r"regist|roll|eligib|entitle|unknown voter|no such voter")),
    (SPOILT, re.compile(r"spoil|blank|unclear|unmarked|void|defaced|invalid option|no option|both options")),
)


@dataclass(frozen=True)
class Judged:
    """What whoever counted before says of a vote: whether it counts, for which reason not, whether its voter may vote."""

    valid: bool | None = None
    reason: str = ""
    eligible: bool | None = None


@dataclass(frozen=True)
class Envelope:
    """One vote as it came in, without its choice. `order` is its place among all of them; `marked`: it names exactly one of the
    options."""

    order: int
    voter: str
    uprn: str = ""
    received_on: date | None = None
    received_time: time | None = None
    marked: bool = True
    judged: Judged = Judged()


@dataclass(frozen=True)
class Roll:
    """The register of voters, as far as votes are checked by it. `voters` are the refs that are known, each with its home;
    `homes` all that are on it. `frozen`: there is a register to check by."""

    frozen: bool = False
    voters: Mapping[str, str] = field(default_factory=dict)
    homes: frozenset[str] = frozenset()
    per_person: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether a vote counts, and for which reason it does not. `objection` is what our own reading has against what whoever
    counted says, whose word stands."""

    valid: bool
    reason: str = ""
    objection: str = ""


def reason_in(said: str) -> str:
    """One of the known reasons, however it is spelled. What somebody wrote besides is nobody's business."""
    plain = said.casefold()
    return next((reason for reason, spelled in _SPELLED if spelled.search(plain)), OTHERWISE)


def decided(envelopes: Sequence[Envelope], roll: Roll, closes: date | None, closing: time | None) -> dict[int, Verdict]:
    """A verdict on every vote, by its order. What whoever counted says stands; where they said nothing, the first of a household
    (or of a person) that is in time, on the register and not spoilt counts."""
    return _Count(tuple(envelopes), roll, closes, closing).verdicts()


@dataclass(frozen=True)
class _Count:
    envelopes: tuple[Envelope, ...]
    roll: Roll
    closes: date | None
    closing: time | None

    def verdicts(self) -> dict[int, Verdict]:
        groups: dict[str, list[Envelope]] = {}
        for one in self.envelopes:
            groups.setdefault(self._whose(one), []).append(one)
        return {order: each for group in groups.values() for order, each in self._of_one(group).items()}

    def _whose(self, one: Envelope) -> str:
        """Whose vote it is: a household's, or a person's."""
        if self.roll.per_person:
            return one.voter or one.uprn
        return self.roll.voters.get(one.voter) or one.uprn or one.voter

    def _of_one(self, group: list[Envelope]) -> dict[int, Verdict]:
        """The verdicts on all that came from one household or person."""
        told = [one for one in group if one.judged.valid is not None]
        counted = [one for one in told if one.judged.valid and one.marked]
        found = {one.order: self._as_judged(one, group, counted) for one in told}
        first = counted[0] if counted else None
        for one in sorted((one for one in group if one.judged.valid is None), key=_arrival):
            if fault := self._fault(one):
                found[one.order] = Verdict(valid=False, reason=fault)
            elif first is not None:
                found[one.order] = Verdict(valid=False, reason=_again(one, first))
            else:
                first, found[one.order] = one, Verdict(valid=True)
        return found

    def _as_judged(self, one: Envelope, group: list[Envelope], counted: list[Envelope]) -> Verdict:
        if one.judged.valid and not one.marked:
            return Verdict(valid=False, reason=SPOILT, objection="it is said to count, and names none of the options")
        if one.judged.valid:
            return Verdict(valid=True, objection=self._against_counting(one, group, counted))
        reason = reason_in(one.judged.reason)
        return Verdict(valid=False, reason=reason, objection=self._against_rejecting(one, reason, counted))

    def _against_counting(self, one: Envelope, group: list[Envelope], counted: list[Envelope]) -> str:
        if fault := self._fault(one):
            return f"it is counted, and by my reading it is to be rejected: {fault}"
        if any(other.order < one.order for other in counted):
            return "it is counted, and so is another of the same voter or household"
        earlier = (other for other in group if not other.judged.valid and _is_day_before(other, one))
        if any(
            reason_in(other.judged.reason) in (DUPLICATE, HOUSEHOLD) and not self._fault(other) for other in earlier
        ):
            return "it is counted, and an earlier one of the same voter or household was rejected instead"
        return ""

    def _against_rejecting(self, one: Envelope, reason: str, counted: list[Envelope]) -> str:
        if not one.judged.reason.strip():
            return "it is rejected without a reason"
        wrong = {
            LATE: (self._is_late(one) is False, "it was received in time"),
            NOT_ON_REGISTER: (self._is_on_roll(one) is True, "its voter is on the register"),
            SPOILT: (one.marked, "it names one of the options"),
            DUPLICATE: (not counted, "no other vote of that voter is counted"),
            HOUSEHOLD: (not counted, "no other vote of that household is counted"),
        }
        is_wrong, why = wrong.get(reason, (False, ""))
        return f"it is rejected ({reason}), and by my reading {why}" if is_wrong else ""

    def _fault(self, one: Envelope) -> str:
        """Why a vote is to be rejected, whatever others of the same voter came; "" where nothing is against it."""
        if self._is_on_roll(one) is False:
            return NOT_ON_REGISTER
        if self._is_late(one):
            return LATE
        return "" if one.marked else SPOILT

    def _is_on_roll(self, one: Envelope) -> bool | None:
        """Whether its voter is on the register; None where that cannot be told for certain."""
        if not self.roll.frozen:
            return one.judged.eligible
        if one.voter in self.roll.voters:
            return True
        if self.roll.voters:  # the refs are known, and this is none of them
            return False
        if one.uprn:
            return None if one.uprn in self.roll.homes else False
        return one.judged.eligible

    def _is_late(self, one: Envelope) -> bool | None:
        if self.closes is None or one.received_on is None:
            return None
        if one.received_on != self.closes:
            return one.received_on > self.closes
        return self.closing is not None and one.received_time is not None and one.received_time > self.closing


def _arrival(one: Envelope) -> tuple[date, time, int]:
    return one.received_on or date.max, one.received_time or time.max, one.order


def _is_day_before(one: Envelope, other: Envelope) -> bool:
    return one.received_on is not None and other.received_on is not None and one.received_on < other.received_on


def _again(one: Envelope, first: Envelope) -> str:
    return DUPLICATE if not one.voter or one.voter == first.voter else HOUSEHOLD


@dataclass(frozen=True)
class Count:
    """What the votes of one ballot add up to, after it has closed. `tally` has every option, also those that nobody chose."""

    eligible: int | None
    received: int
    valid: int
    rejected_by: Mapping[str, int]
    tally: Mapping[str, int]

    @property
    def rejected(self) -> int:
        return self.received - self.valid

    @property
    def turnout(self) -> float | None:
        """Valid votes of those who could vote, in per cent; None where nobody knows how many could."""
        return round(100 * self.valid / self.eligible, 1) if self.eligible else None


def rejected_by(verdicts: Iterable[tuple[bool, str]]) -> dict[str, int]:
    """How many were rejected for each reason, in the order in which reasons are looked at."""
    counted = Counter(reason for valid, reason in verdicts if not valid)
    return {reason: counted[reason] for reason in (*REASONS, *counted) if counted[reason]}
