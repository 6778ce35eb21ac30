"""The server with few open files and one mistake: no idle connection makes room for a new one.

The negative control of the test of many idle connections.
"""

from __future__ import annotations

import polls.cli.server.connections
from polls.cli import main as run
from tests.scenarios.narrow_server import narrow

if __name__ == "__main__":
    narrow()
    vars(polls.cli.server.connections)["_room"] = lambda _allowed: 0
    run()
