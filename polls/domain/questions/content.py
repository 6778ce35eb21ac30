"""The content of a question: the fields that a new, a stored and an edited question share."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from polls.domain.questions.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a question says, and by which rules it is answered.

    Whatever is added here, or to `Rules`, is stored, copied, archived and compared as its type
    says. A field that is text or nothing is also a longer text in the forms and in exports.
    """

    text: str
    description: str | None = None
    zone: str = "UTC"
    """The IANA name of the time zone that its times are shown in; the first ballot fixes it."""
    rules: Rules = field(default_factory=Rules)


PLAIN = tuple(each.name for each in fields(Content) if each.name != "rules")
"""The fields beside the rules."""

PARAGRAPHS = tuple(each.name for each in fields(Content) if each.type == "str | None")
"""Those of them that are a longer text, or nothing."""


def parts(content: Content) -> dict[str, Any]:
    """Return the fields of a content, of which another one is made that says the same."""
    return {name: getattr(content, name) for name in (*PLAIN, "rules")}
