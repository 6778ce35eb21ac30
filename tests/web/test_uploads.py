from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polls.domain.errors import PollsError
from polls.web import statuses
from polls.web.uploads import UPLOAD, read_upload

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KIB = 1024
MIB = 1024 * KIB
TYPE = 'multipart/form-data; boundary="x y"'


class Reader:
    """A server that reads uploads, and tells what it made of them."""

    def __init__(self) -> None:
        self.places = asyncio.Semaphore(2)
        self.arriving = asyncio.Event()
        self.client: TestClient[web.Request, web.Application]
        self.found: dict[str, bytes] = {}

    async def answer(self, request: web.Request) -> web.Response:
        self.arriving.set()
        try:
            self.found = await read_upload(request, self.places)
        except PollsError as error:
            return web.Response(status=statuses.status(error))
        return web.Response()

    async def send(self, body: bytes | AsyncIterator[bytes], kind: str = TYPE) -> int:
        self.found = {}
        headers = {"Content-Type": kind}
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        async with self.client.post("/", data=data, headers=headers) as response:
            return response.status


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    reader = Reader()
    app = web.Application(client_max_size=64 * KIB)
    app.router.add_post("/", reader.answer)
    async with TestClient(TestServer(app)) as reader.client:
        yield reader


def body_of(*parts: bytes) -> bytes:
    return b"".join(b"--x y\r\n" + part + b"\r\n" for part in parts) + b"--x y--\r\n"


def field(name: str, content: bytes) -> bytes:
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content


FILE = b'content-disposition: form-data; filename="a.csv"; name="file"\r\nContent-Type: a/b\r\n\r\n'


async def test_fields_and_files_are_read(reader: Reader) -> None:
    status = await reader.send(
        body_of(field("a", b"1\r\n--x\r\n"), FILE + b"\xff\x00", field("e", b""), field("a", b"2")),
    )

    assert status == 200
    assert reader.found == {"a": b"1\r\n--x\r\n", "file": b"\xff\x00", "e": b""}


async def test_file_is_read_to_its_limit(reader: Reader) -> None:
    around = len(body_of(field("a", b"")))

    statuses = {
        size: await reader.send(body_of(field("a", b"x" * (size - around))))
        for size in (65 * KIB, UPLOAD.body, UPLOAD.body + 1)
    }

    assert UPLOAD.body == 2 * MIB
    assert list(statuses.values()) == [200, 200, 413]


async def test_file_of_unknown_length_is_read_to_the_limit_only(reader: Reader) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 64 * KIB

    assert await reader.send(endless()) == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n" * MIB,
        b"--x y",
        b"--x y\r\n\r\n--x y--",
        body_of(b"name=a\r\n\r\nx"),
        body_of(b'Content-Disposition: form-data; name="a"'),
        body_of(field("a" * 1_000, b"x")),
        body_of(field("a", b"x"))[:-6],
        b"\r\n" + body_of(field("a", b"x")),
        body_of(*[field("a", b"x")] * 21),
    ],
)
async def test_form_that_is_broken_is_refused(reader: Reader, body: bytes) -> None:
    assert await reader.send(body) == 400


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/x-www-form-urlencoded", 415),
        ("text/csv", 415),
        ("multipart/mixed; boundary=x", 415),
        ("multipart/form-data; 1*", 400),
        ("multipart/form-data; boundary*=''é", 400),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary*=utf-8''%C3%A4", 400),
        ("multipart/form-data; boundary*0=a; boundary*2=b", 400),
    ],
)
async def test_other_kinds_of_form_are_refused(reader: Reader, kind: str, status: int) -> None:
    assert await reader.send(body_of(field("a", b"x")), kind) == status


async def test_files_that_are_too_many_at_once_are_put_off(reader: Reader) -> None:
    may_end = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"--x y\r\n"
        await may_end.wait()
        yield field("a", b"x") + b"\r\n--x y--"

    arriving = []
    for _ in range(2):
        reader.arriving.clear()
        arriving.append(asyncio.create_task(reader.send(slow())))
        await reader.arriving.wait()

    assert await reader.send(body_of(field("a", b"x"))) == 503
    may_end.set()
    assert await asyncio.gather(*arriving) == [200, 200]
    assert await reader.send(body_of(field("a", b"x"))) == 200


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(
    head=st.sampled_from([b"", b"--x y", b"--x y\r\n", b"--x y\r\n" + FILE, b"\r\n--x y--"]),
    body=st.binary(max_size=200),
)
async def test_no_form_is_too_strange(reader: Reader, head: bytes, body: bytes) -> None:
    assert await reader.send(head + body) in {200, 400}
