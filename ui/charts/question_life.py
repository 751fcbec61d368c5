"""A question's versions as lines of life: when each was asked, and what was decided when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.assess_question import Recommendation
from ui.bank_words import SIGNS
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.charts.question_validity import mark_colour
from ui.say import say
from ui.wording import listing

ROW = 56


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeLine:
    """One version: its words, the days between which it was asked (ISO, empty when never), the
    recommendation it has, and days with what was decided on them."""

    words: str
    first: str
    last: str
    action: Recommendation | None
    marks: tuple[tuple[datetime, str], ...]


def question_life(lines: Sequence[LifeLine], palette: Palette, locale: str) -> Drawing | None:
    """One line per version, oldest on top; None when no version was ever asked."""
    if not any(line.first for line in lines):
        return None
    figure = blank(palette, height=ROW * len(lines) + 56)
    notes: list[dict[str, object]] = []
    for place, line in enumerate(lines):
        y = float(len(lines) - place)
        colour = palette.unsure if line.action is None else mark_colour(line.action, palette)
        sign = f"{SIGNS[line.action]} " if line.action else ""
        note: dict[str, object] = {
            "x": 0, "xref": "paper", "y": y, "yshift": 18, "xanchor": "left", "showarrow": False,
            "text": f"{sign}{inert(line.words)}", "font": {"size": 13, "color": palette.text},
        }  # fmt: skip
        notes.append(note)
        if line.first:
            figure.add_scatter(
                x=[line.first, line.last],
                y=[y, y],
                mode="lines+markers",
                line={"color": colour, "width": 6},
                marker={"size": 9, "color": colour, "symbol": "line-ns"},
                hoverinfo="skip",
            )
        if line.marks:
            figure.add_scatter(
                x=[at for at, _ in line.marks],
                y=[y] * len(line.marks),
                mode="markers",
                marker={
                    "symbol": "diamond",
                    "size": 12,
                    "color": palette.ground,
                    "line": {"width": 2, "color": palette.accent},
                },
                hovertext=[inert(words) for _, words in line.marks],
                hoverinfo="text",
            )
    figure.update_layout(margin={"l": 4, "r": 12, "t": 10, "b": 40}, annotations=notes)
    figure.update_xaxes(
        title_text=say("record_bank.life_axis", locale),
        type="date",
        tickformat="%Y-%m-%d",
        nticks=6,
    )
    figure.update_yaxes(visible=False, range=[0.6, len(lines) + 0.8])
    told = listing((line.words for line in lines), locale)
    return Drawing(figure=figure, alt=say("record_bank.life_alt", locale, text=told))
