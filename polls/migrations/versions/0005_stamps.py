"""What names the state of a question, in this history of the database and in no other."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("stamp", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("question", "stamp")
