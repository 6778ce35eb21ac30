"""What a form needs to offer the methods of counting."""

from __future__ import annotations

from polls.domain import fitting, offers, wordings
from polls.domain.methods import METHODS
from polls.domain.rules import Rules

METHOD_CHOICE = {
    "groups": offers.groups(),
    "methods": METHODS,
    "offered": fitting.offered,
    "thresholds": wordings.THRESHOLDS,
    "usual_method": Rules().method,
}
