from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools/undone.py"

OLD = "Tea\n"
NEW = "Tea\nCoffee\n"


@dataclass(frozen=True)
class Repository:
    """A small git repository."""

    folder: Path

    def git(self, *words: str) -> str:
        return self._run("git", *words).stdout

    def commit(self, message: str, **files: str) -> None:
        for name, content in files.items():
            (self.folder / name).write_text(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def check(self, *revisions: str) -> tuple[int, str]:
        """Return the tool's exit status, and the first line that it prints."""
        done = self._run(sys.executable, str(TOOL), *revisions, check=False)
        return done.returncode, done.stdout.partition("\n")[0]

    def _run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        # Whatever starts the tests may have set these, such as a hook of git.
        others = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        own = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(self.folder.parent),
        }
        for who in ("AUTHOR", "COMMITTER"):
            own |= {f"GIT_{who}_NAME": "Ann", f"GIT_{who}_EMAIL": "ann@example.org"}
        return subprocess.run(
            words, check=check, capture_output=True, text=True, cwd=self.folder, env=others | own
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository in which a file was changed."""
    repository = Repository(tmp_path)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit("Offer tea", menu=OLD, other="1\n")
    repository.commit("Offer coffee", menu=NEW)
    return repository


def test_commit_from_an_old_copy_is_found(repository: Repository) -> None:
    repository.commit("Count to two", menu=OLD, other="2\n")

    status, said = repository.check()

    assert status == 1
    assert "“Count to two” gives menu the content it had before" in said
    assert said.endswith("“Offer coffee”.")


@pytest.mark.parametrize(
    "message",
    [
        "Revert “Offer coffee”",
        "Offer tea alone\n\nThis reverts the commit before, for want of beans.",
    ],
)
def test_commit_that_says_that_it_reverts_passes(repository: Repository, message: str) -> None:
    repository.commit(message, menu=OLD)

    assert repository.check() == (0, "")


def test_commit_with_new_content_passes(repository: Repository) -> None:
    repository.commit("Offer juice", menu="Tea\nJuice\n", other="2\n")

    assert repository.check() == (0, "")


def test_commits_that_the_upstream_branch_lacks_are_looked_at(repository: Repository) -> None:
    repository.commit("Count to two", menu=OLD, other="2\n")
    repository.git("switch", "--quiet", "--create", "mine", "--track", "main")
    of_main = repository.check()
    repository.commit("Count to three", other="3\n")
    honest = repository.check()
    repository.commit("Forget to count", other="2\n")

    assert of_main[0] == 1  # nothing is new, so the last ones are looked at
    assert honest == (0, "")
    assert repository.check()[0] == 1
    assert repository.check("main..mine")[0] == 1
    assert repository.check("main~1..main")[0] == 1


def test_old_commits_are_left_alone(repository: Repository) -> None:
    repository.commit("Count to two", menu=OLD, other="2\n")
    for number in range(3, 33):
        repository.commit(f"Count to {number}", other=f"{number}\n")

    assert repository.check() == (0, "")
    assert repository.check("HEAD")[0] == 1


def test_clone_without_history_passes(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Count to two", menu=OLD, other="2\n")
    repository.git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", "shallow")

    assert Repository(tmp_path / "shallow").check() == (0, "")


def test_folder_without_a_repository_passes(tmp_path: Path) -> None:
    status, said = Repository(tmp_path).check()

    assert (status, said) == (0, "There is no history of commits here, so nothing was compared.")


def test_unknown_revisions_are_told(repository: Repository) -> None:
    assert repository.check("nowhere..HEAD") == (2, "")
