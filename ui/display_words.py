"""What was found about display and the score, in sentences: how much, how sure, which weight."""

from __future__ import annotations

from fairness import Conclusion, ExpressionEffect
from interview import Estimate
from ui.audit_words import group_text
from ui.charts.expression_gap import COMPOSITE, measure_text
from ui.codes import said
from ui.say import say
from ui.wording import joined, listing, per_cent
from workflow.expression_audit import StoredExpression

NO_WEIGHT = "_no_weight"
MOST_TRIED = 4.0


def display_sentence(kept: StoredExpression, found: Conclusion, locale: str) -> str:
    """One group's conclusion: whether the score takes restrained display for lower ability."""
    stem = found.code.removeprefix("expression.").removesuffix(NO_WEIGHT)
    group = group_text(found.group, locale)
    through, low, high = (_held(found, name) for name in ("through", "low", "high"))
    if through is None or low is None or high is None:
        first = say("display.withheld", locale, group=group, n=found.slots.get("n", 0))
    else:
        gap = _held(found, "gap") or 0.0
        first = say(
            f"display.{stem}",
            locale,
            group=group,
            points=points(through, kept.score_sd),
            low=points(low, kept.score_sd),
            high=points(high, kept.score_sd),
            gap=points(gap, kept.score_sd),
        )
    return joined([first, weight_sentence(found, locale)], locale)


def weight_sentence(found: Conclusion, locale: str) -> str:
    """Which weight on expression would be safe for this group."""
    safe = _held(found, "safe")
    if safe is None:
        why = str(found.slots.get("why_no_weight") or "weight.not_shown").partition(".")[2]
        return say(f"display.{why}", locale)
    if found.slots.get("stated"):
        return say("display.safe_share", locale, weight=per_cent(safe))
    if safe >= MOST_TRIED:
        return say("display.safe_any", locale)
    return say(
        "display.safe_times" if safe >= 1 else "display.safe_less", locale, times=f"{safe:.1f}"
    )


def shown_sentence(found: Conclusion, locale: str) -> str:
    """What the group shows differently at equal competence."""
    measures = found.slots.get("measures")
    names = [
        measure_text(str(m), locale)
        for m in (measures if isinstance(measures, (list, tuple)) else ())
        if m != COMPOSITE
    ]
    group = group_text(found.group, locale)
    if not names:
        return say("display.shows_alike", locale, group=group)
    return say("display.shows", locale, group=group, measures=listing(names, locale))


def raters_sentence(kept: StoredExpression, locale: str) -> str:
    """Whether display moves the people who rate, at equal words; empty when nobody rated."""
    found = _effect(kept, "human")
    if found is None or not isinstance(found.finding, Estimate):
        return ""
    moved = found.finding.low > 0 or found.finding.high < 0
    numbers = {
        name: f"{value:+.2f}".replace("-", "−")
        for name, value in (
            ("value", found.finding.value),
            ("low", found.finding.low),
            ("high", found.finding.high),
        )
    }
    return say("display.raters_moved" if moved else "display.raters_unmoved", locale, **numbers)


def gate_sentence(kept: StoredExpression, locale: str) -> str:
    """Whether display forecasts later performance beyond the words, and so earned a weight."""
    gate = kept.found.gate
    return joined(
        [said(gate.because, locale).what, say("display.gate_n", locale, n=f"{gate.n:,}")], locale
    )


def comparable_sentence(kept: StoredExpression, locale: str) -> str:
    """Whether averages of display may be compared between groups, and the step that fails if not.

    Empty where it was not asked.
    """
    if kept.invariance is None:
        return ""
    return say(f"display.comparable_{kept.invariance.reached or 'unknown'}", locale)


def points(sds: float, score_sd: float) -> str:
    """Standard deviations of the score as points of ten, with a true minus sign.

    Examples
    --------
    >>> points(-0.5, 0.8)
    '−0.40'
    """
    return f"{sds * score_sd:+.2f}".replace("-", "−")


def _effect(kept: StoredExpression, target: str) -> ExpressionEffect | None:
    return next(
        (e for e in kept.found.effects if e.target == target and e.feature == COMPOSITE), None
    )


def _held(found: Conclusion, name: str) -> float | None:
    value = found.slots.get(name)
    return float(value) if isinstance(value, (int, float)) else None
