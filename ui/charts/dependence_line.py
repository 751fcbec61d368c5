"""How the points of a feature follow its value: bins with their intervals, joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

from interview import Estimate
from scoring.explanation import DependencePoint
from ui.charts.drawing import Drawing, blank
from ui.charts.palette import Palette


def dependence_line(
    points: Sequence[DependencePoint], x_axis: str, y_axis: str, alt: str, palette: Palette
) -> Drawing:
    """One mark per bin, its interval upright, n where the mark is pointed at."""
    figure = blank(palette, height=340)
    known = [(p.value, p.points) for p in points if isinstance(p.points, Estimate)]
    figure.add_hline(y=0.0, line={"color": palette.quiet, "width": 1.2, "dash": "dot"})
    figure.add_scatter(
        x=[x for x, _ in known],
        y=[f.value for _, f in known],
        mode="lines+markers",
        line={"color": palette.accent, "width": 1.6},
        marker={"color": palette.accent, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [f.high - f.value for _, f in known],
            "arrayminus": [f.value - f.low for _, f in known],
            "color": palette.accent,
            "thickness": 1.5,
            "width": 4,
        },
        hovertext=[f"{x:.2f}: {f.value:+.2f}, n = {f.n}" for x, f in known],
        hoverinfo="text",
    )
    figure.update_layout(margin={"l": 4, "r": 8, "t": 8, "b": 44})
    figure.update_xaxes(title_text=x_axis, zeroline=False)
    figure.update_yaxes(title_text=y_axis, zeroline=False, automargin=True)
    return Drawing(figure=figure, alt=alt)
