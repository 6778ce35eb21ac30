"""Ed25519 signatures, verified by whole numbers alone: RFC 8032, sections 5.1 and 6.

For programs that check a record where nothing but Python is installed. It knows no secrets, so it
need not hide how long anything takes.
"""

from __future__ import annotations

from hashlib import sha512
from typing import TypeAlias

_P = 2**255 - 19
"""Of the field."""
_L = 2**252 + 27742317777372353535851937790883648493
"""The order of the base point."""
_D = -121665 * pow(121666, _P - 2, _P) % _P
"""Of the curve: -x² + y² = 1 + d x² y²."""
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

_SIGNATURE_BYTES, _BYTES = 64, 32
_SIGN = 1 << 255

_Point: TypeAlias = "tuple[int, int, int, int]"
"""Extended homogeneous coordinates: X, Y, Z, T with x = X/Z, y = Y/Z, x y = T/Z."""


def is_signature(signature: bytes, text: bytes, public: bytes) -> bool:
    """Tell whether a signature of 64 bytes is that of a text by the holder of a key of 32."""
    if len(signature) != _SIGNATURE_BYTES or len(public) != _BYTES:
        return False
    key, commitment = _point(public), _point(signature[:_BYTES])
    scalar = int.from_bytes(signature[_BYTES:], "little")
    if key is None or commitment is None or scalar >= _L:
        return False
    digest = sha512(signature[:_BYTES] + public + text).digest()
    challenge = int.from_bytes(digest, "little") % _L
    return _are_equal(_times(scalar, _BASE), _sum(commitment, _times(challenge, key)))


def _point(data: bytes) -> _Point | None:
    """Read a point (section 5.1.3); None if there is none."""
    number = int.from_bytes(data, "little")
    y, is_odd = number & (_SIGN - 1), bool(number & _SIGN)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (not x and is_odd):
        return None
    if bool(x & 1) != is_odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _sum(one: _Point, other: _Point) -> _Point:
    """Add two points (section 5.1.4)."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: _Point) -> _Point:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


def _are_equal(one: _Point, other: _Point) -> bool:
    x1, y1, z1, _ = one
    x2, y2, z2, _ = other
    return not ((x1 * z2 - x2 * z1) % _P or (y1 * z2 - y2 * z1) % _P)


def _base() -> _Point:
    point = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(_BYTES, "little"))
    if point is None:  # it is on the curve
        raise ArithmeticError
    return point


_BASE = _base()
