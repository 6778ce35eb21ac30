"""Drawn requests: every route, method and role, with values that are right, odd or hostile."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from polls.domain.methods import METHODS
from polls.forms.question_forms import FIELDS
from polls.main import init_app
from polls.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

ODD_TEXTS = (
    "",
    " ",
    "\t\r\n",
    "0",
    "-1",
    "1e9",
    "2147483648",
    "9" * 400,
    "٢",
    "²",
    "NaN",
    "null",
    "[]",
    '{"":""}',
    "C++ or Java",
    "Café\u0301\u0301\u0301",
    "Z" + "\u0301" * 99,
    "\u3164",
    "\u202eabc",
    "שלום עולם.",
    "\uff34\uff45\uff41",
    "Tea\u200b",
    "=1+1",
    "'; DROP TABLE question; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%s%n%x",
    "../../etc/passwd",
    "\x00",
    "\x7f",
    "\ud800",
    "\U0010ffff",
    "a" * 201,
    "line\n" * 600,
    "\U0001f600" * 1_000,
    "2026-12-24",
    "2026-12-24 18:00 - 20:00",
    "0001-01-01",
    "9999-12-31T23:59",
    "2027-03-28 02:30",
    "Europe/Berlin",
    "25%",
    "on",
)
WORDS = (
    *METHODS,
    *("anyone", "browser", "network", "invited", "named"),
    *("always", "voted", "closed", "organiser"),
    *("now", "at", "later", "never", "simple", "absolute", "two_thirds"),
    *("preview", "advise", "droop", "hare", "yes", "no", "all"),
    *("2030-06-05 18:00", "2020-01-01", "UTC", "Tea", "Tea\nCoffee\nJuice", "Anna Berg;3\nBob"),
    *map(str, range(8)),
)
CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded" + ";" * 3_000,
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain",
    "a/b/c",
    "",
)
HEADERS: dict[str, Sequence[str]] = {
    "Accept": ("text/html", "application/json", "*/*", "text/*;q=0.1,", ";;;", "a" * 4_000, "q=1,"),
    "Accept-Language": ("de", "*", "x" * 1_000),
    "Accept-Encoding": ("gzip", "identity;q=0", "br;q=x"),
    "Content-Encoding": ("gzip", "deflate", "br", "identity", "x"),
    "If-None-Match": ("*", '"x"', 'W/"x', '"' * 500, "x"),
    "If-Modified-Since": ("Thu, 01 Jan 1970 00:00:00 GMT", "x", "-"),
    "Range": ("bytes=0-1", "bytes=-5", "bytes=9-1", "bytes=x", "lines=1"),
    "Last-Event-ID": ("0", "-1", "x" * 900, "9" * 99),
    "Sec-Fetch-Site": ("same-origin", "cross-site", "none", "x"),
    "Sec-Fetch-Dest": ("iframe", "document", "x"),
    "Origin": ("null", "http://127.0.0.1", "http://[", "https://evil.example", "x"),
    "Referer": ("http://[", "x"),
    "X-Forwarded-For": ("203.0.113.7:51234", "[::1]:1", "x", ",,,"),
    "X-Forwarded-Proto": ("https", "x"),
    "Expect": ("100-continue", "x"),
    "Host": ("localhost", "evil.example", "[::1", "127.0.0.1:99999", ""),
    "Cookie": ("voter=x", "a=b; " * 400, "voter", '"', "organiser=", "ballot=\x80"),
    "X-Requested-With": ("x",),
}
FORM_FIELDS = (
    *FIELDS,
    *("choice", "choice", "choice", "name", "code", "typed", "revision", "revision", "do"),
    *(
        "names",
        "number",
        "invitation",
        "key",
        "secret",
        "at",
        "added",
        "removed",
        "confirm",
        "file",
    ),
    *(
        "option-stv-quota",
        "option-score-blanks",
        "option-x",
        "option-",
        "is_final",
        "no_receipts",
        "wants_listing",
    ),
)
QUERIES = ("page", "code", "hidden", "voted", "url", "format", "maxwidth", "show", "names", "part")


@dataclass
class Place:
    """A question as the requests know it."""

    key: str
    secret: str
    choices: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Drawn:
    """A request as it is sent, and what of it can be read in a report."""

    raw: bytes
    place: Place | None
    line: str


def routes() -> list[tuple[str, str]]:
    """Return method and pattern of all routes of the application."""
    router = init_app(Settings()).router
    return [
        (route.method, route.resource.canonical)
        for route in router.routes()
        if route.resource is not None
    ]


class Requests:
    """Draws requests to the questions that it knows; the same seed draws the same."""

    def __init__(self, seed: int, places: Sequence[Place]) -> None:
        self._random = random.Random(seed)
        self._routes = routes()
        self._voters = ["".join(self._random.choices("abcXYZ019-_", k=22)) for _ in range(9)]
        self.places = list(places)

    def draw(self) -> Drawn:
        """Return the next request."""
        one = self._random
        place = one.choice(self.places) if self.places and one.random() < 0.95 else None
        method, pattern = one.choice(self._routes)
        if one.random() < 0.05:
            method = one.choice(("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "X"))
        path = self._path(pattern, place)
        headers = {"Host": "127.0.0.1", "Connection": "close"}
        cookies = self._cookies(place)
        if cookies:
            headers["Cookie"] = cookies
        body = b""
        if method in {"POST", "PUT", "PATCH"} or one.random() < 0.02:
            headers["Content-Type"], body = self._body(place)
        for name in one.sample(tuple(HEADERS), one.choice((0, 0, 0, 0, 1, 1, 2, 4))):
            headers[name] = one.choice(HEADERS[name])
        if headers.get("Content-Encoding") == "gzip" and one.random() < 0.5:
            body = gzip.compress(body * 50)
        return Drawn(self._raw(method, path, headers, body), place, f"{method} {path}")

    def _path(self, pattern: str, place: Place | None) -> str:
        one = self._random
        parts = {
            "{question_id}": place.key if place else self._odd(30),
            "{secret}": place.secret if place and one.random() < 0.6 else self._odd(22),
            "{position}": str(one.choice((0, 1, 2, 999_999_999))),
            "{code}": one.choice(place.codes) if place and place.codes else self._odd(20),
        }
        path = pattern
        for name, text in parts.items():
            path = path.replace(name, quote(text, safe="", errors="surrogatepass"))
        if one.random() < 0.03:
            path = one.choice((path + "/", "/" + path, path.upper(), path + "%00", path + "/..%2f"))
        if one.random() < 0.25:
            pairs = [(one.choice(QUERIES), self._value(place)) for _ in range(one.choice((1, 2)))]
            path += "?" + urlencode(pairs, errors="surrogatepass")
        return path or "/"

    def _cookies(self, place: Place | None) -> str:
        one = self._random
        held = []
        if one.random() < 0.7:
            held.append(f"voter={one.choice(self._voters)}")
        if place and one.random() < 0.5:
            held.append(f"organiser={place.secret}")
        if place and place.codes and one.random() < 0.3:
            held.append(f"ballot={one.choice(place.codes)}")
        return "; ".join(held)

    def _body(self, place: Place | None) -> tuple[str, bytes]:
        one = self._random
        pairs = [self._field(place) for _ in range(one.choice((1, 1, 2, 3, 5, 9, 30)))]
        if one.random() < 0.3:
            pairs += [("text", "Tea or coffee?"), ("choices", "Tea\nCoffee\nJuice")]
        if one.random() < 0.3:
            pairs += [("revision", str(one.randrange(4)))]
        kind = one.choice(CONTENT_TYPES) if one.random() < 0.15 else CONTENT_TYPES[0]
        if kind.startswith("multipart"):
            parts = [
                f'--x\r\nContent-Disposition: form-data; name="{name}"'
                f"{one.choice(('', '; filename=a.csv'))}\r\n\r\n{value}\r\n"
                for name, value in pairs
            ]
            return kind, ("".join(parts) + "--x--\r\n").encode(errors="replace")
        if kind == "application/json":
            return kind, json.dumps(dict(pairs)).encode()
        if one.random() < 0.03:
            return kind, one.randbytes(one.choice((1, 50, 5_000)))
        return kind, urlencode(pairs, errors="surrogatepass").encode()

    def _field(self, place: Place | None) -> tuple[str, str]:
        one = self._random
        name = one.choice(FORM_FIELDS)
        if name == "choice":
            if place and place.choices and one.random() < 0.9:
                id_ = one.choice(place.choices)
                kinds = (("choice", str(id_)), (f"rank-{id_}", "1"), (f"score-{id_}", "2"))
                return one.choice((*kinds, (f"rank-{id_}", self._value(place))))
            return f"rank-{self._odd(9)}", self._value(place)
        if name == "typed" and place:
            return name, place.key if one.random() < 0.1 else "no"
        return name, self._value(place)

    def _value(self, place: Place | None) -> str:
        one = self._random
        if place and one.random() < 0.1:
            return one.choice((place.key, place.secret, *place.codes))
        return one.choice(WORDS) if one.random() < 0.6 else one.choice(ODD_TEXTS)

    def _odd(self, longest: int) -> str:
        return self._random.choice(ODD_TEXTS)[:longest]

    def _raw(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        if body and self._random.random() < 0.05:
            headers["Transfer-Encoding"] = "chunked"
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        elif body or method == "POST":
            headers["Content-Length"] = str(len(body))
        head = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
        return "\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + body
