"""The server with one mistake: PostgreSQL waits for it as long as it likes.

The negative control of the test that halts a server in the middle of a batch.
"""

from __future__ import annotations

import polls.db.engines.postgres
from polls.cli import main as run

if __name__ == "__main__":
    vars(polls.db.engines.postgres)["_limits"] = lambda _seconds: {}
    run()
