"""The shape of `polls.yaml`: every key, its type, its default and what it is for."""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)
from yarl import URL

CODE_LENGTH = 8
"""Characters of a creation code at the least. It is not for guessing: one address has few tries."""

Port = Annotated[int, Field(ge=1, le=65535)]


_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
"""A name, or an address of IPv4. With a part that is longer, or empty, nothing can be looked up."""


def _origin(text: str) -> str:
    parts = urlsplit(text)
    hostname = _as_sent(parts.hostname or "")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(hostname):
        raise ValueError("expected an address such as https://polls.example.org")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError("expected scheme and host only, such as https://polls.example.org")
    host = f"[{hostname}]" if ":" in hostname else hostname
    default_port = {"http": 80, "https": 443}[parts.scheme]
    if parts.port in {None, default_port}:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{host}:{parts.port}"


def _as_sent(hostname: str) -> str:
    """Return a host name as browsers send it: `köln.example` is `xn--kln-sna.example`."""
    if hostname.isascii():
        return hostname
    try:
        return URL.build(scheme="https", host=hostname).raw_host or ""
    except ValueError:
        return ""


def _listening(host: str) -> str:
    if host and not _is_host(host):
        raise ValueError("expected an address, such as 0.0.0.0, or a host name")
    return host


def _server(host: str) -> str:
    if not host.startswith("/") and not _is_host(host):
        raise ValueError("expected a host name, an address, or the whole path of a folder")
    return host


def _is_host(text: str) -> bool:
    if ":" not in text:
        return _NAME.fullmatch(_as_sent(text).lower()) is not None
    try:
        return ip_address(text).version == 6  # noqa: PLR2004 - the one with colons
    except ValueError:
        return False


def _embed_origin(text: str) -> str:
    return text if text == "*" else _origin(text)


Host = Annotated[str, AfterValidator(_listening)]
"""What is listened on."""

EmbedOrigin = Annotated[str, AfterValidator(_embed_origin)]


def _network(value: object) -> object:
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    try:
        return ip_network(str(value))
    except ValueError:
        raise ValueError("expected an address or a network, such as 10.0.0.0/8") from None


def _zone(name: str) -> str:
    if name not in available_timezones() or name in ("Factory", "localtime"):  # clocks of no place
        raise ValueError("expected the name of a time zone, such as Europe/Paris")
    return name


def _database_file(path: object) -> object:
    if path == "":  # which would be the folder that the server runs in
        raise ValueError("expected the path of a file, such as data/polls.db")
    return path


def _key_file(path: object) -> object:
    if path == "":
        raise ValueError("expected the path of a file, such as /var/lib/polls/signing.key")
    return path


def _certificate(path: Path) -> Path:
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ValueError("expected a file that can be read")
    return path


Certificate = Annotated[Path, AfterValidator(_certificate)]

Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PostgresSettings(_Block):
    """Where the PostgreSQL server is; with this block the embedded SQLite file is not used."""

    database: str = Field(default="polls", description="name of the database")
    user: str = Field(default="polls", description="role that owns the tables")
    password: SecretStr | None = Field(
        default=None,
        strict=False,
        description="its password; not needed if the server trusts the connection without one",
    )
    password_file: Path | None = Field(
        default=None,
        strict=False,
        description="a file that holds the password, instead of `password`",
    )
    host: Annotated[str, AfterValidator(_server)] = Field(
        default="localhost",
        description="host name, address, or the folder of a Unix socket",
    )
    port: Port = Field(default=5432, description="port of the server")
    sslmode: Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] = Field(
        default="prefer",
        description="whether the connection is encrypted, and what is checked, as libpq means it; "
        "only `verify-full` protects against interception",
    )
    sslrootcert: Certificate | None = Field(
        default=None,
        strict=False,
        description="file with the certificate of the authority, for `verify-ca` and `verify-full`",
    )
    sslcert: Certificate | None = Field(
        default=None,
        strict=False,
        description="file with our certificate, where the server asks for one",
    )
    sslkey: Certificate | None = Field(
        default=None,
        strict=False,
        description="file with the private key of `sslcert`",
    )
    minsize: int = Field(default=1, ge=1, le=100, description="connections opened at start")
    maxsize: int = Field(
        default=5,
        ge=1,
        le=100,
        description="the most connections; each server process uses one to record votes, one to "
        "listen for changes and at least one for everything else",
    )

    @model_validator(mode="after")
    def _sizes_in_order(self) -> Self:
        if self.minsize > self.maxsize:
            raise ValueError(
                f"minsize is {self.minsize}, which is more than maxsize, {self.maxsize}. Lower the "
                "one or raise the other.",
            )
        return self

    @model_validator(mode="after")
    def _certificates_complete(self) -> Self:
        if self.sslmode.startswith("verify-") and self.sslrootcert is None:
            raise ValueError(f"sslmode “{self.sslmode}” needs sslrootcert.")
        if (self.sslcert is None) != (self.sslkey is None):
            given, missing = ("sslcert", "sslkey") if self.sslcert else ("sslkey", "sslcert")
            raise ValueError(f"{given} needs {missing}.")
        return self


