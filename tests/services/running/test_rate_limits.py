from __future__ import annotations

import pytest

from polls.domain.errors import TooManyQuestionsError
from polls.services.running import rate_limits
from polls.services.running.rate_limits import HOUR, RateLimit

HOME, SCHOOL = "192.0.2.1", "192.0.2.2"


class Clock:
    """Stands still until somebody moves it."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_allowance_ends_and_begins_anew_after_an_hour() -> None:
    clock = Clock()
    allowed = RateLimit(2, TooManyQuestionsError, clock)
    allowed.take(HOME)
    clock.now += HOUR / 2
    allowed.take(HOME)

    with pytest.raises(TooManyQuestionsError) as refusal:
        allowed.take(HOME)
    clock.now += refusal.value.seconds
    allowed.take(HOME)

    assert refusal.value.seconds == HOUR / 2


def test_allowance_is_for_each_address() -> None:
    allowed = RateLimit(1, TooManyQuestionsError, Clock())
    allowed.take(HOME)

    allowed.take(SCHOOL)

    with pytest.raises(TooManyQuestionsError):
        allowed.require(HOME)


def test_allowance_has_no_limit_for_this_machine() -> None:
    allowed = RateLimit(1, TooManyQuestionsError, Clock())

    for _ in range(3):
        allowed.take(None)


def test_requiring_takes_nothing() -> None:
    allowed = RateLimit(1, TooManyQuestionsError, Clock())

    for _ in range(3):
        allowed.require(HOME)


def test_addresses_are_forgotten_after_an_hour() -> None:
    clock = Clock()
    allowed = RateLimit(1, TooManyQuestionsError, clock)
    allowed.take(HOME)
    clock.now += HOUR

    allowed.require(SCHOOL)

    assert allowed._used == {}


def test_addresses_are_so_many_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "CAPACITY", 3)
    allowed = RateLimit(1, TooManyQuestionsError, Clock())

    for number in range(10):
        allowed.take(f"192.0.2.{number}")

    assert list(allowed._used) == ["192.0.2.7", "192.0.2.8", "192.0.2.9"]
