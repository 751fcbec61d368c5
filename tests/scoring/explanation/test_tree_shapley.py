"""Trees explained exactly: the definition, shap's own explainer, additivity, interactions."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from interview import InputError
from scoring.explanation import TreeExplainer
from tests.scoring.explanation.naive_owen import naive_interactions, naive_owen

Floats = NDArray[np.float64]


def data(n: int = 300, p: int = 4, gaps: float = 0.0) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, p))
    y = x[:, 0] + x[:, 1] * x[:, 2] + 0.3 * np.abs(x[:, 3]) + 0.1 * rng.normal(size=n)
    x[rng.random(x.shape) < gaps] = np.nan
    return x, y


def fitted(x: Floats, y: Floats, rounds: int = 25, leaves: int = 8) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        max_iter=rounds, max_leaf_nodes=leaves, early_stopping=False, random_state=1
    ).fit(x, y)


def game_of(model: Any, x: Floats, background: Floats) -> Any:
    def game(s: frozenset[int]) -> float:
        rows = background.copy()
        rows[:, list(s)] = x[list(s)]
        return float(model.predict(rows).mean())

    return game


@pytest.mark.parametrize("groups", [None, [0, 0, 1, 1], [0, 1, 1, 2], [0, 0, 0, 0]])
@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_values_are_those_of_the_definition(groups: list[int] | None, gaps: float) -> None:
    x, y = data(gaps=gaps)
    model = fitted(x, y)
    explainer = TreeExplainer(model=model, background=x[:9], groups=groups)
    for row in x[50:53]:
        expected = naive_owen(game_of(model, row, x[:9]), groups or [0, 1, 2, 3])
        assert explainer.values(row[None])[0] == pytest.approx(expected, abs=1e-9)


def test_values_and_base_add_up_for_few_and_for_many_rows() -> None:
    x, y = data()
    model = fitted(x, y, rounds=60)
    explainer = TreeExplainer(model=model, background=x[:100], groups=[0, 0, 1, 2])
    for rows in (x[:5], x):
        made = explainer.base + explainer.values(rows).sum(axis=1)
        assert np.abs(made - model.predict(rows)).max() < 1e-9
    base, each = explainer.against_each(x[7])
    assert each.mean(axis=0) == pytest.approx(explainer.values(x[7:8])[0], abs=1e-12)
    assert base + each.sum(axis=1) == pytest.approx(model.predict(x[7:8])[0], abs=1e-9)


def test_shap_gives_the_same_values() -> None:
    with warnings.catch_warnings():
        # the library it draws with speaks of its own future while it is imported
        warnings.simplefilter("ignore")
        import shap

    x, y = data()
    # a small model: shap's own values stop adding up to the prediction in larger ones
    model = fitted(x, y, rounds=5, leaves=4)
    theirs = shap.TreeExplainer(model, data=x[:20], feature_perturbation="interventional")
    expected = np.asarray(theirs.shap_values(x[40:60], check_additivity=False))
    ours = TreeExplainer(model=model, background=x[:20])
    assert ours.values(x[40:60]) == pytest.approx(expected, abs=1e-6)
    assert ours.base == pytest.approx(float(np.ravel(theirs.expected_value)[0]), abs=1e-9)


def test_wide_leaves_are_explained_without_their_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    from scoring.explanation import tree_shapley

    x, y = data()
    model = fitted(x, y)
    explainer = TreeExplainer(model=model, background=x[:30])
    by_table = explainer.values(x)
    monkeypatch.setattr(tree_shapley, "WIDEST_TABLE", 1)
    assert explainer.values(x) == pytest.approx(by_table, abs=1e-12)


def test_interactions_are_those_of_the_definition() -> None:
    x, y = data()
    model = fitted(x, y)
    found = TreeExplainer(model=model, background=x[:6]).interactions(x[30:32])
    for i, row in enumerate(x[30:32]):
        expected = naive_interactions(game_of(model, row, x[:6]), 4)
        assert found[i] == pytest.approx(expected, abs=1e-9)
    # the planted product of the second and third feature stands out
    whole = np.abs(TreeExplainer(model=model, background=x[:50]).interactions(x)).mean(axis=0)
    assert np.unravel_index(whole.argmax(), whole.shape) in ((1, 2), (2, 1))


def test_another_kind_of_model_is_refused() -> None:
    from sklearn.linear_model import Ridge

    x, y = data()
    with pytest.raises(InputError) as refused:
        _ = TreeExplainer(model=Ridge().fit(x, y), background=x[:9]).base
    assert refused.value.code == "explanation.not_trees"
