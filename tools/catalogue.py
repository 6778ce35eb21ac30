#!/usr/bin/env python3
"""Writes the texts to be translated into `polls/locale/polls.pot`, from which translators begin.

Usage: tools/catalogue.py

Texts are in the code in calls of `gettext`, `ngettext` and `gettext_noop`, in templates also in
`{% trans %}`. The file has each with the files that it stands in, without the lines, so that only a
changed text changes it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

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
    written = BytesIO()
    write_po(written, texts, width=100, omit_header=True, include_lineno=False)
    return written.getvalue().decode()


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
