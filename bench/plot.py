"""The growth of costs as a drawing: a panel for each thing that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.growth import SERIES, curves
from bench.programs import OURS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.growth import Point

COLOURS = dict(zip(OURS, ("#b3541e", "#1f5fa8"), strict=True))
STYLES = dict(zip(SERIES, ("-", "--", ":", "-."), strict=True))
MARKS = dict(zip(SERIES, ("o", "s", "^", "D"), strict=True))
"""Each series differs in more than colour."""

WIDTH, HEIGHT = 10, 4.2
"""Inches, which are 72 pixels."""


def draw(points: Sequence[Point], path: Path) -> None:
    """Write the drawing as SVG: of the same points, always the same bytes."""
    axes = list(dict.fromkeys(point.axis for point in points))
    with mpl.rc_context({"svg.hashsalt": "polls", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        panels = figure.subplots(1, len(axes), sharey=True, squeeze=False)[0]
        for axis, panel in zip(axes, panels, strict=True):
            for (program, series), (sizes, costs) in curves(points, axis).items():
                panel.loglog(
                    sizes,
                    costs,
                    color=COLOURS[program],
                    linestyle=STYLES[series],
                    marker=MARKS[series],
                    markersize=4,
                    label=f"{series}, {program}",
                )
            panel.set_xlabel(axis)
            panel.grid(visible=True, alpha=0.3)
        panels[0].set_ylabel("microseconds")
        shown = {
            label: handle
            for panel in panels
            for handle, label in zip(*panel.get_legend_handles_labels(), strict=True)
        }
        figure.legend(
            shown.values(),
            shown.keys(),
            loc="outside upper center",
            ncols=len(SERIES),
        )
        figure.savefig(path, format="svg", metadata={"Date": None})
