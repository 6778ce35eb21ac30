"""Previews: the pictures of questions that other sites show beside links to them."""

from polls.services.previews.drawing import SIZE, Caption
from polls.services.previews.previews import Previews

__all__ = ["SIZE", "Caption", "Previews"]
