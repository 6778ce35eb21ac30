"""Join codes: six digits that lead to an open question, typed by people in a room."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "join_code",
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="join_code_pkey"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name="join_code_question_id_fkey",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("question_id", name="join_code_question_id_key"),
    )


def downgrade() -> None:
    op.drop_table("join_code")
