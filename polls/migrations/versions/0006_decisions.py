"""What the organiser has decided for, when voting has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a constant as default, PostgreSQL need not write the table anew.
    op.add_column(
        "choice",
        sa.Column("is_decided", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("choice", "is_decided")
