"""Nested cross-validation: settings chosen inside, judged outside, on people never seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.learned.design import DesignTable
from scoring.learned.fit import (
    CHOICES,
    Choice,
    Columns,
    centred,
    fit_model,
    language_centres,
    prepare,
    tried,
)
from scoring.learned.folds import FoldPlan, plan_folds
from scoring.learned.modality_shares import held_to_caps
from scoring.learned.training_spec import TrainingSpec

Floats = NDArray[np.float64]
MARGIN = 0.10
"""How far beyond the training's own extremes, in parts of their distance, a value still counts."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fitted:
    """A fitted pipeline with the centres of its languages and the range of its training rows.

    ``inner`` are predictions for the training rows, each made without its person, with the settings
    that were chosen.
    """

    columns: Columns
    centres: Mapping[str, Floats]
    pipeline: Any
    choice: Choice
    low: Floats
    high: Floats
    inner: Floats

    def predict(self, table: DesignTable) -> Floats:
        """Scores 0 to 10 of a table's rows."""
        said = self.pipeline.predict(centred(table.X, table.locale, self.centres))
        return np.clip(np.asarray(said, dtype=np.float64), 0.0, 10.0)


def fitted(
    table: DesignTable, y: Floats, spec: TrainingSpec, *, choice: Choice | None = None
) -> Fitted:
    """Chooses settings by an inner cross-validation (unless they are given) and fits all rows."""
    centres = language_centres(table.X, table.locale)
    x = centred(table.X, table.locale, centres)
    columns = Columns.of(x, [spec.monotone.get(name, 0) for name in table.names])
    plan = plan_folds(table, folds=spec.inner, seed=spec.seed + 1)
    said = _inner(table, y, spec, columns, plan)
    errors = ((said - y) ** 2).mean(axis=1)
    known = CHOICES[spec.kind]
    place = int(np.argmin(errors)) if choice is None else known.index(choice)
    ready = prepare(x, columns)
    z = np.asarray(ready.transform(x), dtype=np.float64)
    model = fit_model(z, y, kind=spec.kind, choice=known[place], held=columns.held, seed=spec.seed)
    held_to_caps(model, z, columns, table, spec)
    pipeline = type(ready)([*ready.steps, ("model", model)])
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    margin = MARGIN * (high - low)
    return Fitted(
        columns=columns,
        centres=centres,
        pipeline=pipeline,
        choice=known[place],
        low=low - margin,
        high=high + margin,
        inner=np.clip(said[place], 0.0, 10.0),
    )


def _inner(
    table: DesignTable, y: Floats, spec: TrainingSpec, columns: Columns, plan: FoldPlan
) -> Floats:
    """What each choice says of each row when its people are left out, shape (choices, n)."""
    said = np.empty((len(CHOICES[spec.kind]), len(table)))
    for k in range(plan.folds):
        train, test = plan.train(k), plan.test(k)
        part = table.rows(train)
        centres = language_centres(part.X, part.locale)
        x = centred(part.X, part.locale, centres)
        ready = prepare(x, columns)
        z = np.asarray(ready.transform(x), dtype=np.float64)
        unseen = np.asarray(
            ready.transform(centred(table.X[test], table.locale[test], centres)), dtype=np.float64
        )
        every = tried(z, y[train], unseen, kind=spec.kind, held=columns.held, seed=spec.seed)
        for i, one in enumerate(every):
            said[i, test] = one
    return said


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Nested:
    """What the outer folds found: a prediction and the mean of the others for each row, and whether
    the scorer would have abstained; ``widths`` are half intervals made without the row's fold."""

    plan: FoldPlan
    predicted: Floats
    mean: Floats
    rivals: Mapping[str, Floats]
    outside: NDArray[np.bool_]
    fits: tuple[Fitted, ...]


def nested(
    table: DesignTable, y: Floats, spec: TrainingSpec, rivals: Mapping[str, Floats]
) -> Nested:
    """The outer loop. ``rivals`` are brought to the target's scale by a line of the training rows,
    so that a rival does not lose for its unit alone."""
    plan = plan_folds(table, folds=spec.folds, seed=spec.seed)
    n = len(table)
    predicted, mean = np.empty(n), np.empty(n)
    lined = {name: np.full(n, np.nan) for name in rivals}
    outside = np.zeros(n, dtype=bool)
    fits = []
    for k in range(plan.folds):
        train, test = plan.train(k), plan.test(k)
        one = fitted(table.rows(train), y[train], spec)
        fits.append(one)
        predicted[test] = one.predict(table.rows(test))
        mean[test] = y[train].mean()
        x = centred(table.X[test], table.locale[test], one.centres)
        with np.errstate(invalid="ignore"):
            outside[test] = ((x < one.low) | (x > one.high))[:, used(one)].any(axis=1)
        for name, rival in rivals.items():
            lined[name][test] = _line(rival[train], y[train])(rival[test])
    return Nested(
        plan=plan, predicted=predicted, mean=mean, rivals=lined, outside=outside, fits=tuple(fits)
    )


def left_out(table: DesignTable, y: Floats, spec: TrainingSpec, plan: FoldPlan) -> Floats:
    """Predictions under another plan of folds, settings chosen inside each."""
    predicted = np.empty(len(table))
    for k in range(plan.folds):
        train, test = plan.train(k), plan.test(k)
        one = fitted(table.rows(train), y[train], replace(spec, seed=spec.seed + 7))
        predicted[test] = one.predict(table.rows(test))
    return predicted


def used(one: Fitted) -> list[int]:
    """The features (by position) that the model looks at at all."""
    model = one.pipeline.steps[-1][1]
    if hasattr(model, "coef_"):
        columns: Sequence[int] = np.flatnonzero(np.asarray(model.coef_)).tolist()
    else:
        nodes = [tree[0].nodes for tree in model._predictors]
        columns = sorted({int(i) for n in nodes for i in n["feature_idx"][n["is_leaf"] == 0]})
    source = one.columns.source
    return sorted({source[i] for i in columns})


def _line(x: Floats, y: Floats) -> _Line:
    there = ~np.isnan(x)
    a, b = x[there], y[there]
    if a.size < 3 or float(np.ptp(a)) == 0.0:
        return _Line(0.0, float(y.mean()))
    slope = float(np.cov(a, b)[0, 1] / a.var(ddof=1))
    return _Line(slope, float(b.mean() - slope * a.mean()))


@dataclass(frozen=True, slots=True)
class _Line:
    slope: float
    intercept: float

    def __call__(self, x: Floats) -> Floats:
        return np.asarray(self.intercept + self.slope * x)
