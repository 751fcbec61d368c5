"""How many points words, voice and face gave each competency, starting from its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import MODALITIES, CompetencyScore, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import listing


def contributions_by_modality(
    scores: Sequence[CompetencyScore],
    names: Mapping[str, str],
    palette: Palette,
    locale: str,
) -> Drawing:
    """Stacked points per competency; base plus all stretches is the score.

    Withheld competencies are named by the page, not drawn.
    """
    shown = [s for s in scores if not isinstance(s.finding, Withheld)]
    labels = [inert(names.get(s.competency, s.competency)) for s in shown]
    figure = blank(palette, height=44 * len(shown) + 96)
    totals = dict.fromkeys(MODALITIES, 0.0)
    series: list[tuple[str, list[float], str]] = []
    for modality in MODALITIES:
        points = [sum(c.points for c in s.contributions if c.modality == modality) for s in shown]
        totals[modality] = sum(points)
        # a modality that may not count gets no empty entry in the legend
        if any(points):
            series.append((say(f"modality.{modality}", locale), points, palette.modality[modality]))
    bases = [s.base for s in shown]
    if any(bases):
        series.insert(0, (say("chart.base", locale), bases, palette.line))
    for name, points, colour in series:
        figure.add_bar(
            orientation="h",
            name=name,
            y=labels,
            x=points,
            width=0.5,
            marker={"color": colour, "line": {"width": 0}},
            hovertext=[
                say("chart.points_hover", locale, name=name, points=f"{p:+.1f}") for p in points
            ],
            hoverinfo="text",
        )
    figure.update_layout(
        barmode="relative",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"l": 4, "r": 8, "t": 34, "b": 40},
    )
    figure.update_xaxes(title_text=say("chart.points_axis", locale), zeroline=True)
    figure.update_yaxes(autorange="reversed", tickfont={"color": palette.text, "size": 13})
    alt = listing(
        [
            say(
                "chart.modality_alt",
                locale,
                modality=say(f"modality.{m}", locale),
                points=f"{totals[m]:+.1f}",
            )
            for m in MODALITIES
        ],
        locale,
    )
    return Drawing(figure=figure, alt=alt)
