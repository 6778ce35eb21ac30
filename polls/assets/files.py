"""The files that pages load, read once a process: as they are, and joined for each kind of page."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from polls.assets.joining import module, style_sheet
from polls.assets.kinds import KINDS, PRINT

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[1] / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
_PACKED_ALREADY = {".png", ".ico"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file under its address."""

    body: bytes
    media_type: str
    tag: str
    """Names this content: in the address, so that it can be kept for good, and as entity tag."""
    is_packable: bool
    """Whether a content coding makes it smaller."""


@cache
def assets() -> Mapping[str, Asset]:
    """Return all files by their path below the folder, with a sheet and a script for each kind.

    The sheet of the kind `voter` is `voter.css`, its script `voter.js`.
    """
    found = {
        path.relative_to(FOLDER).as_posix(): _asset(path.read_bytes(), path.suffix)
        for path in sorted(FOLDER.rglob("*.*"))
    }
    scripts = {path.stem: path for path in FOLDER.glob("js/**/*.js")}
    for name, kind in KINDS.items():
        sheet = style_sheet(kind.styles, lambda each: _text(FOLDER / f"css/{each}.css"), PRINT)
        script = module(kind.scripts, lambda each: _text(scripts[each]))
        found[f"{name}.css"] = _asset(sheet.encode(), ".css")
        found[f"{name}.js"] = _asset(script.encode(), ".js")
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _asset(body: bytes, ending: str) -> Asset:
    tag = urlsafe_b64encode(blake2b(body, digest_size=12).digest()).decode()
    return Asset(body, _TYPES[ending], tag, is_packable=ending not in _PACKED_ALREADY)
