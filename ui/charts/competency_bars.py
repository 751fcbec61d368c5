"""Competency scores as bars with their intervals, each against its own threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import CompetencyScore, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.verdict import verdict
from ui.wording import listing, score_text

ROW = 52


def competency_bars(
    scores: Sequence[CompetencyScore],
    names: Mapping[str, str],
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per competency: its name and score in words, a bar, an interval, a threshold mark.

    A withheld competency keeps its row and says so; it gets no bar. Names stand above the bars so
    that a narrow screen keeps the whole width for them.
    """
    figure = blank(palette, height=ROW * len(scores) + 44)
    rows = list(range(len(scores), 0, -1))
    known = [
        (y, s, s.finding)
        for y, s in zip(rows, scores, strict=True)
        if not isinstance(s.finding, Withheld)
    ]
    figure.add_bar(
        orientation="h",
        y=[y for y, _, _ in known],
        x=[f.value for _, _, f in known],
        width=0.26,
        marker={
            "color": [palette.verdict[verdict(f, s.threshold)] for _, s, f in known],
            "line": {"width": 0},
        },
        opacity=0.85,
        # choosing one bar must not make the others look withheld
        unselected={"marker": {"opacity": 0.85}},
        selected={"marker": {"opacity": 1.0}},
        customdata=[[s.competency] for _, s, _ in known],
        hovertext=[
            say(
                "chart.competency_hover",
                locale,
                name=inert(names.get(s.competency, s.competency)),
                score=score_text(f, locale),
                threshold=f"{s.threshold:.1f}",
                n=f.n,
            )
            for _, s, f in known
        ],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[f.value for _, _, f in known],
        y=[y for y, _, _ in known],
        mode="markers",
        marker={"size": 1, "color": palette.text},
        unselected={"marker": {"opacity": 1.0}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [f.high - f.value for _, _, f in known],
            "arrayminus": [f.value - f.low for _, _, f in known],
            "color": palette.text,
            "thickness": 1.6,
            "width": 5,
        },
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[s.threshold for s in scores],
        y=rows,
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 22,
            "line": {"width": 2, "color": palette.text},
        },
        unselected={"marker": {"opacity": 1.0}},
        hoverinfo="skip",
    )
    for y, score in zip(rows, scores, strict=True):
        kind = verdict(score.finding, score.threshold)
        figure.add_annotation(
            x=0,
            y=y,
            yshift=18,
            xanchor="left",
            showarrow=False,
            align="left",
            text=inert(names.get(score.competency, score.competency))
            + (f" · {say('chart.must_have', locale)}" if score.must_have else ""),
            font={"size": 13, "color": palette.text},
        )
        words = say(f"verdict_short.{kind}", locale)
        figure.add_annotation(
            x=10,
            y=y,
            yshift=18,
            xanchor="right",
            showarrow=False,
            align="right",
            text=words
            if kind == "withheld"
            else f"<b>{score_text(score.finding, locale)}</b> · {words}",
            font={"size": 13, "color": palette.verdict.get(kind, palette.quiet)},
        )
    figure.update_xaxes(range=[0, 10], dtick=2, title_text=say("chart.score_axis", locale))
    figure.update_yaxes(visible=False, range=[0.6, len(scores) + 0.75])
    return Drawing(figure=figure, alt=_alt(scores, names, locale))


def _alt(scores: Sequence[CompetencyScore], names: Mapping[str, str], locale: str) -> str:
    parts = [
        say(
            "chart.competency_alt",
            locale,
            name=names.get(s.competency, s.competency),
            score=score_text(s.finding, locale),
            verdict=say(f"verdict.{verdict(s.finding, s.threshold)}", locale),
        )
        for s in scores
    ]
    return listing(parts, locale)
