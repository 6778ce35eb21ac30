from __future__ import annotations

import re

import pytest

from polls.presentation import language
from polls.presentation.language import LANGUAGES, PSEUDO, gettext, ngettext, spoken
from polls.presentation.pseudo_locale import pseudo


def test_english_says_texts_as_they_are_written() -> None:
    assert gettext("%(name)s wins, with 50 %%.", name="Tea") == "Tea wins, with 50 %."
    assert ngettext("%(num)s vote", "%(num)s votes", 1) == "1 vote"
    assert ngettext("%(num)s vote", "%(num)s votes", 2_000) == "2,000 votes"
    assert ngettext("%(num)s vote", "%(num)s votes", 2, num="two") == "two votes"


def test_language_is_spoken_for_a_while() -> None:
    with spoken(PSEUDO):
        told = gettext("%(name)s wins.", name="Tea"), ngettext("vote", "votes", 2)

    assert told == ("⟦Tea ŵíñš. ~~~~⟧", "⟦ṽóŧéš ~~~~⟧")
    assert language.current().code == "en"
    assert {code: each.direction for code, each in LANGUAGES.items()} == {
        "en": "ltr",
        "en-XA": "rtl",
    }


@pytest.mark.parametrize(
    "kept",
    ["%(name)s", "%%", '<a href="/new" title="new">', "</a>", "&nbsp;"],
)
def test_pseudo_locale_keeps_what_a_translator_keeps(kept: str) -> None:
    told = pseudo(f"before{kept}after")

    assert told == f"⟦ƀéƒóřé{kept}áƒŧéř ~~~~⟧"


def test_pseudo_locale_is_two_fifths_longer() -> None:
    text = "Every vote is recorded before it is confirmed, and counted once. " * 3

    assert 1.35 < len(pseudo(text)) / len(text) < 1.45
    assert not re.search("[A-Za-z]", pseudo(text))
    assert pseudo(" ") == " "
    assert pseudo("%(share)s %%") == "⟦%(share)s %%⟧"
