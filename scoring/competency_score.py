"""One competency's score: the mean of its answers, the points behind it, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from estimation import Spread, shrunken_mean, shrunken_spread
from interview import (
    EXPRESSION,
    CompetencyScore,
    CompetencyWeight,
    Contribution,
    Evidence,
    Finding,
    RoleModel,
    Withheld,
)
from scoring.answer_scale import AnswerParts, Part
from scoring.quality_gate import commonest_code
from scoring.rubric_weights import Rubric
from scoring.scale import Scaled

SCALE = (0.0, 10.0)
NOT_ASKED = "competency.not_asked"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The answers that speak to one competency, and the sum of their criterion weights."""

    parts: tuple[Part, ...]
    weight: float


def spoken(found: Sequence[AnswerParts], competency: str) -> Spoken:
    """Gathers the answers that speak to one competency, in the order they were given."""
    parts = tuple(one.parts[competency] for one in found if competency in one.parts)
    return Spoken(parts, sum(part.weight for part in parts))


def pooled_spread(found: Sequence[AnswerParts], role: RoleModel, rubric: Rubric) -> Spread:
    """How far a person's answers to one competency's questions lie apart, pooled and shrunk.

    Formula: squares ``S = sum_c sum_a w (x - m_c)^2`` over competencies c and answers a with
    criterion weight w; were every x drawn with variance v, S would be v times
    ``df = sum_c (W_c - sum_a w^2 / W_c)``, so S and df enter `shrunken_spread`. Language alone is
    used, so that a policy changes no interval of the score without expression.
    """
    squares = df = 0.0
    for competency in role.competencies:
        said = spoken(found, competency.key)
        if said.weight > 0:
            mean = sum(p.weight * p.plain for p in said.parts) / said.weight
            squares += sum(p.weight * (p.plain - mean) ** 2 for p in said.parts)
            df += said.weight - sum(p.weight**2 for p in said.parts) / said.weight
    return shrunken_spread(
        squares, max(df, 0.0), stated_sd=role.between_answers_sd, prior_df=rubric.prior_df
    )


def competency_score(
    entry: CompetencyWeight,
    found: Sequence[AnswerParts],
    said: Spoken,
    spread: Spread,
    rubric: Rubric,
) -> CompetencyScore:
    """The finding, the same without expression, and every point and quote that made it."""
    if not said.parts:
        refused: Finding = Withheld(code=_why_not(entry.key, found), n=0)
        return CompetencyScore(
            competency=entry.key,
            finding=refused,
            without_expression=refused,
            threshold=entry.threshold,
            weight=entry.weight,
            must_have=entry.must_have,
        )
    weights = [p.weight for p in said.parts]
    findings = [
        shrunken_mean(
            scores,
            stated_sd=spread.sd,
            weights=weights,
            spread=spread,
            limits=SCALE,
            level=rubric.level,
        )
        for scores in ([p.score for p in said.parts], [p.plain for p in said.parts])
    ]
    contributions: list[Contribution] = []
    evidence: list[Evidence] = []
    by_id = {one.answer.id: one.signals for one in found}
    for part in said.parts:
        factor = part.weight / said.weight
        for modality, share, scale in part.used:
            contributions += [
                Contribution(
                    feature=name,
                    modality=modality,
                    answer=part.answer,
                    value=value,
                    points=factor * share * points,
                )
                for name, value, points in scale.points
            ]
        evidence += _evidence(by_id[part.answer].evidence.get(entry.key, ()), part, factor)
    return CompetencyScore(
        competency=entry.key,
        finding=findings[0],
        without_expression=findings[1],
        threshold=entry.threshold,
        weight=entry.weight,
        must_have=entry.must_have,
        base=rubric.base,
        contributions=tuple(contributions),
        evidence=tuple(evidence),
    )


def _evidence(pieces: Sequence[Evidence], part: Part, factor: float) -> list[Evidence]:
    """Each piece with its points: a quote with what it earned above the scale's bottom (something
    said takes nothing away), a stretch of voice or face with exactly what its feature contributes.

    Pieces of one feature share its points in proportion to the strengths the extractor gave them
    (equally when it gave none). Where voice and face carry nothing, or not this feature, they are
    no evidence of the score.
    """
    out = []
    shares_of = {modality: (share, scale) for modality, share, scale in part.used}
    counted = {name for _, _, scale in part.used for name in scale.earned}
    for piece in pieces:
        if piece.modality in EXPRESSION and piece.feature not in counted:
            continue
        share, scale = shares_of.get(piece.modality, (0.0, None))
        earned = _points_of(piece, scale) if scale else 0.0
        same = [p for p in pieces if p.feature == piece.feature]
        strength = sum(p.contribution for p in same)
        portion = piece.contribution / strength if strength > 0 else 1.0 / len(same)
        out.append(
            replace(piece, answer=part.answer, contribution=factor * share * earned * portion)
        )
    return out


def _points_of(piece: Evidence, scale: Scaled) -> float:
    if piece.modality not in EXPRESSION:
        return scale.earned.get(piece.feature, 0.0)
    return next((points for name, _, points in scale.points if name == piece.feature), 0.0)


def _why_not(competency: str, found: Sequence[AnswerParts]) -> str:
    """Why a competency has no score: nothing asked about it, or its answers were withheld."""
    asked = [one for one in found if competency in one.asked]
    if not asked:
        return NOT_ASKED
    return commonest_code([one.quality for one in asked], "language")
