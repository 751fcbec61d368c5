"""How fast scores are explained exactly, beside the general explainer that knows no model."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.result import Result
from scoring.explanation import OVERALL, PointsTable, role_attributions
from scoring.learned.additive import additive
from scoring.learned.fit import LINEAR, TREES, Columns, centred, fit_pipeline, language_centres
from scoring.learned.learned_scorer import ANY, LearnedScorer
from scoring.learned.training_spec import Kind

Floats = NDArray[np.float64]
CARDS, FEATURES, ROUNDS = 10_000, 60, 200
BACKGROUND, PEER_ROWS, PEER_SEEDS = 100, 8, 3
SEED = 2026
DEMO_ROLE = "customer_service"


def results(folder: Path) -> Iterator[Result]:
    """Every figure of the suite."""
    yield rubric()
    for kind, aim in (("linear", 2.0), ("trees", 10.0)):
        yield from learned("trees" if kind == "trees" else "linear", aim)
    yield tab(folder / "explained")


def rubric() -> Result:
    """From the cards as the store keeps them to every point of every person."""
    cards = _cards()
    started = time.process_time()
    table = PointsTable()
    for card in cards:
        table.add_json(str(card["digest"]), card)
    found = role_attributions(table.group(), OVERALL)
    spent = time.process_time() - started
    off = float(np.abs(found.score - np.array([c["overall"]["value"] for c in sorted(
        cards, key=lambda c: str(c["digest"]))])).max())  # fmt: skip
    return Result(
        name=f"explaining {CARDS:,} rubric cards of {FEATURES} features",
        value=spent,
        unit="s",
        aim=2.0,
        more_is_better=False,
        detail=f"read, gathered and explained; sums off by at most {off:.0e} points",
    )


def learned(kind: Kind, aim: float) -> Iterator[Result]:
    """A scorer of 60 features over 10,000 rows, then the peer over a few of them."""
    scorer, rows = _scorer(kind)
    started = time.process_time()
    base, points = additive(scorer, rows)
    spent = time.process_time() - started
    off = float(np.abs(base + points.sum(axis=1) - scorer.raw(rows)).max())
    name = "trees of 200 rounds" if kind == "trees" else "a linear scorer"
    yield Result(
        name=f"explaining {CARDS:,} scores of {name}, {FEATURES} features",
        value=spent,
        unit="s",
        aim=aim,
        more_is_better=False,
        detail=f"background of {BACKGROUND} rows; sums off by at most {off:.0e} points",
    )
    with warnings.catch_warnings():
        # the library it draws with speaks of its own future while it is imported
        warnings.simplefilter("ignore")
        import shap
    some = rows[:PEER_ROWS]
    theirs = []
    started = time.process_time()
    for seed in range(PEER_SEEDS):
        peer = shap.Explainer(scorer.raw, scorer.background, seed=seed)
        theirs.append(np.asarray(peer(some, silent=True).values))
    per_row = (time.process_time() - started) / (PEER_SEEDS * PEER_ROWS)
    mean = np.mean(theirs, axis=0)
    # what the peer's own draws leave open, one standard error of the mean of its runs
    error = float(np.std(theirs, axis=0, ddof=1).mean() / PEER_SEEDS**0.5)
    apart = float(np.abs(mean - points[:PEER_ROWS]).mean())
    yield Result(
        name=f"per row against shap.Explainer(model.predict, background): {name}",
        value=per_row / (spent / CARDS),
        unit="times",
        aim=100.0,
        more_is_better=True,
        detail=f"values apart by {apart:.1e} points on average, the peer's own error {error:.1e}",
    )


def tab(home: Path) -> Result:
    """What a record's explanation tab takes once its role has been read: verb, words, picture."""
    from interview import Actor, ScoreCard
    from store import frames, open_store
    from ui.charts import LIGHT
    from ui.explanation_words import stability_sentence
    from ui.here import Here
    from ui.parts.record_explanation import numbers_table, steps_drawing
    from workflow import build_demo, explain, settings, view_record

    actor = Actor.system()
    with open_store(folder=home, create=True) as store:
        build_demo(actor, store, models_folder=home, size=0.04, jobs=1, samples=False)
        with store.read() as reading:
            scored = frames(reading, "interview", role=DEMO_ROLE).dropna(subset=["score"])
        names = [str(one) for one in scored["interview_id"][:20]]
        where = Here(actor=actor, store=store, settings=settings(), locale="en", palette=LIGHT)
        explain(actor, store, names[0])
        spent = []
        for name in names[1:]:
            record = view_record(actor, store, name)
            if not isinstance(record.card, ScoreCard):
                continue
            started = time.process_time()
            found = explain(actor, store, name).explanation
            stability_sentence(found, found.views["feature"], "en")
            steps_drawing(where, record, record.card, found, "feature")
            numbers_table(record, record.card, found, "en")
            spent.append(time.process_time() - started)
    return Result(
        name="a record's explanation tab, its role already read",
        value=float(np.median(spent)) * 1000,
        unit="ms",
        aim=100.0,
        more_is_better=False,
        detail=f"median of {len(spent)} people never explained before",
    )


def _cards() -> list[dict[str, Any]]:
    rng = np.random.default_rng(SEED)
    per = FEATURES // 6
    made = []
    for i in range(CARDS):
        points = rng.normal(0.0, 0.4, size=(6, per))
        values = rng.normal(size=(6, per))
        scores = 5.0 + points.sum(axis=1)
        competencies = [
            {
                "competency": f"c{c}",
                "finding": {"value": float(scores[c])},
                "weight": 1.0 / 6.0,
                "base": 5.0,
                "contributions": [
                    {
                        "feature": f"lang_f{j}",
                        "modality": "language",
                        "answer": f"a{c}",
                        "value": float(values[c, j]),
                        "points": float(points[c, j]),
                    }
                    for j in range(per)
                ],
            }
            for c in range(6)
        ]
        overall = {"value": float(scores.mean())}
        made.append({"digest": f"{i:06d}", "overall": overall, "competencies": competencies})
    return made


def _scorer(kind: Kind) -> tuple[LearnedScorer, Floats]:
    rng = np.random.default_rng(SEED)
    names = tuple(f"f{i}" for i in range(FEATURES))
    x = rng.normal(size=(CARDS, FEATURES))
    y = x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * np.abs(x[:, 3]) + rng.normal(size=CARDS)
    some = slice(0, 4000)
    locales = ["en"] * CARDS
    centres = language_centres(x[some], locales[some])
    rows = centred(x, locales, centres)
    columns = Columns.of(rows[some], [0] * FEATURES)
    choice = LINEAR[0] if kind == "linear" else {**TREES[-1], "rounds": float(ROUNDS)}
    pipeline = fit_pipeline(
        rows[some], y[some], kind=kind, choice=choice, columns=columns, seed=SEED
    )
    scorer = LearnedScorer(
        name="bench", version="0", kind=kind, target="rating", competencies=("c",),
        modalities=("language",), features=names, modality=dict.fromkeys(names, "language"),
        centres=centres, pipeline=pipeline, background=rows[:BACKGROUND], half_widths={ANY: 1.0},
        level=0.9, low=rows.min(axis=0), high=rows.max(axis=0), may_miss=(),
        shares={"language": 1.0}, facts={"people": 1, "prepared_from": list(columns.source)},
    )  # fmt: skip
    return scorer, rows
