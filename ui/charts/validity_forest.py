"""Every question's validity: what it showed by itself, and where few people pull it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import JudgedValidity
from interview import Estimate
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.charts.verdict_marks import SHAPES, verdict_colour
from ui.say import say
from ui.validity_words import SHOWN_FROM, VERDICTS, Names, number_text, question_ref, r_text
from ui.wording import count_text, listing

ROW = 72
ENDS = (-0.45, 0.85)
RULE = (0.3, 0.7)


def validity_forest(
    rows: Sequence[JudgedValidity], named: Names, minimum: float, palette: Palette, locale: str
) -> Drawing:
    """One row per question, best first: its own r (a short line) with an arrow to r in the light
    of the others (a mark with its interval).

    Below 30 people a question's own r is not drawn: it would be read as if it were known.
    """
    shown = sorted(rows, key=lambda one: -(one.p_above_minimum or 0))
    figure = blank(palette, height=ROW * len(shown) + 84)
    notes: list[dict[str, object]] = []
    told = []
    for place, one in enumerate(shown):
        y = float(len(shown) - place)
        label = named(question_ref(one))
        colour = verdict_colour(VERDICTS[one.evidence], palette)
        words = f"{r_text(one.shrunken, locale)} · n {count_text(one.finding.n)}"
        told.append(f"{label} {words}")
        notes += [
            _note(y, 34, f"<b>{inert(_cut(label))}</b>", palette.text, palette),
            _note(y, 17, words, colour, palette),
        ]
        if isinstance(one.shrunken, Estimate):
            _drawn(figure, notes, one, one.shrunken, y, colour, palette, label)
    lines = [(minimum, say("validity.line_minimum", locale, minimum=number_text(minimum)), True)]
    lines += [
        (RULE[0], say("validity.line_usual_rewrite", locale), False),
        (RULE[1], say("validity.line_usual_keep", locale), False),
    ]
    shapes = [
        {
            "type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": palette.quiet, "width": 1.6 if strong else 1, "dash": "dot"},
        }
        for at, _, strong in lines
    ]  # fmt: skip
    shapes.append(
        {
            "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": palette.line, "width": 1},
        }
    )  # fmt: skip
    for place, (at, words, _) in enumerate(lines):
        notes.append(
            {
                "x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
                "yshift": 16 * (place % 2), "text": inert(words),
                "font": {"color": palette.quiet, "size": 12},
            }
        )  # fmt: skip
    figure.update_layout(
        margin={"l": 4, "r": 8, "t": 44, "b": 40}, shapes=shapes, annotations=notes
    )
    figure.update_xaxes(
        range=list(ENDS), title_text=say("validity.forest_axis", locale), zeroline=False
    )
    figure.update_yaxes(visible=False, range=[0.5, len(shown) + 0.75])
    return Drawing(
        figure=figure, alt=say("validity.forest_alt", locale, text=listing(told, locale))
    )


def _drawn(
    figure: object,
    notes: list[dict[str, object]],
    one: JudgedValidity,
    shrunken: Estimate,
    y: float,
    colour: str,
    palette: Palette,
    label: str,
) -> None:
    low, high = max(shrunken.low, ENDS[0]), min(shrunken.high, ENDS[1])
    figure.add_scatter(  # type: ignore[attr-defined]
        x=[low, high], y=[y, y], mode="lines", line={"color": colour, "width": 3},
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(  # type: ignore[attr-defined]
        x=[shrunken.value], y=[y], mode="markers",
        marker={"symbol": SHAPES[VERDICTS[one.evidence]], "size": 12, "color": colour,
                "line": {"width": 2, "color": colour}},
        hovertext=[inert(label)], hoverinfo="text",
    )  # fmt: skip
    own = one.finding
    if not isinstance(own, Estimate) or own.n < SHOWN_FROM:
        return
    at = min(max(own.value, ENDS[0]), ENDS[1])
    figure.add_scatter(  # type: ignore[attr-defined]
        x=[at], y=[y], mode="markers",
        marker={"symbol": "line-ns", "size": 13, "color": palette.quiet,
                "line": {"width": 2, "color": palette.quiet}},
        hovertext=[inert(f"{label}: {number_text(own.value)}")], hoverinfo="text",
    )  # fmt: skip
    if abs(at - shrunken.value) > 0.025:
        notes.append(
            {
                "x": shrunken.value, "y": y, "ax": at, "ay": y, "axref": "x", "ayref": "y",
                "xref": "x", "yref": "y", "showarrow": True, "arrowhead": 2, "arrowsize": 1,
                "arrowwidth": 1.4, "arrowcolor": palette.quiet, "text": "",
                "standoff": 7, "startstandoff": 6,
            }
        )  # fmt: skip


def _note(y: float, above: int, text: str, colour: str, palette: Palette) -> dict[str, object]:
    return {
        "x": ENDS[0], "y": y, "yshift": above, "xanchor": "left", "align": "left",
        "showarrow": False, "text": text, "font": {"size": 13, "color": colour},
        "bgcolor": palette.ground, "borderpad": 1,
    }  # fmt: skip


def _cut(name: str, most: int = 46) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
