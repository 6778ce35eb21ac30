"""Warnings that a form comes back with once: whoever sends it again has seen them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.web.media_types import prefers_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web
    from multidict import MultiDict

    from polls.presentation.refusals import FieldMessage


def is_unheeded(
    request: web.Request,
    sent: MultiDict[str],
    warnings: Sequence[FieldMessage],
) -> bool:
    """Tell whether a form has warnings that its sender has not seen. Programs are not asked."""
    seen = sent.getall("seen", [])
    return not prefers_json(request) and any(each.text not in seen for each in warnings)
