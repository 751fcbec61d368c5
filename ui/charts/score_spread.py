"""How overall scores are spread, with the role's threshold and everyone left out named."""

from __future__ import annotations

from analysis import ScoreSpread
from ui.charts.drawing import Drawing, blank
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import count_text


def score_spread(
    spread: ScoreSpread, threshold: float, palette: Palette, locale: str, *, height: int = 250
) -> Drawing:
    """A histogram on 0 to 10 with the threshold drawn and named."""
    figure = blank(palette, height=height)
    middles = [(a + b) / 2 for a, b in zip(spread.edges, spread.edges[1:], strict=False)]
    figure.add_bar(
        x=middles,
        y=spread.counts,
        width=[(b - a) * 0.92 for a, b in zip(spread.edges, spread.edges[1:], strict=False)],
        marker={"color": palette.accent, "line": {"width": 0}},
        hovertext=[
            say(
                "chart.spread_hover",
                locale,
                low=f"{a:.1f}",
                high=f"{b:.1f}",
                count=count_text(n),
            )
            for a, b, n in zip(spread.edges, spread.edges[1:], spread.counts, strict=False)
        ],
        hoverinfo="text",
    )
    figure.add_vline(
        x=threshold,
        line={"color": palette.warn, "width": 2, "dash": "dash"},
        annotation={
            "text": say("chart.threshold", locale, threshold=f"{threshold:.1f}"),
            "font": {"color": palette.warn, "size": 12},
            "yanchor": "bottom",
        },
    )
    figure.update_xaxes(range=[0, 10], dtick=2, title_text=say("chart.plain_axis", locale))
    figure.update_yaxes(title_text=say("chart.people_axis", locale), rangemode="tozero")
    figure.update_layout(margin={"l": 4, "r": 8, "t": 24, "b": 40}, bargap=0)
    if spread.quartiles is None:
        return Drawing(figure=figure, alt=say("chart.spread_none", locale))
    low, middle, high = spread.quartiles
    return Drawing(
        figure=figure,
        alt=say(
            "chart.spread_alt",
            locale,
            count=count_text(spread.n),
            low=f"{low:.1f}",
            middle=f"{middle:.1f}",
            high=f"{high:.1f}",
            threshold=f"{threshold:.1f}",
        ),
    )
