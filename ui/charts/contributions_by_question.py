"""What each answer scored by itself, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import AnswerScore, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import listing, score_text


def contributions_by_question(
    answers: Sequence[AnswerScore],
    labels: Mapping[str, str],
    palette: Palette,
    locale: str,
) -> Drawing:
    """One dot and interval per answer on 0 to 10; an answer without a score says so in its row.

    ``labels`` is by answer id, short enough for one line.
    """
    figure = blank(palette, height=40 * len(answers) + 52)
    rows = list(range(len(answers), 0, -1))
    known = [
        (y, a, a.score)
        for y, a in zip(rows, answers, strict=True)
        if not isinstance(a.score, Withheld)
    ]
    figure.add_scatter(
        x=[f.value for _, _, f in known],
        y=[y for y, _, _ in known],
        mode="markers",
        marker={"size": 11, "color": palette.accent},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [f.high - f.value for _, _, f in known],
            "arrayminus": [f.value - f.low for _, _, f in known],
            "color": palette.accent,
            "thickness": 1.6,
            "width": 5,
        },
        hovertext=[
            say(
                "chart.answer_hover",
                locale,
                name=inert(labels.get(a.answer, a.answer)),
                score=score_text(f, locale),
                n=f.n,
            )
            for _, a, f in known
        ],
        hoverinfo="text",
    )
    for y, answer in zip(rows, answers, strict=True):
        if isinstance(answer.score, Withheld):
            figure.add_annotation(
                x=0,
                y=y,
                xanchor="left",
                showarrow=False,
                text=say("verdict.withheld", locale),
                font={"size": 12, "color": palette.quiet},
            )
    figure.update_xaxes(range=[0, 10.2], dtick=2, title_text=say("chart.score_axis", locale))
    figure.update_yaxes(
        tickvals=rows,
        ticktext=[inert(labels.get(a.answer, a.answer)) for a in answers],
        range=[0.4, len(answers) + 0.6],
        tickfont={"color": palette.text, "size": 13},
        showgrid=False,
    )
    alt = listing(
        [f"{labels.get(a.answer, a.answer)} {score_text(a.score, locale)}" for a in answers],
        locale,
    )
    return Drawing(figure=figure, alt=say("chart.answers_alt", locale, answers=alt))
