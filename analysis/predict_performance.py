"""How somebody will probably do: expected ratings and chances, with intervals that hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.complete_people import CompletePeople, complete_people
from analysis.composite_weights import FITS, Rule, composite_weights
from estimation.auc import auc
from estimation.conformal import cross_conformal
from estimation.correlation import correlation as pearson
from estimation.cross_validation import repeated_folds
from estimation.logistic import LogisticFit, logistic
from estimation.proportion import proportion
from estimation.quantile import normal_quantile, t_quantile
from estimation.table_columns import numbers, yes_no
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kind = Literal["rating", "yes_no"]
METHOD_RATING = "prediction.cross_conformal"
METHOD_CHANCE = "prediction.logistic"
METHOD_BASE = "mean.t"
FEWEST = 100
FEWEST_EVENTS = 20
FOLDS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonForecast:
    """What is expected of one person: ``row`` of the candidates' table, and the finding."""

    row: int
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceForecast:
    """One outcome. ``skill`` says how well it is foretold among unseen people: r for a rating, the
    area under the curve for a yes or no. ``base`` is what to expect of anybody; ``rule`` how scores
    are weighed, ``gain`` what that rule has over equal weights among unseen people. ``coverage`` is
    the share of unseen people whose rating fell inside their interval, to be held against
    ``level``. Where the skill's lower limit is no better than chance nobody gets a forecast.
    """

    outcome: str
    kind: Kind
    rule: Rule
    skill: Finding
    gain: Finding
    base: Finding
    coverage: Finding
    level: float
    people: tuple[PersonForecast, ...]
    excluded: Mapping[str, int]


def predict_performance(
    frame: pd.DataFrame,
    *,
    scores: Sequence[str],
    outcomes: Mapping[str, Kind],
    candidates: pd.DataFrame | None = None,
    requisition: str | None = None,
    person: str | None = None,
    level: float = 0.90,
    fewest: int = FEWEST,
    repeats: int = 4,
    seed: int = 2026,
) -> Mapping[str, PerformanceForecast | Withheld]:
    """Forecast ratings (at 6 and 12 months) and chances (fit at 90 days, retention) for one role.

    Formula: scores are weighed by the rule that `composite_weights` offers (equal weights unless
    another proves better). A rating is a straight line on that composite with CV+ intervals, whole
    requisitions left out together; a chance is a logistic line with its Wald interval on the logit.
    Skill, gain and coverage are all measured on people left out. Give the table of one role. Those
    with an outcome were hired: for applicants far below them the line is carried beyond the data.

    Parameters
    ----------
    outcomes : mapping
        Column of each outcome to ``rating`` (a number) or ``yes_no``.
    candidates : DataFrame, optional
        People to forecast, with the same score columns; by default nobody.
    fewest : int
        People with an outcome below whom a forecast would be noise.

    Returns
    -------
    mapping
        Outcome to PerformanceForecast, or to Withheld: ``prediction.too_few``,
        ``prediction.too_few_events`` (fewer than 20 of either kind), ``outcome.none_yet``,
        ``outcome.constant``, ``score.constant``, ``folds.too_few_people``. A person is withheld as
        ``prediction.no_skill`` or ``table.unscored``.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``table.not_yes_no``, ``scores.none``.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> skill = rng.normal(size=300)
    >>> staff = pd.DataFrame({"score": 5 + skill, "rating": 3.4 + 0.4 * skill
    ...                       + 0.6 * rng.normal(size=300)})
    >>> found = predict_performance(staff, scores=["score"], outcomes={"rating": "rating"},
    ...                             candidates=pd.DataFrame({"score": [5.0, 7.0]}))
    >>> low, high = (p.finding for p in found["rating"].people)
    >>> low.value < high.value, low.high - low.low < 2.5
    (True, True)
    """
    made: dict[str, PerformanceForecast | Withheld] = {}
    for outcome, kind in outcomes.items():
        table = frame
        if kind == "yes_no":
            table = frame.assign(**{outcome: yes_no(frame, outcome)})
        people = complete_people(
            table, scores=scores, outcome=outcome, requisition=requisition, person=person
        )
        made[outcome] = _refusal(people, kind, fewest) or _forecast(
            table, people, scores, outcome, kind, candidates, requisition, person, level,
            repeats, seed,
        )  # fmt: skip
    return made


