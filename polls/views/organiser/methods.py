"""What a form needs to offer the methods of counting."""

from __future__ import annotations

from typing import Any

from polls.domain.methods import METHODS
from polls.domain.questions.rules import Rules
from polls.forms import method_menu


def method_choice() -> dict[str, Any]:
    """Return what the templates need, in the reader's language."""
    return {
        "groups": method_menu.groups(),
        "methods": METHODS,
        "option_fields": method_menu.option_fields,
        "usual_method": Rules().method,
    }
