"""Connections to PostgreSQL that are encrypted, and to the right server."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
import trustme

from polls.domain.start_errors import StartError
from polls.services.running import databases
from tests import asking
from tests.refusals import refuses

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator
    from pathlib import Path

    from polls.settings import Settings

SSL_REQUEST = bytes.fromhex("0000000804d2162f")


@asynccontextmanager
async def encrypting(settings: Settings, certificate: trustme.LeafCert) -> AsyncIterator[int]:
    """Stand in front of a PostgreSQL server that knows no TLS, and yield the port."""
    assert settings.postgres is not None
    path = f"{settings.postgres.host}/.s.PGSQL.{settings.postgres.port}"
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            assert await reader.readexactly(8) == SSL_REQUEST, "it began without asking for TLS"
            writer.write(b"S")
            await writer.start_tls(context)
            behind, to_behind = await asyncio.open_unix_connection(path)
            await asyncio.gather(_copy(reader, to_behind), _copy(behind, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


def through(settings: Settings, port: int, **tls: object) -> Settings:
    assert settings.postgres is not None
    block = settings.postgres.model_copy(update={"host": "localhost", "port": port, **tls})
    return settings.model_copy(update={"postgres": block})


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
async def test_database_is_reached_over_tls(
    postgres_settings: Settings, tmp_path: Path, mode: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    root = None if mode == "require" else tmp_path / "ca.pem"

    async with encrypting(postgres_settings, authority.issue_cert("localhost")) as port:
        settings = through(postgres_settings, port, sslmode=mode, sslrootcert=root)
        async with databases.opened(settings) as database:
            found = await asking.every(database)

    assert found == []


@pytest.mark.parametrize(
    ("mode", "name", "is_our_authority"),
    [("verify-full", "db.example", True), ("verify-full", "localhost", False)],
)
async def test_another_server_is_refused(
    postgres_settings: Settings, tmp_path: Path, mode: str, name: str, *, is_our_authority: bool
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issuer = authority if is_our_authority else trustme.CA()

    async with encrypting(postgres_settings, issuer.issue_cert(name)) as port:
        settings = through(postgres_settings, port, sslmode=mode, sslrootcert=tmp_path / "ca.pem")
        with refuses(StartError, match="certificate verify failed"):
            async with databases.opened(settings):
                pass


async def test_server_without_tls_is_refused_where_it_is_required(
    postgres_settings: Settings,
) -> None:
    async def refuse(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"N")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with refuses(StartError, match="SSL"):
            async with databases.opened(through(postgres_settings, port, sslmode="require")):
                pass
