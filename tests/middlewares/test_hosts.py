from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.views.site import Site

    SiteWith = Callable[..., Awaitable[Site]]

PATH = "/static/css/base.css"


async def statuses(site: Site, *hosts: str) -> dict[str, int]:
    return {host: (await site.get(PATH, Host=host)).status for host in hosts}


async def raw(site: Site, head: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_plain_addresses_are_ours_without_a_base_url(site_with: SiteWith) -> None:
    site = await site_with()
    hosts = (
        "127.0.0.1",
        "127.0.0.1:8080",
        "192.0.2.7",
        "192.0.2.7:80",
        "[::1]",
        "[::1]:8080",
        "[2001:db8::7]:8080",
        "localhost",
        "localhost:8080",
        "LOCALHOST",
        "LocalHost:80",
    )

    assert await statuses(site, *hosts) == dict.fromkeys(hosts, 200)


async def test_names_are_not_ours_without_a_base_url(site_with: SiteWith) -> None:
    site = await site_with()
    hosts = (
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "xlocalhost",
        "localhost@evil.example",
        "evil.example@localhost",
        "localhost/evil.example",
        "localhost?evil.example",
        "localhost#evil.example",
        "127.0.0.1:80:80",
        "[::1",
        "::1",
        "[evil.example]",
        "0x7f.1",
        "localhost:port",
        "127.1",
        "a" * 5_000,
    )

    assert await statuses(site, *hosts) == dict.fromkeys(hosts, 400)


async def test_base_url_names_the_one_host(site_with: SiteWith) -> None:
    site = await site_with(base_url="https://polls.test")
    ours = ("polls.test", "POLLS.test", "localhost", "localhost:8080", "127.0.0.1", "[::1]:80")
    others = (
        "www.polls.test",
        "polls.test.evil.example",
        "polls.test:8443",
        "192.0.2.7",
        "[2001:db8::7]",
        "evil.example",
    )

    assert await statuses(site, *ours, *others) == dict.fromkeys(ours, 200) | dict.fromkeys(
        others,
        400,
    )


async def test_base_url_may_have_a_port(site_with: SiteWith) -> None:
    site = await site_with(base_url="http://polls.test:8080")

    assert await statuses(site, "polls.test:8080", "polls.test", "polls.test:80") == {
        "polls.test:8080": 200,
        "polls.test": 400,
        "polls.test:80": 400,
    }


@pytest.mark.parametrize(
    ("base_url", "host"),
    [("https://polls.test", "polls.test:443"), ("http://polls.test", "polls.test:80")],
)
async def test_default_port_may_be_written(site_with: SiteWith, base_url: str, host: str) -> None:
    site = await site_with(base_url=base_url)

    assert await statuses(site, host) == {host: 200}


async def test_base_url_may_be_an_address(site_with: SiteWith) -> None:
    site = await site_with(base_url="http://[2001:db8::7]:8080")

    assert await statuses(site, "[2001:db8::7]:8080", "[2001:db8::8]:8080") == {
        "[2001:db8::7]:8080": 200,
        "[2001:db8::8]:8080": 400,
    }


async def test_name_to_listen_on_is_ours(site_with: SiteWith) -> None:
    site = await site_with(host="polls.lan")

    assert await statuses(site, "polls.lan:8080", "other.lan") == {
        "polls.lan:8080": 200,
        "other.lan": 400,
    }


async def test_absolute_request_line_is_checked_like_a_host(site_with: SiteWith) -> None:
    site = await site_with(base_url="https://polls.test")

    forged = await raw(site, f"GET http://evil.example{PATH} HTTP/1.1\r\nHost: polls.test")
    own = await raw(site, f"GET http://polls.test{PATH} HTTP/1.1\r\nHost: polls.test")

    assert forged.startswith(b"HTTP/1.1 400 ")
    assert own.startswith(b"HTTP/1.1 200 ")


async def test_host_of_an_absolute_request_line_does_not_hide_a_forged_header(
    site_with: SiteWith,
) -> None:
    site = await site_with(base_url="https://polls.test")

    answer = await raw(site, f"GET http://evil.example{PATH} HTTP/1.1\r\nHost: evil.example")

    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_missing_host_is_no_error_of_ours(site_with: SiteWith) -> None:
    site = await site_with()

    for version in ("1.0", "1.1"):
        answer = await raw(site, f"GET {PATH} HTTP/{version}")

        assert answer.split()[1] in {b"200", b"400"}


async def test_probes_are_answered_under_any_host_or_none(site_with: SiteWith) -> None:
    site = await site_with(base_url="https://polls.test")

    for path in ("/healthz", "/readyz"):
        for host in ("10.0.0.7", "evil.example", "[::1"):
            answer = await site.get(path, Host=host)
            assert answer.status == 200
            assert host not in answer.text
        assert (await raw(site, f"GET {path} HTTP/1.0")).split()[1] == b"200"


async def test_refused_host_is_told_what_to_set(site_with: SiteWith) -> None:
    site = await site_with()

    answer = await site.get("/", Host="polls.example.org")

    assert answer.status == 400
    assert "set base_url in its configuration" in answer.page.words


async def test_forged_host_gets_into_no_page(site_with: SiteWith) -> None:
    site = await site_with()

    for path in ("/", "/poll/1", "/nowhere"):
        answer = await site.get(path, Host="evil.example")

        assert "evil.example" not in answer.text + str(answer.headers)


async def test_many_hosts_are_not_remembered_for_ever(site_with: SiteWith) -> None:
    site = await site_with()

    found = await statuses(site, *(f"evil{number}.example" for number in range(250)))

    assert set(found.values()) == {400}
    assert await statuses(site, "localhost") == {"localhost": 200}
