"""The impact ratio at every cut score, with its band, today's cut and the one tried out."""

from __future__ import annotations

from collections.abc import Sequence

from fairness import AuditPolicy, AuditTable
from interview import Estimate
from ui.audit_words import group_text
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import listing

DASHES = ("solid", "dash", "dot", "dashdot")
MOST = 4
HIGHEST = 1.6
# with fewer selected, a ratio is noise that the eye takes for a finding
FEWEST = 10


def cut_sweep(
    points: Sequence[tuple[float, AuditTable]],
    cut: float,
    today: float,
    policy: AuditPolicy,
    palette: Palette,
    locale: str,
) -> Drawing:
    """A line per group (at most four, the lowest at this cut first) with its interval as a band.

    Where a ratio is withheld the line breaks. The band is cut off at 1.6.
    """
    figure = blank(palette, height=330)
    reference = next((t.reference for _, t in points if t.reference), "")
    names = _chosen(points, cut, reference)
    told = []
    for place, name in enumerate(names):
        colour = palette.series[place % len(palette.series)]
        xs, mids, lows, highs = _line(points, name)
        figure.add_scatter(
            x=[*xs, *reversed(xs)],
            y=[*lows, *reversed(highs)],
            fill="toself",
            fillcolor=colour,
            opacity=0.16,
            mode="none",
            hoverinfo="skip",
            showlegend=False,
        )
        words = group_text(name, locale)
        figure.add_scatter(
            name=inert(words if len(words) < 30 else words[:29] + "…"),
            x=xs,
            y=[min(v, HIGHEST) for v in mids],
            mode="lines",
            line={"color": colour, "width": 2.4, "dash": DASHES[place % len(DASHES)]},
            showlegend=True,
            hovertext=[
                say("chart.sweep_hover", locale, group=inert(words), cut=f"{x:.4g}",
                    ratio=f"{v:.2f}", low=f"{a:.2f}", high=f"{b:.2f}")
                for x, v, a, b in zip(xs, mids, lows, highs, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
        here = min(zip(xs, mids, strict=True), key=lambda p: abs(p[0] - cut), default=None)
        if here is not None:
            told.append(f"{words} {here[1]:.2f}")
    limit = say("chart.audit_limit", locale, limit=f"{policy.limit:.2f}")
    figure.add_hline(
        y=policy.limit,
        line={"color": palette.quiet, "width": 1.6, "dash": "dot"},
        annotation={"text": limit, "font": {"color": palette.quiet, "size": 12}},
        annotation_position="bottom left",
    )
    figure.add_hline(y=1.0, line={"color": palette.quiet, "width": 1})
    for x, words, colour, dash in (
        (today, say("chart.sweep_today", locale, cut=f"{today:.4g}"), palette.quiet, "dash"),
        (cut, say("chart.sweep_cut", locale, cut=f"{cut:.4g}"), palette.accent, "solid"),
    ):
        if colour == palette.accent and abs(x - today) < 1e-9:
            continue
        figure.add_vline(
            x=x,
            line={"color": colour, "width": 2, "dash": dash},
            annotation={"text": words, "font": {"color": colour, "size": 12}},
            annotation_position="top left" if colour == palette.quiet else "top right",
        )
    figure.update_layout(
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0},
        margin={"l": 4, "r": 8, "t": 26, "b": 40},
        showlegend=True,
    )
    axis = say("chart.sweep_axis", locale, reference=inert(group_text(reference, locale)))
    figure.update_xaxes(title_text=say("chart.sweep_cut_axis", locale))
    figure.update_yaxes(title_text=axis, range=[0, HIGHEST])
    return Drawing(
        figure=figure,
        alt=say("chart.sweep_alt", locale, cut=f"{cut:.4g}", text=listing(told, locale)),
    )


def swept_groups(points: Sequence[tuple[float, AuditTable]]) -> int:
    """How many groups could be drawn."""
    return len({g.group for _, t in points for g in t.groups if not g.excluded and not g.reference})


def _chosen(points: Sequence[tuple[float, AuditTable]], cut: float, reference: str) -> list[str]:
    _, table = min(points, key=lambda p: abs(p[0] - cut))
    found = [
        (g.finding.value if isinstance(g.finding, Estimate) else 9.0, g.group)
        for g in table.groups
        if g.group != reference and not g.excluded
    ]
    return [name for _, name in sorted(found)[:MOST]]


def _line(
    points: Sequence[tuple[float, AuditTable]], name: str
) -> tuple[list[float], list[float], list[float], list[float]]:
    xs, mids, lows, highs = [], [], [], []
    for cut, table in points:
        found = next((g.finding for g in table.groups if g.group == name), None)
        chosen = sum(g.selected or 0 for g in table.groups)
        if isinstance(found, Estimate) and chosen >= FEWEST:
            xs.append(cut)
            mids.append(found.value)
            lows.append(min(found.low, HIGHEST))
            highs.append(min(found.high, HIGHEST))
    return xs, mids, lows, highs
