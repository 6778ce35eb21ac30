"""Addresses drawn as QR codes (ISO/IEC 18004), for the camera of a phone."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Modules left blank on each side, as the standard asks for."""

PIXELS = 1_000
"""Width of a picture at the least: 8 cm at 300 dots an inch."""


@lru_cache(maxsize=100)
def of(address: str) -> Markup:
    """Return the SVG element of a code that leads to `address`.

    Dark on light whatever the page's colours are: many readers know no other. As little error
    correction as its size allows, since nothing soils a screen, and fewer modules are larger ones.
    """
    return _drawn(_code(address))


def quickly(address: str) -> Markup:
    """Return a code for one slip of many: in 0.9 ms, where the best to read takes 3.7.

    The standard has eight masks and lets the one with the calmest picture be searched; readers
    read all of them. For paper it has the next level of error correction.
    """
    return _drawn(segno.make_qr(address, error="m", boost_error=False, mask=0))


def svg(address: str) -> bytes:
    """Return a drawing of the code as a file."""
    file = BytesIO()
    _code(address).save(file, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff")
    return file.getvalue()


def png(address: str) -> bytes:
    """Return a picture of the code as a file, large enough for a printed page."""
    file = BytesIO()
    code = _code(address)
    modules, _ = code.symbol_size(border=QUIET_ZONE)
    code.save(file, kind="png", border=QUIET_ZONE, scale=-(-PIXELS // modules))
    return file.getvalue()


def _drawn(code: segno.QRCode) -> Markup:
    element = code.svg_inline(
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return Markup(element)  # noqa: S704 - an address is in there as black and white only


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="l", boost_error=True)
