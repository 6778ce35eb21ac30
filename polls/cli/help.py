"""Help pages: a flag is shown as a flag, without a type behind its name."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption


class Command(TyperCommand):
    """A command whose flags are shown without “<bool>”, for they take no value."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return options and arguments."""
        return _plain(super().get_params(ctx))


class Commands(TyperGroup):
    """The program, with its own flags shown likewise."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return options and arguments."""
        return _plain(super().get_params(ctx))


def _plain(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""
    return parameters