def _refusal(people: CompletePeople, kind: Kind, fewest: int) -> Withheld | None:
    n = people.n
    if n == 0:
        return Withheld(code="outcome.none_yet")
    if n < fewest:
        return Withheld(code="prediction.too_few", n=n)
    if float(np.ptp(people.y)) == 0:
        return Withheld(code="outcome.constant", n=n)
    events = int(min(people.y.sum(), n - people.y.sum())) if kind == "yes_no" else n
    if events < FEWEST_EVENTS:
        return Withheld(code="prediction.too_few_events", n=events)
    units = n if people.groups is None else int(np.unique(people.groups).size)
    if units < FOLDS:
        return Withheld(code="folds.too_few_people", n=units)
    return None


def _forecast(
    frame: pd.DataFrame,
    people: CompletePeople,
    scores: Sequence[str],
    outcome: str,
    kind: Kind,
    candidates: pd.DataFrame | None,
    requisition: str | None,
    person: str | None,
    level: float,
    repeats: int,
    seed: int,
) -> PerformanceForecast | Withheld:
    weighed = composite_weights(
        frame, scores=scores, outcome=outcome, requisition=requisition, person=person,
        repeats=repeats, seed=seed,
    )  # fmt: skip
    if isinstance(weighed, Withheld):
        return weighed
    rule = weighed.chosen
    n = people.n
    folds = repeated_folds(n, groups=people.groups, folds=FOLDS, repeats=1, seed=seed)[0]
    new = np.empty((0, len(scores)))
    if candidates is not None:
        new = np.column_stack([numbers(candidates, name) for name in scores])
    usable = np.asarray(~np.isnan(new).any(axis=1))
    if kind == "rating":
        skill, coverage, findings = _ratings(people, rule, folds, new[usable], level)
    else:
        skill, coverage, findings = _chances(people, rule, folds, new[usable], level)
    found = iter(findings)
    forecasts = tuple(
        PersonForecast(
            row=i, finding=next(found) if there else Withheld(code="table.unscored", n=n)
        )
        for i, there in enumerate(usable.tolist())
    )
    return PerformanceForecast(
        outcome=outcome,
        kind=kind,
        rule=rule,
        skill=skill,
        gain=weighed.rule(rule).gain,
        base=_base(people.y, kind),
        coverage=coverage,
        level=level,
        people=forecasts,
        excluded=people.excluded,
    )


def _composite(people: CompletePeople, rule: Rule, train: NDArray[np.bool_]) -> _Line:
    x, y = people.x[train], people.y[train]
    mean, sd = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
    w = FITS[rule]((x - mean) / sd, y - y.mean())
    return _Line(mean=mean, weights=w / sd)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Line:
    """The composite as training people make it."""

    mean: Floats
    weights: Floats

    def of(self, x: Floats) -> Floats:
        return np.asarray((x - self.mean) @ self.weights)


def _rating_line(
    people: CompletePeople, rule: Rule, train: NDArray[np.bool_]
) -> Callable[[Floats], Floats]:
    line = _composite(people, rule, train)
    c, y = line.of(people.x[train]), people.y[train]
    c0 = c - c.mean()
    slope = float(c0 @ (y - y.mean())) / max(float(c0 @ c0), 1e-300)
    return lambda x: np.asarray(y.mean() + slope * (line.of(x) - c.mean()))


