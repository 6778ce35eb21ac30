"""What a command prints once: a secret, or a file, that nobody can ask for again."""

from __future__ import annotations

import os
import sys

from polls.cli.options import stop


def need_output() -> None:
    """End the program, before it does anything, where there is no standard output to print to."""
    if sys.stdout is None:
        stop("The standard output is closed. Nothing was done: call this again with it open.")


def print_once(text: str, *, otherwise: str) -> None:
    """Print what is known nowhere else.

    Args:
        text: with its line ends.
        otherwise: what was done all the same, and what to do now, if the text cannot be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        stop(f"The output cannot be written: {error.strerror}. {otherwise}")
