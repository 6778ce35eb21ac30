"""Django's tutorial under gunicorn, with the sync workers that it starts by default."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from bench.commands import finish, python
from bench.programs import DJANGO, Program

if TYPE_CHECKING:
    from bench.postgres import Postgres

SITE = "bench.peers.django_site"


def program(server: Postgres, workers: int) -> Program:
    """Return the program; with one worker it is one process, as ours is."""
    database = f"django{workers}"
    environ = {
        "DJANGO_SETTINGS_MODULE": f"{SITE}.settings",
        "BENCH_SOCKET": server.folder,
        "BENCH_USER": server.user,
        "BENCH_DATABASE": database,
    }

    def prepare() -> None:
        server.create_database(database)
        finish(python(f"{SITE}.prepare"), environ)

    return Program(
        DJANGO if workers == 1 else f"{DJANGO} {workers} workers",
        lambda port: [
            *python("gunicorn"),
            f"--workers={workers}",
            f"--bind=127.0.0.1:{port}",
            "--no-control-socket",
            f"{SITE}.wsgi",
        ],
        vote="/polls/1/vote/",
        pages={"index": "/polls/", "ballot": "/polls/1/", "results": "/polls/1/results/"},
        front="/polls/",
        voted=HTTPStatus.FOUND,  # what HttpResponseRedirect answers
        environ=environ,
        prepare=prepare,
    )
