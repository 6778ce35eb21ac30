"""A table of thousands of rows, drawn as rich draws small ones; rich takes 0.7 ms for each row."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.box import HEAVY_HEAD
from rich.cells import cell_len, set_cell_size
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

NARROWEST = 20
"""Characters of the wrapped column, however narrow the terminal is."""


def show(
    console: Console,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wrapped: int,
    numbers: int,
) -> None:
    """Print a table.

    Args:
        console: where to.
        headings: one a column.
        rows: cells of one line each, as many as headings.
        wrapped: the index of the column that is wrapped where the console is too narrow.
        numbers: how many of the last columns are aligned to the right.
    """
    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    border = sum(widths) + 3 * len(widths) + 1 - console.width
    if border > 0:
        widths[wrapped] = max(widths[wrapped] - border, min(widths[wrapped], NARROWEST))
    box = HEAVY_HEAD.substitute(console.options)
    padded = [width + 2 for width in widths]

    def lines(cells: Sequence[str], edges: tuple[str, str, str]) -> Iterator[str]:
        left, divider, right = edges
        columns = [_wrapped(console, *pair) for pair in zip(cells, widths, strict=True)]
        for line in zip_longest(*columns, fillvalue=""):
            texts = [set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True)]
            for column in range(len(texts) - numbers, len(texts)):
                texts[column] = line[column].rjust(widths[column])
            yield f"{left} {f' {divider} '.join(texts)} {right}"

    head = (box.head_left, box.head_vertical, box.head_right)
    middle = (box.mid_left, box.mid_vertical, box.mid_right)
    table = [box.get_top(padded), *lines(headings, head), box.get_row(padded, "head")]
    for row in rows:
        table += lines(row, middle)
    table.append(box.get_bottom(padded))
    console.out("\n".join(table), highlight=False)


def _wrapped(console: Console, cell: str, width: int) -> list[str]:
    if cell_len(cell) <= width:
        return [cell]
    return [line.plain for line in Text(cell).wrap(console, width)]
