"""The server that does all its work in the event loop, long or not.

The negative control of the attack: while it computes, nobody's vote gets on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polls.main
from polls.bulkheads import Bulkhead
from polls.cli import main as run

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.bulkheads import Given, Result


class NoBulkhead(Bulkhead):
    async def run(
        self,
        owner: str | None,  # noqa: ARG002 - whose it is makes no difference
        function: Callable[Given, Result],
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Result:
        return function(*args, **options)


if __name__ == "__main__":
    vars(polls.main)["Bulkhead"] = NoBulkhead
    run()
