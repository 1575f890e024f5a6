"""The tables of residents and their cases: who lives where, and the rows that one case has many of. Nothing of this is searched,
listed or exported with the register."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import moment


class PropertyRow(SQLModel, table=True):
    """A home, by its UPRN. `estate` is the workstream of the works there."""

    __tablename__ = "property"
    uprn: str = Field(primary_key=True)
    estate: str | None = Field(default=None, foreign_key="workstream.id", index=True)
    address: str = ""
    block: str = ""
    postcode: str = ""
    tenure: str = ""
    s20_liable: bool = False
    moved_in: date | None = None


class ResidentRow(SQLModel, table=True):
    """Somebody who lives in one, by the landlord's own number. `prefers` is how they want to be reached; `consents`: to
    being sent news of the works."""

    __tablename__ = "resident"
    id: str = Field(primary_key=True)
    uprn: str = Field(default="", index=True)
    name: str = ""
    phone: str = ""
    email: str = ""
    prefers: str = ""
    language: str = ""
    access_needs: str = ""
    vulnerable: bool = False
    consents: bool = False


class HappeningRow(SQLModel, table=True):
    """Something that happened in a case before it was in this register, or outside of it: a line of its chronology."""

    __tablename__ = "happening"
    __table_args__ = (UniqueConstraint("record", "at", "what"),)
    id: int | None = Field(default=None, primary_key=True)
    record: int = Field(foreign_key="record.id", index=True)
    at: datetime = moment(nullable=False)
    what: str
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    by: str = ""
    source: str = ""


class AttemptRow(SQLModel, table=True):
    """One attempt at getting access, with its evidence, as it was noted: a row is never changed or deleted. One that is put right
    is a new row of the same number, and the case itself says which rows count. `by` is a person's id, or a name; `digest` the
    SHA-256 of the file that shows it."""

    __tablename__ = "attempt"
    id: int | None = Field(default=None, primary_key=True)
    record: int = Field(foreign_key="record.id", index=True)
    number: int
    day: date | None = None
    at: datetime | None = moment()
    ended_at: datetime | None = moment()
    by: str = ""
    outcome: str = ""
    notice_served_on: date | None = None
    notice_time: time | None = None
    notice_method: str = ""
    certificate: str = ""
    spoke_to: str = ""
    said: str = Field(default="", sa_column=Column(Text, nullable=False))
    card: str = ""
    contact_tried: str = ""
    language: str = ""
    evidence: str = ""
    digest: str = ""
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    source: str = ""


class ElectorRow(SQLModel, table=True):
    """Who may vote in a ballot, as the register was frozen and put right since. `voter` is the ref that they vote under, where
    that is known; `basis` why they may (secure tenant …); `reason` why they were added, or struck off, by hand."""

    __tablename__ = "elector"
    __table_args__ = (UniqueConstraint("ballot", "voter"),)
    id: int | None = Field(default=None, primary_key=True)
    ballot: int = Field(foreign_key="record.id", index=True)
    uprn: str = ""
    voter: str | None = None
    basis: str = ""
    struck: bool = False
    reason: str = ""


class VoteFileRow(SQLModel, table=True):
    """One file of votes that was imported, by its name; `digest` is the SHA-256 of its rows of this ballot."""

    __tablename__ = "vote_file"
    __table_args__ = (UniqueConstraint("ballot", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    ballot: int = Field(foreign_key="record.id")
    name: str
    digest: str


class VoteRow(SQLModel, table=True):
    """One vote that came in, without its choice, which is on the slip numbered `slip` until the result is declared. The three
    that begin with `judged` are what the file says of it; `valid` and `reason` are the verdict, which is for good once it is
    `sealed`."""

    __tablename__ = "vote"
    id: int | None = Field(default=None, primary_key=True)
    ballot: int = Field(foreign_key="record.id", index=True)
    file: int = Field(foreign_key="vote_file.id")
    voter: str = ""
    uprn: str = ""
    method: str = ""
    received_on: date | None = None
    received_time: time | None = None
    marked: bool = True
    judged_valid: bool | None = None
    judged_reason: str = ""
    judged_eligible: bool | None = None
    valid: bool = False
    reason: str = ""
    sealed: bool = False
    slip: int | None = None


class SlipRow(SQLModel, table=True):
    """One choice, without who made it. `counted`: its vote is valid. Slips are thrown away when the result is declared."""

    __tablename__ = "slip"
    id: int | None = Field(default=None, primary_key=True)
    ballot: int = Field(foreign_key="record.id", index=True)
    choice: str
    counted: bool = False


class TallyRow(SQLModel, table=True):
    """What is left of the choices once a result was declared: how many votes each option has."""

    __tablename__ = "tally"
    ballot: int = Field(foreign_key="record.id", primary_key=True)
    choice: str = Field(primary_key=True)
    votes: int


class AttachmentRow(SQLModel, table=True):
    """A document that is to be fetched, by the key of the notice that it goes with; kept until it was, or is too old."""

    __tablename__ = "attachment"
    key: str = Field(primary_key=True)
    person: str | None = None
    name: str
    media: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = moment(nullable=False, index=True)
