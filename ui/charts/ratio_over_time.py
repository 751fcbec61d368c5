"""A group's selection rate by month or quarter, between the limits of the usual."""

from __future__ import annotations

from fairness import Monitored
from ui.audit_words import group_text
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import count_text, per_cent


def ratio_over_time(found: Monitored, palette: Palette, locale: str) -> Drawing:
    """The group's rate and the reference group's, with control limits; what lies beyond is marked.

    A shift of the weighted mean is marked too, though the single period may lie inside.
    """
    figure = blank(palette, height=300)
    names = [p.period for p in found.periods]
    group, reference = group_text(found.group, locale), group_text(found.reference, locale)
    figure.add_scatter(
        x=[*names, *reversed(names)],
        y=[*(p.rate_low for p in found.periods), *(p.rate_high for p in reversed(found.periods))],
        fill="toself",
        fillcolor=palette.accent_soft,
        opacity=0.3,
        mode="none",
        hoverinfo="skip",
        name=say("chart.time_limits", locale),
        showlegend=True,
    )
    figure.add_scatter(
        x=names,
        y=[p.reference_selected / p.reference_n for p in found.periods],
        mode="lines",
        line={"color": palette.quiet, "width": 1.6, "dash": "dot"},
        name=inert(reference),
        showlegend=True,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=names,
        y=[p.selected / p.n for p in found.periods],
        mode="lines+markers",
        line={"color": palette.accent, "width": 2},
        marker={
            "size": [11 if p.signals else 7 for p in found.periods],
            "symbol": ["diamond" if p.signals else "circle" for p in found.periods],
            "color": [palette.warn if p.signals else palette.accent for p in found.periods],
        },
        name=inert(group),
        showlegend=True,
        hovertext=[
            say(
                "chart.time_hover",
                locale,
                period=p.period,
                rate=per_cent(p.selected / p.n),
                n=count_text(p.n),
            )
            for p in found.periods
        ],
        hoverinfo="text",
    )
    figure.update_layout(
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0},
        margin={"l": 4, "r": 8, "t": 12, "b": 40},
        showlegend=True,
    )
    figure.update_yaxes(
        title_text=say("chart.time_axis", locale), tickformat=".0%", rangemode="tozero"
    )
    figure.update_xaxes(type="category", nticks=10)
    out = [p.period for p in found.periods if p.signals]
    key = "chart.time_alt" if out else "chart.time_alt_quiet"
    return Drawing(
        figure=figure, alt=say(key, locale, group=group, periods=", ".join(out), count=len(names))
    )
