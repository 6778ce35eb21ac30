"""Texts that carry a link away from a page: mails that it offers to write, and a file to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from polls.presentation.language import gettext

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

MOST_LETTERS = 60
"""Of a question in a mail. With the longest link, encoded, an address stays below the 2,000
characters that mail programs take, also where each letter takes nine."""


def to_voters(question: Question, address: str) -> str:
    """Return the address of a mail that asks people to vote."""
    text = gettext("Vote here:")
    return _mailto(shortened(question.text), f"{text}\n\n{address}\n")


def to_oneself(question: Question, link: str) -> str:
    """Return the address of a mail that keeps the organiser's link for its organiser."""
    subject = gettext("Organiser's link: %(question)s", question=shortened(question.text))
    return _mailto(subject, f"{_caution()}\n\n{link}\n")


def keepsake(question: Question, address: str, link: str) -> str:
    """Return the text of a file that keeps both links of a question for its organiser."""
    voters = gettext("For the voters:")
    return f"{question.text}\n\n{_caution()}\n\n{link}\n\n{voters}\n\n{address}\n"


def shortened(text: str) -> str:
    """Return the beginning of a text that may be too long for the subject of a mail."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"


def _caution() -> str:
    return gettext(
        "With this link you organise your question. Do not forward it: anyone who has it can "
        "change, close and delete the question."
    )


def _mailto(subject: str, text: str) -> str:
    """Return the address of a mail to nobody yet (RFC 6068; section 5 has the ends of lines)."""
    lines = text.replace("\n", "\r\n")
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
