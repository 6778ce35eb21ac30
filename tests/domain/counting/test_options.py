from __future__ import annotations

from typing import Any

import pytest

from polls.domain.counting import options
from polls.domain.counting.options import OptionError
from polls.domain.methods import METHODS
from polls.presentation.refusals import sentence


@pytest.mark.parametrize(
    ("method", "name", "text", "value"),
    [
        ("stv", "quota", "hare", "hare"),
        ("stv", "decimals", "none", None),
        ("stv", "decimals", "3", 3),
        ("stv", "one_winner_per_round", "yes", True),
        ("stv", "eliminate_first", "2, 4", (1, 3)),
        ("stv", "eliminate_first", "", ()),
        ("meek_stv", "omega", "2", 2),
        ("stv", "decimals", "٤", 4),
    ],
)
def test_option_is_read_from_text(method: str, name: str, text: str, value: Any) -> None:
    read = options.read(METHODS[method].options, {name: text})

    assert getattr(read, name) == value


@pytest.mark.parametrize(
    ("method", "name", "text", "problem"),
    [
        ("stv", "quotas", "hare", "There is no option 'quotas' here. There are: "),
        ("stv", "quota", "big", "quota is one of droop, "),
        ("stv", "decimals", "-1", "decimals is a whole number from 0 to 1,000, not '-1'."),
        ("stv", "decimals", "1_0", "decimals is a whole number from 0 to 1,000, not '1_0'."),
        ("stv", "decimals", "²", "decimals is a whole number from 0 to 1,000, not '²'."),
        ("stv", "decimals", "1001", "decimals is a whole number from 0 to 1,000, not '1001'."),
        ("stv", "one_winner_per_round", "maybe", "one_winner_per_round is yes or no, not 'maybe'."),
        ("meek_stv", "omega", "none", "omega is a whole number from 0 to 1,000, not 'none'."),
        ("borda", "last_place", "none", "last_place is a whole number"),
        ("schulze", "default_choice", "0", "not '0'"),
    ],
)
def test_option_that_cannot_be_is_refused_in_words(
    method: str,
    name: str,
    text: str,
    problem: str,
) -> None:
    with pytest.raises(OptionError) as refused:
        options.read(METHODS[method].options, {name: text})

    assert problem in sentence(refused.value)