def _ratings(
    people: CompletePeople, rule: Rule, folds: Ints, new: Floats, level: float
) -> tuple[Finding, Finding, list[Finding]]:
    n = people.n
    guessed, ahead = np.empty(n), np.empty((FOLDS, new.shape[0]))
    for fold in range(FOLDS):
        predict = _rating_line(people, rule, folds != fold)
        guessed[folds == fold] = predict(people.x[folds == fold])
        ahead[fold] = predict(new)
    skill = pearson(guessed, people.y)
    residuals = np.abs(people.y - guessed)
    coverage = _covered(residuals, folds, level)
    if not (isinstance(skill, Estimate) and skill.low > 0):
        return skill, coverage, [Withheld(code="prediction.no_skill", n=n)] * new.shape[0]
    if not new.shape[0]:
        return skill, coverage, []
    low, high = cross_conformal(residuals, folds, ahead, level=level)
    middle = _rating_line(people, rule, np.ones(n, dtype=bool))(new)
    findings: list[Finding] = [
        Estimate(value=float(m), low=min(float(a), float(m)), high=max(float(b), float(m)),
                 n=n, method=METHOD_RATING)
        for m, a, b in zip(middle, low, high, strict=True)
    ]  # fmt: skip
    return skill, coverage, findings


def _covered(residuals: Floats, folds: Ints, level: float) -> Finding:
    """People whose rating lies within the error that the other folds' people allow for."""
    inside = 0
    for fold in np.unique(folds):
        others = np.sort(residuals[folds != fold])
        rank = math.ceil(level * (others.size + 1) - 1e-9)
        width = others[rank - 1] if rank <= others.size else np.inf
        inside += int((residuals[folds == fold] <= width).sum())
    return proportion(inside, int(residuals.size))


def _chances(
    people: CompletePeople, rule: Rule, folds: Ints, new: Floats, level: float
) -> tuple[Finding, Finding, list[Finding]]:
    n = people.n
    guessed = np.empty(n)
    for fold in range(FOLDS):
        train = folds != fold
        line = _composite(people, rule, train)
        fit = _logit(line.of(people.x[train]), people.y[train])
        if fit is None:
            guessed[~train] = float(people.y[train].mean())
        else:
            guessed[~train] = fit.probabilities(_with_one(line.of(people.x[~train])))
    skill = auc(guessed, people.y)
    none = Withheld(code="prediction.no_interval", n=n)
    whole = _composite(people, rule, np.ones(n, dtype=bool))
    fit = _logit(whole.of(people.x), people.y)
    if fit is None or not (isinstance(skill, Estimate) and skill.low > 0.5):
        return skill, none, [Withheld(code="prediction.no_skill", n=n)] * new.shape[0]
    design = _with_one(whole.of(new))
    eta = design @ fit.coefficients
    half = normal_quantile(0.5 + level / 2) * np.sqrt(
        ((design @ fit.covariance) * design).sum(axis=1)
    )
    findings: list[Finding] = [
        Estimate(value=_expit(e), low=_expit(e - h), high=_expit(e + h), n=n, method=METHOD_CHANCE)
        for e, h in zip(eta.tolist(), half.tolist(), strict=True)
    ]
    return skill, none, findings


def _logit(c: Floats, y: Floats) -> LogisticFit | None:
    return logistic(_with_one(c), y)


def _with_one(c: Floats) -> Floats:
    return np.column_stack([np.ones(c.size), c])


def _expit(eta: float) -> float:
    return 1 / (1 + math.exp(-max(min(eta, 700.0), -700.0)))


def _base(y: Floats, kind: Kind) -> Finding:
    n = int(y.size)
    if kind == "yes_no":
        return proportion(int(y.sum()), n)
    half = t_quantile(0.975, n - 1) * float(y.std(ddof=1)) / math.sqrt(n)
    mean = float(y.mean())
    return Estimate(value=mean, low=mean - half, high=mean + half, n=n, method=METHOD_BASE)
