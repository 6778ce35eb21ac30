"""Sentences about files in which nothing is understood yet."""

from __future__ import annotations

from typing import assert_never

from polls.domain.text.words import number as written
from polls.formats.problems.files import (
    Device,
    EmptyFile,
    FileProblem,
    Folder,
    NoKnownEnding,
    NoSuchFormat,
    NotRead,
    TooManyBytes,
)
from polls.presentation.language import gettext


def sentence(problem: FileProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a file."""
    match problem:
        case Folder(path):
            return gettext("%(path)s is a folder: give one of the files in it.", path=path)
        case Device(path):
            return gettext("%(path)s is a device: give a file.", path=path)
        case NotRead(path, reason):
            return gettext("%(path)s cannot be read: %(reason)s.", path=path, reason=reason)
        case EmptyFile(path):
            return gettext("%(path)s is empty.", path=path)
        case TooManyBytes(path, most):
            return gettext(
                "%(path)s is larger than %(most)s bytes, the most that is read.",
                path=path,
                most=written(most),
            )
        case NoSuchFormat(given, known):
            return gettext(
                "There is no format %(given)s. Choose one of these: %(known)s.",
                given=repr(given),
                known=", ".join(known),
            )
        case NoKnownEnding(path, known):
            return gettext(
                "%(path)s does not have the ending of a known format. Name the format with "
                "--format: %(known)s.",
                path=path,
                known=", ".join(known),
            )
        case _:
            assert_never(problem)
