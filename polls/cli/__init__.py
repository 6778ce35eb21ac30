"""The command line: `polls serve`, `polls migrate`, `polls ask` and the others."""

from polls.cli.app import main

__all__ = ["main"]
