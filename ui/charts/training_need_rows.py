"""A role's competencies: what share of its new hires score below what the role asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from analysis import TrainingNeed
from interview import Estimate
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.development_words import SIGNS, share_text
from ui.say import say
from ui.wording import count_text, listing

VERDICTS: Mapping[str, Literal["within", "exceeds", "cannot_tell"]] = {
    "need": "exceeds",
    "enough": "within",
    "cannot_tell": "cannot_tell",
}


def training_need_rows(
    needs: Sequence[TrainingNeed],
    names: Mapping[str, str],
    limit: float,
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per competency, the weakest first, in per cent; the line is a need's share."""
    rows = []
    for need in needs:
        share = need.share
        words = said(share.code, locale).what if not isinstance(share, Estimate) else ""
        rows.append(
            IntervalRow(
                name=names.get(need.competency, need.competency),
                detail=say("finding.n", locale, n=count_text(need.n)),
                words=words or f"{SIGNS[need.verdict]} {share_text(share, locale)}",
                finding=replace(
                    share, value=100 * share.value, low=100 * share.low, high=100 * share.high
                )
                if isinstance(share, Estimate)
                else share,
                verdict=VERDICTS[need.verdict],
            )
        )
    return interval_rows(
        rows,
        [Line(at=100 * limit, words=say("development.line_half", locale), strong=True)],
        (0.0, 100.0),
        say("development.needs_axis", locale),
        listing((f"{row.name} {row.words}" for row in rows), locale),
        palette,
    )
