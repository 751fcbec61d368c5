"""Speed of training: nested cross-validation on four thousand interviews, and scoring with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.result import Result
from scoring.learned.design import FeatureDesign
from scoring.learned.example import example_table
from scoring.learned.train import train
from scoring.learned.training_spec import KINDS, TrainingSpec

INTERVIEWS = 4000
COMPETENCIES = ("communication", "innovation", "planning", "problem_solving", "teamwork")


def results(folder: Path) -> Iterator[Result]:
    """Every figure of the training's speed."""
    for kind in KINDS:
        yield from whole_training(kind)


def whole_training(kind: str) -> Iterator[Result]:
    """All of it: three raters beside, settings chosen inside five folds, the report, the scorer."""
    names = FeatureDesign.of(("language",)).names
    table, y = example_table(INTERVIEWS, names=names, competencies=COMPETENCIES, openings=80)
    ratings = np.clip(y[:, None] + np.random.default_rng(1).normal(size=(y.size, 3)), 0, 10)
    spec = TrainingSpec(kind=kind)  # type: ignore[arg-type]  # one of KINDS
    started = time.perf_counter()
    made = train(table, ratings.mean(axis=1), spec, rivals={"rubric": y}, ratings=ratings)
    seconds = time.perf_counter() - started
    yield Result(
        name=f"training on 4,000 interviews, {kind}",
        value=seconds,
        unit="s",
        aim=120.0,
        detail=f"{len(table):,} rows, {len(made.report.features)} features, nested "
        "cross-validation 5 by 3, 1,000 replicates for every interval",
    )
    started = time.perf_counter()
    made.scorer.predict(table.X, list(table.locale))
    seconds = time.perf_counter() - started
    yield Result(
        name=f"scoring {len(table):,} rows, {kind}", value=1e3 * seconds, unit="ms", detail=""
    )
