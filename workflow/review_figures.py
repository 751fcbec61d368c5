"""The figures of one month or quarter: accuracy, agreement, validity, satisfaction, hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis import Agreement, agreement, within_role_validity
from estimation.auc import auc
from estimation.proportion import proportion
from estimation.standardised_gap import Sample
from interview import CandorError, Estimate, Finding, Withheld
from workflow.double_scoring import double_scoring
from workflow.effect_measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["share", "number"]
FIT = 3.0
"""A rating at 90 days from which on somebody counts as fit, on the scale from 1 to 5."""
SCALE = (1.0, 5.0)
FEWEST = 10
METHOD_MEAN = "mean.t"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """The frames of one period: interviews held in it, outcomes that came in.

    ``interviews`` carry the columns of `effect_measures`; ``ratings`` are those given blind on
    these interviews. Days to a decision are read off ``waited``, interviews held three weeks
    earlier: of those held in the period the slow ones are not decided yet.
    """

    interviews: pd.DataFrame
    waited: pd.DataFrame
    ratings: pd.DataFrame
    outcomes: pd.DataFrame


def review_counts(period: Period) -> dict[str, int]:
    """How many were interviewed, scored, rated by people, decided on, advanced and hired."""
    table = period.interviews
    return {
        "interviewed": len(table),
        "scored": int(table["score"].notna().sum()),
        "rated": int(table["interview_id"].isin(set(period.ratings["interview_id"])).sum()),
        "decided": int(table["advanced"].notna().sum()),
        "advanced": int((table["advanced"] == 1).sum()),
        "hired": int((table["hired"] == 1).sum()),
        "outcomes": len(period.outcomes),
    }


def review_figures(period: Period) -> dict[str, tuple[Unit, int, Finding]]:
    """Each figure by its key: how it is written, whether more is better, and the finding.

    ``decisions``: of scored people decided on, the share whose decision was the card's (at or above
    its threshold or not). ``fit``: of those whose rating at 90 days came in, the share rated 3 or
    better of 5; ``ranked``: of two of them, one fit and one not, how often the fit one had scored
    higher. ``validity``: r of score and that rating within roles. ``machine`` and ``people``: how
    far they agree (quadratic weighted kappa) on this period's interviews. ``sampled``: of the
    random sample, the share rated blind.
    """
    table, outcomes = period.interviews, period.outcomes
    decided = table[table["advanced"].notna() & table["score"].notna() & table["threshold"].notna()]
    same = (decided["score"] >= decided["threshold"]).astype(int) == decided["advanced"].astype(int)
    both = _agreement(period.ratings)
    found: dict[str, tuple[Unit, int, Finding]] = {
        "decisions": ("share", 0, _share(int(same.sum()), len(same))),
        "fit": ("share", 1, _fit(outcomes)),
        "ranked": ("share", 1, _ranked(outcomes)),
        "validity": ("number", 1, _validity(outcomes)),
        "machine": ("number", 1, _of(both, lambda one: one.human_machine.qwk)),
        "people": ("number", 1, _of(both, lambda one: one.human_human.qwk)),
        "sampled": ("share", 1, _sampled(period)),
    }
    for measure in MEASURES:
        if measure.key in ("days", "hours", "satisfaction", "drop_out"):
            unit: Unit = "share" if measure.kind == "yes_no" else "number"
            values = (period.waited if measure.key == "days" else table)[measure.key].dropna()
            if values.empty:
                finding: Finding = Withheld(code=measure.missing)
            elif measure.kind == "yes_no":
                finding = _share(int((values == 1).sum()), len(values))
            else:
                finding = _mean(values)
            found[measure.key] = (unit, measure.better, finding)
    return found


def _share(count: int, of: int) -> Finding:
    return proportion(count, of) if of >= FEWEST else Withheld(code="review.too_few", n=of)


def _mean(values: pd.Series[float]) -> Finding:
    """A mean with its t interval."""
    from estimation.quantile import t_quantile

    if len(values) < FEWEST:
        return Withheld(code="review.too_few", n=len(values))
    one = Sample(n=len(values), mean=float(values.mean()), sd=float(values.std(ddof=1)))
    half = t_quantile(0.975, one.n - 1) * one.sd / one.n**0.5
    return Estimate(
        value=one.mean, low=one.mean - half, high=one.mean + half, n=one.n, method=METHOD_MEAN
    )


def _on_scale(outcomes: pd.DataFrame) -> Finding | None:
    """Why ratings cannot be told fit or unfit; None where they can."""
    values = outcomes["outcome"]
    if len(values) < FEWEST:
        return Withheld(code="review.too_few", n=len(values))
    if values.min() < SCALE[0] or values.max() > SCALE[1]:
        return Withheld(code="review.scale", n=len(values))
    return None


def _fit(outcomes: pd.DataFrame) -> Finding:
    refused = _on_scale(outcomes)
    if refused is not None:
        return refused
    return _share(int((outcomes["outcome"] >= FIT).sum()), len(outcomes))


def _ranked(outcomes: pd.DataFrame) -> Finding:
    known = outcomes[outcomes["score"].notna()]
    refused = _on_scale(known)
    if refused is not None:
        return refused
    fit = (known["outcome"] >= FIT).to_numpy()
    if fit.all() or not fit.any():
        return Withheld(code="review.all_alike", n=len(known))
    return auc(known["score"].to_numpy(), fit)


def _validity(outcomes: pd.DataFrame) -> Finding:
    try:
        return within_role_validity(
            outcomes, score="score", outcome="outcome", role="role", person="interview_id",
            repeated="mean",
        ).within  # fmt: skip
    except CandorError as error:
        return Withheld(code=error.code, n=len(outcomes))


def _agreement(ratings: pd.DataFrame) -> Agreement | Withheld:
    try:
        return agreement(
            ratings, machine="score", target=["interview_id", "competency"], rater="rater",
            rating="rating", cluster="interview_id",
        )  # fmt: skip
    except CandorError as error:
        return Withheld(code=error.code, n=len(ratings))


def _of(found: Agreement | Withheld, part: Callable[[Agreement], Finding]) -> Finding:
    return found if isinstance(found, Withheld) else part(found)


def _sampled(period: Period) -> Finding:
    sample = double_scoring(period.interviews, period.ratings, None)
    drawn = sum(one.drawn for one in sample.roles)
    return _share(sum(one.rated for one in sample.roles), drawn)
