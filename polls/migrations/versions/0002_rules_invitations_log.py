"""Rules of a question, invitations, networks, the log of changes, and what was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(
        name,
        sa.Boolean(create_constraint=False),
        nullable=False,
        server_default=sa.false(),
    )


def upgrade() -> None:
    for column in (
        sa.Column("description", sa.Text()),
        sa.Column("original_text", sa.String(200)),
        sa.Column("reopened_at", sa.DateTime(timezone=True)),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("zone", sa.String(64), nullable=False, server_default="UTC"),
        _flag("is_draft"),
        _flag("wants_listing"),
        sa.Column("min_choices", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("max_choices", sa.Integer(), server_default="1"),
        sa.Column("voters", sa.String(20), nullable=False, server_default="browser"),
        sa.Column("per_network", sa.Integer()),
        sa.Column("network_key", sa.LargeBinary()),
        sa.Column("visibility", sa.String(20), nullable=False, server_default="always"),
        sa.Column("release_step", sa.Integer(), nullable=False, server_default="5"),
        sa.Column("released_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("vote_count", sa.Integer(), nullable=False, server_default="0"),
        _flag("is_shuffled"),
        sa.Column("secret_hash", sa.LargeBinary()),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("question", column)
    for column in (
        sa.Column("kind", sa.String(20), nullable=False, server_default="choice"),
        sa.Column("description", sa.Text()),
        sa.Column("link", sa.String(500)),
        sa.Column("original_text", sa.String(200)),
    ):
        op.add_column("choice", column)
    for column in (
        sa.Column("weight", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("name", sa.String(200)),
    ):
        op.add_column("ballot", column)
    # Until now every ballot marked one choice.
    op.execute(
        "UPDATE question SET vote_count = "
        "(SELECT coalesce(sum(votes), 0) FROM choice WHERE question_id = question.id)",
    )
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(200)),
        sa.Column("weight", sa.Integer(), nullable=False, server_default="1"),
        _flag("has_voted"),
        _flag("is_revoked"),
        sa.PrimaryKeyConstraint("id", name="invitation_pkey"),
        _to_question("invitation"),
        sa.UniqueConstraint(
            "question_id",
            "code_hash",
            name="invitation_question_id_code_hash_key",
        ),
    )
    op.create_table(
        "network",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "tag", name="network_pkey"),
        _to_question("network"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_entry",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(20), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.PrimaryKeyConstraint("question_id", "number", name="log_entry_pkey"),
        _to_question("log_entry"),
    )
    op.create_table(
        "deleted_question",
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="deleted_question_pkey"),
    )


def _to_question(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["question_id"],
        ["question.id"],
        name=f"{table}_question_id_fkey",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("deleted_question", "log_entry", "network", "invitation"):
        op.drop_table(table)
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column)


_ADDED = {
    "ballot": ("weight", "name"),
    "choice": ("kind", "description", "link", "original_text"),
    "question": (
        "description",
        "original_text",
        "reopened_at",
        "published_at",
        "zone",
        "is_draft",
        "wants_listing",
        "min_choices",
        "max_choices",
        "voters",
        "per_network",
        "network_key",
        "visibility",
        "release_step",
        "released_count",
        "vote_count",
        "is_shuffled",
        "secret_hash",
        "revision",
    ),
}
