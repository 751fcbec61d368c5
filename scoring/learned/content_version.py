"""The name of a learned scorer's content, the same for the same training in whatever file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from interview import digest

if TYPE_CHECKING:
    from scoring.learned.learned_scorer import LearnedScorer


def content_version(scorer: LearnedScorer) -> str:
    """``results version-digest`` of every number that decides a score.

    Examples
    --------
    >>> from scoring.learned.example import example_scorer
    >>> content_version(example_scorer()) == example_scorer().version
    True
    """
    from scoring.learned.learned_scorer import RESULTS_VERSION

    words = [
        scorer.name, scorer.kind, scorer.target, scorer.competencies, scorer.modalities,
        scorer.features, scorer.may_miss, scorer.half_widths, scorer.shares, scorer.level,
        sorted(scorer.centres),
    ]  # fmt: skip
    found = hashlib.sha256(digest(words).encode())
    for key in sorted(scorer.centres):
        found.update(_bytes(scorer.centres[key]))
    for part in (scorer.background, scorer.low, scorer.high, *_numbers(scorer.pipeline)):
        found.update(_bytes(part))
    return f"{RESULTS_VERSION}-{found.hexdigest()[:12]}"


def _numbers(pipeline: Any) -> Iterator[Any]:
    """What imputation, scaling and the model have learned."""
    prepare, scale, model = (step for _, step in pipeline.steps)
    for name, step, columns in prepare.transformers_:
        yield np.asarray([float(c) for c in columns])
        if name != "missing":
            yield step.statistics_
    yield scale.mean_
    yield scale.scale_
    if hasattr(model, "coef_"):
        yield model.coef_
        yield model.intercept_
        return
    yield model._baseline_prediction
    for trees in model._predictors:
        yield trees[0].nodes


def _bytes(value: Any) -> bytes:
    return np.ascontiguousarray(value).tobytes()
