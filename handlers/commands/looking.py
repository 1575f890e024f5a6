"""Commands that look at much of the register, or at what was and will be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.commands.command import Command


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
class Find(Command):
    """A list of records. `owner` is a person's id, `workstream` a workstream's; the days bound the due date, inclusive.
    `status` is a state or "open", "closed", "any". `page` counts from 0. `rag` is Red, Amber …, `rags` several of them;
    `counterpart` the workstream that a dependency is owed to; `sort` is due, score, ref or updated; the other days bound when it
    was raised, closed or last changed; `share` posts it for everybody in the place; `owed_only` leaves out what others owe to
    the workstream; `away_from` and `away_to` ask for records whose owner is on leave on any of those days, `away_when_due`
    for those whose owner is on leave on the day they are due; `varieties` are sorts of a kind (FOI)."""

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
    varieties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report(Command):
    """A document: `document` by its name, about a record or narrowed to a workstream (its id), and to `part` of it (a block).
    `suffix` says as what (".png"), where it can be drawn as several things."""

    document: str
    ref: str = ""
    workstream: str | None = None
    suffix: str = ""
    part: str = ""
