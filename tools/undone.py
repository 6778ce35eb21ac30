#!/usr/bin/env python3
"""Finds commits that give a file the content that it had before another commit.

Usage: tools/undone.py [REVISIONS]

A commit that was made from an old copy of the files undoes what others did meanwhile, and no
merge conflict tells. So the content that a commit gives a file is looked for among all that the
file had before. Who means to bring it back says so: a commit whose message has the word “revert” is
left out.

Looked at are the commits in REVISIONS, as `git log` takes them. Without it, those that the upstream
branch does not have; if there are none, or there is no such branch, the last ones. A file that a
commit takes away is none of its business, and a clone without history has nothing to compare with.

Exit status: 0 if there is no such commit, or no history; 1 if there is one; 2 if git does not know
the revisions.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

RECENT = 30
"""Commits looked at where nobody says which are new."""

_REVERTS = re.compile(r"\brevert", re.IGNORECASE)
_COMMIT, _MESSAGE_END = "\x1e", "\x1f"


class Commit(NamedTuple):
    """A commit, and what it makes of the files that it adds or changes."""

    name: str
    message: str
    changes: list[Change]

    @property
    def title(self) -> str:
        """How people know it."""
        return f"{self.name[:9]} “{self.message.splitlines()[0]}”"


class Change(NamedTuple):
    """A file's contents before and after a commit, by their hashes."""

    path: str
    before: str
    after: str


def main() -> int:
    """Print each file that was brought back; return the exit status."""
    revisions = sys.argv[1:]
    try:
        found = list(_undoings(_looked_at(revisions)))
    except (OSError, subprocess.CalledProcessError) as error:
        if revisions:
            print(getattr(error, "stderr", "") or error, file=sys.stderr)
            return 2
        print("There is no history of commits here, so nothing was compared.")
        return 0
    for line in found:
        print(line)
    if found:
        print("Bring back what was lost, or say in the message that the commit reverts another.")
    return 1 if found else 0


def _looked_at(revisions: list[str]) -> frozenset[str]:
    """Return the names of the commits to look at."""
    if revisions:
        return _names(*revisions)
    try:
        ahead = _names("@{upstream}..HEAD")
    except subprocess.CalledProcessError:
        ahead = frozenset()  # there is no such branch
    return ahead or _names(f"--max-count={RECENT}", "HEAD")


def _names(*revisions: str) -> frozenset[str]:
    return frozenset(_git("rev-list", "--no-merges", *revisions).split())


def _undoings(looked_at: frozenset[str]) -> Iterator[str]:
    """Yield a line for each file that one of these commits brought back."""
    replaced: defaultdict[str, dict[str, Commit]] = defaultdict(dict)
    """Path → content → the last commit that replaced it."""
    for commit in _history():
        is_suspect = commit.name in looked_at and not _REVERTS.search(commit.message)
        for path, before, after in commit.changes:
            undone = replaced[path].get(after)
            if undone and is_suspect:
                yield f"{commit.title} gives {path} the content it had before {undone.title}."
            replaced[path][before] = commit


def _history() -> Iterator[Commit]:
    """Yield all commits but merges, parents first."""
    log = _git(
        *("log", "HEAD", "--topo-order", "--reverse", "--no-merges"),
        *("--raw", "--no-abbrev", "--no-renames", "--diff-filter=AM"),
        f"--format={_COMMIT}%H%n%B{_MESSAGE_END}",
    )
    for part in log.split(_COMMIT)[1:]:
        said, _, files = part.partition(_MESSAGE_END)
        name, _, message = said.partition("\n")
        changes = [_change(line) for line in files.splitlines() if line.startswith(":")]
        yield Commit(name, message.strip() or "(no message)", changes)


def _change(line: str) -> Change:
    """Read “:100644 100644 HASH HASH M<tab>PATH”."""
    head, _, path = line.partition("\t")
    _, _, before, after, _ = head.split()
    return Change(path, before, after)


def _git(*words: str) -> str:
    done = subprocess.run(  # noqa: S603 - whoever runs this can run git
        ["git", *words],  # noqa: S607 - as above, and theirs is meant
        check=True,
        capture_output=True,
        text=True,
        errors="replace",
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
