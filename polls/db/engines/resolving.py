"""Looking up the host of the database: in a thread of its own, for a resolver may be silent."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from ipaddress import ip_address


class Resolver:
    """Finds out whether the name of a host can be looked up now.

    A look-up cannot be given up: its thread waits for up to half a minute, however long anybody
    listens. In the event loop's own threads that would stop other work, and the end of the
    program; this one stops nothing, and there is never more than one.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._is_name = not _is_address(host)
        self._looking: asyncio.Future[None] | None = None

    async def wait(self, seconds: float) -> None:
        """Wait until the name was looked up; at once where there is none.

        Raises:
            OSError: there is no such name.
            TimeoutError: the resolver did not answer in time.
        """
        if not self._is_name:
            return
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.done() or self._looking.get_loop() is not loop:
            self._looking = loop.create_future()
            work = (loop, self._looking)
            threading.Thread(target=self._look, args=work, name="resolver", daemon=True).start()
        done, _ = await asyncio.wait({self._looking}, timeout=seconds)
        if not done:
            raise TimeoutError(f"The resolver does not say where {self._host} is.")
        self._looking.result()

    def _look(self, loop: asyncio.AbstractEventLoop, looking: asyncio.Future[None]) -> None:
        error: OSError | None = None
        try:
            socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as found:
            error = found if isinstance(found, OSError) else OSError(str(found))
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(_finish, looking, error)


def _finish(looking: asyncio.Future[None], error: OSError | None) -> None:
    if looking.done():
        return
    if error is None:
        looking.set_result(None)
    else:
        looking.set_exception(error)
        looking.exception()  # it is known, even if nobody waits any more


def _is_address(host: str) -> bool:
    """Whether nothing has to be looked up: an address, or the folder of a Unix socket."""
    if host.startswith(("/", "@")):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
