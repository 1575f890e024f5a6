"""Every kind of record: links, memberships, organisations, health; what lists filter by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Columns that must hold something have a default in the database too: the version before this one may still be writing.

FILTERED = [
    "withdrawn", "kind", "rag", "owner", "priority", "workstream", "status", "escalated", "score", "raised_on", "closed_on"
]  # fmt: skip
LISTED = ["open", "due", "number", "id", *FILTERED]
LISTED_BY = ("workstream", "owner", "kind", "counterpart", "rag", "council", "raised_by")
RECORD_INDEXES = {
    "all_list": LISTED,
    **{f"{first}_list": list(dict.fromkeys((first, *LISTED))) for first in LISTED_BY},
    "open_score": list(dict.fromkeys(("open", "score", "id", *FILTERED))),
    "kind_score": list(dict.fromkeys(("kind", "open", "score", "id", *FILTERED))),
    "open_ref": ["open", "kind", "number", "id"],
    "open_updated": ["open", "updated_at"],
    "open_raised": ["open", "raised_on"],
    "open_closed": ["open", "closed_on"],
    "kind_number": ["kind", "number"],
}
OLD_INDEXES = {
    "open_due": ["open", "due"],
    "owner_open": ["owner", "open", "due"],
    "workstream_open": ["workstream", "open", "due"],
    "kind": ["kind"],
    "raised_on": ["raised_on"],
    "closed_on": ["closed_on"],
}

# Every word is kept, the little ones too, and stemmed as English.
FULL_TEXT = {
    "sqlite": [
        "CREATE VIRTUAL TABLE record_text USING fts5(title, said, prefix='2 3', tokenize='porter unicode61')",
    ],
    "postgresql": [
        "CREATE TEXT SEARCH DICTIONARY chivvy_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION chivvy (COPY = pg_catalog.simple)",
        "ALTER TEXT SEARCH CONFIGURATION chivvy ALTER MAPPING FOR asciiword, word, numword WITH chivvy_stem",
        "CREATE TABLE record_text (record integer PRIMARY KEY REFERENCES record (id), title tsvector NOT NULL,"
        " words tsvector NOT NULL)",
        "CREATE INDEX ix_record_text_title ON record_text USING gin (title) WITH (fastupdate = off)",
        "CREATE INDEX ix_record_text_words ON record_text USING gin (words) WITH (fastupdate = off)",
    ],
}


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

    op.create_table(
        "survey_answer",
        sa.Column("survey", sa.Integer(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("survey", "response"),
    )

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_batch"), ["batch"], unique=False)

    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))

    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deputy", sa.String(), nullable=True))

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("score", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rag", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("council", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("counterpart", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("escalated", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("derived", sa.Integer(), nullable=False, server_default="0"))
        for name in OLD_INDEXES:
            batch_op.drop_index(f"ix_record_{name}")
        for name, columns in RECORD_INDEXES.items():
            batch_op.create_index(f"ix_record_{name}", columns, unique=False)
    # Whoever starts Chivvy next works out the new columns and what search knows of the records that are there.
    to_derive = sa.text("derived <> version")
    op.create_index("ix_record_to_derive", "record", ["id"], sqlite_where=to_derive, postgresql_where=to_derive)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_actor_newest", ["actor", "id"], unique=False)

    op.create_table(
        "word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    op.create_index("ix_word_first", "word", ["first", "length"])
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)

    # Whoever had a workstream has been on it from the beginning.
    op.execute(
        "INSERT INTO membership (person, workstream, role) SELECT id, workstream, '' FROM person WHERE workstream IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_record_to_derive", "record")
    op.execute("DROP TABLE record_text")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TEXT SEARCH CONFIGURATION chivvy")
        op.execute("DROP TEXT SEARCH DICTIONARY chivvy_stem")
    with op.batch_alter_table("record") as batch_op:
        for name in RECORD_INDEXES:
            batch_op.drop_index(f"ix_record_{name}")
        for name, columns in OLD_INDEXES.items():
            batch_op.create_index(f"ix_record_{name}", columns)
        for column in ("derived", "escalated", "counterpart", "council", "priority", "rag", "score"):
            batch_op.drop_column(column)
    with op.batch_alter_table("leave") as batch_op:
        batch_op.drop_column("deputy")
    with op.batch_alter_table("identity") as batch_op:
        batch_op.drop_column("asked_on")
        batch_op.drop_column("confirmed")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index("ix_event_actor_newest")
        batch_op.drop_index("ix_event_batch")
        batch_op.drop_column("batch")
    for table in ("word", "survey_answer", "link", "membership", "organisation", "health"):
        op.drop_table(table)
