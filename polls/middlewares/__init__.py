"""What every request goes through, outermost first, with the reason for the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.middlewares.answers import count_answers
from polls.middlewares.checks import checked
from polls.middlewares.copied_links import copied_links
from polls.middlewares.departures import departures
from polls.middlewares.encodings import plain_bodies
from polls.middlewares.errors import error_pages
from polls.middlewares.headers import add_headers
from polls.middlewares.hosts import known_hosts
from polls.middlewares.languages import chosen_language
from polls.middlewares.origins import same_origin
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp.web import Application


def setup_middlewares(app: Application) -> None:
    """Attach the middlewares, and what is done to every response."""
    app.middlewares.extend(
        [
            # outside even errors, which are said in it too
            *([chosen_language] if app[SETTINGS].pseudo_locale else []),
            error_pages,  # outside, so that whatever the others refuse gets a page
            departures,  # inside, or it would be a mistake of the program
            checked(  # before any view: a refused post must have no effect
                plain_bodies(),  # first, for it is the cheapest
                known_hosts(app),  # before the origin, which is compared with the host
                same_origin(app),
            ),
            copied_links,  # behind the checks: it looks at no request that they refuse
        ],
    )
    # Signals and not middlewares, so that error pages and static files have their part too.
    app.on_response_prepare.extend([add_headers(app), count_answers(app)])
