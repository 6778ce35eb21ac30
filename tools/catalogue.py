#!/usr/bin/env python3
"""Writes the texts to be translated into `polls/locale/polls.pot`, from which translators begin.

Usage: tools/catalogue.py

Texts are in the code in calls of `gettext`, `ngettext` and `gettext_noop`, in templates also in
`{% trans %}`; methods of counting and formats of files declare theirs. The file has each with the
files that it stands in, without the lines, so that only a changed text changes it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from polls.domain.counting.options import declared
from polls.domain.methods import METHODS
from polls.formats.files import WRITERS
from polls.presentation.methods import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "polls" / "locale" / "polls.pot"

_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "gettext_noop": None}
_OPTIONS = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


def catalogue() -> str:
    """Return the file as the sources say it now."""
    texts = Catalog()
    package = ROOT / "polls"
    found = extract_from_dir(package, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",))
    for file, _, text, comments, _ in sorted(found, key=lambda each: each[:2]):
        texts.add(text, locations=[(f"polls/{file}", 0)], auto_comments=comments)
    for file, text in _declared():
        texts.add(text, locations=[(file, 0)])
    written = BytesIO()
    write_po(written, texts, width=100, omit_header=True, include_lineno=False)
    return written.getvalue().decode()


def _declared() -> Iterator[tuple[str, str]]:
    """Yield every text that methods and formats declare, each with the file that does."""
    for method in METHODS.values():
        file = f"{method.count.__module__.replace('.', '/')}.py"
        yield from ((file, text) for text in (method.title, method.sentence, *method.labels))
        yield from ((file, sentence) for _option, sentence in method.sentences)
        yield from ((file, title) for title, _options in method.variants)
        if method.title_of_first_choices:
            yield file, method.title_of_first_choices
        for each in declared(method.options):
            words = (in_words(each.name).capitalize(), *map(in_words, each.values))
            yield from ((file, text) for text in (each.sentence, *words))
    yield from (("polls/formats/files.py", each.title) for each in WRITERS.values())


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
