"""The program `polls-verify.pyz`, for who has Python and nothing else."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from polls import __version__
from polls.verifying import reports

if TYPE_CHECKING:
    from collections.abc import Sequence

SUMMARY = "Check the record of a closed question, and recount it. Needs no network."
RECORD = "The file record.zip of the question, or evidence.zip with a receipt in it."
RECEIPT = "A receipt that a voter kept; may be given several times."
KEY = (
    "A verifier key of the site that you know from elsewhere, as from its page /record-key."
    " May be given several times: one must have signed the record, and one each receipt."
)
ALL_METHODS = "Show what the other methods that fit make of the same ballots."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="polls-verify.pyz",
        description=SUMMARY,
        epilog="Exit status: 0 all is right, 1 something is wrong, 2 this is not a record.",
    )
    parser.add_argument("record", metavar="RECORD", type=Path, help=RECORD)
    parser.add_argument(
        "--receipt", metavar="FILE", type=Path, action="append", default=[], help=RECEIPT
    )
    parser.add_argument("--key", metavar="VKEY", action="append", default=[], help=KEY)
    parser.add_argument("--all-methods", action="store_true", help=ALL_METHODS)
    parser.add_argument("--version", action="version", version=f"polls {__version__}")
    given = parser.parse_args(arguments)
    report = reports.of(given.record, given.receipt, given.key, all_methods=given.all_methods)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a terminal cannot show is shown as a code
            stream.reconfigure(errors="backslashreplace")
    for line in report.lines:
        print(line, file=sys.stderr if report.status else sys.stdout)
    return report.status
