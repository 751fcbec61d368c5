"""The rubric scorer: role weights over feature scales, additive, every point accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from estimation import Spread, shrunken_mean
from interview import (
    EXPRESSION,
    MODALITIES,
    Answer,
    AnswerScore,
    AnswerSignals,
    CompetencyScore,
    CriterionScore,
    Evidence,
    FeatureSet,
    Finding,
    Flag,
    Interview,
    Modality,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    Withheld,
    digest,
)
from scoring.answer_scale import AnswerParts, answer_parts
from scoring.competency_score import SCALE, competency_score, pooled_spread, spoken
from scoring.measured_answers import measured_answers
from scoring.moments.display import display_at_odds
from scoring.overall_score import modality_score, overall_score
from scoring.quality_gate import gate, permitted, shares
from scoring.recommendation import recommend
from scoring.rubric_weights import Rubric, shipped_rubric
from scoring.scorer import rubric_id


def score(
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
    *,
    rubric: Rubric | None = None,
) -> ScoreCard:
    """The sealed score card of one interview, from what was measured in its answers.

    Every competency is the mean of its answers, weighted by their questions' criteria; an
    answer's score is a weighted mean of feature scales, language first, voice and face no more
    than law, consent and role allow. Intervals come from the spread between a person's answers,
    shrunk to the role's stated spread and pooled over the interview; they assume that the
    questions asked are a sample of those that could have been. The overall score is the mean of
    the competencies under the role's weights; its interval treats each answer as one draw, also
    where it speaks to several competencies.

    Parameters
    ----------
    interview : Interview
        Answers in any order; ``candidate_id`` is not read.
    signals : sequence of AnswerSignals
        One per answer, matched by the answer's id.
    role : RoleModel
    policy : SignalPolicy
    rubric : Rubric, optional
        The shipped one by default.

    Raises
    ------
    InputError
        ``signals.unknown_answer`` when signals belong to no answer of this interview,
        ``interview.duplicate_answer`` when two answers share an id.

    Examples
    --------
    >>> from interview import CompetencyWeight
    >>> role = RoleModel(key="clerk", version=1, title={"en": "Clerk"},
    ...                  competencies=(CompetencyWeight(key="teamwork", weight=1.0),))
    >>> law = SignalPolicy(key="words", version=1, compute=("language",))
    >>> shown = {"lang_evidence.teamwork": 9.0, "lang_anchor.teamwork": 4.0, "lang_star": 4.0}
    >>> one = AnswerSignals(features=FeatureSet(answer="a", values=shown, missing={}, extractor=""))
    >>> case = Interview(id="i", candidate_id="c", role="clerk", answers=(Answer(id="a"),))
    >>> card = score(case, [one], role, law)
    >>> round(card.overall.value, 1), card.overall.n, card.intact
    (8.1, 1, True)
    """
    rubric = rubric or shipped_rubric()
    allowed = shares(role, policy, interview.consent)
    found = _parts(interview, signals, role, policy, allowed, rubric)
    spread = pooled_spread(found, role, rubric)
    said = {c.key: spoken(found, c.key) for c in role.competencies}
    competencies = tuple(
        competency_score(c, found, said[c.key], spread, rubric) for c in role.competencies
    )
    overall = overall_score(competencies, found, said, spread, rubric, plain=False)
    plain = overall_score(competencies, found, said, spread, rubric, plain=True)
    flags = _flags(found, role)
    used = {name for one in found for part in one.parts.values() for name, _, _ in part.used}
    rests_on = tuple(m for m in MODALITIES if m in used)
    evidence = _evidence_by_answer(competencies)
    card = ScoreCard(
        interview=interview.id,
        role=role.key,
        role_digest=_digest_of(role),
        policy=policy.key,
        policy_digest=_digest_of(policy),
        scorer=rubric_id(rubric),
        inputs_digest=_inputs_digest(found),
        quality=tuple(one.quality[m] for one in found for m in MODALITIES),
        answers=tuple(
            _answer(one, spread, rubric, evidence.get(one.answer.id, ())) for one in found
        ),
        competencies=competencies,
        overall=overall,
        overall_without_expression=plain,
        by_modality={
            "language": plain,
            **{m: modality_score(m, found, role, rubric) for m in EXPRESSION},
        },
        recommendation=recommend(
            role,
            competencies,
            overall,
            flags,
            review_flags=rubric.review_flags,
            fewest_answers=rubric.fewest_answers,
        ),
        threshold=role.threshold,
        shares={m: allowed[m] for m in MODALITIES},
        rests_on=rests_on,
        flags=flags,
    )
    return card.sealed()


def _parts(
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
    allowed: Mapping[Modality, float],
    rubric: Rubric,
) -> list[AnswerParts]:
    by_answer = measured_answers(interview, signals)
    found = []
    for answer in interview.answers:
        one = by_answer.get(answer.id) or _unmeasured(answer)
        quality = gate(one, policy, interview.consent)
        one = permitted(one, quality)
        found.append(answer_parts(answer, one, quality, role, allowed, rubric))
    return found


def _unmeasured(answer: Answer) -> AnswerSignals:
    return AnswerSignals(
        features=FeatureSet(answer=answer.id, values={}, missing={}, extractor="none")
    )


def _answer(
    one: AnswerParts, spread: Spread, rubric: Rubric, evidence: tuple[Evidence, ...]
) -> AnswerScore:
    """One answer's own score: the mean over its question's criteria, and each of several."""
    parts = one.parts.values()
    quality = one.quality["language"]
    criteria: tuple[CriterionScore, ...] = ()

    def single(score: float) -> Finding:
        return shrunken_mean(
            [score], stated_sd=spread.sd, spread=spread, limits=SCALE, level=rubric.level
        )

    if parts:
        weight = sum(p.weight for p in parts)
        finding = single(sum(p.weight * p.score for p in parts) / weight)
        # without a question the answer is spread over the role; that is no list of criteria
        if len(parts) > 1 and one.answer.question is not None:
            criteria = tuple(
                CriterionScore(competency=key, weight=p.weight, finding=single(p.score))
                for key, p in one.parts.items()
            )
    else:
        finding = Withheld(code=quality.code or "language.not_measured")
    return AnswerScore(
        answer=one.answer.id,
        question=one.answer.question,
        version=one.answer.version,
        score=finding,
        features=one.signals.features,
        evidence=evidence,
        criteria=criteria,
    )


def _evidence_by_answer(
    competencies: Sequence[CompetencyScore],
) -> dict[str, tuple[Evidence, ...]]:
    out: dict[str, list[Evidence]] = {}
    for competency in competencies:
        for piece in competency.evidence:
            out.setdefault(piece.answer, []).append(piece)
    return {
        answer: tuple(sorted(pieces, key=lambda e: (e.start_char or 0, e.end_char or 0)))
        for answer, pieces in out.items()
    }


def _flags(found: Sequence[AnswerParts], role: RoleModel) -> tuple[Flag, ...]:
    """The extractors' flags, each with its answer, and what the card itself must say."""
    flags = [
        flag if "answer" in flag.slots else replace(flag, slots={**flag.slots, "answer": a.id})
        for a, flag in ((one.answer, flag) for one in found for flag in one.signals.flags)
    ]
    flags += display_at_odds(one.signals for one in found)
    bare = [one.answer.id for one in found if one.answer.question is None]
    if bare:
        flags.append(Flag(code="question.not_given", slots={"answers": len(bare)}))
    for one in found:
        asked = one.answer.question
        if asked and role.question(asked, one.answer.version) is None:
            ref = f"{asked}@{one.answer.version}" if one.answer.version else asked
            slots = {"question": ref, "role": role.key, "answer": one.answer.id}
            flags.append(Flag(code="question.unknown", slots=slots))
    return tuple(flags)


def _inputs_digest(found: Sequence[AnswerParts]) -> str:
    """Names what was scored: questions and measured values, never who or where."""
    rows = [
        {
            "answer": one.answer.id,
            "question": one.answer.question,
            "version": one.answer.version,
            "extractor": one.signals.features.extractor,
            "values": one.signals.features.values,
            "missing": one.signals.features.missing,
            "quality": {m: q.code for m, q in one.quality.items()},
        }
        for one in found
    ]
    return digest(sorted(rows, key=lambda row: str(row["answer"])))


# a batch scores thousands of interviews under the same few roles and policies; the value is held
# beside its digest so that its identity cannot be given to another while it stands here
_known: dict[int, tuple[RoleModel | SignalPolicy, str]] = {}
_MOST_KNOWN = 64


def _digest_of(value: RoleModel | SignalPolicy) -> str:
    held = _known.get(id(value))
    if held is None or held[0] is not value:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        held = _known[id(value)] = (value, value.digest)
    return held[1]
