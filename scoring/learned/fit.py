"""One fit: centred rows in, a scikit-learn pipeline out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.learned.training_spec import Kind

Floats = NDArray[np.float64]
OFTEN = 0.05
"""From this share of rows without a feature on, that it is missing is a column of its own."""
ROUNDS = 200
ANY = ""
FEWEST_OF_A_LANGUAGE = 30
Names = Sequence[object] | NDArray[np.object_]
Choice = Mapping[str, float | str]

_RIDGE: list[Choice] = [{"penalty": "ridge", "alpha": float(a)} for a in np.logspace(0, 4.5, 10)]
_NET: list[Choice] = [
    {"penalty": "elastic_net", "alpha": float(a)} for a in np.logspace(-2.5, -0.5, 5)
]
LINEAR: tuple[Choice, ...] = (*_RIDGE, *_NET)
TREES: tuple[Choice, ...] = tuple(
    {"leaves": float(leaves), "least": float(least)} for leaves in (4, 8) for least in (20,)
)
ROUNDS_TRIED = (50, 100, ROUNDS)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prepared:
    """Where each column that the model sees comes from: first the features, then the indicators."""

    often: tuple[int, ...]
    seldom: tuple[int, ...]

    @property
    def source(self) -> tuple[int, ...]:
        """The feature behind each column."""
        return (*self.often, *self.often, *self.seldom)

    @staticmethod
    def of(x: Floats) -> Prepared:
        """Reads off the training rows which features are often missing."""
        share = np.isnan(x).mean(axis=0)
        return Prepared(
            often=tuple(int(i) for i in np.flatnonzero(share >= OFTEN)),
            seldom=tuple(int(i) for i in np.flatnonzero(share < OFTEN)),
        )


def language_centres(x: Floats, locales: Names) -> dict[str, Floats]:
    """The mean of each feature in each language, and of all together under the empty name."""
    named = np.asarray(locales, dtype=object)
    made = {ANY: _mean(x)}
    for one in sorted({str(v) for v in named if v}):
        made[one] = np.where(np.isnan(_mean(x[named == one])), made[ANY], _mean(x[named == one]))
    return made


def centred(x: Floats, locales: Names, centres: Mapping[str, Floats]) -> Floats:
    """Rows less the mean of their language."""
    out = np.asarray(x - centres[ANY])
    named = np.asarray(locales, dtype=object)
    for one, centre in centres.items():
        mine = named == one
        if one != ANY and mine.any():
            out[mine] = x[mine] - centre
    return out


def fit_pipeline(
    x: Floats,
    y: Floats,
    *,
    kind: Kind,
    choice: Choice,
    columns: Prepared,
    signs: Sequence[int],
    seed: int,
) -> Any:
    """Impute the median, mark what is often missing, standardise, and fit.

    A linear model holds its signs by fitting without what came out against them, again and again
    until nothing does; trees take them as monotone constraints.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import MissingIndicator, SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    often, seldom = list(columns.often), list(columns.seldom)
    steps = [
        ("often", SimpleImputer(strategy="median", keep_empty_features=True), often),
        ("missing", MissingIndicator(features="all"), often),
        ("seldom", SimpleImputer(strategy="median", keep_empty_features=True), seldom),
    ]
    prepare = ColumnTransformer([s for s in steps if s[2]])
    # an indicator that something is missing has no direction
    held = [*(signs[i] for i in often), *(0 for _ in often), *(signs[i] for i in seldom)]
    pipeline = Pipeline(
        [
            ("prepare", prepare),
            ("scale", StandardScaler()),
            ("model", _model(kind, choice, held, seed)),
        ]
    )
    pipeline.fit(x, y)
    if kind == "linear":
        _hold_signs(pipeline, x, y, held)
    return pipeline


def _model(kind: Kind, choice: Choice, signs: Sequence[int], seed: int) -> Any:
    if kind == "trees":
        from sklearn.ensemble import HistGradientBoostingRegressor

        return HistGradientBoostingRegressor(
            learning_rate=0.06,
            max_iter=int(choice.get("rounds", ROUNDS)),
            max_leaf_nodes=int(choice["leaves"]),
            min_samples_leaf=int(choice["least"]),
            l2_regularization=1.0,
            monotonic_cst=list(signs),
            early_stopping=False,
            random_state=seed,
        )
    from sklearn.linear_model import ElasticNet, Ridge

    if choice["penalty"] == "elastic_net":
        return ElasticNet(
            alpha=float(choice["alpha"]), l1_ratio=0.5, max_iter=5000, tol=1e-5, precompute=True
        )
    return Ridge(alpha=float(choice["alpha"]), solver="cholesky")


def _hold_signs(pipeline: Any, x: Floats, y: Floats, signs: Sequence[int]) -> None:
    """Fits again without the coefficients that came out against their sign."""
    model, held = pipeline.steps[-1][1], np.asarray(signs)
    z = np.asarray(pipeline[:-1].transform(x))
    out = np.zeros(held.size, dtype=bool)
    while True:
        against = ~out & (held != 0) & (np.asarray(model.coef_) * held < 0)
        if not against.any():
            return
        out |= against
        model.fit(z[:, ~out], y)
        coefficients = np.zeros(held.size)
        coefficients[~out] = model.coef_
        model.coef_ = coefficients
        model.n_features_in_ = int(held.size)


def _mean(x: Floats) -> Floats:
    there = ~np.isnan(x)
    n = there.sum(axis=0)
    summed = np.where(there, x, 0.0).sum(axis=0)
    return np.asarray(np.where(n > 0, summed / np.maximum(n, 1), 0.0))
