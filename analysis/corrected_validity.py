"""Observed, criterion-corrected and fully corrected validity, side by side, never one alone.

A corrected value describes; it never feeds a decision about a question.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import SCALE, RatedPeople, Repeated, labels, rated_people
from estimation.correlation import correlation as pearson
from estimation.grouped_correlation import within_correlation
from estimation.range_restriction import direct_restriction, disattenuated, implied_restriction
from estimation.rank_correlation import midranks
from estimation.table_columns import numbers, yes_no
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
METHOD_CRITERION = "correction.criterion_unreliability"
METHOD_DIRECT = "correction.case_two"
FEWEST_SELECTED = 30
TOP_DOWN = 0.99
"""Share of pairs of a selected and a rejected applicant in which the selected scored higher."""
LOGGED_TOP_DOWN = 0.95
"""The same where the log itself says that this score was the gate: a few were overruled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpliedRestriction:
    """``u`` and corrected validity if the real selector had correlated ``rxz`` with the score."""

    rxz: float
    u: float
    validity: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectedValidity:
    """Three columns to be shown together.

    ``fully_corrected`` exists only where this score was the top-down gate. ``u`` is the spread of
    scores among those rated over that among applicants of the same requisitions, ``top_down`` the
    share of pairs of a selected and a rejected applicant that the score puts in order. ``guard``
    shows how little restriction there is when selection was by something else.
    """

    observed: Finding
    criterion_corrected: Finding
    fully_corrected: Finding
    criterion_reliability: float
    u: float | None
    selected_share: float | None
    top_down: float | None
    guard: tuple[ImpliedRestriction, ...]
    applicants: int
    excluded: Mapping[str, int]


def corrected_validity(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    criterion_reliability: float,
    selected: str | None = None,
    requisition: str | None = None,
    gate: bool | None = None,
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    level: float = 0.95,
) -> CorrectedValidity:
    """What the validity among those hired says about all applicants, under stated assumptions.

    Formula: criterion-corrected ``r / sqrt(ryy)``; fully corrected by Thorndike's Case II from
    that, ``r / (u sqrt((1/u^2 - 1) r^2 + 1))``. Limits are carried through the same functions,
    which takes ``ryy`` and ``u`` as known. With ``requisition`` named, correlation and spreads are
    those within requisitions. Case II holds for selection straight on this score and, after
    Sackett, Zhang, Berry and Lievens (2022), overcorrects elsewhere: it is refused unless the table
    shows that the score was the gate.

    Parameters
    ----------
    frame : DataFrame
        One row per applicant, hired or not; outcomes exist for some.
    criterion_reliability : float
        Of one outcome rating. At or below zero nothing is corrected; the value is kept as it is.
    selected : str, optional
        Who passed the gate, yes or no.
    gate : bool, optional
        What the log says of this score: True that people were taken from the top down, False that
        they were not; None lets the table tell, more strictly.

    Returns
    -------
    CorrectedValidity
        ``fully_corrected`` withheld as ``correction.not_the_gate``, ``correction.no_selection``,
        ``correction.no_requisition``, ``correction.too_few_selected`` (below 30),
        ``correction.nobody_rejected``, ``correction.beyond_one``,
        ``correction.reliability_not_positive``.

    Raises
    ------
    InputError
        ``correction.reliability`` when it is above 1; see `rated_people`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = np.clip(5 + 1.5 * rng.normal(size=400), 0, 10)
    >>> y = 0.3 * (x - 5) / 1.5 + rng.normal(size=400)
    >>> top = x >= np.quantile(x, 0.7)
    >>> people = pd.DataFrame({"score": x, "rating": np.where(top, y, np.nan), "hired": top,
    ...                        "requisition": "R1"})
    >>> found = corrected_validity(people, score="score", outcome="rating", selected="hired",
    ...                            requisition="requisition", criterion_reliability=0.7)
    >>> found.top_down, round(found.u, 2), found.fully_corrected.n
    (1.0, 0.57, 120)
    """
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        by=[] if requisition is None else [requisition],
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    if criterion_reliability > 1:
        disattenuated(0.0, ryy=criterion_reliability)
    observed = _observed(people, requisition is not None, level)
    criterion: Finding
    if criterion_reliability <= 0:
        criterion = Withheld(code="correction.reliability_not_positive", n=observed.n)
    else:
        criterion = carried(
            observed, lambda r: disattenuated(r, ryy=criterion_reliability), METHOD_CRITERION
        )
    applicants = numbers(frame, score)
    u = share = top_down = None
    full: Finding = Withheld(code="correction.no_selection", n=observed.n)
    guard: tuple[ImpliedRestriction, ...] = ()
    if selected is not None:
        codes, _, unlabelled = labels(frame, [] if requisition is None else [requisition])
        chosen = yes_no(frame, selected)
        known = ~np.isnan(applicants) & ~np.isnan(chosen) & ~unlabelled
        share = float(chosen[known].mean()) if known.any() else None
        top_down = _concordance(applicants[known], chosen[known] == 1, codes[known])
        u = _spread_ratio(applicants[known], codes[known], people, codes)
        why = _refused(gate, top_down, requisition, u, people.n)
        if isinstance(criterion, Estimate) and share is not None and 0 < share < 1:
            guard = tuple(_implied(rxz, share, criterion.value) for rxz in (0.3, 0.5, 0.7))
        if why is not None:
            full = Withheld(code=why, n=people.n)
        elif isinstance(criterion, Withheld) or u is None:
            full = Withheld(code=getattr(criterion, "code", "score.constant"), n=people.n)
        else:
            ratio = u
            full = carried(criterion, lambda r: direct_restriction(r, ratio), METHOD_DIRECT)
    return CorrectedValidity(
        observed=observed,
        criterion_corrected=criterion,
        fully_corrected=full,
        criterion_reliability=criterion_reliability,
        u=u,
        selected_share=share,
        top_down=top_down,
        guard=guard,
        applicants=int((~np.isnan(applicants)).sum()),
        excluded=people.excluded,
    )


