"""The tables, and nothing else. Moments are UTC, deadlines are days; one database holds one programme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so it is given back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def moment(*, index: bool = False, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime, index=index, nullable=nullable))


def plain_json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


# The database has their default too: the version before the one that brought such a column may still be writing.


def added_flag() -> Any:
    return Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))


def added_number(default: int) -> Any:
    return Field(default=default, sa_column=Column(Integer, nullable=False, server_default=str(default)))


def added_word() -> Any:
    return Field(default="", sa_column=Column(String, nullable=False, server_default=""))


class ProgrammeRow(SQLModel, table=True):
    """The one programme: its name, its settings, and the hash of its newest event (the head of the history's chain)."""

    __tablename__ = "programme"
    id: int = Field(default=1, primary_key=True)
    name: str
    settings: dict[str, Any] = plain_json()
    chain_head: str = ""


class PersonRow(SQLModel, table=True):
    """`working_days` are weekday numbers, Monday 0, such as "01234"."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    email: str = Field(default="", index=True)
    role: str = ""
    organisation: str = ""
    workstream: str | None = Field(default=None, foreign_key="workstream.id")
    member: bool = True
    active: bool = True
    deputy: str | None = None
    working_days: str = "01234"


class LeaveRow(SQLModel, table=True):
    """A spell of days away. `deputy` stands in for this spell only."""

    __tablename__ = "leave"
    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    deputy: str | None = None


class IdentityRow(SQLModel, table=True):
    """How a platform knows a person. `address` is what the platform needs to write to them. `confirmed`: they have said
    themselves that this is them, where they were known on another platform before; `asked_on`: when they were last asked."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("platform", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    user_id: str
    tenant: str = ""
    person: str = Field(foreign_key="person.id", index=True)
    name: str = ""
    address: dict[str, Any] = plain_json()
    last_seen: datetime | None = moment()
    confirmed: bool = True
    asked_on: date | None = None


class WorkstreamRow(SQLModel, table=True):
    """`landlord` is the organisation whose homes the works of this workstream are on; "" where it has none."""

    __tablename__ = "workstream"
    id: str = Field(primary_key=True)
    name: str
    short: str = ""
    lead: str | None = None
    landlord: str = added_word()


class PreferencesRow(SQLModel, table=True):
    """What a person has settled for themselves (`governance/preferences.py`); no row where they settled nothing."""

    __tablename__ = "preferences"
    person: str = Field(primary_key=True, foreign_key="person.id")
    settings: dict[str, Any] = plain_json()


class PlaceRow(SQLModel, table=True):
    """A channel, group chat or DM. `next_wake` is when its next weekly summary is to be thought of. `whole`: it is the whole
    programme's, not one workstream's; `names`: it has asked that people be named in what is posted there unasked."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    type: str
    name: str = ""
    tenant: str = ""
    address: dict[str, Any] = plain_json()
    workstream: str | None = Field(default=None, foreign_key="workstream.id", index=True)
    archived: bool = False
    next_wake: datetime | None = moment(index=True)
    whole: bool = added_flag()
    names: bool = added_flag()


class DayRow(SQLModel, table=True):
    """A proclaimed bank holiday or a day on which the office is closed; `type` is holiday or closure."""

    __tablename__ = "day"
    day: date = Field(primary_key=True)
    type: str = Field(primary_key=True)
    name: str = ""


class CounterRow(SQLModel, table=True):
    """The last number given out, by prefix (`A`, `P`, `WS`)."""

    __tablename__ = "counter"
    prefix: str = Field(primary_key=True)
    last: int = 0


IN_ORDER = ("open", "due", "number", "id")
FILTERED = (
    "withdrawn", "kind", "rag", "owner", "priority", "workstream", "status", "escalated", "score", "raised_on", "closed_on"
)  # fmt: skip
TO_DERIVE = text("derived <> version")
TO_FILE = text("NOT filed")
PUT_OFF = text("retry_at IS NOT NULL")


def _list_index(name: str, *by: str) -> Index:
    """Serves a list in its order. What most lists filter by besides is in it too, so that what is left out need not be read."""
    return Index(name, *dict.fromkeys((*by, *IN_ORDER, *FILTERED)))


class RecordRow(SQLModel, table=True):
    """What all kinds have in common; `body` holds what one kind alone has. `due`, `score`, `rag`, `priority`, `council` (in small
    letters), `escalated`, `landlord`, `variety` (FOI, of an enquiry), `ladder` (where it climbs another than its kind's) and
    `counterpart` (the other workstream that it concerns) follow from the body: lists filter and sort by them. `derived` is the
    version from which they, and what search knows, were worked out: not `version` once an older Chivvy wrote.
    """

    __tablename__ = "record"
    __table_args__ = (
        _list_index("ix_record_all_list"),
        _list_index("ix_record_workstream_list", "workstream"),
        _list_index("ix_record_owner_list", "owner"),
        _list_index("ix_record_kind_list", "kind"),
        _list_index("ix_record_counterpart_list", "counterpart"),
        _list_index("ix_record_rag_list", "rag"),
        _list_index("ix_record_council_list", "council"),
        _list_index("ix_record_raised_by_list", "raised_by"),
        Index("ix_record_open_score", *dict.fromkeys(("open", "score", "id", *FILTERED))),
        Index("ix_record_kind_score", *dict.fromkeys(("kind", "open", "score", "id", *FILTERED))),
        Index("ix_record_open_ref", "open", "kind", "number", "id"),
        Index("ix_record_open_updated", "open", "updated_at"),
        Index("ix_record_open_raised", "open", "raised_on"),
        Index("ix_record_open_closed", "open", "closed_on"),
        Index("ix_record_kind_number", "kind", "number"),
        Index("ix_record_to_derive", "id", sqlite_where=TO_DERIVE, postgresql_where=TO_DERIVE),
    )
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    kind: str
    number: int
    workstream: str | None = Field(default=None, foreign_key="workstream.id")
    title: str
    status: str
    open: bool = True
    owner: str | None = Field(default=None, foreign_key="person.id")
    due: date | None = None
    raised_by: str | None = None
    raised_on: date
    updated_at: datetime = moment(nullable=False)
    closed_on: date | None = None
    original_due: date | None = None
    times_rescheduled: int = 0
    snoozed_until: date | None = None
    times_snoozed: int = 0
    confidential: bool = False
    withdrawn: bool = False
    next_wake: datetime | None = moment(index=True)
    version: int = 1
    score: int | None = None
    rag: str | None = None
    priority: str | None = None
    council: str = ""
    counterpart: str | None = None
    escalated: bool = False
    landlord: str = added_word()
    variety: str = added_word()
    ladder: str = added_word()
    derived: int = 0
    body: dict[str, Any] = plain_json()


class WordRow(SQLModel, table=True):
    """A word of the register, so that a slip of typing can be taken for it."""

    __tablename__ = "word"
    __table_args__ = (Index("ix_word_first", "first", "length"),)
    word: str = Field(primary_key=True)
    first: str
    length: int


class NamedRow(SQLModel, table=True):
    """Who is named on a record that is confidential, and may open it for that."""

    __tablename__ = "named"
    record: int = Field(foreign_key="record.id", primary_key=True)
    person: str = Field(primary_key=True, index=True)


class LinkRow(SQLModel, table=True):
    """What one record has to do with another: `source` and `target` by id, `relation` by the name that governance gives it."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("source", "target", "relation"),)
    id: int | None = Field(default=None, primary_key=True)
    source: int = Field(foreign_key="record.id", index=True)
    target: int = Field(foreign_key="record.id", index=True)
    relation: str


class MembershipRow(SQLModel, table=True):
    """Who is on which workstream in which role, from when to when (both days included; None: open)."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_workstream", "workstream", "last"),)
    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="person.id", index=True)
    workstream: str = Field(foreign_key="workstream.id")
    role: str = ""
    first: date | None = None
    last: date | None = None


class OrganisationRow(SQLModel, table=True):
    """A council or partner of the programme, by its code."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str
    type: str = ""


class SurveyAnswerRow(SQLModel, table=True):
    """One questionnaire that came back. `home` is the property's UPRN, "" where it is anonymous; `answers` are in the order of
    the survey's questions. `comment` is what was said in words, `themes` what it was taken to be about."""

    __tablename__ = "survey_answer"
    survey: int = Field(foreign_key="record.id", primary_key=True)
    response: str = Field(primary_key=True)
    home: str = ""
    day: date | None = None
    answers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    tenure: str = added_word()
    method: str = added_word()
    comment: str = added_word()
    themes: str = added_word()


class HealthRow(SQLModel, table=True):
    """A workstream's health score in a week (`day` is its Monday); "" stands for the whole programme."""

    __tablename__ = "health"
    workstream: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    score: int
    findings: dict[str, Any] = plain_json()


class EventRow(SQLModel, table=True):
    """One line of the history. `version` is the record's after it, where it changed the record; `batch` is shared by lines that
    were one deed, and are undone together. `hash` covers the line and `previous`, the hash of the line before it."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_actor_newest", "actor", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment(nullable=False)
    actor: str | None = Field(default=None, index=True)
    verb: str
    ref: str | None = Field(default=None, index=True)
    before: dict[str, Any] = plain_json()
    after: dict[str, Any] = plain_json()
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    via: str = ""
    place: str = ""
    undoes: int | None = Field(default=None, index=True)
    version: int | None = None
    batch: str | None = Field(default=None, index=True)
    previous: str
    hash: str = Field(unique=True)


class NoticeRow(SQLModel, table=True):
    """One message owed. `key` says what, for whom, on which occasion, and is unique: that is why none exists twice.

    `state` is due, claimed, sent, failed, uncertain or lapsed. `carrier` is the key of the digest that it goes with, where
    it is not sent on its own. `begun`: its sending has begun, so from then on it may have arrived. `lease_until` and
    `retry_at` are in real time, unlike all else here: processes and platforms do not live by the programme's clock.
    `urgency` says what goes first (lowest) when much is due at once; `under` is the key of the notice in whose thread it
    belongs. `filed`: its refs are in `notice_ref` as they stand here; not so where an older Chivvy wrote it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_state_due", "state", "due_at"),
        Index("ix_notice_to_send", "state", "urgency", "due_at", "id"),
        Index("ix_notice_to_file", "id", sqlite_where=TO_FILE, postgresql_where=TO_FILE),
        Index("ix_notice_put_off", "retry_at", sqlite_where=PUT_OFF, postgresql_where=PUT_OFF),
        Index("ix_notice_place_sent", "place", "rule", "state", "due_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    rule: str
    person: str | None = Field(default=None, foreign_key="person.id", index=True)
    place: int | None = Field(default=None, foreign_key="place.id", index=True)
    thread: str | None = None
    refs: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    payload: dict[str, Any] = plain_json()
    planned_at: datetime = moment(nullable=False)
    due_at: datetime = moment(nullable=False)
    state: str = "due"
    attempts: int = 0
    carrier: str | None = Field(default=None, index=True)
    claimed_by: str = ""
    begun: bool = False
    lease_until: datetime | None = moment()
    retry_at: datetime | None = moment()
    sent_at: datetime | None = moment()
    platform: str = ""
    external_id: str = ""
    message: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    outcome: str = ""
    urgency: int = added_number(2)
    under: str = added_word()
    filed: bool = added_flag()


class NoticeRefRow(SQLModel, table=True):
    """Which records a notice speaks of, so that what was sent about one is found without reading all of them."""

    __tablename__ = "notice_ref"
    ref: str = Field(primary_key=True)
    notice: int = Field(primary_key=True, foreign_key="notice.id", index=True)


class PaceRow(SQLModel, table=True):
    """How fast a platform may be spoken to: one row for each limit of each place (`key`). `free_at` (real time) is the moment
    to which the messages that were sent have used the limit up; all processes share it."""

    __tablename__ = "pace"
    key: str = Field(primary_key=True)
    free_at: datetime = moment(index=True, nullable=False)


class ReachRow(SQLModel, table=True):
    """Whether a platform can be reached, as all processes together know (real time): `failing_since` is the first failure after
    the last answer, None while it answers; `told_at` is when the programme office was told of it."""

    __tablename__ = "reach"
    platform: str = Field(primary_key=True)
    answered_at: datetime | None = moment()
    failing_since: datetime | None = moment()
    why: str = ""
    told_at: datetime | None = moment()


class BeatRow(SQLModel, table=True):
    """What the clock does once in a while for everybody (`sweep`, `week`), and for which moment it was last done."""

    __tablename__ = "beat"
    name: str = Field(primary_key=True)
    done_for: datetime = moment(nullable=False)


class EscalationRow(SQLModel, table=True):
    """One step of an escalation: a record put before a body. `cause` is the trigger (`overdue`, `score`, `said` where a person
    did it) and `occasion` tells one time of it from another; `ladder` is the programme's as it was when it started, `step`
    the place in it. `state` is open, answered, passed on, to the board pack, or ended. `next_wake` is when it goes one further.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("record", "cause", "occasion", "step"),
        Index("ix_escalation_state_wake", "state", "next_wake"),
        {
            "sqlite_autoincrement": True
        },  # messages name a step by its id: that of one that was undone is never used again
    )
    id: int | None = Field(default=None, primary_key=True)
    record: int = Field(foreign_key="record.id", index=True)
    cause: str
    occasion: str
    step: int
    ladder: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    to_people: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    wants: str = ""
    wanted_by: date | None = None
    raised_at: datetime = moment(nullable=False)
    raised_by: str | None = None
    state: str = "open"
    next_wake: datetime | None = moment()
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = moment()
    response: str = ""
    response_words: str = Field(default="", sa_column=Column(Text, nullable=False))
    returned_on: date | None = None
    answered_by: str | None = None
    answered_at: datetime | None = moment()


class CardRow(SQLModel, table=True):
    """Where a living card stands, and which version of its record it shows. `notice` is the key of the notice that the message
    is, where it is not simply the record's card. `marks` counts how often it was called stale, so that a redraw knows
    whether it was once more meanwhile; `lease_until` (real time) keeps two processes from redrawing it at once.
    """

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("platform", "external_id", "message"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    message: str
    tenant: str = ""
    address: dict[str, Any] = plain_json()
    record: int | None = Field(default=None, foreign_key="record.id", index=True)
    notice: str = Field(default="", index=True)
    drawn: int
    stale: bool = Field(default=False, index=True)
    marks: int = 0
    attempts: int = 0
    lease_until: datetime | None = moment()
    retry_at: datetime | None = moment()


class QuestionRow(SQLModel, table=True):
    """A half-answered question: what was understood so far, what is still to be asked, of whom, where."""

    __tablename__ = "question"
    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="person.id", index=True)
    place: int = Field(foreign_key="place.id")
    asked_at: datetime = moment(nullable=False)
    commands: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    doubts: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    state: str = "open"


class SeenTurnRow(SQLModel, table=True):
    """A turn that was taken. The same id again is a retry or a replay, and does nothing."""

    __tablename__ = "seen_turn"
    id: str = Field(primary_key=True)
    at: datetime = moment(index=True, nullable=False)


class PageMessageRow(SQLModel, table=True):
    """A message on the local chat page. `whisper_to` is a person's id where only they may see it; `key` the notice's."""

    __tablename__ = "page_message"
    id: int | None = Field(default=None, primary_key=True)
    place: str = Field(index=True)
    author: str
    at: datetime = moment(nullable=False)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    card: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    whisper_to: str | None = None
    thread: str | None = None
    key: str | None = Field(default=None, unique=True)
    revision: int = Field(default=0, index=True)


class PageReadRow(SQLModel, table=True):
    """How far a person has read a place of the local chat page: the newest message that was on their screen."""

    __tablename__ = "page_read"
    person: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    upto: int = 0
