"""Server-sent events as bytes (WHATWG HTML, section 9.2), made once and sent to many."""

from __future__ import annotations

import random
import re
from hashlib import blake2b
from typing import NamedTuple

RETRY_SECONDS = (1.0, 5.0)
"""After a stream ended its browser waits so long, by chance: not all come back at once."""


class Chunk(NamedTuple):
    """Bytes for a stream, as they are, and as a chunk of HTTP/1.1 (RFC 9112, section 7.1)."""

    plain: bytes
    chunked: bytes


class Event(NamedTuple):
    """A tally as an event; equal tallies have equal tags."""

    tag: str
    chunk: Chunk


def tally_event(html: str) -> Event:
    """Return the event that brings a rendered tally."""
    tag = blake2b(html.encode(), digest_size=9).hexdigest()
    data = "".join(f"data: {line}\n" for line in _LINE_END.split(html))
    return Event(tag, chunk(f"event: tally\nid: {tag}\n{data}\n".encode()))


def retry() -> Chunk:
    """Return the field that says when to come back after the stream ended."""
    milliseconds = random.uniform(*RETRY_SECONDS) * 1000  # noqa: S311 - no secret
    return chunk(f"retry: {milliseconds:.0f}\n\n".encode())


def chunk(data: bytes) -> Chunk:
    """Frame bytes, once for all who get them."""
    return Chunk(data, b"%x\r\n%b\r\n" % (len(data), data))


_LINE_END = re.compile(r"\r\n|\r|\n")  # all three end a line of a stream, so none may get through

BEAT = chunk(b"event: heartbeat\ndata:\n\n")
"""Keeps proxies from taking a quiet stream for a dead one. No comment: a page is not told of those,
and it must know that “Live” is still true."""
END = Chunk(b"", b"0\r\n\r\n")
"""What tells a whole stream from one that was cut."""
