"""The clock: escalations, personal settings, pace, reach, and what a notice is about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# Columns that must hold something have a default in the database too: the version before this one may still be writing.


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "notice_ref",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"]),
        sa.PrimaryKeyConstraint("ref", "notice"),
    )
    op.create_index("ix_notice_ref_notice", "notice_ref", ["notice"])
    op.create_table(
        "pace",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_pace_free_at", "pace", ["free_at"])
    op.create_table(
        "reach",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("platform"),
    )
    op.create_table(
        "beat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("done_for", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    _create_escalation()
    for column in ("whole", "names"):
        op.add_column("place", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("notice", sa.Column("urgency", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("notice", sa.Column("under", sa.String(), nullable=False, server_default=""))
    op.add_column("notice", sa.Column("filed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_notice_to_send", "notice", ["state", "urgency", "due_at", "id"])
    op.create_index("ix_notice_place_sent", "notice", ["place", "rule", "state", "due_at"])
    not_filed = sa.text("NOT filed")
    op.create_index("ix_notice_to_file", "notice", ["id"], sqlite_where=not_filed, postgresql_where=not_filed)
    put_off = sa.text("retry_at IS NOT NULL")
    op.create_index("ix_notice_put_off", "notice", ["retry_at"], sqlite_where=put_off, postgresql_where=put_off)


def _create_escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("to_people", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_wake", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("response_words", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record", "cause", "occasion", "step"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_escalation_record", "escalation", ["record"])
    op.create_index("ix_escalation_state_wake", "escalation", ["state", "next_wake"])


def downgrade() -> None:
    for index in ("put_off", "to_file", "place_sent", "to_send"):
        op.drop_index(f"ix_notice_{index}", table_name="notice")
    for column in ("filed", "under", "urgency"):
        op.drop_column("notice", column)
    for column in ("names", "whole"):
        op.drop_column("place", column)
    for table in ("escalation", "beat", "reach", "pace", "notice_ref", "preferences"):
        op.drop_table(table)
