"""Two findings in each row, one above the other: then and now, people and machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interview import Estimate, Finding
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.interval_rows import Line
from ui.charts.palette import Palette

ROW, APART = 74, 0.10
LONGEST = 44
MARKS = ("circle-open", "diamond")


@dataclass(frozen=True, kw_only=True, slots=True)
class PairedRow:
    """One row; ``words`` stand below the name and say what the marks say, or why there is none."""

    name: str
    detail: str
    words: str
    first: Finding
    second: Finding
    stands_out: bool = False


def paired_rows(
    rows: Sequence[PairedRow],
    names: tuple[str, str],
    lines: Sequence[Line],
    ends: tuple[float, float],
    axis: str,
    alt: str,
    palette: Palette,
    *,
    shares: bool = False,
) -> Drawing:
    """The figure; the two kinds differ in mark and colour and are named once above.

    Names stand above their marks, so that a narrow screen keeps its whole width.
    """
    figure = blank(palette, height=ROW * len(rows) + 110)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for line in lines:
        shapes.append({
            "type": "line", "x0": line.at, "x1": line.at, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": palette.quiet, "width": 1.3, "dash": "dot"},
        })  # fmt: skip
        notes.append({
            "x": line.at, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": inert(line.words), "font": {"color": palette.quiet, "size": 12},
        })  # fmt: skip
    for place, row in enumerate(rows):
        y = float(len(rows) - place)
        shown = row.name if len(row.name) <= LONGEST else row.name[: LONGEST - 1] + "…"
        text = f"<b>{inert(shown)}</b>" + (f" · {inert(row.detail)}" if row.detail else "")
        ink = palette.warn if row.stands_out else palette.quiet
        for words, shift, colour in ((text, 42, palette.text), (inert(row.words), 24, ink)):
            notes.append({
                "x": ends[0], "y": y, "yshift": shift, "xanchor": "left", "showarrow": False,
                "align": "left", "text": words, "font": {"size": 13, "color": colour},
                "bgcolor": palette.ground, "borderpad": 1,
            })  # fmt: skip
    colours = (palette.quiet, palette.accent)
    for which, (name, colour, mark) in enumerate(zip(names, colours, MARKS, strict=True)):
        _series(figure, rows, which, name, colour, mark, ends)
    figure.update_layout(
        shapes=shapes,
        annotations=notes,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -62 / (ROW * len(rows)), "yanchor": "top"},
        margin={"l": 4, "r": 8, "t": 26, "b": 82},
    )
    figure.update_xaxes(
        range=list(ends), title_text=axis, zeroline=False, tickformat=".0%" if shares else None
    )
    figure.update_yaxes(visible=False, range=[0.75, len(rows) + 0.85])
    return Drawing(figure=figure, alt=alt)


def _series(
    figure: Any,
    rows: Sequence[PairedRow],
    which: int,
    name: str,
    colour: str,
    mark: str,
    ends: tuple[float, float],
) -> None:
    """All marks of one kind with their intervals, as two traces."""
    at, across, beside = [], [], []
    for place, row in enumerate(rows):
        found = row.second if which else row.first
        if not isinstance(found, Estimate):
            continue
        y = len(rows) - place - 0.01 + (-APART if which else APART)
        inside = [min(max(v, ends[0]), ends[1]) for v in (found.low, found.value, found.high)]
        at.append((inside[1], y))
        across += [inside[0], inside[2], None]
        beside += [y, y, None]
    figure.add_scatter(
        x=across, y=beside, mode="lines", line={"color": colour, "width": 2.4}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[x for x, _ in at], y=[y for _, y in at], mode="markers", name=inert(name),
        marker={"symbol": mark, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
        hoverinfo="skip",
    )  # fmt: skip
