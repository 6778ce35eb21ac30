"""A real nginx or HAProxy in front of servers, with the configuration that we recommend."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests import tools
from tests.scenarios.serving import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

DEPLOY = Path(__file__).parents[2] / "deploy"
START_SECONDS = 10

# What Debian's /etc/nginx/nginx.conf is to the site's configuration, all within one folder.
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""

EXAMPLE_SERVER = """\
    server 127.0.0.1:{port} fail_timeout=1s;
    server 127.0.0.1:{port} backup max_fails=0;
"""


@asynccontextmanager
async def nginx_before(ports: Sequence[int], folder: Path) -> AsyncIterator[str]:
    """Start nginx in front of servers on these ports of this machine; gives its address."""
    port = free_port()
    example = EXAMPLE_SERVER.format(port=8080) + EXAMPLE_SERVER.format(port=8081).replace(
        "    server", "    # server"
    )
    changes = {
        example: "".join(EXAMPLE_SERVER.format(port=each) for each in ports),
        "listen 80;": f"listen 127.0.0.1:{port};",
        "    listen [::]:80;\n": "",
        "/var/lib/nginx/polls": f"{folder}/cache",
        "/var/log/nginx/polls.log": f"{folder}/access.log",
    }
    (folder / "site.conf").write_text(adapted("nginx.conf", changes))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    error_log = folder / "error.log"
    command = (
        tools.find("nginx", "nginx-light"),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(error_log),
    )
    async with _running(command, port, error_log):
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def haproxy_before(ports: Sequence[int], folder: Path) -> AsyncIterator[str]:
    """Start HAProxy in front of two servers on this machine; gives its address."""
    port = free_port()
    first, second = ports
    changes = {
        "maxconn 20000": "maxconn 2000",  # so many files may not be open on any machine
        "bind :80\n    #": f"bind 127.0.0.1:{port}\n    #",
        "127.0.0.1:8080\n": f"127.0.0.1:{first}\n",
        "127.0.0.1:8080 track": f"127.0.0.1:{first} track",
        "127.0.0.1:8081\n": f"127.0.0.1:{second}\n",
        "127.0.0.1:8081 track": f"127.0.0.1:{second} track",
    }
    config, output = folder / "haproxy.cfg", folder / "haproxy.log"
    config.write_text(adapted("haproxy.cfg", changes))
    command = (tools.find("haproxy", "haproxy"), "-db", "-f", str(config))
    async with _running(command, port, output):
        yield f"http://127.0.0.1:{port}"


BEFORE = {"nginx": nginx_before, "haproxy": haproxy_before}


def adapted(name: str, changes: Mapping[str, str]) -> str:
    """Return the example with only ports and folders changed, so that it is what is tested."""
    text = (DEPLOY / name).read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@asynccontextmanager
async def _running(command: Sequence[str], port: int, output: Path) -> AsyncIterator[None]:
    with output.open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        await asyncio.wait_for(_listening(port, process, output), START_SECONDS)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listening(port: int, process: asyncio.subprocess.Process, output: Path) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            if process.returncode is not None:
                raise AssertionError(output.read_text()) from None
            await asyncio.sleep(0.02)
        else:
            writer.close()
            await writer.wait_closed()
            return
