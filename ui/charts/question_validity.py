"""Every question's likely validity as a small interval on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis import QuestionAssessment
from analysis.assess_question import Recommendation
from interview import Question
from ui.bank_words import action_text, bank_question, needed_text, number
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.charts.verdict_marks import interval
from ui.say import say
from ui.wording import listing

ROW = 42
NAME = 29
SHAPES: Mapping[Recommendation, str] = {
    "keep": "circle",
    "rewrite": "square-open",
    "retire": "x",
    "collect": "circle-open",
    "quarantine": "diamond",
}
USUAL_KEEP = 0.7


def question_validity(
    questions: Sequence[QuestionAssessment],
    asked: Mapping[str, Question],
    minimum: float,
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per question: its words and n above its interval, the verdict by mark and word.

    The lines are the least validity worth asking for, and what the usual rule demands.
    """
    figure = blank(palette, height=ROW * len(questions) + 88)
    # the usual line is the right edge where nothing reaches it: the counts stand left of it
    ends = (
        min(-0.2, *(one.shrunken.low - 0.02 for one in questions)),
        max(USUAL_KEEP, *(one.shrunken.high + 0.02 for one in questions)),
    )
    lines = [
        (minimum, say("bank.line_minimum", locale, value=f"{minimum:.2f}"), "left", 1.8),
        (USUAL_KEEP, say("bank.line_usual", locale), "right", 1.2),
    ]
    shapes = [
        {
            "type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
            "layer": "below", "line": {"color": palette.quiet, "width": width, "dash": "dot"},
        }
        for at, _, _, width in lines
    ]  # fmt: skip
    # one above the other: on a narrow screen they would run into each other
    notes: list[dict[str, Any]] = [
        {
            "x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor,
            "yshift": 16 * place, "showarrow": False, "text": inert(words),
            "font": {"color": palette.quiet, "size": 12},
        }
        for place, (at, words, anchor, _) in enumerate(lines)
    ]  # fmt: skip
    for place, one in enumerate(questions):
        y = float(len(questions) - place)
        colour = mark_colour(one.recommendation, palette)
        name = f"<b>{inert(bank_question(one, asked, locale, NAME))}</b>"
        for x, anchor, shift, text in (
            (ends[0], "left", 0, name),
            (ends[1], "right", -6, inert(needed_text(one, locale))),
        ):
            note: dict[str, Any] = {
                "x": x, "y": y, "xshift": shift, "yshift": 17, "xanchor": anchor,
                "showarrow": False, "align": anchor, "text": text,
                "bgcolor": palette.ground, "borderpad": 1,
                "font": {
                    "size": 12, "color": palette.text if anchor == "left" else palette.quiet,
                },
            }  # fmt: skip
            notes.append(note)
        interval(figure, one.shrunken, y, colour, ends)
        figure.add_scatter(
            x=[one.shrunken.value],
            y=[y],
            mode="markers",
            marker={
                "symbol": SHAPES[one.recommendation],
                "size": 11,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hovertext=[
                f"{inert(bank_question(one, asked, locale))}<br>"
                f"{inert(action_text(one.recommendation, locale))}"
            ],
            hoverinfo="text",
        )
    figure.update_layout(
        margin={"l": 4, "r": 8, "t": 42, "b": 44}, shapes=shapes, annotations=notes
    )
    figure.update_xaxes(range=list(ends), title_text=say("bank.axis", locale), zeroline=True)
    figure.update_yaxes(visible=False, range=[0.5, len(questions) + 0.8])
    told = listing((_spoken(one, asked, locale) for one in questions), locale)
    return Drawing(figure=figure, alt=say("bank.alt", locale, text=told))


def mark_colour(action: Recommendation, palette: Palette) -> str:
    """The colour of a recommendation on this ground."""
    if action == "keep":
        return palette.good
    return palette.unsure if action == "collect" else palette.warn


def _spoken(one: QuestionAssessment, asked: Mapping[str, Question], locale: str) -> str:
    return say(
        "bank.alt_row",
        locale,
        question=bank_question(one, asked, locale),
        low=number(one.shrunken.low),
        high=number(one.shrunken.high),
        verdict=say(f"bank.{one.recommendation}", locale),
    )
