"""A learned score's points on a card: by answer, by modality, and beside the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from interview import EXPRESSION, AnswerSignals, Contribution, Evidence
from scoring.learned.learned_scorer import HIGHEST, LOWEST, LearnedScorer
from scoring.scale import CLIPPING

Floats = NDArray[np.float64]


def answer_points(
    scorer: LearnedScorer, answers: Sequence[str], points: Floats, values: Floats, weights: Floats
) -> tuple[Contribution, ...]:
    """A feature's points, shared out over the answers by the weight each has in its mean.

    What a missing feature contributes stands under no answer, with the value 0.

    Parameters
    ----------
    points : array, shape (p,)
    values : array, shape (answers, p), not-a-number where not measured.
    weights : array, shape (answers,)
    """
    made = []
    for j, name in enumerate(scorer.features):
        modality, earned = scorer.modality[name], float(points[j])
        there = np.flatnonzero(~np.isnan(values[:, j]) & (weights > 0)).tolist()
        if not there:
            if earned:
                made.append(
                    Contribution(feature=name, modality=modality, answer="", value=0.0,
                                 points=earned)
                )  # fmt: skip
            continue
        total = float(weights[there].sum())
        made += [
            Contribution(
                feature=name,
                modality=modality,
                answer=answers[i],
                value=float(values[i, j]),
                points=earned * float(weights[i]) / total,
            )
            for i in there
        ]
    return tuple(made)


def scores_by_modality(
    scorer: LearnedScorer, base: float, contributions: Sequence[Contribution]
) -> dict[str, float]:
    """The score each modality would give with the others at their ordinary values, 0 to 10."""
    made = {}
    for modality in {*scorer.modalities, "language"}:
        mine = [c for c in contributions if c.modality == modality and c.feature != CLIPPING]
        made[str(modality)] = min(max(base + sum(c.points for c in mine), LOWEST), HIGHEST)
    return made


def paid_evidence(
    competency: str, signals: Mapping[str, AnswerSignals], contributions: Sequence[Contribution]
) -> tuple[Evidence, ...]:
    """Each piece with the points its feature earned in its answer, shared by strength.

    A stretch of voice or face whose feature the scorer does not use is no evidence of the score; a
    quote is shown all the same, with nothing beside it.
    """
    earned = {(c.answer, c.feature): c.points for c in contributions if c.answer}
    made = []
    for answer, one in signals.items():
        pieces = one.evidence.get(competency, ())
        for piece in pieces:
            points = earned.get((answer, piece.feature.partition(".")[0]))
            if points is None and piece.modality in EXPRESSION:
                continue
            same = [p for p in pieces if p.feature == piece.feature]
            strength = sum(p.contribution for p in same)
            part = piece.contribution / strength if strength > 0 else 1.0 / len(same)
            made.append(replace(piece, answer=answer, contribution=(points or 0.0) * part))
    return tuple(made)
