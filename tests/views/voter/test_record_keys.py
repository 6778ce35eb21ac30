from __future__ import annotations

from typing import TYPE_CHECKING

from polls.presentation.records.keys import key_words
from polls.services.records import keys
from polls.typedefs import DATABASE

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import Client


async def test_page_of_the_key_shows_it_and_its_history(client: Client, settings: Settings) -> None:
    database = client.app[DATABASE]
    (old,) = await keys.active(database, settings)
    first = await (await client.get("/record-key")).text()

    await keys.rotate(database, settings, at_once=True)

    second = await (await client.get("/record-key")).text()
    assert key_words(old.verifier) in first
    assert "Previous keys" not in first
    (new,) = await keys.active(database, settings)
    for key in (old, new):
        assert key_words(key.verifier) in second
    assert "Previous keys" in second
