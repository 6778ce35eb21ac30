"""How files that are downloaded are named."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

LONGEST_NAME = 60


def disposition(question: Question, name: str) -> str:
    """Name the file after the question, and for who reads no UTF-8 after its key (RFC 6266)."""
    plain = f"poll-{question.key}-{name}"
    full = f"{_file_name(question.text)}-{name}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def _file_name(text: str) -> str:
    """Return what of a text every file system takes: letters, marks and digits."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in text[:LONGEST_NAME])
    return "-".join("".join(kept).split()) or "poll"
