"""Is a model still what it was? Its scores, inputs, distance from people and refusals, watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from analysis import Drift, agreement, drift
from estimation import (
    Sample,
    StabilityIndex,
    benjamini_hochberg,
    fisher_exact,
    kolmogorov_smirnov,
    least_squares,
    mean_difference,
    stability_index,
)
from interview import Actor, Estimate, Finding, StoreError, Withheld
from scoring.rubric_weights import shipped_rubric
from store import Store, feature_frame, frames, interview_locales
from workflow.model_comparison import honest_scores
from workflow.model_evidence import model_evidence
from workflow.register import RegisteredModel, find_model
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

OVERALL = "overall"
DAYS = 90
FEWEST = 20
MARGIN = 0.25
LEAST_GAP = 0.10
MORE_WITHHELD = 0.05
MOST_FEATURES = 20
LEVEL = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelAlert:
    """Something that moved: ``alert.<code>`` with its values makes one sentence."""

    code: str
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureDrift:
    """One input of the model before and since, in the same roles and languages: means, the
    stability index, and Kolmogorov and Smirnov's p adjusted among all inputs watched."""

    feature: str
    before: float
    since: float
    stability: StabilityIndex
    p_value: float
    moved: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One side of the date. ``bias`` is score less mean human rating in points; ``slope`` what one
    point of the score is worth in points of rating (1 is neither too bold nor too timid);
    ``agreement`` the quadratic kappa of machine and person; ``withheld`` of ``interviews``."""

    interviews: int
    withheld: int
    rated: int
    bias: Finding
    slope: Finding
    agreement: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Monitoring:
    """One model before and since a date. ``scores`` is the drift of its overall score week by
    week, ``features`` that of its inputs, ``alerts`` what stands out, worst first."""

    model: str
    since: str
    scores: Drift
    features: tuple[FeatureDrift, ...]
    before: Period
    after: Period
    bias_change: Finding
    alerts: tuple[ModelAlert, ...]


def monitor_model(actor: Actor, store: Store, ref: str, *, since: str = "") -> Monitoring:
    """Compare what a model does since a date with all that was before; nothing is kept.

    Parameters
    ----------
    since : str
        The first day that is not reference, as 2026-03-01; by default 90 days before the newest
        interview.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to validate.
    StoreError
        ``model.unknown``, ``monitoring.nothing_scored``.
    InputError
        ``drift.since`` when the date cannot be read.
    """
    require(actor, "validate")
    with store.read() as reading:
        model = find_model(reading, ref)
        every = frames(reading, "interview")
        mine = every["department"].map(actor.sees).astype(bool)
        mine &= every["interviewed_at"].notna() & every["role"].map(model.is_for).astype(bool)
        people = every[mine].reset_index(drop=True)
        names = list(map(str, people["interview_id"]))
        answers = feature_frame(reading)
        scored = honest_scores(reading, model, names, features=answers) if names else None
        ratings = frames(reading, "rating")
        people["locale"] = people["interview_id"].map(interview_locales(reading))
    if scored is None or not (scored["competency"] == OVERALL).any():
        raise StoreError(
            "monitoring.nothing_scored",
            f"{model.ref} scores no interview that you may see",
            "score interviews of the roles it is for",
            model=model.ref,
        )
    start = since or _default(people)
    overall = scored[scored["competency"] == OVERALL].set_index("interview_id")["score"]
    table = people[["interview_id", "interviewed_at"]].copy()
    table["score"] = table["interview_id"].map(overall)
    table["at"] = table["interviewed_at"].dt.strftime("%Y-%m-%d")
    moved = drift(table.dropna(subset=["score"]), value="score", at="at", since=start)
    late = table["at"] >= start
    rated = _rated(table, ratings)
    before, after = (
        _period(table[side], rated[rated["interview_id"].isin(set(table[side]["interview_id"]))])
        for side in (~late, late)
    )
    features = _features(_inputs(answers, model, names), people, start)
    change = _bias_change(rated, start)
    return Monitoring(
        model=model.ref,
        since=start,
        scores=moved,
        features=features,
        before=before,
        after=after,
        bias_change=change,
        alerts=_alerts(moved, features, before, after, change),
    )


def _default(people: pd.DataFrame) -> str:
    newest: date = people["interviewed_at"].max().date()
    return (newest - timedelta(days=DAYS)).isoformat()


def watched_features(model: RegisteredModel) -> tuple[str, ...]:
    """The inputs worth watching: what a trained model goes by most, what the rubric weighs."""
    if model.is_rubric:
        names = {n for weights in shipped_rubric().language.values() for n in weights}
        return tuple(sorted(names))
    weights = model_evidence(model).weights
    order = sorted(weights, key=lambda name: -abs(weights[name]))
    return tuple(n for n in order if weights[n] != 0)[:MOST_FEATURES]


def _inputs(answers: pd.DataFrame, model: RegisteredModel, names: Sequence[str]) -> pd.DataFrame:
    """One row per interview: the mean of each watched feature over its answers."""
    import pandas as pd

    answers = answers[answers["interview_id"].isin(set(names))]
    made = {}
    for name in watched_features(model):
        # one column per competency for a feature that is measured against each
        own = [c for c in map(str, answers.columns) if c == name or c.startswith(f"{name}.")]
        if own:
            made[name] = answers[own].mean(axis=1)
    table = pd.DataFrame(made, index=answers.index)
    return table.groupby(answers["interview_id"]).mean()


def _rated(table: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Scored interviews that people rated, one row per rater: their mean over competencies."""
    means = ratings.groupby(["interview_id", "rater"])["rating"].mean().reset_index()
    found: pd.DataFrame = table.dropna(subset=["score"]).merge(means, on="interview_id")
    return found


