"""Every question of a role: how much harder or easier for a group at equal score on the others."""

from __future__ import annotations

from collections.abc import Mapping

from fairness import DifReport
from interview import Question
from ui.audit_words import group_text
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.question_words import effect_text, item_text
from ui.say import say
from ui.wording import count_text, listing

NEGLIGIBLE = 0.17


def question_effects(
    found: DifReport, asked: Mapping[str, Question], palette: Palette, locale: str
) -> Drawing | None:
    """One row per question and compared group, in standard deviations of the question's score.

    None where no two groups could be compared.
    """
    if not found.items:
        return None
    several = len({one.group for one in found.items}) > 1
    rows = []
    for one in found.items:
        n = say("finding.n", locale, n=count_text(one.n + one.n_reference))
        group = group_text(one.group, locale)
        rows.append(
            IntervalRow(
                name=item_text(one.item, asked, locale, 30 if several else 38),
                detail=f"{group}, {n}" if several else n,
                words=effect_text(one, locale),
                finding=one.finding,
                verdict=one.verdict,
            )
        )
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(
        rows,
        [
            Line(at=-NEGLIGIBLE, words=f"−{NEGLIGIBLE:.2f}", strong=True),
            Line(at=NEGLIGIBLE, words=f"+{NEGLIGIBLE:.2f}", strong=True),
        ],
        around_zero([row.finding for row in rows], at_least=0.4),
        say("questions.axis", locale),
        told,
        palette,
    )
