"""Starts `polls-verify.pyz`, whose `__main__.py` this is; any Python can read it, to say so."""

import sys

if sys.version_info < (3, 9):  # noqa: UP036 - not only those that Polls itself runs on
    sys.exit("polls-verify.pyz needs Python 3.9 or later.")

from polls.verifying import older_pythons

older_pythons.complete()

from polls.verifying.program import main  # noqa: E402 - it needs the line before

if __name__ == "__main__":
    sys.exit(main())
