"""Evidence: a record with a receipt in it, so that one file is enough to judge both."""

from __future__ import annotations

from typing import IO
from zipfile import ZipFile

from polls.domain.records.proofs import LONGEST
from polls.formats.record_files import RECEIPT
from polls.verifying.archives import readable


def receipt(file: IO[bytes]) -> bytes | None:
    """Return the receipt beside the files of a record; None: it is a record alone.

    Raises:
        NotARecordError: it is there, and cannot be read.
    """
    with readable(), ZipFile(file) as archive:
        if RECEIPT not in archive.namelist():
            return None
        with archive.open(RECEIPT) as entry:
            return entry.read(2 * LONGEST)
