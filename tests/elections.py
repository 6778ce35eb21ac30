"""The elections that others counted, where they lie beside this repository; they are not in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polls.domain.counting.profiles import Profile, grouped

FOLDER = Path(__file__).parents[2] / "shared" / "elections"
MISSING = f"the elections counted by others are not here: {FOLDER}"


@dataclass(frozen=True)
class Case:
    """One election as its file tells it."""

    told: dict[str, Any]

    @property
    def names(self) -> list[str]:
        return list(self.told["candidates"])

    @property
    def expected(self) -> dict[str, Any]:
        return dict(self.told["expected"])

    @property
    def given(self) -> dict[str, Any]:
        return dict(self.told["options"])

    def numbers(self, names: list[str]) -> tuple[int, ...]:
        return tuple(self.names.index(name) for name in names)

    def profile(self) -> Profile[Any]:
        away = {*self.told.get("withdrawn", []), *self.given.get("excluded", [])}
        standing = [number for number, name in enumerate(self.names) if name not in away]
        ballots = self.told.get("ballots")
        if ballots is None:
            ballots = json.loads((FOLDER / self.told["ballots_from"]).read_text())["ballots"]
        return grouped(standing, ((tuple(map(_rank, s)), count) for count, s in ballots))


def cases() -> list[Path]:
    return sorted((FOLDER / "cases").glob("*/*.json"))


def case(path: Path) -> Case:
    return Case(json.loads(path.read_text(encoding="utf-8")))


def _rank(rank: Any) -> Any:
    """Return a rank as a profile has it: an overvote of unknown choices is empty."""
    if isinstance(rank, list):
        return tuple(choice for choice in rank if choice >= 0)
    return rank
