"""Reading a form: what is too long, too slow or no form at all is refused here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import hdrs, web
from aiohttp.http import HttpProcessingError
from multidict import MultiDict

from polls.domain.request_errors import (
    BadFormError,
    FormFault,
    FormTooLargeError,
    FormTooSlowError,
)
from polls.presentation.language import gettext
from polls.web import clients, media_types

if TYPE_CHECKING:
    from aiohttp.web import Request

FORM_TYPE = "application/x-www-form-urlencoded"
FIELDS_LIMIT = 1_000
BODY_SECONDS = 10


LONG = 32 * 1024
"""Bytes of a form that takes some milliseconds to decode; half a megabyte takes 50 ms."""


class Size(NamedTuple):
    """How large a form may be: bytes of the whole, characters of one field."""

    body: int
    field: int


BALLOT = Size(body=64 * 1024, field=8 * 1024)
"""A ballot takes some tens of bytes."""

TEXTS = Size(body=512 * 1024, field=256 * 1024)
"""For lists that people paste: 500 choices of 200 letters are 100,000 characters. A form takes up
to twelve bytes for one that is not Latin, but hardly any list is as long as it may be."""


async def read_form(request: Request, size: Size = BALLOT) -> MultiDict[str]:
    """Return the fields of a form, in the order sent.

    Multipart is refused: no form here sends a file, and parsing it is slow (64 KB cost 0.17 s).

    Raises:
        BadFormError: it is cut off, or no text.
        FormTooLargeError: it has more than `size`, or too many fields.
        FormTooSlowError: it did not arrive in time.
        web.HTTPException: 400 or 415, it was not sent as a form is.
        BusyError: it is long, and too much else has to be done.
        TooMuchAtOnceError: it is long, and too much has to be done for the same network.
    """
    body = await read_body(request, size)
    if not body:
        return MultiDict()
    if not is_type(request, FORM_TYPE):
        raise web.HTTPUnsupportedMediaType
    if len(body) > LONG:
        return await clients.in_thread(request)(_read, body, size)
    return _read(body, size)


def fields(text: str) -> list[tuple[str, str]]:
    """Return the names and values of a form, in the order sent.

    Raises:
        ValueError: it has too many fields, or they are not text in UTF-8.
    """
    if "%" in text or "+" in text or text.count("&") >= FIELDS_LIMIT:
        return parse_qsl(
            text,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=FIELDS_LIMIT,
        )
    # Nothing to decode, as in most ballots: a tenth of the time, which a ranking with its field
    # for every choice would notice.
    parts = (field.partition("=") for field in text.split("&") if field)
    return [(name, value) for name, _, value in parts]


def is_type(request: Request, wanted: str) -> bool:
    """Tell whether the body of a request says that it is of this type, with any parameters."""
    return media_types.essence(request.headers.get(hdrs.CONTENT_TYPE, "")) == wanted


async def read_body(request: Request, size: Size) -> bytes:
    """Return the body of a request, whatever it holds.

    Raises:
        BadFormError: it is cut off.
        FormTooLargeError: it has more than `size`.
        FormTooSlowError: it did not arrive in time.
        web.HTTPException: 400, its encoding is broken.
    """
    announced = request.content_length or 0
    if announced > size.body:
        raise _too_large(size)
    try:
        if request.content.is_eof():  # it came with the header, as nearly all do
            body = request.content.read_nowait()  # half the time of reading in a loop, with a timer
        else:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.clone(client_max_size=size.body).read()
    except TimeoutError:
        raise FormTooSlowError from None
    except web.HTTPRequestEntityTooLarge:  # a body in chunks, which announces no length
        raise _too_large(size) from None
    except (web.RequestPayloadError, HttpProcessingError):
        raise web.HTTPBadRequest(
            text=gettext("The form's encoding is broken, so it could not be read."),
            headers={hdrs.CONNECTION: "close"},  # what follows cannot be told from the rest
        ) from None
    except ConnectionError:  # its sender has gone, and reads this no more
        raise BadFormError(FormFault.CUT_OFF) from None
    if len(body) > size.body:
        raise _too_large(size)
    return body


def _read(body: bytes, size: Size) -> MultiDict[str]:
    try:
        pairs = fields(body.decode("ascii"))
    except UnicodeDecodeError:
        raise BadFormError(FormFault.NOT_UTF_8) from None
    except ValueError:
        raise _too_large(size) from None
    if len(body) > size.field and any(
        len(name) > size.field or len(value) > size.field for name, value in pairs
    ):
        raise _too_large(size)
    return MultiDict(pairs)


def _too_large(size: Size) -> FormTooLargeError:
    return FormTooLargeError(size.body, FIELDS_LIMIT, size.field)
