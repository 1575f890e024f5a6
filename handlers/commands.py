"""The table of contents: everything that a turn or a tick can ask for, as values.

Words, buttons (encoding.py), forms and the clock make the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from governance.policy import Deed


class Command:
    """What somebody wants. `needs` is what the policy is asked before a handler sees it; None asks for nothing."""

    needs: ClassVar[Deed | None] = "read"


@dataclass(frozen=True)
class Log(Command):
    """Make a new record of `kind` from `values`."""

    needs: ClassVar[Deed | None] = "log"
    kind: str
    values: Mapping[str, Any]
    workstream: str | None = None


@dataclass(frozen=True)
class Change(Command):
    """Set fields of a record. `seen` is the version that the person was looking at, where they were looking at one; `reason`
    says why, where it takes the record to a state that needs one; `adds`: people named for a list join those who are on it."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    values: Mapping[str, Any]
    seen: int | None = None
    reason: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Move(Command):
    """Take a record to another state of its lifecycle. `values` are what was said with it: the day on which it was reached,
    who decided."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assign(Command):
    """Give a record to another owner (a person's id). `declined`: it was given to the speaker, who says that it is not theirs."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    owner: str
    declined: bool = False


@dataclass(frozen=True)
class Accept(Command):
    """The speaker has a record in hand: as its owner they accept it, for its owner they acknowledge it."""

    needs: ClassVar[Deed | None] = "change"
    ref: str


@dataclass(frozen=True)
class Reviewed(Command):
    """A record that was to be looked at has been; `until` is the day of the next look."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    until: date


@dataclass(frozen=True)
class Note(Command):
    """Add a line to a record's history."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    text: str


@dataclass(frozen=True)
class Snooze(Command):
    """Keep personal reminders of a record quiet until a day. The due date does not move."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    until: date
    reason: str = ""


@dataclass(frozen=True)
class Acknowledge(Command):
    """Somebody has seen an escalation and answers for it. `key` is the notice's; without one, all that the record is handed up
    for."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    key: str = ""


@dataclass(frozen=True)
class Undo(Command):
    """Take back the speaker's last change, or the one change `event` names, or the last one to `ref`."""

    needs: ClassVar[Deed | None] = "undo"
    event: int | None = None
    ref: str = ""


@dataclass(frozen=True)
class ChangeMany(Command):
    """Do one thing to several records at once, with one undo: `deed` is close, date or owner; `value` the day or the person
    (close: the reason, where one is needed)."""

    needs: ClassVar[Deed | None] = "change"
    refs: tuple[str, ...]
    deed: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Become(Command):
    """Turn a record into one of another kind (assumption → risk): log it, link the two, and move the old one on.
    `values` are fields of the new record that were said besides."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class LinkRecords(Command):
    """Say what `ref` has to do with `target` (a ref); the usual relation of the two kinds when `relation` is empty."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    target: str
    relation: str = ""
    remove: bool = False


@dataclass(frozen=True)
class ShowLinks(Command):
    """What a record is linked with: `what rests on AS-003?`. `relation`: only those; `backward`: read from the other end."""

    ref: str
    relation: str = ""
    backward: bool = False


@dataclass(frozen=True)
class Escalate(Command):
    """Hand a record up: `to` is a board or a role of the programme ("" for the next one up); `wants` is decision, resource or
    awareness."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str = ""
    reason: str = ""
    wants: str = ""
    wanted_by: date | None = None


@dataclass(frozen=True)
class AnswerEscalation(Command):
    """Answer what was handed up: `response` is decision, resource or awareness; `words` say it; `returned_on` is the day on which
    the answer was given, None for today."""

    needs: ClassVar[Deed | None] = "read"
    ref: str
    response: str = ""
    words: str = ""
    returned_on: date | None = None


@dataclass(frozen=True)
class RecordDecision(Command):
    """The answer to an escalation (by its id) becomes a decision, linked with the record."""

    needs: ClassVar[Deed | None] = "log"
    ref: str
    escalation: int


@dataclass(frozen=True)
class ListEscalations(Command):
    """What was handed up and has no answer yet: of a workstream, or of the programme when None; `board`: only what stands in the
    board pack; `to`: only what is before one body."""

    workstream: str | None = None
    board: bool = False
    to: str = ""
    page: int = 0


@dataclass(frozen=True)
class Rebaseline(Command):
    """Give a milestone another baseline by an approved change request; the old one is kept."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    day: date
    by: str = ""


@dataclass(frozen=True)
class Agree(Command):
    """One side's yes to a dependency: `side` is giver, receiver, a workstream's id or "" (the speaker's own). With both it is
    agreed."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    side: str = ""


@dataclass(frozen=True)
class TakeLeave(Command):
    """Days away, both included, and who stands in. One day where there is no `last`; the speaker's own when `person` is None;
    `cancel` takes these days back; `shown`: the cover is to see what falls due meanwhile, and it stays whose it is."""

    needs: ClassVar[Deed | None] = "log"
    first: date
    last: date | None = None
    deputy: str | None = None
    person: str | None = None
    cancel: bool = False
    shown: bool = False


@dataclass(frozen=True)
class SetPattern(Command):
    """The weekdays on which somebody works (0 Monday); the speaker's own when `person` is None."""

    needs: ClassVar[Deed | None] = "log"
    days: tuple[int, ...]
    person: str | None = None


@dataclass(frozen=True)
class HandOver(Command):
    """Give everything open that one person owns (in a workstream, where one is named; due on certain days, where they are) to
    another, with one undo. `sure`: it was confirmed."""

    needs: ClassVar[Deed | None] = "change"
    to: str
    person: str | None = None
    workstream: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    sure: bool = False


@dataclass(frozen=True)
class Deploy(Command):
    """Put a person on a workstream from a day to a day, in a role; `off`: end it on `last`."""

    needs: ClassVar[Deed | None] = "set up"
    person: str
    workstream: str
    role: str = ""
    first: date | None = None
    last: date | None = None
    off: bool = False


@dataclass(frozen=True)
class ShowPerson(Command):
    """One person: role, organisation, workstreams from when to when, pattern, leave, deputy, load. The speaker when None."""

    person: str | None = None


@dataclass(frozen=True)
class WhoIsAway(Command):
    """Who is on leave on any of these days, both included (`last` None: from `first` on), and who stands in; of one workstream,
    or of the programme when None."""

    first: date
    last: date | None = None
    workstream: str | None = None


@dataclass(frozen=True)
class Workload(Command):
    """Who has how much open and overdue: by person of a workstream, or by workstream when None."""

    workstream: str | None = None


@dataclass(frozen=True)
class ConfirmIdentity(Command):
    """Whether the person on another platform with the same address is the speaker (`yes`) or somebody else."""

    needs: ClassVar[Deed | None] = None
    person: str
    yes: bool = True


@dataclass(frozen=True)
class Glance(Command):
    """`/raid`: the register at a glance, of a workstream or (None) of the place's, else of the whole programme. `share` posts it
    for everybody in the place."""

    workstream: str | None = None
    everything: bool = False
    share: bool = False


@dataclass(frozen=True)
class CheckHealth(Command):
    """`/raid health`: what is wrong with the register, each with its way to put it right. `rule`: one rule only; `share` posts
    the counts for everybody in the place, `direct` sends the findings to the speaker's direct messages."""

    workstream: str | None = None
    rule: str = ""
    page: int = 0
    everything: bool = False
    share: bool = False
    direct: bool = False


@dataclass(frozen=True)
class Explain(Command):
    """A term of the glossary, or all of them."""

    needs: ClassVar[Deed | None] = None
    term: str = ""


@dataclass(frozen=True)
class Tour(Command):
    """The first week's tour, one step at a time, in the DM. `stop` ends it."""

    step: int = 0
    stop: bool = False


@dataclass(frozen=True)
class MyRecord(Command):
    """What one person did, by kind and month: to take to an appraisal. The speaker's own only."""

    months: int = 12


@dataclass(frozen=True)
class ShowPreferences(Command):
    """How the speaker is chivvied: when their digest comes, which reminders, when and where they may be written to."""


@dataclass(frozen=True)
class Prefer(Command):
    """Change how the speaker is chivvied: `values` are fields of `Preferences` as they are kept, `days` (the weekdays they work
    on, 0 Monday) and `deputy` (a person's id, "" for nobody). `usual`: all other preferences go back to what is usual."""

    needs: ClassVar[Deed | None] = "log"
    values: Mapping[str, Any]
    usual: bool = False


@dataclass(frozen=True)
class ShowPlace(Command):
    """What has been settled for the channel in which this was said."""


@dataclass(frozen=True)
class SetPlace(Command):
    """Settle something for this channel: `names` (people are named in what is posted there unasked) or `whole` (it is the whole
    programme's), on or off."""

    needs: ClassVar[Deed | None] = "set up"
    setting: Literal["names", "whole"]
    on: bool


@dataclass(frozen=True)
class ShowProof(Command):
    """What was owed about a record, to whom, and what became of it; newest first, `page` counts from 0."""

    ref: str
    page: int = 0


@dataclass(frozen=True)
class ShowForecast(Command):
    """What will be sent, up to `until` (a fortnight when None): to a person, about a workstream, about one record or, with
    `everything`, in the whole programme. Where nothing is named, what concerns the place; in private, the speaker."""

    person: str | None = None
    workstream: str | None = None
    ref: str = ""
    everything: bool = False
    until: date | None = None
    page: int = 0


@dataclass(frozen=True)
class ShowSettings(Command):
    """What the programme has decided for itself, and how to change it."""


@dataclass(frozen=True)
class SetRule(Command):
    """Change one of the programme's settings: `name` as `/chivvy settings` lists it, `value` as it was typed ("" resets it)."""

    needs: ClassVar[Deed | None] = "set up"
    name: str
    value: str


@dataclass(frozen=True)
class AddDays(Command):
    """Add bank holidays (`sort` holiday; of one `nation` only, or of all where that is empty) or days on which the office is
    closed (closure) to the calendar, both ends included."""

    needs: ClassVar[Deed | None] = "set up"
    first: date
    last: date | None = None
    sort: Literal["holiday", "closure"] = "holiday"
    name: str = ""
    nation: str = ""


@dataclass(frozen=True)
class RemoveDays(Command):
    """Take what was added to the calendar on these days out again; of one `sort` only where it is named."""

    needs: ClassVar[Deed | None] = "set up"
    first: date
    last: date | None = None
    sort: Literal["", "holiday", "closure"] = ""


@dataclass(frozen=True)
class ListDays(Command):
    """The bank holidays and closures that were added to the calendar, from today on."""


@dataclass(frozen=True)
class AskDeadline(Command):
    """When a clock runs out: `rule` by its id, from `trigger`, a local day or moment; `supposed`: no day was said."""

    rule: str
    trigger: date | datetime
    supposed: bool = False


@dataclass(frozen=True)
class Why(Command):
    """How a record's own date was worked out, step by step."""

    ref: str


@dataclass(frozen=True)
class ShowSurvey(Command):
    """What a survey's answers add up to; `question`: of one of its questions only."""

    ref: str
    question: str = ""


@dataclass(frozen=True)
class Refuse(Command):
    """What was typed holds personal or health data and this is a channel: nothing is kept or repeated; a private form is
    offered instead."""

    needs: ClassVar[Deed | None] = None
    kind: str = ""


@dataclass(frozen=True)
class Show(Command):
    """One record's card."""

    ref: str


@dataclass(frozen=True)
class Find(Command):
    """A list of records. `owner` is a person's id, `workstream` a workstream's; the days bound the due date, inclusive.
    `status` is a state or "open", "closed", "any". `page` counts from 0. `rag` is Red, Amber …, `rags` several of them;
    `counterpart` the workstream that a dependency is owed to; `sort` is due, score, ref or updated; the other days bound when it
    was raised, closed or last changed; `share` posts it for everybody in the place; `owed_only` leaves out what others owe to
    the workstream; `away_from` and `away_to` ask for records whose owner is on leave on any of those days, `away_when_due`
    for those whose owner is on leave on the day they are due."""

    kind: str | None = None
    owner: str | None = None
    workstream: str | None = None
    status: str = "open"
    overdue: bool = False
    due_from: date | None = None
    due_to: date | None = None
    unowned: bool = False
    text: str = ""
    page: int = 0
    rag: str | None = None
    rags: tuple[str, ...] = ()
    score_from: int | None = None
    priority: str | None = None
    council: str | None = None
    counterpart: str | None = None
    raised_by: str | None = None
    escalated: bool = False
    undated: bool = False
    unscored: bool = False
    workstreams: tuple[str, ...] = ()
    raised_from: date | None = None
    raised_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    changed_from: date | None = None
    changed_to: date | None = None
    sort: str = ""
    share: bool = False
    owed_only: bool = False
    away_from: date | None = None
    away_to: date | None = None
    away_when_due: bool = False


@dataclass(frozen=True)
class Worklist(Command):
    """What one person has to do; the speaker's own when `person` is None."""

    person: str | None = None


@dataclass(frozen=True)
class OpenForm(Command):
    """Open a dialog: `form` is one of `forms.DIALOGS` (log, edit, snooze, reassign, move …). `values` fill it in beforehand."""

    form: str
    kind: str = ""
    ref: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CreateWorkstream(Command):
    """Set up a workstream and bind the channel in which this was said to it."""

    needs: ClassVar[Deed | None] = None  # the first person of an empty programme founds it; the handler asks the policy
    name: str
    short: str = ""


@dataclass(frozen=True)
class BindPlace(Command):
    """Bind the channel in which this was said to a workstream (by id). `sure`: also when it is another's."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    sure: bool = False


@dataclass(frozen=True)
class SetLead(Command):
    """Make somebody the lead of a workstream."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    person: str


@dataclass(frozen=True)
class AddMembers(Command):
    """Let people into the programme, in a workstream. `people` are ids; platform users are enrolled before."""

    needs: ClassVar[Deed | None] = "set up"
    people: tuple[str, ...]
    workstream: str | None = None


@dataclass(frozen=True)
class ShowWorkstream(Command):
    """One workstream: lead, members, channels, numbers. The channel's own when `workstream` is None."""

    workstream: str | None = None


@dataclass(frozen=True)
class ListWorkstreams(Command):
    """All workstreams of the programme."""


@dataclass(frozen=True)
class AnswerQuestion(Command):
    """The answer to a question the bot asked. `value` is what was chosen or typed."""

    question: int
    value: str


@dataclass(frozen=True)
class Cancel(Command):
    """Drop the open question, or the one it names."""

    question: int | None = None


@dataclass(frozen=True)
class Help(Command):
    """What can be said, or how one kind works."""

    needs: ClassVar[Deed | None] = None
    topic: str = ""


@dataclass(frozen=True)
class Misunderstood(Command):
    """Words that mean nothing to the bot: what was typed, the nearest thing it knows, an example."""

    needs: ClassVar[Deed | None] = None
    text: str
    suggestion: str = ""
    example: str = ""
