"""One fit: rows of a design in, centred, imputed and standardised rows through a model out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.learned.training_spec import Kind

Floats = NDArray[np.float64]
Names = Sequence[object] | NDArray[np.object_]
Choice = Mapping[str, float | str]
ANY = ""
OFTEN = 0.05
"""From this share of rows without a feature on, that it is missing is a column of its own."""
ROUNDS_TRIED = (50, 100, 200)
LEARNING_RATE = 0.06
_RIDGE: list[Choice] = [{"penalty": "ridge", "alpha": float(a)} for a in np.logspace(0, 4.5, 10)]
_NET: list[Choice] = [
    {"penalty": "elastic_net", "alpha": float(a)} for a in np.logspace(-2.5, -0.5, 5)
]
LINEAR: tuple[Choice, ...] = (*_RIDGE, *_NET)
TREES: tuple[Choice, ...] = tuple(
    {"leaves": float(leaves), "least": 20.0, "rounds": float(rounds)}
    for leaves in (4, 8)
    for rounds in ROUNDS_TRIED
)
CHOICES: Mapping[Kind, tuple[Choice, ...]] = {"linear": LINEAR, "trees": TREES}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Columns:
    """Where each column that the model sees comes from, and which way it may point.

    Features often missing come first, then their missing indicators, then the other features.
    """

    often: tuple[int, ...]
    seldom: tuple[int, ...]
    signs: tuple[int, ...]

    @property
    def source(self) -> tuple[int, ...]:
        """The feature behind each column."""
        return (*self.often, *self.often, *self.seldom)

    @property
    def held(self) -> tuple[int, ...]:
        """The sign of each column; that something is missing has none."""
        return (
            *(self.signs[i] for i in self.often),
            *(0 for _ in self.often),
            *(self.signs[i] for i in self.seldom),
        )

    @staticmethod
    def of(x: Floats, signs: Sequence[int]) -> Columns:
        """Reads off the training rows which features are often missing."""
        share = np.isnan(x).mean(axis=0)
        return Columns(
            often=tuple(int(i) for i in np.flatnonzero(share >= OFTEN)),
            seldom=tuple(int(i) for i in np.flatnonzero(share < OFTEN)),
            signs=tuple(signs),
        )


def language_centres(x: Floats, locales: Names) -> dict[str, Floats]:
    """The mean of each feature in each language, and of all together under the empty name."""
    named = np.asarray(locales, dtype=object)
    made = {ANY: _mean(x)}
    for one in sorted({str(v) for v in named if v}):
        mine = x[named == one]
        made[one] = np.where(np.isnan(mine).all(axis=0), made[ANY], _mean(mine))
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


def prepare(x: Floats, columns: Columns) -> Any:
    """A fitted pipeline that imputes the median, marks what is often missing and standardises."""
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
    prepared = ColumnTransformer([step for step in steps if step[2]])
    return Pipeline([("prepare", prepared), ("scale", StandardScaler())]).fit(x)


def fit_pipeline(
    x: Floats, y: Floats, *, kind: Kind, choice: Choice, columns: Columns, seed: int
) -> Any:
    """Preparation and model in one scikit-learn pipeline, fitted to centred rows."""
    from sklearn.pipeline import Pipeline

    ready = prepare(x, columns)
    z = np.asarray(ready.transform(x), dtype=np.float64)
    model = fit_model(z, y, kind=kind, choice=choice, held=columns.held, seed=seed)
    return Pipeline([*ready.steps, ("model", model)])


def fit_model(
    z: Floats, y: Floats, *, kind: Kind, choice: Choice, held: Sequence[int], seed: int
) -> Any:
    """The model alone, on prepared rows.

    Trees take the signs as monotone constraints. A linear model is fitted again without the columns
    that came out against theirs until none does.
    """
    if kind == "trees":
        from sklearn.ensemble import HistGradientBoostingRegressor

        return HistGradientBoostingRegressor(
            learning_rate=LEARNING_RATE,
            max_iter=int(choice["rounds"]),
            max_leaf_nodes=int(choice["leaves"]),
            min_samples_leaf=int(choice["least"]),
            l2_regularization=1.0,
            monotonic_cst=list(held),
            early_stopping=False,
            random_state=seed,
        ).fit(z, y)
    from sklearn.linear_model import ElasticNet, Ridge

    model: Any = Ridge(alpha=float(choice["alpha"]), solver="cholesky")
    if choice["penalty"] == "elastic_net":
        model = ElasticNet(alpha=float(choice["alpha"]), l1_ratio=0.5, max_iter=5000, tol=1e-4)
    signs = np.asarray(held)
    out = np.zeros(signs.size, dtype=bool)
    coefficients = np.asarray(_fit(model, z, y).coef_, dtype=np.float64)
    while (against := ~out & (coefficients * signs < 0)).any():
        out |= against
        coefficients = np.zeros(signs.size)
        if not out.all():
            coefficients[~out] = _fit(model, z[:, ~out], y).coef_
        else:
            model.intercept_ = float(y.mean())
    model.coef_ = coefficients
    model.n_features_in_ = int(signs.size)
    return model


def _fit(model: Any, z: Floats, y: Floats) -> Any:
    """Fits; an elastic net that stopped short of its tolerance is judged like any other."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(z, y)


def tried(
    z: Floats, y: Floats, unseen: Floats, *, kind: Kind, held: Sequence[int], seed: int
) -> Iterator[Floats]:
    """What each choice of settings, in the order of `CHOICES`, says of unseen prepared rows."""
    if kind == "linear":
        for choice in LINEAR:
            model = fit_model(z, y, kind=kind, choice=choice, held=held, seed=seed)
            yield np.asarray(model.predict(unseen), dtype=np.float64)
        return
    # trees of fewer rounds are the first rounds of those of more
    for leaves in dict.fromkeys(choice["leaves"] for choice in TREES):
        most = max(
            (c for c in TREES if c["leaves"] == leaves), key=lambda choice: float(choice["rounds"])
        )
        model = fit_model(z, y, kind=kind, choice=most, held=held, seed=seed)
        for i, said in enumerate(model.staged_predict(unseen), start=1):
            if i in ROUNDS_TRIED:
                yield np.asarray(said, dtype=np.float64)


def _mean(x: Floats) -> Floats:
    there = ~np.isnan(x)
    n = there.sum(axis=0)
    summed = np.where(there, x, 0.0).sum(axis=0)
    return np.asarray(np.where(n > 0, summed / np.maximum(n, 1), 0.0))
