"""Addresses drawn as QR codes (ISO/IEC 18004), for the camera of a phone."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Modules left blank on each side, as the standard asks for."""


@lru_cache(maxsize=100)
def of(address: str) -> Markup:
    """Return the SVG element of a code that leads to `address`.

    Dark on light whatever the page's colours are: many readers know no other. As little error
    correction as its size allows, since nothing soils a screen, and fewer modules are larger ones.
    """
    code = segno.make_qr(address, error="l", boost_error=True)
    svg = code.svg_inline(
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return Markup(svg)  # noqa: S704 - an address is in there as black and white only