def _period(table: pd.DataFrame, rated: pd.DataFrame) -> Period:
    each = rated.groupby("interview_id").agg(score=("score", "first"), rating=("rating", "mean"))
    n = len(each)
    bias: Finding = Withheld(code="monitoring.few_rated", n=n)
    slope: Finding = bias
    alike: Finding = bias
    if n >= FEWEST:
        score, rating = (each[c].to_numpy(dtype=np.float64) for c in ("score", "rating"))
        off = score - rating
        half = 1.96 * float(off.std(ddof=1)) / n**0.5
        mean = float(off.mean())
        bias = Estimate(
            value=mean, low=mean - half, high=mean + half, n=n, method="difference.of_means"
        )
        line = least_squares(np.column_stack([np.ones(n), score]), rating)
        slope = line.coefficient(1) if line else Withheld(code="score.constant", n=n)
        alike = agreement(
            rated, machine="score", target="interview_id", rater="rater", rating="rating"
        ).human_machine.qwk
    return Period(
        interviews=len(table),
        withheld=int(table["score"].isna().sum()),
        rated=n,
        bias=bias,
        slope=slope,
        agreement=alike,
    )


def _bias_change(rated: pd.DataFrame, since: str) -> Finding:
    each = rated.groupby("interview_id").agg(
        score=("score", "first"), rating=("rating", "mean"), at=("at", "first")
    )
    off = (each["score"] - each["rating"]).to_numpy(dtype=np.float64)
    late = (each["at"] >= since).to_numpy(dtype=bool)
    sides = [off[late], off[~late]]
    if min(side.size for side in sides) < FEWEST:
        return Withheld(code="monitoring.few_rated", n=int(min(s.size for s in sides)))
    now, then = (
        Sample(n=int(s.size), mean=float(s.mean()), sd=float(s.std(ddof=1))) for s in sides
    )
    return mean_difference(now, then)


def _features(inputs: pd.DataFrame, people: pd.DataFrame, since: str) -> tuple[FeatureDrift, ...]:
    """Each input against itself in the same role and language: another mix of them is no drift."""
    facts = people.set_index("interview_id").loc[inputs.index]
    late = (facts["interviewed_at"].dt.strftime("%Y-%m-%d") >= since).to_numpy(dtype=bool)
    cells = facts["role"].astype(str) + " " + facts["locale"].astype(str)
    found = []
    for name in map(str, inputs.columns):
        values = inputs[name]
        usual = values[~late].groupby(cells[~late]).mean()
        centred = values - cells.map(usual) + values[~late].mean()
        x = centred.to_numpy(dtype=np.float64)
        there = ~np.isnan(x)
        then, now = x[there & ~late], x[there & late]
        if min(then.size, now.size) < FEWEST or float(np.ptp(then)) == 0.0:
            continue
        found.append(
            (name, then, now, stability_index(then, now), kolmogorov_smirnov(then, now)[1])
        )
    adjusted = benjamini_hochberg([p for *_, p in found])
    made = [
        FeatureDrift(
            feature=name,
            before=float(then.mean()),
            since=float(now.mean()),
            stability=index,
            p_value=float(p if p is not None else 1.0),
            moved=index.alarm and p is not None and p <= LEVEL,
        )
        for (name, then, now, index, _), p in zip(found, adjusted, strict=True)
    ]
    return tuple(sorted(made, key=lambda one: -one.stability.value))


def _alerts(
    scores: Drift,
    features: Sequence[FeatureDrift],
    before: Period,
    after: Period,
    change: Finding,
) -> tuple[ModelAlert, ...]:
    found = []
    if (
        isinstance(change, Estimate)
        and abs(change.value) >= MARGIN
        and change.low * change.high > 0
    ):
        side = "generous" if change.value > 0 else "strict"
        found.append(ModelAlert(code=f"bias_{side}", slots={"points": abs(change.value)}))
    one, two = before.agreement, after.agreement
    if isinstance(one, Estimate) and isinstance(two, Estimate) and two.high < one.low:
        slots = {"before": one.value, "now": two.value}
        found.append(ModelAlert(code="agreement_fell", slots=slots))
    one, two = before.slope, after.slope
    if (
        isinstance(one, Estimate)
        and isinstance(two, Estimate)
        and (two.high < one.low or two.low > one.high)
    ):
        slots = {"before": one.value, "now": two.value}
        found.append(ModelAlert(code="slope_moved", slots=slots))
    gap = scores.gap
    if isinstance(gap, Estimate) and (gap.low > LEAST_GAP or gap.high < -LEAST_GAP):
        side = "rose" if gap.value > 0 else "fell"
        found.append(ModelAlert(code=f"score_{side}", slots={"gap": abs(gap.value)}))
    elif scores.stability is not None and scores.stability.alarm:
        found.append(ModelAlert(code="score_shape", slots={"index": scores.stability.value}))
    if _more_withheld(before, after):
        slots = {
            "before": before.withheld / before.interviews,
            "now": after.withheld / after.interviews,
        }
        found.append(ModelAlert(code="withheld_more", slots=slots))
    found += [
        ModelAlert(
            code="feature_moved",
            slots={"feature": f.feature, "before": f.before, "now": f.since},
        )
        for f in features
        if f.moved
    ]
    return tuple(found)


def _more_withheld(before: Period, after: Period) -> bool:
    if not before.interviews or not after.interviews:
        return False
    then, now = before.withheld / before.interviews, after.withheld / after.interviews
    if now < then + MORE_WITHHELD:
        return False
    p = fisher_exact(after.withheld, after.interviews, before.withheld, before.interviews)
    return p <= LEVEL
