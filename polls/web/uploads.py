"""Reading a form that may bring a file along: larger than others, and for organisers only."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.domain.errors import Absence, UnavailableError
from polls.domain.request_errors import BadFormError, FormFault
from polls.presentation.language import gettext
from polls.web import media_types
from polls.web.forms import Size, is_type, read_body

if TYPE_CHECKING:
    from asyncio import Semaphore

    from aiohttp.web import Request

UPLOAD_TYPE = "multipart/form-data"
UPLOAD = Size(body=2 * 1024 * 1024, field=2 * 1024 * 1024)
"""10,000 names of 200 bytes: more than any list that is read at once."""

UPLOADS_AT_ONCE = 8
"""In one process, so that they take 16 MB at the most while they arrive."""

_PARTS_LIMIT = 20
_HEAD_LIMIT = 1_000
_NAME = re.compile(
    rb'^content-disposition: *form-data;(?:.*;)? *name="([^"]*)"',
    re.IGNORECASE | re.MULTILINE,
)


async def read_upload(request: Request, places: Semaphore) -> dict[str, bytes]:
    """Return the fields of a form as they were sent, files and all; of those alike the first.

    Taken apart here and not by aiohttp, whose reader looks at every line before the first part:
    two megabytes of line ends held the event loop up for two seconds.

    Raises:
        BadFormError: it cannot be taken apart.
        FormTooLargeError: its file is too large.
        FormTooSlowError: it did not arrive in time.
        web.HTTPException: 400 or 415, it was not sent as such a form is.
        UnavailableError: as many files as can be held are arriving at this moment.
    """
    if not is_type(request, UPLOAD_TYPE):
        raise web.HTTPUnsupportedMediaType(text=gettext("Send a list as multipart/form-data."))
    if places.locked():
        raise UnavailableError(Absence.TOO_MANY_UPLOADS)
    async with places:
        body = await read_body(request, UPLOAD)
        return await asyncio.to_thread(_fields, body, _boundary(request))


def _boundary(request: Request) -> bytes:
    boundary = media_types.parameter(request.headers[hdrs.CONTENT_TYPE], "boundary")
    if not (boundary and boundary.isascii()):
        raise BadFormError(FormFault.PARTS_UNCLEAR)
    return boundary.encode()


def _fields(body: bytes, boundary: bytes) -> dict[str, bytes]:
    """Take the body of a form apart (RFC 7578), as browsers write it: nothing before or after."""
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary, _PARTS_LIMIT)
    if first or not parts or not parts.pop().startswith(b"--"):
        raise BadFormError(FormFault.PARTS_UNCLEAR)
    fields: dict[str, bytes] = {}
    for part in parts:
        head, blank, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head) if len(head) <= _HEAD_LIMIT else None
        if not (blank and name):
            raise BadFormError(FormFault.PARTS_UNCLEAR)
        fields.setdefault(name[1].decode(errors="replace"), content)
    return fields
