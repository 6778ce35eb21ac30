"""The text beside the files of a record."""

from __future__ import annotations

from polls.presentation.language import gettext


def readme(question: str, words: str) -> str:
    """Return what is in the file, how to check it, and what it does not show.

    Args:
        question: its text.
        words: of the checkpoint.
    """
    return gettext(
        "This is the record of the vote on “%(question)s”.\n"
        "\n"
        "It has every ballot that was counted (leaves.jsonl), the question and its rules "
        "(manifest.json), the result (result.json), and a signature (checkpoint) that shows "
        "whether anything was changed afterwards.\n"
        "\n"
        "Its words: %(words)s. Anyone who sees the same words on the page of the record has the "
        "same record.\n"
        "\n"
        "To check it and recount the votes, use the command “polls verify record.zip”. "
        "docs/record-format.md of the program describes the files, so that others can write "
        "programs that check them.\n"
        "\n"
        "The record does not show whether everyone who voted was entitled to. Whoever runs the "
        "server could have added ballots while voting was open.\n",
        question=question,
        words=words,
    )