def carried(finding: Finding, correct: Callable[[float], float], method: str) -> Finding:
    """A finding with value and limits put through a correction that rises with r.

    Limits beyond 1 or -1 end there, since no correlation is larger; a value beyond is refused.

    Examples
    --------
    >>> observed = Estimate(value=0.3, low=0.1, high=0.5, n=80, method="correlation.fisher_z")
    >>> round(carried(observed, lambda r: r / 0.8, "x").high, 3)
    0.625
    """
    if isinstance(finding, Withheld):
        return finding
    value = correct(finding.value)
    if not abs(value) <= 1:
        return Withheld(code="correction.beyond_one", n=finding.n)
    low, high = correct(finding.low), correct(finding.high)
    return Estimate(
        value=value, low=max(low, -1.0), high=min(high, 1.0), n=finding.n, method=method
    )


def _observed(people: RatedPeople, within: bool, level: float) -> Finding:
    refusal = people.refusal()
    if refusal is not None:
        return refusal
    if within:
        return within_correlation(people.score, people.outcome, people.codes, level=level)
    return pearson(people.score, people.outcome, level=level)


def _refused(
    gate: bool | None, top_down: float | None, requisition: str | None, u: float | None, n: int
) -> str | None:
    """Why the fully corrected value is refused; None when it may be shown."""
    if gate is False:
        return "correction.not_the_gate"
    if top_down is None:
        return "correction.nobody_rejected"
    if top_down < (LOGGED_TOP_DOWN if gate else TOP_DOWN):
        return "correction.not_the_gate"
    if requisition is None:
        return "correction.no_requisition"
    if n < FEWEST_SELECTED:
        return "correction.too_few_selected"
    return "score.constant" if u is None else None


def _concordance(x: Floats, chosen: NDArray[np.bool_], codes: Ints) -> float | None:
    """Pairs of a selected and a rejected person of one requisition that the score puts in order."""
    if not x.size:
        return None
    ranks = midranks(x, codes)
    size = int(codes.max()) + 1
    picked = np.bincount(codes, weights=chosen, minlength=size)
    others = np.bincount(codes, minlength=size) - picked
    total = np.bincount(codes, weights=ranks * chosen, minlength=size)
    pairs = float((picked * others).sum())
    if pairs == 0:
        return None
    return float((total - picked * (picked + 1) / 2).sum()) / pairs


def _spread_ratio(
    applicants: Floats, codes: Ints, people: RatedPeople, every: Ints
) -> float | None:
    """Pooled standard deviation within requisitions: those rated over all applicants."""
    rated = _pooled_sd(people.score, every[people.rows])
    of_all = _pooled_sd(applicants, codes)
    if rated is None or of_all is None or of_all <= 0 or rated <= 0:
        return None
    return rated / of_all


def _pooled_sd(x: Floats, codes: Ints) -> float | None:
    n = np.bincount(codes) if codes.size else np.zeros(1)
    df = float(x.size - (n > 0).sum())
    if df < 1:
        return None
    centred = x - (np.bincount(codes, weights=x) / np.maximum(n, 1))[codes]
    return math.sqrt(float(centred @ centred) / df)


def _implied(rxz: float, share: float, r: float) -> ImpliedRestriction:
    u = implied_restriction(rxz, share)
    return ImpliedRestriction(rxz=rxz, u=u, validity=direct_restriction(r, u))
