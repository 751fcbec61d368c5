"""Scores as they are and as they would be, one under the other, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview import Estimate, Finding, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.wording import score_text

ROW = 54


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedScore:
    """One score: its name, its threshold, what it is and what it would be."""

    name: str
    threshold: float
    now: Finding
    then: Finding


def changed_scores(
    rows: Sequence[ChangedScore],
    names: tuple[str, str],
    axis: str,
    alt: str,
    palette: Palette,
    locale: str,
) -> Drawing:
    """Two marks per row, a grey ring for what is and a filled one for what would be.

    Parameters
    ----------
    names : what the two marks mean, for the legend.
    """
    figure = blank(palette, height=ROW * len(rows) + 84)
    ys = [float(len(rows) - i) for i in range(len(rows))]
    for label, shift, symbol, colour, pick in (
        (names[0], 0.06, "circle-open", palette.quiet, "now"),
        (names[1], -0.16, "diamond", palette.accent, "then"),
    ):
        known = [
            (y + shift, found)
            for y, found in zip(ys, (getattr(row, pick) for row in rows), strict=True)
            if isinstance(found, Estimate)
        ]
        figure.add_scatter(
            name=label,
            x=[f.value for _, f in known],
            y=[y for y, _ in known],
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2}},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [f.high - f.value for _, f in known],
                "arrayminus": [f.value - f.low for _, f in known],
                "color": colour,
                "thickness": 1.5,
                "width": 4,
            },
            hovertext=[f"{inert(label)}: {score_text(f, locale)}" for _, f in known],
            hoverinfo="text",
        )
    figure.add_scatter(
        x=[row.threshold for row in rows],
        y=[y - 0.05 for y in ys],
        mode="markers",
        marker={"symbol": "line-ns", "size": 24, "line": {"width": 2, "color": palette.text}},
        hoverinfo="skip",
        showlegend=False,
    )
    notes: list[dict[str, object]] = []
    for y, row in zip(ys, rows, strict=True):
        both = f"{score_text(row.now, locale)} → <b>{score_text(row.then, locale)}</b>"
        words = score_text(row.now, locale) if isinstance(row.now, Withheld) else both
        for x, anchor, text in ((0, "left", inert(row.name)), (10, "right", words)):
            notes.append(
                {
                    "x": x, "y": y, "yshift": 19, "xanchor": anchor, "showarrow": False,
                    "text": text, "font": {"size": 13, "color": palette.text},
                }
            )  # fmt: skip
    figure.update_layout(
        annotations=notes,
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        margin={"l": 4, "r": 8, "t": 34, "b": 40},
    )
    figure.update_xaxes(range=[0, 10], dtick=2, title_text=axis, zeroline=False)
    figure.update_yaxes(visible=False, range=[0.5, len(rows) + 0.75])
    return Drawing(figure=figure, alt=alt)
