"""The words of a log."""

from __future__ import annotations

from polls.domain.questions.log import Actor
from polls.presentation.organiser.log_entries import ACTORS


def test_every_actor_has_words() -> None:
    assert set(ACTORS) == set(Actor)
