from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text
from structlog.testing import capture_logs

from polls.db.schema import question
from polls.web import forms
from tests.db.programs import another_program_writing
from tests.views.site import FORM

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.settings import Settings
    from tests.views.site import Site

VOTE = "/poll/1/vote"
KIB = 1024


def form_of(size: int) -> str:
    """A vote for the first choice, in a form of exactly `size` bytes."""
    fields = "&".join(["choice=1", *("f=" + "x" * 8_000 for _ in range(size // 8_100))])
    return fields + "&" + "x" * (size - len(fields) - 1)


@given(st.text(alphabet="ab-1=&+;", max_size=30))
def test_fields_of_a_form_are_those_that_the_standard_library_reads(text: str) -> None:
    assert forms.fields(text) == parse_qsl(text, keep_blank_values=True, errors="replace")


def test_fields_are_limited_also_where_nothing_is_to_be_decoded() -> None:
    forms.fields("&".join(["a=1"] * forms.FIELDS_LIMIT))

    with pytest.raises(ValueError, match="fields"):
        forms.fields("&".join(["a=1"] * (forms.FIELDS_LIMIT + 1)))


async def test_form_of_the_largest_size_is_read(site: Site) -> None:
    body = form_of(64 * KIB)
    assert len(body) == 64 * KIB

    assert (await site.post(VOTE, body)).status == 303


async def test_form_is_known_by_its_type_whatever_parameters_follow(site: Site) -> None:
    for broken in ("1*", f"a*{'9' * 5_000}=x", ";" * 7_000, '"' * 7_000):
        answer = await site.post(VOTE, "choice=1", Content_Type=f"{FORM}; {broken}")

        assert answer.status == 303


async def test_form_that_is_too_long_is_refused(site: Site) -> None:
    sizes = (64 * KIB + 1, 65 * KIB, 1024 * KIB)

    answers = {size: await site.post(VOTE, form_of(size)) for size in sizes}

    assert {size: answer.status for size, answer in answers.items()} == dict.fromkeys(sizes, 413)
    assert "at most 64 KiB" in answers[64 * KIB + 1].page.words
    assert await site.votes() == [0, 0]


async def test_form_that_does_not_say_its_length_is_read_to_the_limit_only(site: Site) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1_000

    answer = await site.request("POST", VOTE, data=endless(), headers={"Content-Type": FORM})

    assert answer.status == 413


async def test_form_in_pieces_is_read(site: Site) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"cho", b"ice", b"=2"):
            await asyncio.sleep(0.01)
            yield piece

    answer = await site.request(
        "POST",
        VOTE,
        data=pieces(),
        headers={"Content-Type": FORM},
    )

    assert answer.status == 303
    assert await site.votes() == [0, 1]


async def test_form_has_limits_of_fields(site: Site) -> None:
    expected = {
        "choice=1&note=" + "x" * 8 * KIB: 303,
        "choice=1&note=" + "x" * (8 * KIB + 1): 413,
        "choice=1&" + "n" * (8 * KIB + 1) + "=x": 413,
        "choice=" + "1" * (8 * KIB + 1): 413,
        "choice=1" + "&a=b" * 999: 303,
        "choice=1" + "&a=b" * 1_000: 413,
    }

    answers = {body: await site.post(VOTE, body) for body in expected}

    assert {body: answer.status for body, answer in answers.items()} == expected
    for answer in answers.values():
        if answer.status == 413:
            assert "1,000 fields, and 8 KiB per field." in answer.page.words


async def test_form_of_another_kind_is_refused(site: Site) -> None:
    kinds = (
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "application/octet-stream",
        f"{FORM}-not",
        "garbage",
        "",
    )

    answers = {kind: await site.post(VOTE, "choice=1", Content_Type=kind) for kind in kinds}

    assert {kind: answer.status for kind, answer in answers.items()} == dict.fromkeys(kinds, 415)
    assert FORM in answers["application/json"].page.words
    assert await site.votes() == [0, 0]


async def test_form_in_json_is_refused(site: Site) -> None:
    answer = await site.post(VOTE, '{"choice": 1}', Content_Type="application/json")

    assert answer.status == 415


async def test_form_with_a_file_is_refused(site: Site) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="choice"\r\n\r\n1\r\n--x--\r\n'

    answer = await site.post(VOTE, body, Content_Type="multipart/form-data; boundary=x")

    assert answer.status == 415


async def test_form_is_read_whatever_charset_it_claims(site: Site) -> None:
    kinds = (
        FORM,
        FORM.upper(),
        *(
            f"{FORM}; charset={charset}"
            for charset in ("utf-8", "nonsense", "", "utf-16", "idna", "rot13", '"')
        ),
        f"{FORM}; boundary=x; q=1",
        f"{FORM};;;",
    )

    statuses = {
        kind: (await site.post(VOTE, "choice=2", Content_Type=kind)).status for kind in kinds
    }

    assert statuses == dict.fromkeys(kinds, 303)
    assert await site.votes() == [0, 1]


async def test_form_that_is_not_utf_8_is_refused(site: Site) -> None:
    bodies = (
        b"choice=\xff",
        b"\xc3\x28=1",
        b"choice=%ff",
        b"choice=1&%c3%28=x",
        b"choice=1&note=%ed%a0%80",  # a lone surrogate
        b"choice=1&note=%f8%88%80%80%80",
    )

    answers = {body: await site.post(VOTE, body) for body in bodies}

    assert {body: answer.status for body, answer in answers.items()} == dict.fromkeys(bodies, 400)
    assert "The form is not in UTF-8." in answers[b"choice=%ff"].page.words
    assert await site.votes() == [0, 0]


async def test_form_in_any_language_is_read(site: Site) -> None:
    answer = await site.post(VOTE, "choice=1&note=%E2%98%95+%C3%A9%20%F0%9F%8D%B5")

    assert answer.status == 303


async def test_form_that_is_slow_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "BODY_SECONDS", 0.1)
    reader, writer = await connected(site)

    writer.write(
        b"POST /poll/1/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncho",
    )
    status_line = await asyncio.wait_for(reader.readline(), 3)

    writer.close()
    assert status_line.startswith(b"HTTP/1.1 408 ")
    assert await site.votes() == [0, 0]


async def test_form_whose_sender_leaves_is_no_mistake_of_the_program(site: Site) -> None:
    with capture_logs() as logs:
        _reader, writer = await connected(site)
        writer.write(
            b"POST /poll/1/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncho",
        )
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.close()
        await asyncio.sleep(0.2)

    assert [event["event"] for event in logs if event["log_level"] == "error"] == []
    assert await site.votes() == [0, 0]


async def test_vote_is_recorded_when_its_sender_leaves(site: Site, settings: Settings) -> None:
    _reader, writer = await connected(site)
    async with held_up(site, settings):
        writer.write(
            b"POST /poll/1/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nchoice=1",
        )
        await writer.drain()
        await asyncio.sleep(0.1)
        assert await site.votes() == [0, 0]
        writer.close()
        await asyncio.sleep(0.1)

    await asyncio.sleep(0.2)

    assert await site.votes() == [1, 0]


@asynccontextmanager
async def held_up(site: Site, settings: Settings) -> AsyncIterator[None]:
    """Let every vote wait for the end of the block, or on PostgreSQL for half a second."""

    def lock(connection: Connection) -> None:
        connection.execute(select(question.c.id).with_for_update())
        connection.execute(text("SELECT pg_sleep(0.5)"))

    if settings.postgres is None:
        with another_program_writing(settings.sqlite.path):
            yield
        return
    holding = asyncio.create_task(site.database.write(lock))
    await asyncio.sleep(0.1)
    yield
    await holding


async def connected(site: Site) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", site.client.port)


BODIES = st.one_of(
    st.binary(max_size=200),
    st.lists(
        st.sampled_from([b"choice", b"=", b"&", b"1", b"%", b"%f", b"%00", b";", b"+", b"\0"]),
        max_size=30,
    ).map(b"".join),
)


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=BODIES)
async def test_form_of_any_bytes_is_never_an_error_of_ours(site: Site, body: bytes) -> None:
    answer = await site.post(VOTE, body)

    assert answer.status in {303, 400, 422}
