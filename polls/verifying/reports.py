"""What is said to who checks a record: a sentence first, then the details."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from polls.domain.records.notes import LONGEST
from polls.domain.results.results import Lead
from polls.verifying import receipts, records, signatures
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
    """Check a record, and receipts beside it.

    Args:
        path: of the `record.zip`.
        receipts_: of files that voters kept.
        keys: verifier keys of the site that are known from elsewhere; one must have signed.
        all_methods: whether to say what other methods make of the same ballots.
    """
    try:
        brought = [signatures.brought(key) for key in keys]
        with path.open("rb") as file:
            record = records.check(file, brought)
    except OSError as error:
        return _failed(NOT_A_RECORD, f"{path} cannot be read: {error.strerror}.")
    except NotARecordError as error:
        return _failed(NOT_A_RECORD, str(error))
    except WrongError as error:
        return _failed(WRONG, f"Something is wrong with this record. {error}")
    checked = [_receipt(each, record) for each in receipts_]
    status = max((status for status, _ in checked), default=RIGHT)
    lines = [_sentence(record), *(line for _, line in checked), *_details(record)]
    if all_methods:
        lines += _others(record.recount)
    return Report(status, tuple(map(_printable, lines)))


def _failed(status: int, sentence: str) -> Report:
    return Report(status, (_printable(sentence),))


def _printable(line: str) -> str:
    """Return a line that a terminal only shows: a record may have been made by anybody."""
    return "".join(
        letter.encode("unicode_escape").decode() if _acts(letter) else letter for letter in line
    )


def _acts(letter: str) -> bool:
    """Tell whether a character does something instead of being shown."""
    return category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _TURNING


def _receipt(path: Path, record: CheckedRecord) -> tuple[int, str]:
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
        return RIGHT, f"{path.name}: {receipts.check(data, record)}"
    except OSError as error:
        return NOT_A_RECORD, f"{path} cannot be read: {error.strerror}."
    except NotARecordError as error:
        return NOT_A_RECORD, f"{path.name}: {error}"
    except WrongError as error:
        return WRONG, f"{path.name}: {error}"


def _sentence(record: CheckedRecord) -> str:
    number = len(record.leaves.hashes)
    ballots = "1 ballot" if number == 1 else f"{number:,} ballots"
    return (
        f"All is right: {record.site} signed this record of {ballots}, nothing in it was changed"
        " since, and the ballots give the result that it says."
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
            "The key came with the record. Compare it with the one at"
            f" https://{record.site}/record-key, or give that one with --key."
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
