"""Plain answers for load balancers and supervisors: is it alive, is it ready."""

from __future__ import annotations

from aiohttp import hdrs, web

from polls.typedefs import READINESS


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process answers; a supervisor that hears nothing may start it anew."""
    return _lines("alive", status=200)


async def readyz(request: web.Request) -> web.Response:
    """Say whether requests should be sent here, and if not, why; one reason a line."""
    problems = await request.app[READINESS].problems()
    if problems:
        return _lines(*(problem.value for problem in problems), status=503)
    return _lines("ready", status=200)


def _lines(*lines: str, status: int) -> web.Response:
    text = "".join(f"{line}\n" for line in lines)
    return web.Response(text=text, status=status, headers={hdrs.CACHE_CONTROL: "no-store"})
