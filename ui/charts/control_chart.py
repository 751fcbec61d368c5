"""One measure week by week between its limits; what signals is marked and dated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interview import Estimate
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from workflow.drift_watch import Watched

WIDTH = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlWords:
    """What the chart says in words: its axis, the sentence at the signal, the alternative text."""

    axis: str
    signal: str
    alt: str


def control_chart(
    watched: Watched, since: str, words: ControlWords, palette: Palette, locale: str
) -> Drawing:
    """Means by week (or month) with the band in which single ones usually lie.

    The band is three standard errors around the mean before ``since``, wider where fewer people
    were interviewed. A diamond marks periods at which a weighted mean or cumulative sum signals.
    A dated break stands as a line with the interval of its date shaded.
    """
    figure = blank(palette, height=330)
    periods = watched.level.periods
    names = [p.period for p in periods]
    before = [p for p in periods if p.period < since]
    weight = sum(p.n for p in before) or 1
    middle = sum(p.mean * p.n for p in before) / weight if before else 0.0
    low = [middle - WIDTH * p.error for p in periods]
    high = [middle + WIDTH * p.error for p in periods]
    figure.add_scatter(
        x=[*names, *reversed(names)], y=[*low, *reversed(high)], fill="toself", mode="none",
        fillcolor=palette.accent_soft, opacity=0.3, hoverinfo="skip",
        name=inert(say("chart.control_band", locale)), showlegend=True,
    )  # fmt: skip
    figure.add_scatter(
        x=[names[0], names[-1]], y=[middle, middle], mode="lines", hoverinfo="skip",
        line={"color": palette.quiet, "width": 1.4, "dash": "dot"},
        name=inert(say("chart.control_middle", locale, since=since)), showlegend=True,
    )  # fmt: skip
    signals = {p.period for p in watched.drift.periods if p.signals}
    for out in (False, True):
        mine = [p for p in periods if (p.period in signals) is out]
        if not mine:
            continue
        figure.add_scatter(
            x=[p.period for p in mine], y=[p.mean for p in mine], mode="markers",
            marker={
                "size": 9 if out else 6, "symbol": "diamond" if out else "circle",
                "color": palette.warn if out else palette.accent,
            },
            name=inert(say("chart.control_signal" if out else "chart.control_mean", locale)),
            hovertext=[f"{p.period}: {p.mean:.2f}, n = {p.n}" for p in mine], hoverinfo="text",
            showlegend=True,
        )  # fmt: skip
    if watched.alarmed:
        _broken(figure, watched, words.signal, palette)
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0},
        margin={"l": 4, "r": 8, "t": 34, "b": 40},
    )
    figure.update_yaxes(title_text=words.axis, zeroline=False)
    # months as numbers: the chart knows no Chinese names of months
    figure.update_xaxes(type="date", nticks=8, tickformat="%Y-%m", hoverformat="%Y-%m-%d")
    return Drawing(figure=figure, alt=words.alt)


def _broken(figure: Any, watched: Watched, words: str, palette: Palette) -> None:
    """The break as a line with its interval, before and after as levels."""
    broken = watched.level.broken
    if broken is None or broken.p_value > 0.05:
        return
    periods = watched.level.periods
    figure.add_vrect(
        x0=broken.low, x1=broken.high, fillcolor=palette.warn, opacity=0.18, line_width=0
    )
    figure.add_vline(x=broken.at, line={"color": palette.warn, "width": 1.6})
    for found, ends in (
        (broken.before, (periods[0].period, broken.at)),
        (broken.after, (broken.at, periods[-1].period)),
    ):
        if isinstance(found, Estimate):
            figure.add_scatter(
                x=list(ends), y=[found.value, found.value], mode="lines", hoverinfo="skip",
                line={"color": palette.warn, "width": 2}, showlegend=False,
            )  # fmt: skip
    late = broken.at > periods[len(periods) // 2].period
    figure.add_annotation(
        x=broken.at, y=1, yref="paper", yanchor="bottom", showarrow=False, text=inert(words),
        xanchor="right" if late else "left", font={"color": palette.warn, "size": 13},
    )  # fmt: skip
