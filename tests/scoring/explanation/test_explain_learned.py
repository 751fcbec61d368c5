"""Learned scorers explained: sums, exactness, models fitted again, other versions refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interview import Estimate, InputError
from scoring.explanation import (
    OVERALL,
    Explanation,
    explain_learned,
    importance,
    interactions,
    model_attributions,
)
from scoring.learned.example import example_scorer, example_table
from scoring.learned.fit import Columns, centred
from scoring.learned.learned_scorer import LearnedScorer
from scoring.learned.replicas import replicas
from scoring.learned.training_spec import Kind, signs
from tests.scoring.explanation import company_cards as firm

KEYS = ("communication", "teamwork", "learning")


@pytest.fixture(scope="module", params=["linear", "trees"])
def scorer(request: pytest.FixtureRequest) -> LearnedScorer:
    return with_replicas(example_scorer(request.param, competencies=KEYS))


def with_replicas(scorer: LearnedScorer, people: int = 200) -> LearnedScorer:
    table, y = example_table(people, competencies=KEYS)
    x = centred(table.X, table.locale, scorer.centres)
    columns = Columns.of(x, [signs().get(name, 0) for name in table.names])
    who = np.unique(table.person.astype(str), return_inverse=True)[1]
    from scoring.learned.fit import LINEAR, TREES

    made = replicas(
        scorer.prepared(x), y, who, kind=scorer.kind, held=columns.held, seed=1,
        choice=(LINEAR if scorer.kind == "linear" else TREES)[0],
    )  # fmt: skip
    return replace(scorer, replicas=made, low=scorer.low - 9.0, high=scorer.high + 9.0)


def explained(scorer: LearnedScorer, subject: str = OVERALL, seed: int = 1) -> Explanation:
    case = firm.case()
    signals = [
        replace(
            one,
            features=replace(
                one.features,
                values={
                    key: (value - 3.0 if key.startswith("lang_anchor") else value / 120.0)
                    for key, value in one.features.values.items()
                },
            ),
        )
        for one in firm.measured(seed, lift=1.5)
    ]
    card = scorer(case, signals, firm.ROLE, firm.LAW)
    return explain_learned(card, firm.ROLE, case, scorer, subject=subject)


@pytest.mark.parametrize("subject", [OVERALL, *KEYS])
def test_base_and_points_make_the_score_to_a_millionth(scorer: LearnedScorer, subject: str) -> None:
    for seed in range(3):
        found = explained(scorer, subject, seed)
        assert found.adds_up
        assert found.comparison.key == "training"
        assert found.comparison.n == 200
        assert found.method.endswith("model_drawn_anew")


def test_the_planted_feature_is_the_first_reason_and_it_is_firm(scorer: LearnedScorer) -> None:
    found = explained(scorer, seed=2)
    assert found.groups[0].names == ("lang_anchor",)
    assert isinstance(found.stability, Estimate)
    assert found.stability.n >= 200
    assert found.groups[0].low < found.groups[0].points < found.groups[0].high


def test_models_fitted_again_widen_what_the_background_alone_says(scorer: LearnedScorer) -> None:
    with_models = {g.key: g.high - g.low for g in explained(scorer).groups}
    alone = {g.key: g.high - g.low for g in explained(replace(scorer, replicas=())).groups}
    assert sum(with_models.values()) > sum(alone.values())


def test_a_model_of_noise_is_called_unstable() -> None:
    """Two people's worth of signal in four features: which carries the score is chance."""
    base = example_scorer("trees", competencies=KEYS)
    table, _ = example_table(40, competencies=KEYS)
    rng = np.random.default_rng(8)
    x = centred(table.X, table.locale, base.centres)
    columns = Columns.of(x, [0] * len(table.names))
    from scoring.learned.fit import TREES

    made = replicas(
        base.prepared(x), 5.0 + rng.normal(size=len(table)),
        np.unique(table.person.astype(str), return_inverse=True)[1],
        kind="trees", choice=TREES[0], held=columns.held, seed=3,
    )  # fmt: skip
    pipeline = type(base.pipeline)([*base.pipeline.steps[:-1], ("model", made[0])])
    noisy = replace(
        base, pipeline=pipeline, replicas=made[1:], low=base.low - 9, high=base.high + 9
    )
    assert any(explained(noisy, key, seed).unstable for key in KEYS for seed in range(3))


def test_a_card_of_another_version_is_refused(scorer: LearnedScorer) -> None:
    case, other = firm.case(), replace(scorer, version="111111111111")
    card = scorer(case, firm.measured(1), firm.ROLE, firm.LAW)
    with pytest.raises(InputError) as refused:
        explain_learned(card, firm.ROLE, case, other, subject="teamwork")
    assert refused.value.code in ("explanation.other_scorer", "explanation.withheld")


@pytest.mark.parametrize("kind", ["linear", "trees"])
def test_many_rows_add_up_and_the_planted_features_lead(kind: Kind) -> None:
    scorer = example_scorer(kind)
    table, _ = example_table(60)
    found = model_attributions(scorer, table)
    again = found.base + found.points.sum(axis=1)
    assert found.score == pytest.approx(again, abs=1e-9)
    order = [one.names[0] for one in importance(found)]
    assert order[:2] == ["lang_anchor", "lang_hedges"]


def test_a_linear_scorer_has_no_interactions_and_trees_name_theirs() -> None:
    table, _ = example_table(60)
    assert interactions(example_scorer("linear"), table) == ()
    found = interactions(example_scorer("trees"), table)
    assert all(isinstance(one.points, Estimate) for one in found)
