"""Every kind of record: links, memberships, organisations, health; what lists filter by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Columns that must hold something have a default in the database too: the version before this one may still be writing.


def upgrade() -> None:
    op.create_table(
        "health",
        sa.Column("workstream", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workstream", "day"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("workstream", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workstream"],
            ["workstream.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person"), ["person"], unique=False)
        batch_op.create_index("ix_membership_workstream", ["workstream", "last"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"],
            ["record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["target"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "target", "relation"),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_target"), ["target"], unique=False)

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_batch"), ["batch"], unique=False)

    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("score", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rag", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("council", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("counterpart", sa.String(), nullable=True))
        batch_op.create_index("ix_record_counterpart_open", ["counterpart", "open", "due"], unique=False)
        batch_op.create_index("ix_record_kind_number", ["kind", "number"], unique=False)
        batch_op.create_index("ix_record_kind_open", ["kind", "open", "due"], unique=False)
        batch_op.create_index("ix_record_rag_open", ["rag", "open", "kind"], unique=False)

    # Actions that were logged before lists could filter by priority.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE record SET priority = body ->> 'priority'")
    else:
        op.execute("UPDATE record SET priority = json_extract(body, '$.priority')")


def downgrade() -> None:
    with op.batch_alter_table("record") as batch_op:
        for index in ("rag_open", "kind_open", "kind_number", "counterpart_open"):
            batch_op.drop_index(f"ix_record_{index}")
        for column in ("counterpart", "council", "priority", "rag", "score"):
            batch_op.drop_column(column)
    with op.batch_alter_table("identity") as batch_op:
        batch_op.drop_column("confirmed")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index("ix_event_batch")
        batch_op.drop_column("batch")
    for table in ("link", "membership", "organisation", "health"):
        op.drop_table(table)
