"""From the average of the comparison to one score, reason by reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette

ROW = 46
LONGEST = 46


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One reason: its points with the middle 95 % of its draws (equal ends when none were made)."""

    name: str
    words: str
    points: float
    low: float
    high: float


def explanation_steps(
    base: tuple[str, float],
    steps: Sequence[Step],
    score: tuple[str, float],
    threshold: tuple[str, float],
    axis: str,
    alt: str,
    palette: Palette,
) -> Drawing:
    """A waterfall: the comparison's mean, one bar per reason that begins where the last one ended,
    the score. Names stand above their bar so that a narrow screen keeps its whole width.

    Parameters
    ----------
    base, score : name and points of the first and last row.
    steps : most important first.
    threshold : words and place of the line the score is judged by.
    """
    rows = len(steps) + 2
    figure = blank(palette, height=ROW * rows + 76)
    at, edges = base[1], [base[1], score[1]]
    notes: list[dict[str, object]] = []
    starts, ends = [], []
    for step in steps:
        starts.append(at)
        at += step.points
        ends.append(at)
        edges += [at, starts[-1] + step.low, starts[-1] + step.high]
    low, high = min([*edges, threshold[1]]), max([*edges, threshold[1]])
    pad = max(0.25, 0.08 * (high - low))
    low, high = low - pad, high + pad
    ys = [float(rows - i) for i in range(rows)]
    rises = [step.points >= 0 for step in steps]
    figure.add_bar(
        orientation="h",
        y=ys[1:-1],
        x=[step.points for step in steps],
        base=starts,
        width=0.3,
        marker={
            "color": [palette.good if up else palette.warn for up in rises],
            "line": {"width": 0},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [step.high - step.points for step in steps],
            "arrayminus": [step.points - step.low for step in steps],
            "color": palette.text,
            "thickness": 1.4,
            "width": 4,
        },
        hovertext=[f"{inert(step.name)}: {inert(step.words)}" for step in steps],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[base[1], score[1]],
        y=[ys[0], ys[-1]],
        mode="markers",
        marker={
            "symbol": ["line-ns", "diamond"],
            "size": [20, 13],
            "color": palette.accent,
            "line": {"width": 2, "color": palette.accent},
        },
        hoverinfo="skip",
    )
    joins = [base[1], *ends]
    shapes: list[dict[str, object]] = [
        {
            "type": "line", "x0": x, "x1": x, "y0": ys[i] - 0.05, "y1": ys[i + 1] + 0.05,
            "line": {"color": palette.line, "width": 1},
        }
        for i, x in enumerate(joins)
    ]  # fmt: skip
    shapes.append(
        {
            "type": "line", "x0": threshold[1], "x1": threshold[1], "y0": 0, "y1": 1,
            "yref": "paper", "line": {"color": palette.quiet, "width": 1.4, "dash": "dot"},
        }
    )  # fmt: skip
    named = [
        (base[0], f"{base[1]:.1f}"),
        *((step.name, f"{step.points:+.2f}") for step in steps),
        (score[0], f"{score[1]:.1f}"),
    ]
    for y, (name, number) in zip(ys, named, strict=True):
        shown = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
        for x, anchor, text in ((low, "left", inert(shown)), (high, "right", f"<b>{number}</b>")):
            notes.append(
                {
                    "x": x, "y": y, "yshift": 16, "xanchor": anchor, "showarrow": False,
                    "text": text, "font": {"size": 13, "color": palette.text},
                    # lines pass behind words, not through them
                    "bgcolor": palette.ground, "borderpad": 1,
                }
            )  # fmt: skip
    notes.append(
        {
            "x": threshold[1], "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": inert(threshold[0]), "font": {"color": palette.quiet, "size": 12},
        }
    )  # fmt: skip
    figure.update_layout(
        margin={"l": 4, "r": 8, "t": 24, "b": 40},
        shapes=shapes,
        annotations=notes,
        barmode="overlay",
    )
    figure.update_xaxes(range=[low, high], title_text=axis, zeroline=False)
    figure.update_yaxes(visible=False, range=[0.6, rows + 0.75])
    return Drawing(figure=figure, alt=alt)
