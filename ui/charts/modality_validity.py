"""How well each combination of words, voice and face goes with one criterion."""

from __future__ import annotations

from analysis.modality_frontier import Criterion
from interview import Estimate
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.charts.palette import Palette
from ui.modality_words import WORDS, range_text, set_text
from ui.say import say
from ui.wording import listing


def modality_validity(criterion: Criterion, palette: Palette, locale: str) -> Drawing:
    """Seven rows with intervals; named lines at nothing and at what the words alone reach."""
    rows = [
        IntervalRow(
            name=set_text(one.subset, locale),
            detail="",
            words=range_text(one.finding, locale),
            finding=one.finding,
        )
        for one in criterion.validity
    ]
    known = [one.finding for one in criterion.validity if isinstance(one.finding, Estimate)]
    low = min([f.low for f in known], default=0.0)
    high = max([f.high for f in known], default=0.5)
    lines = [Line(at=0.0, words=say("modalities.no_link", locale))]
    words = criterion.of(WORDS)
    if isinstance(words, Estimate):
        lines.append(Line(at=words.value, words=say("modalities.words_alone", locale), strong=True))
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(
        rows,
        lines,
        (min(-0.1, round(low - 0.03, 2)), max(0.4, round(high + 0.05, 2))),
        say("modalities.axis", locale),
        told,
        palette,
    )
