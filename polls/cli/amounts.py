"""Numbers with their nouns, as commands print them."""

from __future__ import annotations

from polls.domain.text.words import number


def counted(count: int, noun: str) -> str:
    """Write a number with its noun: “1 vote”, “2 votes”, “1,234 votes”."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"
