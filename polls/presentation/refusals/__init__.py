"""What is said of refusals: a sentence of each, at its field or on its own, and advice."""

from polls.presentation.refusals.fields import FieldMessage, messages
from polls.presentation.refusals.sentences import sentence

__all__ = ["FieldMessage", "messages", "sentence"]
