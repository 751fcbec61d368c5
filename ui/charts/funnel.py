"""How many people reached each stage, and which share of those before them."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import FunnelStage
from interview import Withheld
from ui.charts.drawing import Drawing, blank
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import count_text, listing, per_cent


def funnel(
    steps: Sequence[FunnelStage], palette: Palette, locale: str, *, rate: str = "chart.pass_rate"
) -> Drawing:
    """Bars of counts; beside each the share of those before, with its interval, in words.

    ``rate`` names the words: who passed a stage, or who is still counted.
    """
    figure = blank(palette, height=58 * len(steps) + 20)
    rows = list(range(len(steps), 0, -1))
    most = max((s.n for s in steps), default=0) or 1
    figure.add_bar(
        orientation="h",
        y=rows,
        x=[s.n for s in steps],
        width=0.34,
        marker={"color": palette.accent, "line": {"width": 0}},
        hoverinfo="skip",
    )
    words = []
    for y, step in zip(rows, steps, strict=True):
        name = say(f"stage.{step.stage}", locale)
        share = ""
        if not isinstance(step.pass_rate, Withheld):
            share = say(
                rate,
                locale,
                rate=per_cent(step.pass_rate.value),
                low=per_cent(step.pass_rate.low),
                high=per_cent(step.pass_rate.high),
            )
        words.append(f"{name} {count_text(step.n)} {share}".strip())
        figure.add_annotation(
            x=0,
            y=y,
            yshift=19,
            xanchor="left",
            showarrow=False,
            text=f"{name} · <b>{count_text(step.n)}</b>",
            font={"size": 13, "color": palette.text},
        )
        figure.add_annotation(
            x=most,
            y=y,
            yshift=19,
            xanchor="right",
            showarrow=False,
            text=share,
            font={"size": 12, "color": palette.quiet},
        )
    figure.update_xaxes(visible=False, range=[0, most])
    figure.update_yaxes(visible=False, range=[0.6, len(steps) + 0.8])
    figure.update_layout(margin={"l": 4, "r": 8, "t": 4, "b": 4})
    return Drawing(figure=figure, alt=say("chart.funnel_alt", locale, steps=listing(words, locale)))
