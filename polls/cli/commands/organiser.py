"""`polls organiser`: a new organiser's link, for one that was lost."""

from __future__ import annotations

from polls.cli import links
from polls.cli.options import Config, Key, read_settings, run
from polls.cli.printing import need_output, print_once
from polls.domain.questions.log import OPERATOR
from polls.services.questions import organisers
from polls.services.running import databases
from polls.settings import Settings


def organiser(question: Key, config: Config = None) -> None:
    """Print a new organiser's link for a question; the previous link stops working."""
    need_output()
    settings = read_settings(config)
    secret = organisers.new_secret()
    run(_renew(settings, question, secret))
    print_once(
        f"{links.organise(settings, question, secret)}\n",
        otherwise="The link before is out of force: make another one with “polls organiser”.",
    )


async def _renew(settings: Settings, key: str, secret: str) -> None:
    async with databases.opened(settings) as database:
        await organisers.renew(database, key, OPERATOR, secret)
