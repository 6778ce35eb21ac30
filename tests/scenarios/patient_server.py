"""The server with pages that live for an hour: nothing but a change that is heard of ends them."""

from __future__ import annotations

import polls.live.kept.pages
from polls.cli import main as run


def keep_pages() -> None:
    vars(polls.live.kept.pages)["LIFETIME"] = 3_600


if __name__ == "__main__":
    keep_pages()
    run()
