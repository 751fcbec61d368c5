"""The overall score of an interview, and what each modality says by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estimation import Spread, shrunken_mean
from interview import CompetencyScore, Finding, Modality, RoleModel, Withheld
from scoring.answer_scale import AnswerParts
from scoring.competency_score import SCALE, Spoken
from scoring.quality_gate import commonest_code
from scoring.rubric_weights import Rubric
from scoring.scale import scaled

TOO_LITTLE = "overall.too_little_scored"


def overall_score(
    competencies: Sequence[CompetencyScore],
    found: Sequence[AnswerParts],
    said: Mapping[str, Spoken],
    spread: Spread,
    rubric: Rubric,
    *,
    plain: bool,
) -> Finding:
    """The weighted mean of the scored competencies; withheld when they cover too little."""
    scored = [c for c in competencies if said[c.competency].parts]
    answers = [one.answer.id for one in found if one.parts]
    asked = sum(c.weight for c in competencies)
    covered = sum(c.weight for c in scored)
    if not scored or covered < rubric.least_covered * asked:
        # where no answer could be scored, the answers' own reason says more
        qualities = [one.quality for one in found]
        code = TOO_LITTLE if answers or not found else commonest_code(qualities, "language")
        return Withheld(code=code, n=len(answers))
    by_answer = dict.fromkeys(answers, 0.0)
    sums = dict.fromkeys(answers, 0.0)
    for one in scored:
        spoken = said[one.competency]
        for part in spoken.parts:
            weight = one.weight / covered * part.weight / spoken.weight
            by_answer[part.answer] += weight
            sums[part.answer] += weight * (part.plain if plain else part.score)
    used = [a for a in answers if by_answer[a] > 0]
    return shrunken_mean(
        [sums[a] / by_answer[a] for a in used],
        stated_sd=spread.sd,
        weights=[by_answer[a] for a in used],
        spread=spread,
        limits=SCALE,
        level=rubric.level,
    )


def modality_score(
    modality: Modality, found: Sequence[AnswerParts], role: RoleModel, rubric: Rubric
) -> Finding:
    """What voice or face says by itself, counted or not: the mean of its scales over answers."""
    terms = rubric.modality_terms(modality)
    scores = []
    for one in found:
        if one.quality[modality].passed:
            scale = scaled(
                terms,
                one.signals.features.values,
                base=rubric.base,
                least_measured=rubric.least_measured,
            )
            if scale is not None:
                scores.append(scale.score)
    if not scores:
        held = [one.quality for one in found if not one.quality[modality].passed]
        return Withheld(code=commonest_code(held, modality))
    return shrunken_mean(
        scores,
        stated_sd=role.between_answers_sd,
        prior_df=rubric.prior_df,
        limits=SCALE,
        level=rubric.level,
    )
