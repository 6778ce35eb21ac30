"""What is said to who checks a record: a sentence first, then the details."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from polls.domain.records.proofs import LONGEST
from polls.domain.results.results import Lead
from polls.formats.record_files import RECEIPT
from polls.verifying import evidence, receipts, records, signatures
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from polls.domain.counting.outcomes import CountResult
    from polls.verifying.records import CheckedRecord
    from polls.verifying.recounts import Recounted

RIGHT, WRONG, NOT_A_RECORD = 0, 1, 2
"""Exit status."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What changes the direction of the text behind it (Unicode Standard Annex #9)."""


class Report(NamedTuple):
    """What came out."""

    status: int
    lines: tuple[str, ...]


def of(
    path: Path,
    receipts_: Sequence[Path] = (),
    keys: Sequence[str] = (),
    *,
    all_methods: bool = False,
) -> Report:
    """Check a record, and receipts in it or beside it.

    Args:
        path: of the `record.zip`, or of evidence: a record with a receipt in it.
        receipts_: of files that voters kept.
        keys: verifier keys of the site that are known from elsewhere; one must have signed.
        all_methods: whether to say what other methods make of the same ballots.
    """
    try:
        contents = [(each.name, _content(each)) for each in receipts_]
        brought = [signatures.brought(key) for key in keys]
        with path.open("rb") as file:
            record = records.check(file, brought)
            enclosed = evidence.receipt(file)
    except OSError as error:
        return _failed(NOT_A_RECORD, f"{error.filename or path} cannot be read: {error.strerror}.")
    except NotARecordError as error:
        return _failed(NOT_A_RECORD, str(error))
    except WrongError as error:
        sentence = f"Something is wrong with this record. {error}"
        return _failed(WRONG, sentence, f"Kind of fault: {error.kind}")
    within = [] if enclosed is None else [(RECEIPT, enclosed)]
    checked = [_receipt(name, content, record) for name, content in (*within, *contents)]
    refused = [each for each in checked if each.status != RIGHT]
    lines = [
        *(each.line for each in refused),
        _sentence(record, is_all=not refused),
        *(each.line for each in checked if each.status == RIGHT),
        *_details(record),
    ]
    if all_methods:
        lines += _others(record.recount)
    return Report(_status(refused), tuple(map(_printable, lines)))


class _CheckedReceipt(NamedTuple):
    status: int
    line: str


def _content(path: Path) -> bytes:
    """Read a receipt, or so much more than the longest that it is seen to be none."""
    with path.open("rb") as file:
        return file.read(2 * LONGEST)


def _status(refused: Sequence[_CheckedReceipt]) -> int:
    """Return that of receipts: something that is wrong is worse than a file that was mistaken."""
    return min((each.status for each in refused), default=RIGHT)


def _failed(status: int, *sentences: str) -> Report:
    return Report(status, tuple(map(_printable, sentences)))


def _printable(line: str) -> str:
    """Return a line that a terminal only shows: a record may have been made by anybody."""
    return "".join(
        letter.encode("unicode_escape").decode() if _acts(letter) else letter for letter in line
    )


def _acts(letter: str) -> bool:
    """Tell whether a character does something instead of being shown."""
    return category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _TURNING


def _receipt(name: str, data: bytes, record: CheckedRecord) -> _CheckedReceipt:
    try:
        return _CheckedReceipt(RIGHT, f"{name}: {receipts.check(data, record)}")
    except NotARecordError as error:
        return _CheckedReceipt(NOT_A_RECORD, f"{name}: {error}")
    except WrongError as error:
        return _CheckedReceipt(WRONG, f"{name}: {error}")


def _sentence(record: CheckedRecord, *, is_all: bool) -> str:
    number = len(record.leaves.hashes)
    ballots = "1 ballot" if number == 1 else f"{number:,} ballots"
    what = "All is right" if is_all else "The record itself is right"
    return (
        f"{what}: {record.site} signed this record of {ballots}, nothing in it was changed since,"
        " and the ballots give the result that it says."
    )


def _details(record: CheckedRecord) -> Iterator[str]:
    recount = record.recount
    yield f"Question: {recount.question.text}"
    yield f"Result: {_outcome(recount)} ({recount.method})"
    yield f"Voting ended: {record.close.ended}"
    yield f"Record: {record.checkpoint.origin}, {record.checkpoint.size:,} leaves"
    yield f"Words to compare with others: {record.words}"
    for key in record.signers:
        yield f"Signed by: {key.text}"
    if not record.is_known:
        yield (
            "The key came with the record. Compare it with the one on the page /record-key of"
            f" {record.site}, or give that one with --key."
        )


def _outcome(recount: Recounted) -> str:
    lead = recount.result.lead
    winners = recount.named(recount.result.counted.winners)
    if lead is Lead.EMPTY:
        return "no ballot counts, so nobody won."
    if lead is Lead.SHORT:
        return f"fewer ballots than the quorum, so nobody won. {winners} had the most."
    if lead is Lead.UNSUPPORTED:
        return f"nobody won. {winners} had the most, and less than a winner needs."
    if lead is Lead.TIED:
        return f"a tie between {recount.named(recount.result.counted.tied)}."
    lots = ", by drawing lots" if recount.result.counted.tied else ""
    return f"{winners} won{lots}."


def _others(recount: Recounted) -> Iterator[str]:
    found = [f"By {title}: {_who(recount, counted)}." for title, counted in recount.others()]
    yield from found or ["No other method counts such ballots in another way."]


def _who(recount: Recounted, counted: CountResult) -> str:
    lots = ", by drawing lots" if counted.tied else ""
    return f"{recount.named(counted.winners) or 'nobody'}{lots}"
