"""What the codes forbid: an extension after the day, a stage 2 by whoever handled stage 1. One error for each fact."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from governance.calendar import spoken
from governance.clocks.reckoning import Reckoning
from governance.complaints.states import NEXT, S1_EXTENDED, S2_ACKNOWLEDGED, S2_EXTENDED, S2_PROGRESS, S2_RESPONDED
from governance.errors import ChivvyError

if TYPE_CHECKING:
    from governance.kinds.complaint import Complaint

EXTENDED = {"s1": S1_EXTENDED, "s2": S2_EXTENDED}
AT_STAGE_2 = (S2_ACKNOWLEDGED, S2_PROGRESS, S2_EXTENDED, S2_RESPONDED)


class SameHandler(ChivvyError):
    """{ref} can’t be handled at stage 2 by whoever handled it at stage 1 (Complaint Handling Code, 6.13). Nothing was
    changed. Choose somebody else: “{ref} stage 2 handler @name”."""


class NotAtStage2(ChivvyError):
    """{ref} is at stage 1, so nobody handles stage 2 yet. Nothing was changed. To give it to somebody now, type “{ref} to @name”;
    when the resident asks for stage 2, “{ref} stage 2 requested”."""


class NoSecondHandler(ChivvyError):
    """{ref} has nobody yet who handles it at stage 2. Nothing was changed. Choose somebody who did not handle stage 1: “{ref}
    stage 2 handler @name”."""


class ExtendedTooLate(ChivvyError):
    """{ref} was due on {due}, so it can’t be extended any more: the resident must be told in time (Complaint Handling Code, 6.4
    at stage 1, 6.15 at stage 2). Nothing was changed. Answer it as soon as you can, and say in the answer that it is late."""


class ToldTooLate(ChivvyError):
    """The resident must have been told of an extension already, and by {due} at the latest; you said {told}. Nothing was changed.
    If that day has not come, tell them now and type “extend {ref} to … because …, resident told today”; if they were told too
    late, answer as soon as you can and say that it is late."""


class ExtensionNeeds(ChivvyError):
    """An extension of {ref} needs {missing}. Nothing was changed. Type, for example, “extend {ref} to {example} because the
    surveyor comes on Tuesday, resident told today”."""


class ExtensionTooLong(ChivvyError):
    """{ref} can be extended to {most} at the most without good reason ({rule}). Nothing was changed. Choose a day up to then, or
    say the good reason in the form."""


def refusal_of(new: Complaint, old: Complaint, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
    """Why a complaint may not become `new`, having been `old`."""
    return _second_handler(new, old, ref) or next(
        (error for stage in ("s1", "s2") if (error := _extension(new, old, stage, ref, today, reckoning))), None
    )


def _second_handler(new: Complaint, old: Complaint, ref: str) -> ChivvyError | None:
    chosen, moved, given = old.s2_handler != new.s2_handler, old.status != new.status, old.owner != new.owner
    if chosen and new.s2_handler and new.stage != 2:
        return NotAtStage2(ref=ref)
    first = new.s1_handler or (old.owner if chosen else None)
    if new.s2_handler and new.s2_handler == first and (chosen or moved):
        return SameHandler(ref=ref)
    begun = moved and new.status in AT_STAGE_2
    if begun and not new.s2_handler:
        return NoSecondHandler(ref=ref)
    same = new.stage == 2 and new.s1_handler and new.owner == new.s1_handler
    return SameHandler(ref=ref) if same and (given or begun) else None


def _extension(
    new: Complaint, old: Complaint, stage: str, ref: str, today: date, reckoning: Reckoning
) -> ChivvyError | None:
    """Whether an extension that was just set may be: before the day, with a reason, told in time, and not too long."""
    until, due = getattr(new, f"{stage}_extended_to"), getattr(new, f"{stage}_due")
    if until is None and new.status == EXTENDED[stage]:
        return ExtensionNeeds(
            ref=ref, missing="a new day, a reason and the day on which the resident was told", example="…"
        )
    if until is None or until == getattr(old, f"{stage}_extended_to"):
        return None
    running = getattr(old, NEXT[old.status][1]) if old.status in NEXT else due
    if due is None or running is None or today > running:
        return ExtendedTooLate(ref=ref, due=spoken(running or due) if running or due else "a day that is not known")
    told = getattr(new, f"{stage}_extension_told_on")
    missing = [
        name
        for name, held in (
            ("a day after the one it is due", until > running),
            ("a reason", getattr(new, f"{stage}_extension_reason").strip()),
            ("the day on which the resident was told", told),
        )
        if not held
    ]
    longest = reckoning.by(f"{new.code}.{stage}.extension_max", due)
    if missing:
        return ExtensionNeeds(ref=ref, missing=" and ".join(missing), example=spoken(longest.day))
    if told > min(running, today):
        return ToldTooLate(ref=ref, due=spoken(running), told=spoken(told))
    if until > longest.day and not getattr(new, f"{stage}_extension_good_reason").strip():
        return ExtensionTooLong(ref=ref, most=spoken(longest.day), rule=longest.rule.source)
    return None
