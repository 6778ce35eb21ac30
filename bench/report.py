"""The run as JSON, for machines that compare runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bench import wrk
from bench.figures import FIGURES

if TYPE_CHECKING:
    from pathlib import Path

    from bench.run import Outcome


def write(outcome: Outcome, path: Path) -> None:
    """Write all values, targets, checks and facts."""
    path.write_text(json.dumps(_tree(outcome), indent=2, ensure_ascii=False) + "\n")


def _tree(outcome: Outcome) -> dict[str, Any]:
    return {
        "machine": outcome.facts,
        "load": {
            "connections": wrk.CONNECTIONS,
            "rounds": outcome.plan.rounds,
            "seconds": outcome.plan.seconds,
        },
        "figures": _figures(outcome),
        "targets": [
            {
                "figure": verdict.target.figure,
                "against": verdict.target.against,
                "program": verdict.program,
                "value": verdict.value,
                "over": verdict.target.over,
                "bounds": verdict.target.bounds,
                "is_ceiling": verdict.target.is_ceiling,
                "is_passed": verdict.is_passed,
            }
            for verdict in outcome.verdicts
        ],
        "checks": [asdict(check) | {"is_passed": check.is_passed} for check in outcome.checks],
        "counting": [
            asdict(each) | {"times_as_fast": each.times_as_fast, "is_reached": each.is_reached}
            for each in outcome.comparisons
        ],
        "is_reached": outcome.is_reached,
    }


def _figures(outcome: Outcome) -> dict[str, Any]:
    measured = outcome.measurements
    return {
        figure.key: {
            program: {
                "summary": measured.summary(figure.key, program),
                "values": measured.values(figure.key, program),
            }
            for program in measured.programs()
            if measured.values(figure.key, program)
        }
        for figure in FIGURES
    }
