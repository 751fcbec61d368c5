"""A figure together with what it says, and the ground every figure shares."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from ui.charts.palette import Palette


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A Plotly figure and its conclusion in one sentence, for those who do not see it."""

    figure: Any
    alt: str


def blank(palette: Palette, *, height: int) -> Any:
    """An empty figure with the shared ground: no background, no toolbar clutter, fixed height."""
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 4, "r": 8, "t": 8, "b": 36},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": palette.text, "size": 13},
        showlegend=False,
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    axis = {
        "gridcolor": palette.line,
        "zerolinecolor": palette.line,
        "linecolor": palette.line,
        "tickfont": {"color": palette.quiet, "size": 12},
        "title_font": {"color": palette.quiet, "size": 12},
        "fixedrange": True,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def inert(text: str) -> str:
    """People's words inside a figure: Plotly reads a little HTML, so it is escaped.

    Examples
    --------
    >>> inert("<b>Li</b>")
    '&lt;b&gt;Li&lt;/b&gt;'
    """
    return html.escape(text, quote=False)
