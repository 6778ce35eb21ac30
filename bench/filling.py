"""Filling a database as years of use would: ballots, choices, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.stores import Store

_FIRST_ID = 1_000
"""Of the questions that are added; those of `polls sample` have smaller ones."""


def add_ballots(store: Store, count: int) -> None:
    """Put ballots into question 1, which has none, in turn for each choice.

    They are what the writer would have written: positions without gaps, each with a nonce and
    the hash of a credential of its own, and the counters say what the ballots say.
    """
    store.run(
        f"""
        INSERT INTO ballot (question_id, position, selection, nonce, key_hash)
        WITH RECURSIVE place (position) AS (
            SELECT 0 UNION ALL SELECT position + 1 FROM place WHERE position < {count:d} - 1
        ), kind AS (
            SELECT ordinal, '[' || id || ']' AS selection FROM choice WHERE question_id = 1
        )
        SELECT 1, position, selection, {store.bytes_16}, {store.bytes_32}
        FROM place JOIN kind
        ON kind.ordinal = position % (SELECT count(*) FROM choice WHERE question_id = 1)
        """,  # noqa: S608 - what is put in is ours
        """
        UPDATE choice SET votes = (
            SELECT count(*) FROM ballot
            WHERE ballot.question_id = 1 AND selection = '[' || choice.id || ']'
        )
        WHERE question_id = 1
        """,
        f"UPDATE question SET ballot_count = {count:d}, vote_count = {count:d}, "  # noqa: S608
        "version = version + 1 WHERE id = 1",
    )


def set_choices(store: Store, count: int) -> None:
    """Give question 1 so many choices; it has three."""
    store.run(
        f"""
        INSERT INTO choice (question_id, choice_text, ordinal)
        WITH RECURSIVE place (ordinal) AS (
            SELECT 3 UNION ALL SELECT ordinal + 1 FROM place WHERE ordinal < {count:d} - 1
        )
        SELECT 1, 'Choice number ' || (ordinal + 1), ordinal FROM place WHERE ordinal < {count:d}
        """,  # noqa: S608
    )


def let_rank(store: Store, count: int) -> None:
    """Give question 1 so many choices to rank."""
    set_choices(store, count)
    store.run(
        "UPDATE question SET method = 'instant_runoff', max_choices = NULL, "
        "version = version + 1 WHERE id = 1",
    )


def add_questions(store: Store, count: int) -> None:
    """Add listed questions with the rules and choices of question 1."""
    store.run(
        f"""
        INSERT INTO question
            (id, question_text, pub_date, key, is_listed, may_change, credential_key)
        WITH RECURSIVE fresh (id) AS (
            SELECT {_FIRST_ID} UNION ALL
            SELECT id + 1 FROM fresh WHERE id < {_FIRST_ID} + {count:d} - 1
        )
        SELECT fresh.id, question_text, pub_date, CAST(fresh.id AS varchar), is_listed,
            may_change, {store.bytes_32}
        FROM fresh JOIN question ON question.id = 1
        """,  # noqa: S608
        f"""
        INSERT INTO choice (question_id, choice_text, ordinal)
        SELECT question.id, choice_text, ordinal
        FROM question JOIN choice ON choice.question_id = 1 WHERE question.id >= {_FIRST_ID}
        """,  # noqa: S608
    )
