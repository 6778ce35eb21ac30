"""${message}

A change must let the version before it go on running, for on several machines both run at once
for a while. So take something away in three releases: stop reading it, stop writing it, drop it.
On PostgreSQL a statement that waits for a lock makes every voter wait behind it: add columns
without a volatile default, constraints as NOT VALID first, indexes CONCURRENTLY.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
