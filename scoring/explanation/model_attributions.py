"""The points a learned scorer gives to many rows, and which features work together in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimation import percentile_interval
from interview import Finding, digest
from scoring.explanation.comparison_group import FEWEST_PEOPLE
from scoring.explanation.explain_learned import feature_groups
from scoring.explanation.explanation import OVERALL
from scoring.explanation.role_explanation import Attributions, too_few

if TYPE_CHECKING:
    from scoring.learned.design import DesignTable
    from scoring.learned.learned_scorer import LearnedScorer

Floats = NDArray[np.float64]
MOST_ROWS = 400
"""Interactions cost columns squared per row; so many rows drawn at random are enough for them."""
DRAWS = 300
SEED = 2026


@dataclass(frozen=True, kw_only=True, slots=True)
class Interaction:
    """Two features that work together: mean absolute points beyond what each does alone."""

    first: str
    second: str
    points: Finding


def model_attributions(
    scorer: LearnedScorer, table: DesignTable, subject: str = OVERALL
) -> Attributions:
    """Exact points of a learned scorer for everybody in a design, against its own background.

    The overall score of a scorer of competencies is their mean under the role's weights.

    Raises
    ------
    InputError
        ``explanation.too_few_people`` with fewer than twenty interviews.
    """
    from scoring.learned.additive import additive

    rows = table.columns(scorer.features)
    whole = subject == OVERALL and scorer.target == "rating"
    wanted = scorer.competencies if whole else (subject,)
    rows = rows.rows(np.isin(rows.competency.astype(str), list(wanted)))
    interviews, where = np.unique(rows.interview.astype(str), return_inverse=True)
    if len(interviews) < FEWEST_PEOPLE:
        raise too_few(len(interviews))
    base, points = additive(scorer, scorer.centred(rows.X, [str(one) for one in rows.locale]))
    weight = rows.weight if whole else np.ones(len(rows))
    total = np.zeros(len(interviews))
    np.add.at(total, where, weight)
    share = weight / total[where]
    shape = (len(interviews), len(scorer.features))
    summed, values, there = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(summed, where, points * share[:, None])
    known = ~np.isnan(rows.X)
    np.add.at(values, where, np.where(known, rows.X, 0.0))
    np.add.at(there, where, known.astype(np.float64))
    return Attributions(
        names=scorer.features,
        modality=scorer.modality,
        points=summed,
        values=np.where(there > 0, values / np.maximum(there, 1), np.nan),
        score=base + summed.sum(axis=1),
        base=base,
        groups=feature_groups(scorer),
        digest=digest([scorer.version, subject, interviews.tolist()]),
    )


def interactions(scorer: LearnedScorer, table: DesignTable) -> tuple[Interaction, ...]:
    """Which features work together, strongest first; none in a linear scorer, by construction.

    Formula: mean absolute Shapley interaction of each pair (Grabisch and Roubens 1999), both
    halves together, over up to 400 rows; bootstrap interval over rows.
    """
    if scorer.kind == "linear":
        return ()
    rows = table.columns(scorer.features)
    rng = np.random.default_rng(SEED)
    n = min(len(rows), MOST_ROWS)
    if n < FEWEST_PEOPLE:
        raise too_few(n)
    some = rows.rows(np.sort(rng.choice(len(rows), size=n, replace=False)))
    seen = scorer.prepared(scorer.centred(some.X, [str(one) for one in some.locale]))
    by_column = scorer.tree_explainer.interactions(seen)
    source = np.asarray(scorer.prepared_from)
    p = len(scorer.features)
    member = np.zeros((len(source), p))
    member[np.arange(len(source)), source] = 1.0
    by_feature = np.einsum("nij,if,jg->nfg", by_column, member, member, optimize=True)
    weights = rng.multinomial(n, np.full(n, 1.0 / n), size=DRAWS) / n
    found = []
    for i in range(p):
        for j in range(i + 1, p):
            size = 2.0 * np.abs(by_feature[:, i, j])
            if size.any():
                value = percentile_interval(float(size.mean()), weights @ size, n=n)
                found.append(
                    Interaction(first=scorer.features[i], second=scorer.features[j], points=value)
                )
    return tuple(sorted(found, key=lambda one: -getattr(one.points, "value", 0.0)))
