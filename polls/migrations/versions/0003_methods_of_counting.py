"""How a question is counted, and the index for keeping its count up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("method", sa.String(20), nullable=False, server_default="plurality"),
        sa.Column("seats", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("options", sa.Text()),
        sa.Column("highest", sa.Integer(), nullable=False, server_default="5"),
        sa.Column("labels", sa.Text()),
        sa.Column("quorum", sa.Integer()),
        sa.Column("quorum_percent", sa.Integer()),
        sa.Column("threshold", sa.String(20), nullable=False, server_default="simple"),
        sa.Column("lot_seed", sa.LargeBinary()),
    ):
        op.add_column("question", column)
    # Until now several marks on a ballot were counted as approval is.
    op.execute(
        "UPDATE question SET method = 'approval' WHERE max_choices IS NULL OR max_choices > 1",
    )
    op.create_index(
        "ballot_replaced",
        "ballot",
        ["question_id", "replaced_by"],
        sqlite_where=sa.text("replaced_by IS NOT NULL"),
        postgresql_where=sa.text("replaced_by IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ballot_replaced", "ballot")
    for name in _ADDED:
        op.drop_column("question", name)


_ADDED = (
    "method",
    "seats",
    "options",
    "highest",
    "labels",
    "quorum",
    "quorum_percent",
    "threshold",
    "lot_seed",
)
