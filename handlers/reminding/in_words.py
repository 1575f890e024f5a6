"""The ledger in plain English: what each sort of message is, why it is owed, and what became of it. For a board, not for us."""

from __future__ import annotations

from datetime import datetime

from governance.reminders import ESCALATION
from handlers.access.visit_notice import VISIT, VISIT_ASKED, VISIT_SOON
from handlers.calendar_days.news import CALENDAR
from handlers.escalating.escalated import ESCALATED
from handlers.escalating.following_up import FOLLOW_UP
from handlers.people.handed_over import HANDOVER
from handlers.people.telling import NEWS
from handlers.reminding.answering import ANSWERING
from handlers.reminding.assignment import ASSIGNMENT
from handlers.reminding.digest import DIGEST
from handlers.reminding.ledger import PLANNED, Line
from handlers.reminding.notices import CARD, DOCUMENT, SAID
from handlers.reminding.nudge import NUDGE
from handlers.reminding.outage import OUTAGE
from handlers.reminding.summary import WEEKLY
from handlers.reminding.unreachable import UNREACHABLE
from handlers.wording import day, platform_name

# What a message of each rule is, and why it is owed.
RULES = {
    SAID: ("an answer", "somebody asked"),
    CARD: ("its card", "it was logged, changed or asked for there"),
    DOCUMENT: ("a document", "somebody asked for it"),
    ASSIGNMENT: ("word that it is theirs", "somebody gave it to them"),
    DIGEST: ("the daily digest", "it was due, overdue or new for them"),
    ANSWERING: ("a line in the digest", "they answer for it, wait for it, or stand in"),
    NUDGE: ("a reminder in the afternoon", "law, code or its priority asks for it that day"),
    ESCALATION: ("an alert", "it needs somebody who can help"),
    ESCALATED: ("word that it was escalated", "it was escalated to them"),
    FOLLOW_UP: (
        "word of what became of an escalation",
        "somebody took it up or answered it, or it went further or ended",
    ),
    WEEKLY: ("the weekly summary", "a week had passed"),
    UNREACHABLE: ("word that somebody was not reached", "what they were owed did not arrive"),
    OUTAGE: ("word of an outage", "a platform could not be reached"),
    HANDOVER: ("the list of what changed hands", "it was handed over"),
    NEWS: ("a word of news", "something that concerns them was noted"),
    CALENDAR: ("word that dates moved", "the working calendar was changed"),
    VISIT: ("a visit", "they are to go there"),
    VISIT_SOON: ("a reminder of a visit", "they are to go there soon"),
    VISIT_ASKED: ("a visit", "they asked for it"),
}


def what(rule: str) -> str:
    """What a message of a rule is: `the daily digest`."""
    return RULES[rule][0] if rule in RULES else f"a message ({rule})"


def because(rule: str) -> str:
    """Why a message of a rule is owed; nothing for one that an older or newer Chivvy wrote."""
    return RULES[rule][1] if rule in RULES else ""


def to_whom(line: Line) -> str:
    """`Sam Patel`, `the channel ict`."""
    if line.name:
        return line.name
    return f"the channel {line.place}" if line.place else "nobody"


def moment_words(moment: datetime) -> str:
    """`Mon 23 Nov 2026 at 09:15`."""
    return f"{day(moment.date())} at {moment:%H:%M}"


def _when(line: Line) -> str:
    """When it was sent: the hour, with the day where that is another than the one on which it was due."""
    if line.sent_at is None:
        return "at an hour that was not noted"
    same_day = line.sent_at.date() == line.due_at.date()
    return f"at {line.sent_at:%H:%M}" if same_day else f"on {moment_words(line.sent_at)}"


def became(line: Line) -> str:
    """What became of a message, as a sentence without its full stop."""
    remark = f": {line.outcome}" if line.outcome else ""
    match line.state:
        case "sent":
            where = f" on {platform_name(line.platform)}" if line.platform else ""
            return f"Sent{where} {_when(line)}{remark}"
        case "due" if line.carrier:
            return "It goes with the daily digest"
        case "due":
            return f"Not sent yet{remark or ': it waits for its hour'}"
        case "claimed":
            return "It is being sent now"
        case "uncertain":
            return f"It may or may not have arrived; I am finding out{remark}"
        case "failed":
            return f"It could not be delivered{remark}"
        case "lapsed":
            return f"Not sent, for it was no longer needed{remark}"
        case _ if line.state == PLANNED:
            return "To come"
        case other:
            return f"{other.capitalize()}{remark}"
