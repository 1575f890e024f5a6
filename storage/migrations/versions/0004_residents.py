"""Residents: homes and who lives in them, and the rows that one case has many of"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# Columns that must hold something have a default in the database too: the version before this one may still be writing.


def upgrade() -> None:
    op.add_column("workstream", _word("landlord", added=True))
    for name in ("landlord", "variety", "ladder"):
        op.add_column("record", _word(name, added=True))
    op.create_table(
        "named",
        sa.Column("record", sa.Integer(), nullable=False),
        _word("person"),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("record", "person"),
    )
    op.create_index("ix_named_person", "named", ["person"])
    op.execute(
        "UPDATE record SET derived = 0 WHERE confidential"
    )  # who is named on them is worked out at the next start
    for name in ("tenure", "method", "comment", "themes"):
        op.add_column("survey_answer", _word(name, added=True))
    _create_homes()
    _create_happenings()
    _create_ballots()
    op.create_table(
        "attachment",
        _word("key"),
        sa.Column("person", sa.String(), nullable=True),
        _word("name"),
        _word("media"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_attachment_made_at", "attachment", ["made_at"])


def _word(name: str, *, added: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="" if added else None)


def _yes_or_no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _create_homes() -> None:
    op.create_table(
        "property",
        _word("uprn"),
        sa.Column("estate", sa.String(), nullable=True),
        *(_word(name) for name in ("address", "block", "postcode", "tenure")),
        _yes_or_no("s20_liable"),
        sa.Column("moved_in", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["estate"], ["workstream.id"]),
        sa.PrimaryKeyConstraint("uprn"),
    )
    op.create_index("ix_property_estate", "property", ["estate"])
    op.create_table(
        "resident",
        *(_word(name) for name in ("id", "uprn", "name", "phone", "email", "prefers", "language", "access_needs")),
        _yes_or_no("vulnerable"),
        _yes_or_no("consents"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_resident_uprn", "resident", ["uprn"])


def _create_happenings() -> None:
    op.create_table(
        "happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _word("what"),
        sa.Column("note", sa.Text(), nullable=False),
        _word("by"),
        _word("source"),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record", "at", "what"),
    )
    op.create_index("ix_happening_record", "happening", ["record"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(_word(name) for name in ("by", "outcome")),
        sa.Column("notice_served_on", sa.Date(), nullable=True),
        sa.Column("notice_time", sa.Time(), nullable=True),
        *(_word(name) for name in ("notice_method", "certificate", "spoke_to")),
        sa.Column("said", sa.Text(), nullable=False),
        *(_word(name) for name in ("card", "contact_tried", "language", "evidence", "digest")),
        sa.Column("note", sa.Text(), nullable=False),
        _word("source"),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attempt_record", "attempt", ["record"])


def _create_ballots() -> None:
    op.create_table(
        "elector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        _word("uprn"),
        sa.Column("voter", sa.String(), nullable=True),
        _word("basis"),
        _yes_or_no("struck"),
        _word("reason"),
        sa.ForeignKeyConstraint(["ballot"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ballot", "voter"),
    )
    op.create_index("ix_elector_ballot", "elector", ["ballot"])
    op.create_table(
        "vote_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        *(_word(name) for name in ("name", "digest")),
        sa.ForeignKeyConstraint(["ballot"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ballot", "name"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        *(_word(name) for name in ("voter", "uprn", "method")),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_time", sa.Time(), nullable=True),
        _yes_or_no("marked"),
        sa.Column("judged_valid", sa.Boolean(), nullable=True),
        _word("judged_reason"),
        sa.Column("judged_eligible", sa.Boolean(), nullable=True),
        _yes_or_no("valid"),
        _word("reason"),
        _yes_or_no("sealed"),
        sa.Column("slip", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ballot"], ["record.id"]),
        sa.ForeignKeyConstraint(["file"], ["vote_file.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_vote_ballot", "vote", ["ballot"])
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        _word("choice"),
        _yes_or_no("counted"),
        sa.ForeignKeyConstraint(["ballot"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_slip_ballot", "slip", ["ballot"])
    op.create_table(
        "tally",
        sa.Column("ballot", sa.Integer(), nullable=False),
        _word("choice"),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot"], ["record.id"]),
        sa.PrimaryKeyConstraint("ballot", "choice"),
    )


def downgrade() -> None:
    ballots = ("tally", "slip", "vote", "vote_file", "elector")
    for name in ("attachment", *ballots, "attempt", "happening", "resident", "property", "named"):
        op.drop_table(name)
    with op.batch_alter_table("record") as table:
        for name in ("ladder", "variety", "landlord"):
            table.drop_column(name)
    with op.batch_alter_table("survey_answer") as table:
        for name in ("tenure", "method", "comment", "themes"):
            table.drop_column(name)
    with op.batch_alter_table("workstream") as table:
        table.drop_column("landlord")
