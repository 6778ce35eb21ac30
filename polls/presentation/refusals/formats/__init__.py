"""What is said of files of ballots that cannot be read: a module a format."""

from polls.presentation.refusals.formats.places import sentence

__all__ = ["sentence"]
