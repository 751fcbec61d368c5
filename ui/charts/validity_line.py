"""One role's validity by month or quarter, with the break and the interval of its date."""

from __future__ import annotations

from typing import Any

from analysis import ValidityOverTime
from interview import Estimate
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say

FEWEST = 5


def validity_line(
    found: ValidityOverTime, *, shown: bool, words: str, alt: str, palette: Palette, locale: str
) -> Drawing:
    """Validity of each period with its interval; a break that stands as line, band and levels.

    ``words`` stand at the break. Periods with fewer than five rated people are left out.
    """
    figure = blank(palette, height=320)
    drawn = [
        (p.period, p.finding)
        for p in found.periods
        if isinstance(p.finding, Estimate) and p.finding.n >= FEWEST
    ]
    names = [name for name, _ in drawn]
    figure.add_scatter(
        x=names,
        y=[f.value for _, f in drawn],
        error_y={
            "type": "data", "symmetric": False, "thickness": 1.6, "width": 0,
            "array": [f.high - f.value for _, f in drawn],
            "arrayminus": [f.value - f.low for _, f in drawn], "color": palette.accent_soft,
        },
        mode="markers", marker={"size": 8, "color": palette.accent},
        name=inert(say("chart.validity_period", locale)), showlegend=True,
        hovertext=[f"{name}: r = {f.value:.2f}, n = {f.n}" for name, f in drawn], hoverinfo="text",
    )  # fmt: skip
    broken = found.broken
    if broken is not None and shown:
        _broken(figure, names, broken, words, palette)
    figure.add_hline(y=0, line={"color": palette.quiet, "width": 1.2, "dash": "dot"})
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0},
        margin={"l": 4, "r": 8, "t": 34, "b": 40},
    )
    figure.update_yaxes(title_text=say("chart.validity_axis", locale), range=[-1, 1])
    figure.update_xaxes(type="category", nticks=10)
    return Drawing(figure=figure, alt=alt)


def _broken(figure: Any, names: list[str], broken: Any, words: str, palette: Palette) -> None:
    """The break in the space between two periods, its interval shaded, both levels with theirs."""
    place = {name: i for i, name in enumerate(names)}
    if broken.at not in place:
        return
    low, high = place.get(broken.low, place[broken.at]), place.get(broken.high, place[broken.at])
    figure.add_vrect(
        x0=low - 0.5, x1=high + 0.5, fillcolor=palette.warn, opacity=0.15, line_width=0
    )
    figure.add_vline(x=place[broken.at] - 0.5, line={"color": palette.warn, "width": 1.6})
    for level, x0, x1 in (
        (broken.before, -0.5, place[broken.at] - 0.5),
        (broken.after, place[broken.at] - 0.5, len(names) - 0.5),
    ):
        if isinstance(level, Estimate):
            figure.add_shape(
                type="rect", x0=x0, x1=x1, y0=level.low, y1=level.high, line_width=0,
                fillcolor=palette.warn, opacity=0.12, layer="below",
            )  # fmt: skip
            figure.add_shape(
                type="line", x0=x0, x1=x1, y0=level.value, y1=level.value,
                line={"color": palette.warn, "width": 2},
            )  # fmt: skip
    late = place[broken.at] > len(names) / 2
    figure.add_annotation(
        x=place[broken.at] - 0.5, y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=inert(words), xanchor="right" if late else "left",
        font={"color": palette.warn, "size": 13},
    )  # fmt: skip
