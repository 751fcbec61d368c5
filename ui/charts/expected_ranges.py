"""Each new hire's later rating beside the range that the interview led to expect."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import ExpectedPerson
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say

MOST_RANGES = 400


def expected_ranges(
    people: Sequence[ExpectedPerson],
    called: Sequence[str],
    figure_name: str,
    alt: str,
    palette: Palette,
    locale: str,
) -> Drawing:
    """Scores across, ratings up: a faint bar is the range, a mark the rating that came.

    Marks outside their range are hollow; those beyond chance are larger, in the warning colour and
    of another shape. Of very many people every so manyth range is drawn, and every mark.
    """
    figure = blank(palette, height=420)
    rated = [(one, name) for one, name in zip(people, called, strict=True) if one.later is not None]
    ranges = sorted((one for one, _ in rated), key=lambda one: one.score)
    step = max(1, -(-len(ranges) // MOST_RANGES))
    x: list[float | None] = []
    y: list[float | None] = []
    for one in ranges[::step]:
        x += [one.score, one.score, None]
        y += [one.expected.low, one.expected.high, None]
    figure.add_scatter(
        name=say("development.legend_range", locale),
        x=x,
        y=y,
        mode="lines",
        line={"color": palette.accent_soft, "width": 3},
        opacity=0.45,
        hoverinfo="skip",
    )
    marks: dict[str, dict[str, object]] = {
        "inside": {"symbol": "circle", "size": 6, "color": palette.accent},
        "outside": {"symbol": "circle-open", "size": 7, "color": palette.quiet},
        "named": {"symbol": "diamond", "size": 13, "color": palette.warn},
    }
    for key, marker in marks.items():
        shown = [(one, name) for one, name in rated if _kind(one) == key]
        if not shown:
            continue
        figure.add_scatter(
            name=say(f"development.legend_{key}", locale),
            x=[one.score for one, _ in shown],
            y=[one.later for one, _ in shown],
            mode="markers",
            marker=marker,
            opacity=0.8,
            hovertext=[
                say(
                    "development.hover", locale, who=inert(name), score=f"{one.score:.1f}",
                    low=f"{one.expected.low:.1f}", high=f"{one.expected.high:.1f}",
                    later=f"{one.later:.1f}",
                )
                for one, name in shown
            ],
            hoverinfo="text",
        )  # fmt: skip
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"l": 4, "r": 8, "t": 60, "b": 44},
    )
    figure.update_xaxes(title_text=say("development.score_axis", locale), showgrid=True)
    figure.update_yaxes(title_text=inert(figure_name), showgrid=True, automargin=True)
    return Drawing(figure=figure, alt=alt)


def _kind(one: ExpectedPerson) -> str:
    if one.standing in ("above", "below"):
        return "named"
    return "inside" if one.inside else "outside"
