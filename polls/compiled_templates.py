"""Compiled templates, kept for all applications of a process and for the next process."""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from polls import __version__

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket

_DAMAGE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, IndexError, AttributeError)
"""What reading a file raises whose end a power cut took."""


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Keeps code in memory and, as Python does with modules, in files in a folder `__pycache__`.

    To compile all that a page includes takes 40 to 130 ms.

    Args:
        folder: where the files are. One that cannot be written to is no error: a page needs none.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "template-%s.jinja")
        self._known: dict[tuple[str, str], CodeType] = {}

    def get_source_checksum(self, source: str) -> str:
        """Return what tells compiled code of this source from other code.

        Jinja runs a filter of a constant while it compiles: another version may say another thing.
        """
        return super().get_source_checksum(f"{__version__} {jinja2.__version__} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with the code that is kept; leave it empty if there is none."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            try:
                super().load_bytecode(bucket)
            except _DAMAGE:
                bucket.reset()
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._remember(bucket)
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


COMPILED_TEMPLATES = CompiledTemplates(Path(cache_from_source(__file__)).parent)
