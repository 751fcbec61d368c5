"""What selecting by each combination would do to one group, and what its signals give away."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.modality_frontier import SUBSETS
from fairness import GroupFinding
from interview import Estimate
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.charts.palette import Palette
from ui.modality_words import range_text, set_text
from ui.say import say
from ui.wording import listing
from workflow.modality_gaps import SubsetGaps, SubsetLeak

LIMIT, LEAK_LIMIT = 0.80, 0.65


def modality_ratios(
    gaps: Sequence[SubsetGaps], group: str, palette: Palette, locale: str
) -> Drawing | None:
    """The impact ratio of one group by combination; None where it was never compared."""
    held = {one.subset: _of(one.ratio.groups, group) for one in gaps}
    rows = []
    for subset in SUBSETS:
        found = held.get(subset)
        if found is not None:
            rows.append(_row(set_text(subset, locale), found, locale))
    if not rows:
        return None
    highest = max((r.finding.high for r in rows if isinstance(r.finding, Estimate)), default=1.2)
    return interval_rows(
        rows,
        [
            Line(at=LIMIT, words=f"{LIMIT:.2f}", strong=True),
            Line(at=1.0, words=say("chart.audit_equal", locale)),
        ],
        (0.0, max(1.25, min(highest * 1.05, 2.0))),
        say("modalities.groups_axis", locale),
        listing((f"{row.name} {row.words}" for row in rows), locale),
        palette,
    )


def modality_leaks(
    leaks: Sequence[SubsetLeak], group: str, palette: Palette, locale: str
) -> Drawing | None:
    """How well one group can be told from the signals of each combination."""
    rows = []
    for one in leaks:
        found = _of(one.table.groups, group)
        if found is not None:
            rows.append(_row(set_text(one.subset, locale), found, locale))
    if not rows:
        return None
    return interval_rows(
        rows,
        [
            Line(at=0.5, words=say("modalities.leak_guess", locale)),
            Line(
                at=LEAK_LIMIT,
                words=say("modalities.leak_limit", locale, limit=f"{LEAK_LIMIT:.2f}"),
                strong=True,
            ),
        ],
        (0.4, 1.0),
        say("modalities.leak_axis", locale),
        listing((f"{row.name} {row.words}" for row in rows), locale),
        palette,
    )


def _of(groups: Sequence[GroupFinding], group: str) -> GroupFinding | None:
    return next((g for g in groups if g.group == group), None)


def _row(name: str, found: GroupFinding, locale: str) -> IntervalRow:
    return IntervalRow(
        name=name,
        detail="",
        words=range_text(found.finding, locale),
        finding=found.finding,
        verdict=found.verdict,
    )
