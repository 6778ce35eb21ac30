"""The texts beside the files of a record, and of one that is evidence."""

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


def evidence_readme(question: str, words: str, ballot: str) -> str:
    """Return what is in evidence.zip, how to judge it, and what it does not show.

    Args:
        question: its text.
        words: of the checkpoint.
        ballot: words of the ballot that is missing.
    """
    return gettext(
        "This is evidence about the vote on “%(question)s”: a voter's ballot is not in the record "
        "of the vote.\n"
        "\n"
        "The file “receipt” is a promise, signed by the site, that the ballot with the words "
        "“%(ballot)s” will be in the record. The other files are the record, signed by the same "
        "site. It does not have this ballot, nor does it say that the ballot was replaced or "
        "removed. The words of the record: %(words)s.\n"
        "\n"
        "To judge it, use the command “polls verify evidence.zip”, or choose this file on a page "
        "that checks records (check.html). Both check the signatures and say whether the promise "
        "was kept. docs/record-format.md of the program describes the files, so that others can "
        "write programs that judge them.\n"
        "\n"
        "Both signatures should be by the key of the site (key.txt). Compare it with its page "
        "/record-key, or with one on paper. If the voter kept a receipt while voting was open, it "
        "is further evidence.\n"
        "\n"
        "The files do not show how the voter voted. The record has the ballots of the others, "
        "without their voters.\n",
        question=question,
        words=words,
        ballot=ballot,
    )
