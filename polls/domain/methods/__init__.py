"""The methods of counting: one file each, which declares itself; this is their list."""

from __future__ import annotations

from polls.domain.methods import (
    approval,
    availability,
    borda,
    copeland,
    instant_runoff,
    majority_judgment,
    meek_stv,
    minimax,
    plurality,
    ranked_pairs,
    schulze,
    score,
    star,
    stv,
)
from polls.domain.methods.method import Method

METHODS: dict[str, Method] = {
    module.METHOD.name: module.METHOD
    for module in (
        plurality,
        approval,
        score,
        star,
        majority_judgment,
        availability,
        instant_runoff,
        ranked_pairs,
        schulze,
        minimax,
        copeland,
        borda,
        stv,
        meek_stv,
    )
}
"""By name, in the order in which forms offer them."""

__all__ = ["METHODS", "Method"]
