"""The obvious application: aiohttp and asyncpg, one transaction a vote."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import asyncpg
import uvloop
from aiohttp import web

from bench.commands import python
from bench.programs import CHOICES, PLAIN, Program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bench.postgres import Postgres

DATABASE = "plain"
CONNECTIONS = 10
"""asyncpg's own default."""

POOL = web.AppKey("POOL", asyncpg.Pool)


def program(server: Postgres) -> Program:
    """Return the program; it makes its table when it starts."""
    return Program(
        PLAIN,
        lambda port: [
            *python("bench.peers.plain"),
            f"--port={port}",
            f"--socket={server.folder}",
            f"--user={server.user}",
        ],
        vote="/vote",
        pages={},
        prepare=lambda: server.create_database(DATABASE),
    )


async def vote(request: web.Request) -> web.Response:
    form = await request.post()
    changed = await request.app[POOL].execute(
        "UPDATE choice SET votes = votes + 1 WHERE id = $1",
        int(str(form["choice"])),
    )
    if changed == "UPDATE 0":
        raise web.HTTPNotFound
    return web.Response(status=303, headers={"Location": "/"})


async def front(_request: web.Request) -> web.Response:
    return web.Response(text="votes are taken")


async def pool(app: web.Application, socket: str, user: str) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        host=socket,
        user=user,
        database=DATABASE,
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
    ) as connections:
        await connections.execute(
            "CREATE TABLE IF NOT EXISTS choice "
            "(id integer PRIMARY KEY, choice_text varchar(200), votes integer NOT NULL DEFAULT 0)",
        )
        await connections.executemany(
            "INSERT INTO choice VALUES ($1, $2) ON CONFLICT DO NOTHING",
            list(enumerate(CHOICES, start=1)),
        )
        app[POOL] = connections
        yield


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--user", required=True)
    arguments = parser.parse_args()
    app = web.Application()
    app.router.add_get("/", front)
    app.router.add_post("/vote", vote)
    app.cleanup_ctx.append(lambda app: pool(app, arguments.socket, arguments.user))
    web.run_app(
        app,
        host="127.0.0.1",
        port=arguments.port,
        loop=uvloop.new_event_loop(),
        access_log=None,
    )


if __name__ == "__main__":
    main()
