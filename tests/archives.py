"""Archives in tests: made up line by line, and moved in memory."""

from __future__ import annotations

import io
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from polls.services import archives
from polls.services.archives.shape import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.db.engines.database import Database
    from polls.services.archives import Restored

QUESTION: dict[str, Any] = {
    "key": "abcdefghijkl",
    "question_text": "Tea or coffee?",
    "description": None,
    "original_text": None,
    "opened_at": None,
    "pub_date": "2026-06-05T12:00:00+00:00",
    "close_date": None,
    "stopped_at": None,
    "closed_at": None,
    "reopened_at": None,
    "published_at": None,
    "zone": "UTC",
    "is_draft": False,
    "is_listed": False,
    "wants_listing": False,
    "min_choices": 1,
    "max_choices": 1,
    "voters": "browser",
    "per_network": None,
    "network_key": None,
    "may_change": True,
    "visibility": "always",
    "release_step": 5,
    "released_count": 0,
    "is_shuffled": False,
    "method": "plurality",
    "seats": 1,
    "options": None,
    "highest": 5,
    "labels": None,
    "quorum": None,
    "quorum_percent": None,
    "threshold": "simple",
    "lot_seed": None,
    "credential_key": urlsafe_b64encode(bytes(32)).decode(),
    "secret_hash": None,
    "revision": 0,
    "version": 0,
    "records_before": 0,
    "has_receipts": True,
}


def choice(text: str, **values: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "kind": "choice",
        "description": None,
        "link": None,
        "original_text": None,
        "is_decided": False,
    }
    return {"choice_text": text} | usual | values


def ballot(number: int, *selection: Any, **values: Any) -> dict[str, Any]:
    """Return a ballot whose voter has this number."""
    usual = {
        "nonce": _text(number.to_bytes(16)),
        "key_hash": _text(number.to_bytes(32)),
        "replaced_by": None,
        "weight": 1,
        "name": None,
    }
    return {"selection": list(selection)} | usual | values


def archive(
    *ballots: dict[str, Any],
    choices: Iterable[dict[str, Any]] = (choice("Tea"), choice("Coffee")),
    others: Iterable[dict[str, Any]] = (),
    **values: Any,
) -> bytes:
    """Return the bytes of an archive; `others` are whole lines between choices and ballots."""
    return sealed(
        {"header": {"polls": "question", "format": FORMAT}},
        {"question": QUESTION | values},
        *({"choice": each} for each in choices),
        *others,
        *({"ballot": each} for each in ballots),
    )


OF_METHODS = (
    "method",
    "seats",
    "options",
    "highest",
    "labels",
    "quorum",
    "quorum_percent",
    "threshold",
    "lot_seed",
)
"""What a question of format 1 may lack."""


def format_1(*ballots: dict[str, Any], without: Iterable[str] = (), **values: Any) -> bytes:
    """Return the bytes of an archive of format 1, without some columns of the question."""
    # Format 3 was the first to have receipts and records.
    lacking = {"has_receipts", "records_before", *without}
    question = {name: value for name, value in (QUESTION | values).items() if name not in lacking}
    return sealed(
        {"header": {"polls": "question", "format": 1}},
        {"question": question},
        *({"choice": choice(text)} for text in ("Tea", "Coffee")),
        *({"ballot": each} for each in ballots),
    )


def sealed(*lines: dict[str, Any]) -> bytes:
    """Return lines with the last one, which counts them."""
    written = [orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines]
    end = {"lines": len(lines), "sha256": sha256(b"".join(written)).hexdigest()}
    written.append(orjson.dumps({"end": end}, option=orjson.OPT_APPEND_NEWLINE))
    return b"".join(written)


async def read(
    database: Database,
    archive: bytes,
    *,
    has_new_key: bool = False,
    retention_days: int | None = None,
) -> Restored:
    source = io.BytesIO(archive)
    return await archives.restore(
        database,
        source.readline,
        lambda: None,
        has_new_key=has_new_key,
        retention_days=retention_days,
    )


async def written(database: Database, key: str) -> bytes:
    sink = io.BytesIO()
    await archives.write(database, key, sink.write, lambda _done, _total: None)
    return sink.getvalue()


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode()
