"""Records of closed questions, the keys that sign them, and whether voters get receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "question",
        sa.Column(
            "is_unrecorded",
            sa.Boolean(create_constraint=False),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    op.add_column(
        "question",
        sa.Column(
            "has_receipts",
            sa.Boolean(create_constraint=False),
            nullable=False,
            server_default=sa.true(),
        ),
    )
    op.create_table(
        "record",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("making", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("choice_ids", sa.Text(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("close", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("verifier_keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "number", name="record_pkey"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name="record_question_id_fkey",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "record_tile",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("making", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.LargeBinary(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "making", "place", name="record_tile_pkey"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name="record_tile_question_id_fkey",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signing_key",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_key", sa.LargeBinary()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("number", name="signing_key_pkey"),
    )


def downgrade() -> None:
    op.drop_table("signing_key")
    op.drop_table("record_tile")
    op.drop_table("record")
    op.drop_column("question", "has_receipts")
    op.drop_column("question", "is_unrecorded")
