"""Findings one under the other: each with its name, its words, its interval and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairness import Verdict
from interview import Estimate, Finding
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.charts.verdict_marks import REFERENCE, SHAPES, interval, verdict_colour

ROW = 54
LONGEST = 46
ONE_LINE = 44


@dataclass(frozen=True, kw_only=True, slots=True)
class IntervalRow:
    """One row. ``words`` stand right of the name and say why where there is no finding.

    ``verdict`` None draws it in the accent, as something described and not judged.
    """

    name: str
    detail: str
    words: str
    finding: Finding
    verdict: Verdict | None = None
    reference: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A named line across all rows."""

    at: float
    words: str
    strong: bool = False


def interval_rows(
    rows: Sequence[IntervalRow],
    lines: Sequence[Line],
    ends: tuple[float, float],
    axis: str,
    alt: str,
    palette: Palette,
) -> Drawing:
    """The figure; names stand above their line so that a narrow screen keeps its whole width."""
    # on a narrow screen long names and words would run into each other: two lines, then
    long = any(_wide(f"{r.name} {r.detail} {r.words}") > ONE_LINE for r in rows)
    figure = blank(palette, height=(ROW + 18 * long) * len(rows) + 64)
    # put in at once: one by one they take longer than everything else together
    shapes = [
        {
            "type": "line", "x0": line.at, "x1": line.at, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": palette.quiet, "width": 1.6 if line.strong else 1.2, "dash": "dot"},
        }
        for line in lines
    ]  # fmt: skip
    notes: list[dict[str, object]] = [
        {
            "x": line.at, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": inert(line.words), "font": {"color": palette.quiet, "size": 12},
        }
        for line in lines
    ]  # fmt: skip
    for place, row in enumerate(rows):
        y = float(len(rows) - place)
        colour = (
            palette.accent
            if row.reference or row.verdict is None
            else verdict_colour(row.verdict, palette)
        )
        judged = row.verdict is not None and not row.reference and isinstance(row.finding, Estimate)
        shown = row.name if len(row.name) <= LONGEST else row.name[: LONGEST - 1] + "…"
        name = f"<b>{inert(shown)}</b>" + (f" · {inert(row.detail)}" if row.detail else "")
        ink = colour if judged else palette.quiet
        second = (ends[0], "left", 18) if long else (ends[1], "right", 17)
        for (x, anchor, shift), text, colour_of in (
            ((ends[0], "left", 36 if long else 17), name, palette.text),
            (second, inert(row.words), ink),
        ):
            note: dict[str, object] = {
                "x": x, "y": y, "yshift": shift, "xanchor": anchor, "showarrow": False,
                "align": anchor, "text": text, "font": {"size": 13, "color": colour_of},
                # the named lines pass behind words, not through them
                "bgcolor": palette.ground, "borderpad": 1,
            }  # fmt: skip
            notes.append(note)
        if isinstance(row.finding, Estimate):
            _mark(figure, row, row.finding, y, colour, ends)
    figure.update_layout(
        margin={"l": 4, "r": 8, "t": 26, "b": 40}, shapes=shapes, annotations=notes
    )
    figure.update_xaxes(range=list(ends), title_text=axis, zeroline=False)
    figure.update_yaxes(visible=False, range=[0.6, len(rows) + (0.78 if long else 0.75)])
    return Drawing(figure=figure, alt=alt)


def _wide(text: str) -> int:
    """How wide words run, a Chinese character being as wide as two letters."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _mark(
    figure: object,
    row: IntervalRow,
    found: Estimate,
    y: float,
    colour: str,
    ends: tuple[float, float],
) -> None:
    if not row.reference:
        interval(figure, found, y, colour, ends)
    figure.add_scatter(  # type: ignore[attr-defined]
        x=[min(max(found.value, ends[0]), ends[1])],
        y=[y],
        mode="markers",
        marker={
            "symbol": REFERENCE if row.reference else SHAPES[row.verdict or "within"],
            "size": 12,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        hovertext=[f"{inert(row.name)}: {inert(row.words)}"],
        hoverinfo="text",
    )


def around_zero(findings: Sequence[Finding], *, at_least: float) -> tuple[float, float]:
    """Ends of an axis that shows every interval and has nought in its middle.

    Examples
    --------
    >>> found = [Estimate(value=-0.2, low=-0.4, high=0.0, n=9, method="gap")]
    >>> around_zero(found, at_least=0.3)
    (-0.42, 0.42)
    """
    known = [f for f in findings if isinstance(f, Estimate)]
    edge = max([at_least, *(max(abs(f.low), abs(f.high)) for f in known)]) * 1.05
    return -round(edge, 6), round(edge, 6)
