from __future__ import annotations

from ipaddress import ip_network

import pytest

from polls.domain.addresses import client_address, household

PROXY = "10.0.0.1"
OUTER = "10.0.0.2"
BOB = "203.0.113.7"
TRUSTED = (ip_network("10.0.0.0/30"), ip_network("fd00::/8"))


def test_client_address_is_the_peer_without_proxies() -> None:
    assert client_address(BOB, [], ()) == BOB


def test_client_address_does_not_believe_a_stranger() -> None:
    assert client_address(BOB, ["198.51.100.1"], TRUSTED) == BOB


def test_client_address_believes_nobody_when_no_proxy_is_trusted() -> None:
    assert client_address(PROXY, [BOB], ()) == PROXY


def test_client_address_is_what_the_trusted_proxy_saw() -> None:
    assert client_address(PROXY, [BOB], TRUSTED) == BOB


def test_client_address_ignores_what_the_client_forged_before_the_proxy() -> None:
    forwarded = [f"198.51.100.1, 10.0.0.1, {BOB}"]

    assert client_address(PROXY, forwarded, TRUSTED) == BOB


@pytest.mark.parametrize(
    "forwarded",
    [[f"{BOB}, {OUTER}"], [BOB, OUTER], [f"198.51.100.1,{BOB}", f"  {OUTER}\t"]],
)
def test_client_address_goes_through_several_trusted_proxies(forwarded: list[str]) -> None:
    assert client_address(PROXY, forwarded, TRUSTED) == BOB


def test_client_address_is_the_first_hop_when_all_are_trusted() -> None:
    assert client_address(PROXY, [f"10.0.0.3, {OUTER}"], TRUSTED) == "10.0.0.3"


def test_client_address_reads_version_6() -> None:
    assert client_address("fd00::1", ["2001:db8::7"], TRUSTED) == "2001:db8::7"
    assert client_address("2001:db8::9", ["2001:db8::7"], TRUSTED) == "2001:db8::9"


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        ",",
        "unknown",
        "bob",
        "203.0.113.256",
        "203.0.113.256:443",
        "203.0.113.7:",
        "203.0.113.7:https",
        "203.0.113.7:4430000",
        "[2001:db8::7",
        "<script>",
    ],
)
def test_client_address_stops_at_what_is_no_address(garbage: str) -> None:
    assert client_address(PROXY, [f"{BOB}, {garbage}"], TRUSTED) == PROXY
    assert client_address(PROXY, [garbage], TRUSTED) == PROXY


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        (f"{BOB}:51234", BOB),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1:443", "2001:db8::1:443"),  # without brackets it is a part of the address
        (f"::ffff:{BOB}", f"::ffff:{BOB}"),
    ],
)
def test_client_address_has_no_port(hop: str, address: str) -> None:
    assert client_address(PROXY, [hop], TRUSTED) == address
    assert client_address(PROXY, [f"{hop}, {OUTER}:8080, ::ffff:{OUTER}"], TRUSTED) == address


def test_client_address_stops_at_the_last_good_hop_before_garbage() -> None:
    assert client_address(PROXY, [f"{BOB}, garbage, {OUTER}"], TRUSTED) == OUTER


def test_client_address_trusts_who_is_behind_a_unix_socket() -> None:
    assert client_address(None, [BOB], ()) == BOB
    assert client_address(None, [], ()) is None
    assert client_address(None, ["198.51.100.1, garbage"], ()) is None


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::3", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::3", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_household_is_the_line_that_devices_share(address: str, line: str) -> None:
    assert household(address) == line