class SqliteSettings(_Block):
    """The embedded database: one file, one server process."""

    path: Annotated[Path, BeforeValidator(_database_file)] = Field(
        default=Path("data/polls.db"),
        strict=False,
        description="the database file; its folder is created if it is missing",
    )


class LiveSettings(_Block):
    """How many may watch results as they come in; the pages themselves have no such limit."""

    watchers: int = Field(
        default=10_000,
        ge=0,
        le=1_000_000,
        description="how many people may watch live at once, in one server process; 0 turns live "
        "updates off",
    )
    watchers_per_address: int = Field(
        default=1_000,
        ge=1,
        le=1_000_000,
        description="how many people may watch live from one address, such as a school's",
    )


class LogSettings(_Block):
    """What is written to the standard output."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="the lowest level of event that is written",
    )
    format: Literal["json", "console"] = Field(
        default="json",
        description="one JSON object per line, or lines for people to read",
    )
    access: bool = Field(default=True, description="write a line for every request")
    addresses: bool = Field(default=False, description="include the client's address in it")


class MetricsSettings(_Block):
    """Where Prometheus reads how the server does; never the address of the pages."""

    host: Host = Field(
        default="127.0.0.1",
        description="address to serve `/metrics` on; not a public one",
    )
    port: Port | None = Field(
        default=None,
        description="port to serve `/metrics` on, a different one for each server; without it, "
        "metrics are not served",
    )


class Settings(_Block):
    """The whole of `polls.yaml`. Every key has a default: an empty file is a valid one."""

    host: Host = Field(
        default="127.0.0.1",
        description="address to listen on; `0.0.0.0` for all of IPv4, "
        "`''` for all of IPv4 and IPv6",
    )
    port: Port = Field(default=8080, description="port to listen on")
    base_url: Annotated[str, AfterValidator(_origin)] | None = Field(
        default=None,
        description="the public address, such as `https://polls.example.org`; "
        "needed as soon as people use a host name",
    )
    trusted_proxies: tuple[Network, ...] = Field(
        default=(),
        strict=False,
        description="addresses or networks whose `X-Forwarded-For` is trusted",
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="days after the end of voting at which a question is deleted with all its "
        "votes; without it, questions are kept until someone deletes them",
    )
    time_zone: Annotated[str, AfterValidator(_zone)] = Field(
        default="UTC",
        description="the time zone of new questions, unless the organiser chooses another one",
    )
    create: Literal["anyone", "link", "nobody"] = Field(
        default="anyone",
        description="who may ask questions on the pages: anyone, people with the link that has the "
        "creation code, or nobody",
    )
    create_code: SecretStr | None = Field(
        default=None,
        min_length=CODE_LENGTH,
        strict=False,
        description="the creation code, for `create: link`",
    )
    create_code_file: Path | None = Field(
        default=None,
        strict=False,
        description="a file that holds the creation code, instead of `create_code`",
    )
    create_per_hour: int = Field(
        default=30,
        ge=1,
        le=100_000,
        description="how many questions may come from one address in an hour, to one server "
        "process",
    )
    listing: Literal["anyone", "approval", "nobody"] = Field(
        default="approval",
        description="which questions are listed on the front page, if their organisers ask for it: "
        "anyone's, those that the operator has approved, or nobody's",
    )
    embed_origins: tuple[EmbedOrigin, ...] = Field(
        default=(),
        strict=False,
        description="sites that may show questions in a frame on their pages, such as "
        "`https://blog.example.org`, or `*` for any site; by default, none may",
    )
    pseudo_locale: bool = Field(
        default=False,
        description="whether `?lang=en-XA` shows the pages in a pseudo-locale: English with "
        "accents, longer and mirrored, in which a text that is not translated is easily seen",
    )
    signing_key_file: Annotated[Path, BeforeValidator(_key_file)] | None = Field(
        default=None,
        strict=False,
        description="the file that holds the private keys that sign records, created at the first "
        "start; without it, they are in the database",
    )
    sqlite: SqliteSettings = Field(
        default=SqliteSettings(),
        description="the embedded database, used unless there is a `postgres` block",
    )
    postgres: PostgresSettings | None = Field(
        default=None,
        description="the PostgreSQL server to use instead",
    )
    live: LiveSettings = Field(default=LiveSettings(), description="live results")
    log: LogSettings = Field(default=LogSettings(), description="the log")
    metrics: MetricsSettings = Field(default=MetricsSettings(), description="metrics")

    @model_validator(mode="after")
    def _code_for_the_link(self) -> Self:
        if self.create == "link" and self.create_code is None:
            raise ValueError("create: “link” needs create_code or create_code_file.")
        return self

    @model_validator(mode="after")
    def _metrics_apart(self) -> Self:
        if self.metrics.port == self.port:
            raise ValueError(
                f"metrics.port: {self.port} is the port of the pages. Choose another one, because "
                "metrics are not for the public.",
            )
        return self
