"""Whatever stands in the fields that some questions ask for, the answer says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from tests.views.site import Site

ODD = [
    "",
    " ",
    "\0",
    "\r\n",
    "Bob\u2028Charlie",
    "\u202eboB",
    "\u200d" * 20,
    "ß" * 8,
    "\u0131" * 16,
    "0" * 16,
    "U" * 16,
    "-" * 5_000,
    "é" * 1_300,
    "=HYPERLINK()",
    "'; DROP TABLE ballot --",
]


@pytest.mark.parametrize("voters", Voters)
async def test_vote_with_odd_fields_is_never_a_mistake_of_ours(site: Site, voters: Voters) -> None:
    key = await site.ask("Which?", ["Red", "Green"], voters=voters, per_network=3)
    statuses = set()

    for odd in ODD:
        site.forget()
        for name, code in ((odd, "0" * 16), ("Bob", odd)):
            body = f"choice=3&name={quote_plus(name)}&code={quote_plus(code)}"
            statuses.add((await site.post(f"/poll/{key}/vote", body)).status)

    refusals = {Voters.INVITED: {403}, Voters.NAMED: {303, 422}, Voters.NETWORK: {303, 409}}
    assert statuses == refusals.get(voters, {303})
    await site.votes(key)


@pytest.mark.parametrize("field", ["name", "code"])
async def test_vote_with_bytes_that_are_no_text_is_refused(site: Site, field: str) -> None:
    key = await site.ask("Which?", ["Red", "Green"], voters=Voters.NAMED)

    for odd in ("%ff", "%ed%a0%80", "%c0%80"):
        answer = await site.post(f"/poll/{key}/vote", f"choice=3&name=Bob&{field}={odd}")
        assert answer.status == 400
    assert await site.votes(key) == [0, 0]
