"""The menu of methods, and the fields for their options."""

from __future__ import annotations

from polls.domain.methods import METHODS
from polls.forms.form_kinds import FormKind
from polls.forms.method_menu import groups, groups_of, option_fields
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.pseudo_locale import pseudo


def test_group_knows_its_methods() -> None:
    ranked = next(group for group in groups() if group.has("schulze"))

    assert ranked.has("minimax")
    assert not ranked.has("score")


def test_election_begins_with_ballots_that_are_ranked_and_only_dates_have_dates() -> None:
    offered = {kind: groups_of(kind) for kind in FormKind}

    assert offered[FormKind.ELECTION][0].has("stv")
    assert offered[FormKind.QUESTION][0].has("plurality")
    assert offered[FormKind.DATES] == ()
    for kind in (FormKind.QUESTION, FormKind.ELECTION):
        listed = {each.name for group in offered[kind] for each in group.methods}
        assert listed == METHODS.keys() - {"availability"}


def test_option_field_has_what_was_sent_or_the_usual_word() -> None:
    usual = {each.name: each for each in option_fields(METHODS["minimax"], {})}
    sent = {
        each.name: each
        for each in option_fields(METHODS["minimax"], {"minimax-strength": "margins"})
    }

    strength = usual["option-minimax-strength"]
    assert strength.label == "Strength"
    assert strength.given == strength.placeholder == "winning_votes"
    assert strength.values["winning_votes"] == "winning votes"
    assert sent["option-minimax-strength"].given == "margins"


def test_option_field_of_a_yes_or_no_is_a_list_and_one_of_a_number_is_typed() -> None:
    every = [each for method in METHODS.values() for each in option_fields(method, {})]

    typed = [each for each in every if not each.values]
    yes_or_no = [each for each in every if each.values == {"yes": "yes", "no": "no"}]

    assert typed
    assert {each.given for each in typed} == {""}
    assert all(each.placeholder for each in typed)
    assert yes_or_no
    assert {each.given for each in yes_or_no} <= {"yes", "no"}


def test_option_field_is_said_in_the_readers_language() -> None:
    with spoken(PSEUDO):
        quota = option_fields(METHODS["stv"], {})[1]

    assert quota.name == "option-stv-quota"
    assert quota.label == pseudo("Quota")
    assert quota.values["droop_with_decimals"] == pseudo("droop with decimals")
    assert quota.given == "droop"
