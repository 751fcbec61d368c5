"""Up to four people side by side on every competency, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import Finding, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import listing, score_text

SYMBOLS = ("circle", "square", "diamond", "triangle-up")


def comparison_dots(
    people: Sequence[tuple[str, Mapping[str, Finding]]],
    competencies: Sequence[str],
    names: Mapping[str, str],
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per competency and one mark per person: colour and shape both tell them apart."""
    figure = blank(palette, height=(26 * max(len(people), 1) + 30) * len(competencies) + 96)
    rows = {key: len(competencies) - i for i, key in enumerate(competencies)}
    words: list[str] = []
    for place, (label, findings) in enumerate(people):
        offset = (len(people) - 1) / 2 - place
        known = [
            (key, finding)
            for key in competencies
            if (finding := findings.get(key)) is not None and not isinstance(finding, Withheld)
        ]
        figure.add_scatter(
            name=inert(label),
            x=[f.value for _, f in known],
            y=[rows[key] + 0.17 * offset - 0.06 for key, _ in known],
            mode="markers",
            marker={
                "size": 11,
                "symbol": SYMBOLS[place % len(SYMBOLS)],
                "color": palette.series[place % 4],
            },
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [f.high - f.value for _, f in known],
                "arrayminus": [f.value - f.low for _, f in known],
                "color": palette.series[place % 4],
                "thickness": 1.6,
                "width": 4,
            },
            hovertext=[f"{inert(label)}: {score_text(f, locale)}" for _, f in known],
            hoverinfo="text",
        )
        scores = [f"{names.get(key, key)} {score_text(f, locale)}" for key, f in known]
        words.append(f"{label}: {listing(scores, locale)}")
        for key, finding in findings.items():
            if isinstance(finding, Withheld) and key in rows:
                figure.add_annotation(
                    x=0,
                    y=rows[key] + 0.17 * offset - 0.06,
                    xanchor="left",
                    showarrow=False,
                    text=inert(say("chart.withheld_row", locale, who=label)),
                    font={"size": 12, "color": palette.quiet},
                )
    for key in competencies:
        figure.add_annotation(
            x=0,
            y=rows[key],
            yshift=13 * max(len(people), 1) + 6,
            xanchor="left",
            showarrow=False,
            text=inert(names.get(key, key)),
            font={"size": 13, "color": palette.text},
        )
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        margin={"l": 4, "r": 8, "t": 40, "b": 40},
    )
    figure.update_xaxes(range=[0, 10.2], dtick=2, title_text=say("chart.score_axis", locale))
    figure.update_xaxes(showgrid=True)
    figure.update_yaxes(visible=False, range=[0.45, len(competencies) + 0.65])
    return Drawing(figure=figure, alt="; ".join(words))
