"""What is said of refusals: a sentence of each, and advice on what to do next."""

from polls.presentation.refusals.problems import problems
from polls.presentation.refusals.sentences import sentence

__all__ = ["problems", "sentence"]
