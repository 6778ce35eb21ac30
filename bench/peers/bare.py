"""The HTTP alone: aiohttp handlers that parse the same form and send as many bytes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvloop
from aiohttp import web

from bench.commands import python
from bench.programs import BARE, Program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

ETAG = f'"{"0" * 24}"'


def program(sizes: Mapping[str, int]) -> Program:
    """Return the program; `sizes` has the bytes of each page."""
    arguments = [f"--page={name}={size}" for name, size in sizes.items()]
    return Program(
        BARE,
        lambda port: [*python("bench.peers.bare"), f"--port={port}", *arguments],
        vote="/vote",
        pages={name: f"/{name}" for name in sizes},
        front="/index",
    )


async def vote(request: web.Request) -> web.Response:
    form = await request.post()
    int(str(form["choice"]))
    return web.Response(status=303, headers={"Location": "/results"})


def page(size: int) -> Handler:
    """Return a handler of so many bytes, or of none if the reader names their tag."""
    body = b"x" * size
    headers = {"Content-Type": "text/html; charset=utf-8", "ETag": ETAG}

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == ETAG:
            return web.Response(status=304, headers={"ETag": ETAG})
        return web.Response(body=body, headers=headers)

    return answer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--page", action="append", required=True, help="name=bytes")
    arguments = parser.parse_args()
    app = web.Application()
    app.router.add_post("/vote", vote)
    for name, _, size in (each.partition("=") for each in arguments.page):
        app.router.add_get(f"/{name}", page(int(size)))
    web.run_app(
        app,
        host="127.0.0.1",
        port=arguments.port,
        loop=uvloop.new_event_loop(),
        access_log=None,
    )


if __name__ == "__main__":
    main()
