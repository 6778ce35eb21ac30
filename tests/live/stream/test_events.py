from __future__ import annotations

import pytest

from polls.live.stream.events import RETRY_SECONDS, chunk, retry, tally_event


def test_event_has_every_line_of_the_tally() -> None:
    event = tally_event("<p>\n  Tea\n</p>")

    assert event.chunk.plain.decode() == (
        f"event: tally\nid: {event.tag}\ndata: <p>\ndata:   Tea\ndata: </p>\n\n"
    )


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_event_lets_no_line_end_begin_a_field(end: str) -> None:
    event = tally_event(f"Tea{end}id: forged{end}{end}event: forged")

    lines = event.chunk.plain.decode().split("\n")
    assert [line for line in lines if line and not line.startswith("data: ")] == [
        "event: tally",
        f"id: {event.tag}",
    ]
    assert "\r" not in event.chunk.plain.decode()


def test_event_has_the_same_tag_for_the_same_tally_only() -> None:
    tags = [tally_event(html).tag for html in ("Tea", "Tea", "Coffee")]

    assert tags[0] == tags[1]
    assert tags[0] != tags[2]


def test_chunk_is_framed_by_its_length_in_bytes() -> None:
    assert chunk("Tëa\n".encode()).chunked == b"5\r\nT\xc3\xaba\n\r\n"


def test_retry_is_another_time_for_each() -> None:
    times = [int(retry().plain.removeprefix(b"retry: ")) for _ in range(50)]

    assert len(set(times)) > 25
    assert min(times) >= RETRY_SECONDS[0] * 1000
    assert max(times) <= RETRY_SECONDS[1] * 1000
