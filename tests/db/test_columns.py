from __future__ import annotations

from types import SimpleNamespace

from polls.db import columns
from polls.db.schema import question
from polls.domain.questions.content import Content
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters

UNUSUAL = Content(
    text="Tea or coffee?",
    description="With milk.",
    zone="Europe/Paris",
    rules=Rules(
        method="score",
        seats=2,
        options=(("blanks", "ignored"),),
        highest=2,
        labels=("Bad", "Fair", "Good"),
        quorum=20,
        quorum_percent=25,
        threshold=Threshold.ABSOLUTE,
        min_choices=2,
        max_choices=None,
        voters=Voters.NETWORK,
        per_network=3,
        may_change=False,
        visibility=Visibility.CLOSED,
        release_step=7,
        is_shuffled=True,
        has_receipts=False,
    ),
)


def test_content_is_read_as_it_was_written() -> None:
    written = columns.written(UNUSUAL)
    usual = columns.written(Content(text=""))

    assert Content(**columns.read(SimpleNamespace(**written))) == UNUSUAL
    assert [name for name in usual if usual[name] == written[name]] == []  # each was carried over


def test_content_is_written_as_plain_values_into_columns_that_there_are() -> None:
    written = columns.written(UNUSUAL)

    assert written.keys() <= set(question.columns.keys())
    assert {type(value) for value in written.values()} == {str, int, bool, type(None)}
    assert written["labels"] == '["Bad", "Fair", "Good"]'
    assert written["options"] == '{"blanks": "ignored"}'
