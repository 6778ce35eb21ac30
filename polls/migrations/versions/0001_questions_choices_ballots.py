"""Questions, choices and ballots."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_text", sa.String(200), nullable=False),
        sa.Column("pub_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_date", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("key", sa.String(20)),
        sa.Column("is_listed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("may_change", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("credential_key", sa.LargeBinary(), nullable=False),
        sa.Column("ballot_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="question_id_pkey"),
        sa.UniqueConstraint("key", name="question_key_key"),
    )
    op.create_index("question_listed_pub_date", "question", ["is_listed", "pub_date", "id"])
    op.create_table(
        "choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("choice_text", sa.String(200), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="choice_id_pkey"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name="choice_question_id_fkey",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("question_id", "ordinal", name="choice_question_id_ordinal_key"),
    )
    op.create_table(
        "ballot",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_by", sa.Integer()),
        sa.PrimaryKeyConstraint("question_id", "position", name="ballot_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ballot_current_key",
        "ballot",
        ["key_hash", "question_id"],
        unique=True,
        sqlite_where=sa.text("replaced_by IS NULL"),
        postgresql_where=sa.text("replaced_by IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("ballot")
    op.drop_table("choice")
    op.drop_table("question")
