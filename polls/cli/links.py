"""Addresses of a question, as commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polls.settings import Settings


def page(settings: Settings, key: str) -> str:
    """Return the address of a question's page; without `base_url` only its path is known."""
    return f"{settings.base_url or ''}/poll/{key}"


def organise(settings: Settings, key: str, secret: str) -> str:
    """Return the organiser's link of a question: the only key to it."""
    return f"{page(settings, key)}/organise/{secret}"
