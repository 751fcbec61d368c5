"""Each competency's share of the overall score now and as fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.weight_proposal import WeightChange
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import listing, per_cent

ROW = 62


def weight_shares(
    weights: Sequence[WeightChange], names: Mapping[str, str], palette: Palette, locale: str
) -> Drawing:
    """A line from the present share (open circle) to the fitted one (filled diamond)."""
    figure = blank(palette, height=ROW * len(weights) + 76)
    notes: list[dict[str, object]] = []
    told = []
    for place, one in enumerate(weights):
        y = float(len(weights) - place)
        name = names.get(one.competency, one.competency)
        words = say(
            "reweighting.row",
            locale,
            present=per_cent(one.present),
            proposed=per_cent(one.proposed),
        )
        told.append(f"{name} {words}")
        notes.append(
            {
                "x": 0.0, "y": y, "yshift": 20, "xanchor": "left", "showarrow": False,
                "text": f"<b>{inert(name)}</b> · {inert(words)}",
                "font": {"size": 13, "color": palette.text}, "bgcolor": palette.ground,
            }
        )  # fmt: skip
        figure.add_scatter(
            x=[one.present, one.proposed],
            y=[y, y],
            mode="lines+markers",
            line={"color": palette.line, "width": 3},
            marker={
                "symbol": ["circle-open", "diamond"],
                "size": 12,
                "color": [palette.quiet, palette.accent],
                "line": {"width": 2, "color": [palette.quiet, palette.accent]},
            },
            hovertext=[inert(words)] * 2,
            hoverinfo="text",
        )
    highest = max([w.present for w in weights] + [w.proposed for w in weights] + [0.3])
    figure.update_layout(margin={"l": 4, "r": 8, "t": 10, "b": 40}, annotations=notes)
    figure.update_xaxes(
        range=[-0.01, min(1.02, highest * 1.1)],
        title_text=say("reweighting.axis", locale),
        tickformat=".0%",
        zeroline=False,
    )
    figure.update_yaxes(visible=False, range=[0.6, len(weights) + 0.75])
    return Drawing(figure=figure, alt=listing(told, locale))
