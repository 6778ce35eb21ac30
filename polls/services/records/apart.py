"""Long work in a process of its own, which competes with votes for nothing but the processor."""

from __future__ import annotations

import asyncio
import os
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from multiprocessing.connection import Connection
    from typing import Any

Given = ParamSpec("Given")
Result = TypeVar("Result")

_NICE = 10
"""How much others go first."""


class ProcessFailedError(Exception):
    """The process ended without a result; what was wrong stands on its standard error."""


async def in_process(
    function: Callable[Given, Coroutine[Any, Any, Result]],
    *args: Given.args,
    **options: Given.kwargs,
) -> Result:
    """Return what a function of a module returns, whose arguments and result can be pickled.

    Who gives up waiting ends the process.

    Raises:
        ProcessFailedError: it failed.
    """
    context = get_context("spawn")  # a fork would share locks and connections
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, function, args, options), daemon=True)
    await asyncio.to_thread(process.start)
    sender.close()
    try:
        found: Result = await asyncio.to_thread(receiver.recv)
    except EOFError as error:
        raise ProcessFailedError from error
    finally:
        process.terminate()
        process.join()
        receiver.close()
    return found


def _work(
    sender: Connection,
    function: Callable[..., Coroutine[Any, Any, object]],
    args: tuple[Any, ...],
    options: dict[str, Any],
) -> None:
    os.nice(_NICE)
    sender.send(asyncio.run(function(*args, **options)))
