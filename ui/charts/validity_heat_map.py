"""Competency by KPI: every correlation in its cell, each competency's own KPI framed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis import MapCell
from interview import Estimate, Withheld
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.codes import said
from ui.say import say
from ui.validity_words import Names, number_text, r_text
from ui.wording import count_text, listing

ROW, MARGIN = 52, 112
WIDE = 8
"""From this many columns on a cell has no room for more than its r."""
SCALE_END = 0.6
LONGEST = 26
Namer = Callable[[str], str]


def validity_heat_map(
    cells: Sequence[MapCell], named: Names, kpi: Names, title: str, palette: Palette, locale: str
) -> Drawing:
    """One row per competency, one column per KPI, own pairs along the diagonal.

    A cell says r and n; whether its interval leaves out nought is said by brackets around r, so
    that colour never says it alone. A wide map keeps to r, and to a dot where a foreign pair shows
    nothing. What is withheld keeps its place.
    """
    rows, columns = _order(cells)
    by_pair = {(c.competency, c.kpi): c for c in cells}
    figure = blank(palette, height=ROW * len(rows) + MARGIN)
    wide = len(columns) >= WIDE
    z, words, hover = [], [], []
    for one in rows:
        line = [by_pair.get((one, figure_key)) for figure_key in columns]
        z.append([_colour(cell) for cell in line])
        words.append([_words(cell, wide=wide) for cell in line])
        hover.append([_hover(cell, named, kpi, locale) for cell in line])
    figure.add_heatmap(
        z=z,
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        text=words,
        texttemplate="%{text}",
        textfont={"size": 11 if wide else 12, "color": palette.text},
        hovertext=hover,
        hoverinfo="text",
        zmin=-SCALE_END,
        zmax=SCALE_END,
        zmid=0,
        xgap=1 if wide else 3,
        ygap=3,
        showscale=False,
        colorscale=[
            [0.0, palette.warn],
            [0.5, palette.ground],
            [1.0, palette.accent_soft],
        ],
    )
    shapes = [
        {
            "type": "rect", "x0": columns.index(c.kpi) - 0.48, "x1": columns.index(c.kpi) + 0.48,
            "y0": rows.index(c.competency) - 0.46, "y1": rows.index(c.competency) + 0.46,
            "line": {"color": palette.accent, "width": 2.5}, "fillcolor": "rgba(0,0,0,0)",
        }
        for c in cells
        if c.own
    ]  # fmt: skip
    figure.update_layout(shapes=shapes, margin={"l": 4, "r": 4, "t": 4, "b": 4})
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[inert(_short(kpi(key))) for key in columns],
        tickangle=-40 if len(columns) > 2 else 0,
        automargin=True,
        showgrid=False,
        zeroline=False,
        side="bottom",
        range=[-0.5, len(columns) - 0.5],
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[inert(_short(named(key))) for key in rows],
        automargin=True,
        showgrid=False,
        zeroline=False,
        range=[len(rows) - 0.5, -0.5],
    )
    told = listing(
        (f"{named(c.competency)} {r_text(c.finding, locale)}" for c in cells if c.own), locale
    )
    return Drawing(figure=figure, alt=say("validity.map_alt", locale, role=title, text=told))


def _order(cells: Sequence[MapCell]) -> tuple[list[str], list[str]]:
    """Competencies by how well they show in their own KPI; KPIs so that own pairs are diagonal."""
    own = {c.competency: c for c in cells if c.own}
    rows = list(dict.fromkeys(c.competency for c in cells))
    rows.sort(key=lambda key: (key not in own, -_value(own.get(key)), key))
    columns = list(dict.fromkeys(own[key].kpi for key in rows if key in own))
    columns += [k for k in dict.fromkeys(c.kpi for c in cells) if k not in columns]
    return rows, columns


def _value(cell: MapCell | None) -> float:
    return cell.finding.value if cell and isinstance(cell.finding, Estimate) else -2.0


def _colour(cell: MapCell | None) -> float | None:
    return None if cell is None or isinstance(cell.finding, Withheld) else cell.finding.value


def _words(cell: MapCell | None, *, wide: bool) -> str:
    if cell is None:
        return ""
    found = cell.finding
    n = "" if wide else f"<br><span style='font-size:10px'>n {count_text(found.n)}</span>"
    if isinstance(found, Withheld):
        return f"—{n}"
    shown = number_text(found.value)
    if not (found.low > 0 or found.high < 0):
        if wide and not cell.own:
            return "·"
        shown = f"({shown})"
    return f"<b>{shown}</b>{n}" if cell.own else f"{shown}{n}"


def _hover(cell: MapCell | None, named: Names, kpi: Names, locale: str) -> str:
    if cell is None:
        return ""
    found = cell.finding
    why = said(found.code, locale).what if isinstance(found, Withheld) else r_text(found, locale)
    return say(
        "validity.cell_hover",
        locale,
        competency=inert(named(cell.competency)),
        kpi=inert(kpi(cell.kpi)),
        r=why,
        n=count_text(found.n),
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
