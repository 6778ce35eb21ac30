from __future__ import annotations

import asyncio
import gzip
import re
import time
import zlib
from typing import TYPE_CHECKING

from tests.views.site import FORM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.views.site import Site

    SiteWith = Callable[..., Awaitable[Site]]

MANY = 50_000_000
BODIES = {
    "gzip": gzip.compress(b"choice=1"),
    "deflate": zlib.compress(b"choice=1"),
    "br": b"choice=1",
    "gzip, identity": b"not packed at all",
    "GZIP": gzip.compress(b"&" * MANY),
    "unknown": b"",
}


async def test_compressed_request_is_refused_wherever_it_goes(site_with: SiteWith) -> None:
    site = await site_with()
    places = [("POST", "/poll/1/vote"), ("GET", "/"), ("PUT", "/new"), ("POST", "/not/there")]

    for encoding, body in BODIES.items():
        for method, path in places:
            headers = {"Content-Encoding": encoding, "Content-Type": FORM}
            answer = await site.request(method, path, data=body, headers=headers)

            assert answer.status == 415
            assert answer.headers["Accept-Encoding"] == "identity"
            assert "does not read compressed requests" in answer.page.words


async def test_request_that_says_that_it_is_plain_is_taken(site: Site) -> None:
    assert (await site.vote(1, Content_Encoding="identity")).status == 303


async def test_compressed_request_is_not_unpacked(site_with: SiteWith) -> None:
    site = await site_with()
    bombs = gzip.compress(b"&" * (4 * MANY))

    began = time.process_time()
    answer = await site.post("/poll/1/vote", bombs, Content_Encoding="gzip")
    seconds = time.process_time() - began

    assert answer.status == 415
    assert seconds < 0.1  # it would be 0.3, and 200 MB


async def test_connection_goes_on_after_a_compressed_request(site_with: SiteWith) -> None:
    site = await site_with()
    body = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = "POST /not/there HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Encoding: gzip\r\n"
    last = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"

    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + last)
    answers = await asyncio.wait_for(reader.read(), 5)
    writer.close()

    assert re.findall(rb"HTTP/1.1 (\d{3}) ", answers) == [b"415", b"200"]
