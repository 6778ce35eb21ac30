"""Where the code of an invitation goes: to its person, and into no file of the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp

from polls.domain.electorate.invitation_codes import code_hash, parse_code
from polls.domain.questions.rules import Voters
from polls.services.running import databases
from tests import asking
from tests.scenarios.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from polls.services.questions.questions import Asked
    from polls.settings import Settings
    from tests.scenarios.serving import Server

PEOPLE = "Anna Berg\nBob Berg\nCharlie Berg"


async def test_codes_are_in_no_file_of_the_server(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    async with databases.opened(sqlite_settings) as database:
        asked = await asking.asked(database, voters=Voters.INVITED, is_listed=False)

    async with serving(sqlite_settings, tmp_path) as server:
        codes = await _invited(server, asked)
        await _vote(server, asked.key, codes[0])
        while_it_runs = _files(sqlite_settings)
        await server.stop()
    files = while_it_runs | _files(sqlite_settings) | {"log": server.output.read_bytes()}

    assert len(codes) == 5
    everywhere = b"".join(files.values())
    for code in codes:
        for written in (code, parse_code(code), code.lower(), parse_code(code).lower()):
            assert written.encode() not in everywhere
    # What is there would have been found: names, hashes, and the addresses without their codes.
    assert b"Charlie Berg" in everywhere
    assert code_hash(parse_code(codes[1])) in everywhere
    assert f"/poll/{asked.key}/manage/invitations/list".encode() in files["log"]
    assert f"/poll/{asked.key}/code/\u2026".encode() in files["log"]


async def _invited(server: Server, asked: Asked) -> list[str]:
    """Invite three people, give two of them new codes, and return all codes as they were shown."""
    jar = aiohttp.CookieJar(unsafe=True)  # the server has no name, only an address
    async with aiohttp.ClientSession(server.url, cookie_jar=jar) as alice:
        await alice.get(f"/poll/{asked.key}/organise/{asked.secret}")
        path = f"/poll/{asked.key}/manage/invitations"
        form = aiohttp.FormData({"names": PEOPLE}, default_to_multipart=True)
        form.add_field("revision", await _revision(alice, path))
        shown = await (await alice.post(f"{path}/list", data=form)).text()
        page = await (await alice.get(path)).text()
        fields = [("revision", await _revision(alice, path))]
        fields += [("invitation", id_) for id_ in re.findall(r'"invitation"\s+value="(\d+)"', page)]
        again = await (await alice.post(f"{path}/reissue", data=fields[:1] + fields[2:])).text()
    return re.findall(r'class="key">([0-9A-Z-]{19})<', shown + again)


async def _revision(alice: aiohttp.ClientSession, path: str) -> str:
    page = await (await alice.get(path)).text()
    return str(re.findall(r'name="revision"\s+value="(\d+)"', page)[0])


async def _vote(server: Server, key: str, code: str) -> None:
    """Vote with the link on a slip, as a browser does; then send it once more with a typo."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(server.url, cookie_jar=jar) as bob:
        await bob.get(f"/poll/{key}/code/{parse_code(code)}")
        ballot = await (await bob.post(f"/poll/{key}/code", data={"code": code})).text()
        choice = re.findall(r'name="choice"\s+value="(\d+)"', ballot)[0]
        vote = {"choice": choice, "code": code}
        answer = await bob.post(f"/poll/{key}/vote", data=vote, allow_redirects=False)
        assert answer.status == 303
        await bob.get(f"/poll/{key}/code/{code}?code={code}")
        await bob.get(f"/poll/{key}/code/{code}X")


def _files(settings: Settings) -> dict[str, bytes]:
    """Return the database as it lies on the disk, with its log."""
    path = settings.sqlite.path
    return {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
