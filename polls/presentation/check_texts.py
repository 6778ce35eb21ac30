"""What the page says that checks a record without a network: for its scripts in `js/records`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.methods import METHODS
from polls.presentation.language import gettext, ngettext, translated
from polls.presentation.script_texts import forms

if TYPE_CHECKING:
    from polls.presentation.script_texts import Texts


def check() -> Texts:
    """Return all that the page says by its script."""
    return {
        **_verdicts(),
        **_faults(),
        **_numbers(),
        **_ballots(),
        **_receipts(),
        **_results(),
        **_lists(),
        **_facts(),
    }


def method_titles() -> dict[str, str]:
    """Return what each method is called, by the name that a record has for it."""
    return {name: translated(method.title) for name, method in METHODS.items()}


def _verdicts() -> Texts:
    return {
        "title": gettext("%(sentence)s · Polls", sentence="{sentence}"),
        "fits": forms(
            lambda num: ngettext(
                "Everything fits: the record has %(num)s ballot, and the published numbers are "
                "what it adds up to.",
                "Everything fits: the record has %(num)s ballots, and the published numbers are "
                "what they add up to.",
                num,
                num="{num}",
            )
        ),
        "next_fits": gettext(
            "It was signed by %(site)s. To be sure that others were given the same record, compare "
            "the six words below with them.",
            site="{site}",
        ),
        "next_wrong": gettext(
            "Download the record again. If the message stays the same, keep this file: it is the "
            "evidence that something was changed or made wrongly. Show it to the organiser, and "
            "to others who voted."
        ),
        "next_format": gettext(
            "Download record.zip again from the question's page, and choose it here as it is, "
            "without unpacking it."
        ),
        "next_large": gettext(
            "Check it with the command “polls verify record.zip”, or with polls-verify.pyz."
        ),
        "next_dash": gettext(
            "Some mail programs do that. Choose the file as the site sent it, or begin the line of "
            "the signature with “—” (U+2014) and a space again."
        ),
        "next_keys": gettext(
            "If the site has changed its key since, enter the older key and the newer one under "
            "“Compare with the site's key”, and choose the receipt again."
        ),
        "next_receipt": gettext("Choose the file that you kept when you voted on this question."),
        "next_failed": gettext(
            "Try again, with a current browser if this one is old. This says nothing about the "
            "record."
        ),
        "failed": gettext("This could not be checked: %(error)s", error="{error}"),
        "step_unpacking": gettext("Unpacking the record …"),
        "step_hashing": gettext("Reading every ballot …"),
        "step_tree": gettext("Comparing with what was signed …"),
        "step_counting": gettext("Adding up the ballots …"),
    }


def _faults() -> Texts:
    counts = {"count": "{count}", "signed": "{signed}"}
    return {
        "fault_zip": gettext("This is not a record: it is not a ZIP file."),
        "fault_damaged": gettext("This is not a whole record: the ZIP file is damaged."),
        "fault_twice": gettext(
            "This is not a record: it has two files named %(file)s.", file="{file}"
        ),
        "fault_missing": gettext(
            "This is not a record: the file %(file)s is missing.", file="{file}"
        ),
        "fault_long_file": gettext("This is not a record: %(file)s is too long.", file="{file}"),
        "fault_long_line": gettext(
            "This is not a record: line %(number)s of its leaves is too long.", number="{number}"
        ),
        "fault_many": gettext("This is not a record: it has more ballots than a record can have."),
        "fault_too_large": gettext("This record is too large to be checked by this page."),
        "fault_note": gettext("This is not a record: its checkpoint is not a signed note."),
        "fault_checkpoint": gettext(
            "This is not a record: its checkpoint does not have an origin, a size and a root."
        ),
        "fault_keys": gettext("This is not a record: key.txt has something other than keys."),
        "fault_format": gettext(
            "This is not a record in a format that this page knows. A newer page may know it."
        ),
        "fault_forged": gettext(
            "Something is wrong: a signature is not by %(key)s, or what it signed was changed.",
            key="{key}",
        ),
        "fault_unsigned": gettext(
            "Something is wrong: none of the keys that belong to it has signed this."
        ),
        "fault_other_key": gettext(
            "Something is wrong: this record is not signed with a key that you entered, but with "
            "%(key)s.",
            key="{key}",
        ),
        "bad_key": gettext(
            "Line %(number)s is not a verifier key. Copy it whole: the name of the site, eight "
            "digits and letters, and the long rest, with a plus sign between them.",
            number="{number}",
        ),
        "fault_other_site": gettext(
            "Something is wrong: the record says it is from %(site)s, but %(key)s has signed it.",
            site="{site}",
            key="{key}",
        ),
        "fault_unended": gettext("Something is wrong: the last line of the leaves is cut off."),
        "fault_size": gettext(
            "Something is wrong: %(signed)s leaves were signed, but the record has %(count)s.",
            **counts,
        ),
        "fault_close": gettext("Something is wrong: the last leaf is not the end of the vote."),
        "fault_close_size": gettext(
            "Something is wrong with the number of ballots: the last leaf says %(published)s, and "
            "the record has %(count)s.",
            published="{published}",
            count="{count}",
        ),
        "fault_order": gettext(
            "Something is wrong: the ballot “%(words)s” is not in its place.", words="{words}"
        ),
        "fault_root": gettext(
            "Something is wrong: these are not the leaves that were signed. At least one was "
            "changed, added or left out."
        ),
        "fault_member": gettext(
            "Something is wrong: “%(member)s” in the description of the vote is missing or not "
            "valid.",
            member="{member}",
        ),
        "fault_numbers": gettext(
            "Something is wrong: the choices are not numbered in order, at number %(number)s.",
            number="{number}",
        ),
        "fault_manifest_file": gettext(
            "Something is wrong: manifest.json is not what was signed as the description of the "
            "vote."
        ),
        "fault_origin": gettext(
            "Something is wrong: the description of the vote is of %(origin)s, but %(signed)s was "
            "signed.",
            origin="{is}",
            signed="{signed}",
        ),
        "fault_record_number": gettext(
            "Something is wrong: the number of the record is not the same everywhere in it."
        ),
        "fault_gone": gettext(
            "Something is wrong: the list “%(member)s” of ballots that are not counted is not in "
            "order.",
            member="{member}",
        ),
        "fault_in_both": gettext(
            "Something is wrong: a ballot is said to be both replaced and removed."
        ),
        "fault_not_gone": gettext(
            "Something is wrong: a ballot is said to be replaced or removed, but it is counted."
        ),
        "fault_result_file": gettext("Something is wrong: result.json is not what was signed."),
        "fault_result_shape": gettext("Something is wrong: a part of the result is missing."),
        "fault_winnerless": gettext(
            "Something is wrong: the result says that there are winners, and names none."
        ),
        "fault_lots": gettext(
            "Something is wrong: the lots are not those that were sealed when voting began."
        ),
    }


def _numbers() -> Texts:
    said = {"published": "{published}", "counted": "{counted}"}
    choice = {"choice": "{choice}", **said}
    return {
        "number_ballots": gettext(
            "Something is wrong with the number of ballots: the result says %(published)s, and the "
            "record has %(counted)s.",
            **said,
        ),
        "number_weight": gettext(
            "Something is wrong with the weight of the ballots: the result says %(published)s, and "
            "the ballots come to %(counted)s.",
            **said,
        ),
        "number_blank_ballots": gettext(
            "Something is wrong with the number of blank votes: the result says %(published)s, and "
            "the record has %(counted)s.",
            **said,
        ),
        "number_blank_weight": gettext(
            "Something is wrong with the weight of the blank votes: the result says %(published)s, "
            "and the ballots come to %(counted)s.",
            **said,
        ),
        "number_marks": gettext(
            "Something is wrong with the votes for %(choice)s: the result says %(published)s, and "
            "the ballots come to %(counted)s.",
            **choice,
        ),
        "number_first_choices": gettext(
            "Something is wrong with the first choices for %(choice)s: the result says "
            "%(published)s, and the ballots come to %(counted)s.",
            **choice,
        ),
        "number_pairs": gettext(
            "Something is wrong with the votes that prefer %(choice)s to %(other)s: the result "
            "says %(published)s, and the ballots come to %(counted)s.",
            other="{other}",
            **choice,
        ),
        "number_scores": gettext(
            "Something is wrong with the votes that score %(choice)s “%(score)s”: the result says "
            "%(published)s, and the ballots come to %(counted)s.",
            score="{score}",
            **choice,
        ),
    }


def _ballots() -> Texts:
    words = {"words": "{words}"}
    return {
        "ballot_unreadable": gettext(
            "Something is wrong: the ballot “%(words)s” is not written as ballots are.", **words
        ),
        "ballot_no_ballot": gettext(
            "Something is wrong: what stands at the place of “%(words)s” is not a ballot.", **words
        ),
        "ballot_nonce": gettext(
            "Something is wrong: the ballot “%(words)s” lacks its random number.", **words
        ),
        "ballot_weight": gettext(
            "Something is wrong: the ballot “%(words)s” does not have the weight that it should.",
            **words,
        ),
        "ballot_name": gettext(
            "Something is wrong: the ballot “%(words)s” has a name where there should be none, or "
            "lacks it.",
            **words,
        ),
        "ballot_selection": gettext(
            "Something is wrong: the ballot “%(words)s” says what could not be voted for.", **words
        ),
        "ballot_alone": gettext(
            "Something is wrong: the ballot “%(words)s” is blank or for none, and yet names other "
            "choices.",
            **words,
        ),
        "ballot_few": gettext(
            "Something is wrong: the ballot “%(words)s” names fewer choices than it must.", **words
        ),
        "ballot_many_choices": gettext(
            "Something is wrong: the ballot “%(words)s” names more choices than it may.", **words
        ),
    }


def _receipts() -> Texts:
    words = {"words": "{words}"}
    together = gettext(
        "Keep this receipt and the record: together they are evidence that anybody can check. Show "
        "them to others who voted."
    )
    counted = gettext("The ballot says: %(ballot)s", ballot="{ballot}")
    if_not_you = gettext("The record says so openly. If you know otherwise, tell the organiser.")
    return {
        "receipt_included": gettext(
            "Your ballot “%(words)s” is in the record, and the published numbers count it.", **words
        ),
        "after_included": counted,
        "receipt_kept": gettext(
            "The promise was kept: your ballot “%(words)s” is in the record, and the published "
            "numbers count it.",
            **words,
        ),
        "after_kept": counted,
        "receipt_replaced": gettext(
            "The ballot “%(words)s” is not counted: its voter changed it or took it back.", **words
        ),
        "after_replaced": if_not_you,
        "receipt_removed": gettext(
            "The ballot “%(words)s” is not counted: the organiser removed it.", **words
        ),
        "after_removed": if_not_you,
        "receipt_broken": gettext(
            "The promise was broken: the site signed that the ballot “%(words)s” would be in the "
            "record, and it is not there.",
            **words,
        ),
        "after_broken": together,
        "receipt_split": gettext(
            "The site has signed two different records under one number: this receipt for the "
            "ballot “%(words)s” belongs to the other one.",
            **words,
        ),
        "after_split": together,
        "fault_no_receipt": gettext("This file is not a receipt."),
        "fault_dash": gettext(
            "This receipt was changed: its signature no longer begins with a long dash."
        ),
        "fault_unsigned_receipt": gettext(
            "This receipt is not signed with a key that is known here."
        ),
        "fault_other_question": gettext(
            "This receipt is for another question: %(origin)s", origin="{origin}"
        ),
        "fault_other_record": gettext(
            "This receipt is for another record: %(origin)s", origin="{origin}"
        ),
        "fault_no_ballot": gettext("This receipt is wrong: it does not contain a ballot."),
        "fault_no_proof": gettext(
            "This receipt is wrong: it does not prove that its ballot is in a record."
        ),
    }


def _results() -> Texts:
    return {
        "won": forms(
            lambda num: ngettext("%(names)s won.", "%(names)s won.", num, names="{names}")
        ),
        "lead_empty": gettext("There is no winner, because no ballot counts for a choice."),
        "lead_short": gettext("There is no result, because too few people voted for a quorum."),
        "lead_unsupported": gettext(
            "There is no winner: %(names)s came first, with fewer votes than a winner needs.",
            names="{names}",
        ),
        "lead_tied": gettext("%(tied)s are tied.", tied="{tied}"),
        "lots": gettext("A tie between %(tied)s was broken by drawing lots.", tied="{tied}"),
        "uncounted": gettext(
            "Counted by: %(method)s. This page has added up all these numbers from the ballots. It "
            "does not count by the method itself; “polls verify record.zip” does.",
            method="{method}",
        ),
        "choice": gettext("Choice"),
        "votes": gettext("Votes"),
        "first_choices": gettext("First choices"),
        "scores": gettext("How often each score was given"),
        "pairs": gettext("All choices head-to-head"),
        "reading_pairs": gettext(
            "Each row shows how many votes prefer its choice to the one above the column."
        ),
        "many_pairs": gettext(
            "With more than %(num)s choices there is no room for this table. Its numbers were "
            "checked, too; they are in result.json.",
            num="{num}",
        ),
    }


def _lists() -> Texts:
    return {
        "empty": gettext("nothing marked"),
        "scored": gettext("%(choice)s: %(score)s", choice="{choice}", score="{score}"),
        "weighs": forms(
            lambda num: ngettext(
                "counts as %(num)s vote", "counts as %(num)s votes", num, num="{num}"
            )
        ),
        "date_and_hours": gettext("%(day)s, %(hours)s", day="{day}", hours="{hours}"),
        "shown": forms(
            lambda num: ngettext(
                "%(num)s ballot",
                "%(first)s to %(last)s of %(num)s ballots",
                num,
                num="{num}",
                first="{from}",
                last="{to}",
            )
        ),
        "none_found": gettext("No ballot begins with these words."),
        "no_ballots": gettext("Nobody voted."),
    }


def _facts() -> Texts:
    return {
        "fact_origin": gettext("Record"),
        "fact_opened": gettext("Voting began"),
        "fact_ended": gettext("Voting ended"),
        "fact_method": gettext("Counted by"),
        "fact_ballots": gettext("Ballots"),
        "fact_weight": gettext("Weight of all ballots"),
        "fact_invited": gettext("Ballots that invited people could cast"),
        "fact_replaced": gettext("Ballots changed or taken back by their voters"),
        "fact_removed": gettext("Ballots removed by the organiser"),
        "fact_lots": gettext("Seal of the lots"),
        "fact_root": gettext("Root of the tree"),
        "fact_keys": gettext("Signed with"),
        "fact_program": gettext("Made by"),
        "moment": gettext("%(moment)s (%(zone)s)", moment="{moment}", zone="{zone}"),
        "no_lots": gettext("There were no lots."),
    }
