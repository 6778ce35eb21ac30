"""What a form needs to offer the methods of counting."""

from __future__ import annotations

from polls.domain.methods import METHODS
from polls.domain.questions import fitting
from polls.domain.questions.rules import Rules
from polls.forms import method_menu

METHOD_CHOICE = {
    "groups": method_menu.groups(),
    "methods": METHODS,
    "offered": fitting.offered,
    "usual_method": Rules().method,
}
