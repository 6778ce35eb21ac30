"""The program and its commands as typer has them, but for what this module says otherwise."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from polls.cli.options import stop

if TYPE_CHECKING:
    from collections.abc import Iterator


class Command(TyperCommand):
    """A command whose flags are shown without “<bool>”, and whose texts are texts."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return options and arguments."""
        return _plain(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what was given; what is wrong with it is said without the words of a library."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise

    def invoke(self, ctx: Any) -> Any:
        """Refuse bytes that are no text, except in paths, where the system allows them."""
        for parameter in self.get_params(ctx):
            given = ctx.params.get(parameter.name)
            for text in given if isinstance(given, list | tuple) else [given]:
                if isinstance(text, str) and not _is_text(text):
                    raise typer.BadParameter(f"{text!r} is not in UTF-8.", ctx=ctx, param=parameter)
        return super().invoke(ctx)


class Commands(TyperGroup):
    """The program, with its own flags shown likewise."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return options and arguments."""
        return _plain(super().get_params(ctx))

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the command line; `--help` and `--version` print what they have to say here."""
        with _reader_who_may_leave():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _reader_who_may_leave():
            return super().invoke(ctx)


@contextmanager
def _reader_who_may_leave() -> Iterator[None]:
    """Say that the output has no reader; typer and rich exit with 1, which means another thing."""
    try:
        yield
    except (BrokenPipeError, SystemExit) as error:
        left = error if isinstance(error, BrokenPipeError) else error.__context__
        if not isinstance(left, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        stop(f"The output cannot be written: {left.strerror}.")


def _is_text(given: str) -> bool:
    """Tell whether bytes of the command line were UTF-8; Python keeps others as surrogates."""
    return given.isprintable() or not any("\ud800" <= sign <= "\udfff" for sign in given)


def _plain(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""
    return parameters
