"""HTTP in bytes: a client that takes next to no processor from the server that it measures."""

from __future__ import annotations

import asyncio

LONGEST_HEAD = 64 * 1024
FORM_TYPE = "application/x-www-form-urlencoded"


def get(path: str, *headers: str) -> bytes:
    """Return a request for a page."""
    return _head("GET", path, *headers)


def post(path: str, body: bytes, *headers: str, media_type: str = FORM_TYPE) -> bytes:
    """Return a request that sends a form."""
    about = (f"Content-Type: {media_type}", f"Content-Length: {len(body)}")
    return _head("POST", path, *about, *headers) + body


def _head(*words: str) -> bytes:
    method, path, *headers = words
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", "")).encode()


class Connection:
    """A connection that is opened when it is needed, and again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> int:
        """Send a request, read all of the answer, and return its status.

        Raises:
            OSError, EOFError: there was no answer, or half of one.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self._port, limit=LONGEST_HEAD
            )
        reader, writer = self._streams
        try:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(_length(head))
        except (OSError, EOFError):
            self.close()
            raise
        if b"\r\nconnection: close\r\n" in head:
            self.close()
        return int(head.split()[1])

    def close(self) -> None:
        """Close it, if it is open."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None


def _length(head: bytes) -> int:
    """Return the length of the body that follows on a head in small letters."""
    _, _, rest = head.partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
