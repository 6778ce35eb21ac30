"""Which content coding a client gets (Accept-Encoding: RFC 9110, section 12.5.3)."""

from __future__ import annotations

from functools import lru_cache

from polls.codings.packing import Coding
from polls.weights import weight

_OFFERED = (Coding.BROTLI, Coding.ZSTD, Coding.GZIP)
"""The smallest first: Brotli has a list of what pages, style sheets and scripts often say."""

_IDENTITY = "identity"
_ALIASES = {"x-gzip": "gzip"}
_LONGEST = 200
"""Characters of a header that is remembered; browsers send 23."""


def preferred(accept: str | None) -> Coding | None:
    """Return the coding that a client prefers, the smallest of those that it likes equally well.

    None is the body as it is: for a client that asks for no coding, for none of these, or prefers
    that. One that refuses even that gets it, too, rather than an error (section 12.4.1).

    Args:
        accept: the header; None if none was sent.
    """
    if accept is None:
        return None
    return _remembered(accept) if len(accept) <= _LONGEST else _found(accept)


@lru_cache(maxsize=256)  # crowds send the same three or four headers
def _remembered(accept: str) -> Coding | None:
    return _found(accept)


def _found(accept: str) -> Coding | None:
    weights = dict(map(_weighted, accept.split(",")))
    others = weights.get("*", 0.0)
    highest, place = max((weights.get(each, others), -place) for place, each in enumerate(_OFFERED))
    # One that is not named is acceptable, and less welcome than a coding that is.
    as_it_is = weights.get(_IDENTITY, 0.0)
    return _OFFERED[-place] if 0 < highest >= as_it_is else None


def _weighted(entry: str) -> tuple[str, float]:
    name = entry.partition(";")[0].strip().lower()
    return _ALIASES.get(name, name), weight(entry)
