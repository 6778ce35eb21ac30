"""What scripts say: texts that a page carries for them, in its language, with places to fill in.

A place stands as `{name}`. A text with a number has a form for each of `NUMBERS`: a script takes
that of the number which its language treats alike (`words.js`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.presentation.language import gettext, ngettext
from polls.presentation.wording import ordinal

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Texts: TypeAlias = dict[str, str | list[str] | dict[int, str]]
    """By the names by which a script knows them."""

NUMBERS = (0, 1, 2, 3, 5, 6, 7, 11, 100)
"""One at least for each plural form that a language has."""


def live() -> Texts:
    """Return whether the numbers move by themselves."""
    return {"live": gettext("Live"), "lost": gettext("Reconnecting…")}


def results() -> Texts:
    """Return what the page of a result says of itself, and of its button that copies."""
    return {**live(), **copying()}


def turning() -> Texts:
    """Return which choices a big screen shows, and what starts and stops the turning of pages."""
    return {
        "extent": gettext(
            "Choices %(first)s to %(last)s of %(all)s",
            first="{first}",
            last="{last}",
            all="{all}",
        ),
        "pause": gettext("Stop turning"),
        "turn": gettext("Keep turning"),
    }


def copying() -> Texts:
    """Return what becomes of a button that copies."""
    return {"copied": gettext("Copied"), "selected": gettext("Selected. Now press Ctrl+C.")}


def previews() -> Texts:
    """Return what is said where a ballot should be drawn."""
    return {
        "undrawn": gettext(
            "The ballot could not be drawn: the site did not answer as it should. What you wrote "
            "is still here; press the button again in a moment.",
        ),
    }


def here() -> Texts:
    """Return what is said of an hour by the reader's clocks."""
    return {
        "here": gettext("%(hours)s in your time zone", hours="{hours}"),
        "briefly": gettext("%(hours)s for you", hours="{hours}"),
    }


def marks() -> Texts:
    """Return how many choices are marked."""
    return {
        "alone": gettext("Marked."),
        "marked": forms(
            lambda num: ngettext("%(num)s marked.", "%(num)s marked.", num, num="{num}")
        ),
        "few": forms(
            lambda num: ngettext(
                "%(marked)s marked, %(num)s more to mark.",
                "%(marked)s marked, %(num)s more to mark.",
                num,
                marked="{marked}",
                num="{num}",
            ),
        ),
        "many": forms(
            lambda num: ngettext(
                "%(marked)s marked: %(num)s too many.",
                "%(marked)s marked: %(num)s too many.",
                num,
                marked="{marked}",
                num="{num}",
            ),
        ),
    }


def ranking(lines: int) -> Texts:
    """Return what becomes of so many lines as they are ranked."""
    choice = {"choice": "{choice}"}
    return {
        "ordinals": [ordinal(rank) for rank in range(1, lines + 1)],
        "begin": gettext("Tap your favourite first, then the next."),
        "left": gettext("%(choice)s is no longer ranked.", **choice),
        "ranked": gettext("%(choice)s is %(place)s.", place="{place}", **choice),
        "shared": forms(
            lambda num: ngettext(
                "%(choice)s is %(place)s, with one other.",
                "%(choice)s is %(place)s, with %(num)s others.",
                num,
                num="{num}",
                place="{place}",
                **choice,
            ),
        ),
        "most": gettext(
            "You can rank at most %(most)s, so %(choice)s was not added. Remove one first.",
            most="{most}",
            **choice,
        ),
        "count": gettext("%(ranked)s of %(all)s ranked.", ranked="{ranked}", all="{all}"),
        "few": forms(
            lambda num: ngettext(
                "%(ranked)s of %(all)s ranked, %(num)s more to rank.",
                "%(ranked)s of %(all)s ranked, %(num)s more to rank.",
                num,
                num="{num}",
                ranked="{ranked}",
                all="{all}",
            ),
        ),
        "up": gettext("Move %(choice)s up", **choice),
        "down": gettext("Move %(choice)s down", **choice),
        "equal": gettext("%(choice)s: same rank as above", **choice),
    }


def choices(*, are_dates: bool) -> Texts:
    """Return what the rows of choices or of dates are called, and their buttons."""
    name, number = {"name": "{name}"}, {"number": "{number}"}
    if are_dates:
        row, unnamed = gettext("Date %(number)s", **number), gettext("date %(number)s", **number)
    else:
        row = gettext("Choice %(number)s", **number)
        unnamed = gettext("choice %(number)s", **number)
    return {
        "choice": row,
        "quoted": gettext("“%(text)s”", text="{text}"),
        "unnamed": unnamed,
        "up": gettext("Move %(name)s up", **name),
        "down": gettext("Move %(name)s down", **name),
        "remove": gettext("Remove %(name)s", **name),
    }


def calendar() -> Texts:
    """Return what is said of dates in a calendar, and how many are chosen."""
    return {
        "begun": gettext("Now choose the last day."),
        "past": gettext("%(date)s, in the past", date="{date}"),
        "taken": gettext("%(day)s, already among the choices", day="{day}"),
        "away": gettext("Remove %(date)s", date="{date}"),
        "copy": gettext("Copy the times of %(day)s to all days", day="{day}"),
        "dates": forms(
            lambda num: ngettext(
                "%(num)s date is chosen.", "%(num)s dates are chosen.", num, num="{num}"
            ),
        ),
    }


def forms(text: Callable[[int], str]) -> dict[int, str]:
    """Return what `text` says of each of `NUMBERS`."""
    return {number: text(number) for number in NUMBERS}
