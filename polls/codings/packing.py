"""Content codings (RFC 9110, section 8.4.1): how bodies are made smaller on their way."""

from __future__ import annotations

import gzip
import sys
from enum import StrEnum
from hashlib import blake2b

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class Coding(StrEnum):
    """A coding by the name that it has in headers."""

    ZSTD = "zstd"
    BROTLI = "br"
    GZIP = "gzip"


def content_tag(body: bytes) -> str:
    """Return the entity tag of a body as it is: other bytes have another one (8.8.3)."""
    return blake2b(body, digest_size=12).hexdigest()


def tag(content: str, coding: Coding | None) -> str:
    """Return the entity tag of a content in this coding: other bytes, so another tag (8.8.3.3)."""
    return f"{content}-{coding}" if coding else content


def packed(body: bytes, coding: Coding) -> bytes:
    """Return the body in this coding, made in about 20 µs a kilobyte: for a page."""
    match coding:
        case Coding.ZSTD:
            return zstd.compress(body, 3)
        case Coding.BROTLI:
            return bytes(brotli.compress(body, quality=5))
        case Coding.GZIP:
            return gzip.compress(body, 5, mtime=0)


def packed_for_good(body: bytes, coding: Coding) -> bytes:
    """Return the body in this coding, made in about a millisecond a kilobyte: for a file."""
    match coding:
        case Coding.ZSTD:
            return zstd.compress(body, 19)
        case Coding.BROTLI:
            return bytes(brotli.compress(body, quality=10))
        case Coding.GZIP:
            return gzip.compress(body, 9, mtime=0)
