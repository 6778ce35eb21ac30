"""When its organiser ended voting on a question, as can be taken back for a minute."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("stopped_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    # What was ended stays so.
    op.execute("UPDATE question SET closed_at = coalesce(closed_at, stopped_at)")
    op.drop_column("question", "stopped_at")
