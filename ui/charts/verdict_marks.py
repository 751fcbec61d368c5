"""How a finding is drawn: its verdict by colour, shape and sign, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairness import Verdict
from interview import Estimate
from ui.charts.palette import Palette

SHAPES: Mapping[Verdict, str] = {
    "exceeds": "diamond",
    "cannot_tell": "circle-open",
    "within": "circle",
}
REFERENCE = "square"


def verdict_colour(verdict: Verdict, palette: Palette) -> str:
    """The colour of a verdict on this ground."""
    return {
        "exceeds": palette.warn,
        "cannot_tell": palette.unsure,
        "within": palette.good,
    }[verdict]


def interval(
    figure: Any, found: Estimate, y: float, colour: str, ends: tuple[float, float]
) -> None:
    """One interval as a line at ``y``, cut off where the axis ends, with an arrow where it was."""
    low, high = max(found.low, ends[0]), min(found.high, ends[1])
    figure.add_scatter(
        x=[low, high],
        y=[y, y],
        mode="lines",
        line={"color": colour, "width": 2.4},
        hoverinfo="skip",
    )
    beyond = [
        (ends[0], "triangle-left", found.low < ends[0]),
        (ends[1], "triangle-right", found.high > ends[1]),
    ]
    for x, symbol, cut in beyond:
        if cut:
            figure.add_scatter(
                x=[x],
                y=[y],
                mode="markers",
                marker={"symbol": symbol, "size": 9, "color": colour},
                hoverinfo="skip",
            )
