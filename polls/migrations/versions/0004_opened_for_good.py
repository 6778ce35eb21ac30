"""Since when a question was open, so that a clock that is put back does not hide it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE question SET opened_at = pub_date "
        "WHERE NOT is_draft AND pub_date <= CURRENT_TIMESTAMP",
    )


def downgrade() -> None:
    op.drop_column("question", "opened_at")
