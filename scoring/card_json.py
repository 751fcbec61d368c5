"""A score card as the JSON that the command line, exports and the store all use, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interview import (
    AnswerScore,
    AnswerSignals,
    CompetencyScore,
    Contribution,
    CriterionScore,
    Evidence,
    FeatureSet,
    Flag,
    InputError,
    Quality,
    Recommendation,
    ScoreCard,
    ScorerId,
    Timeline,
    finding_from_json,
    finding_json,
    plain,
)
from scoring.catalogue import feature

JsonObject = dict[str, Any]


def card_json(
    card: ScoreCard,
    *,
    signals: Sequence[AnswerSignals] | None = None,
    timings: Mapping[str, float] | None = None,
) -> JsonObject:
    """The card in its pinned shape.

    ``features`` at the top is the mean over the answers that measured it, with their number n;
    each answer holds its own. Nothing is rounded.

    Parameters
    ----------
    card : ScoreCard
    signals : sequence of AnswerSignals, optional
        Adds each answer's length and timeline, and the time each stage took.
    timings : mapping, optional
        Seconds by stage, instead of the sums over the signals; never part of the digest.

    Examples
    --------
    >>> from interview import Interview, RoleModel, SignalPolicy
    >>> from scoring.rubric import score
    >>> role = RoleModel(key="clerk", version=1, title={}, competencies=())
    >>> law = SignalPolicy(key="law", version=1, compute=("language",))
    >>> card = score(Interview(id="i", candidate_id="c", role="clerk", answers=()), (), role, law)
    >>> card_from_json(card_json(card)) == card
    True
    """
    measured = {one.features.answer: one for one in signals or ()}
    return {
        "interview": card.interview,
        "role": card.role,
        "role_digest": card.role_digest,
        "policy": card.policy,
        "policy_digest": card.policy_digest,
        "scorer": {"name": card.scorer.name, "version": card.scorer.version},
        "results_version": card.scorer.results_version,
        "inputs_digest": card.inputs_digest,
        "quality": [_quality(q) for q in card.quality],
        "features": _interview_features(card),
        "answers": [_answer(a, measured.get(a.answer)) for a in card.answers],
        "competencies": [_competency(c) for c in card.competencies],
        "overall": finding_json(card.overall),
        "overall_without_expression": finding_json(card.overall_without_expression),
        "by_modality": {m: finding_json(f) for m, f in card.by_modality.items()},
        "shares": dict(card.shares),
        "rests_on": list(card.rests_on),
        "threshold": card.threshold,
        "recommendation": {
            "code": card.recommendation.code,
            "because": list(card.recommendation.because),
        },
        "flags": [_flag(f) for f in card.flags],
        "timings": dict(timings) if timings is not None else _timings(signals or ()),
        # older cards have no such entry, and stay as they were
        **({"replaces": card.replaces} if card.replaces else {}),
        "digest": card.digest,
    }


def card_from_json(data: Mapping[str, Any]) -> ScoreCard:
    """The exact inverse of `card_json`; timings, units and timelines are left aside.

    The digest is taken as it stands: ask ``card.intact`` whether it still fits.

    Raises
    ------
    InputError
        ``card.not_a_card`` when a part is missing or of the wrong kind.
    """
    try:
        return ScoreCard(
            interview=data["interview"],
            role=data["role"],
            role_digest=data["role_digest"],
            policy=data["policy"],
            policy_digest=data["policy_digest"],
            scorer=ScorerId(
                name=data["scorer"]["name"],
                version=data["scorer"]["version"],
                results_version=data["results_version"],
            ),
            inputs_digest=data["inputs_digest"],
            quality=tuple(Quality(**q) for q in data["quality"]),
            answers=tuple(_answer_from(a) for a in data["answers"]),
            competencies=tuple(_competency_from(c) for c in data["competencies"]),
            overall=finding_from_json(data["overall"]),
            overall_without_expression=finding_from_json(data["overall_without_expression"]),
            by_modality={m: finding_from_json(f) for m, f in data["by_modality"].items()},
            recommendation=Recommendation(
                code=data["recommendation"]["code"],
                because=tuple(data["recommendation"]["because"]),
            ),
            threshold=data["threshold"],
            shares=dict(data["shares"]),
            rests_on=tuple(data["rests_on"]),
            flags=tuple(_flag_from(f) for f in data["flags"]),
            replaces=data.get("replaces", ""),
            digest=data["digest"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            "card.not_a_card",
            f"this JSON is no score card: {type(error).__name__} at {error}",
            "use a file written by candor score --json or by a card download",
            problem=str(error),
        ) from error


def timeline_json(timeline: Timeline) -> JsonObject:
    """A timeline as JSON: its step and one list per track.

    Examples
    --------
    >>> timeline_json(Timeline(step_ms=1000, tracks={"speech": (1.0, None)}))
    {'step_ms': 1000, 'tracks': {'speech': [1.0, None]}}
    """
    return {"step_ms": timeline.step_ms, "tracks": {n: list(t) for n, t in timeline.tracks.items()}}


def _quality(quality: Quality) -> JsonObject:
    return {
        "modality": quality.modality,
        "answer": quality.answer,
        "code": quality.code,
        "slots": plain(quality.slots),
    }


def _features(features: FeatureSet) -> JsonObject:
    measured = {n: {"value": v, "unit": _unit(n)} for n, v in features.values.items()}
    return measured | {n: {"withheld": True, "code": c} for n, c in features.missing.items()}


def _interview_features(card: ScoreCard) -> JsonObject:
    values: dict[str, list[float]] = {}
    codes: dict[str, str] = {}
    for answer in card.answers:
        for name, value in answer.features.values.items():
            values.setdefault(name, []).append(value)
        for name, code in answer.features.missing.items():
            codes.setdefault(name, code)
    out: JsonObject = {
        name: {"value": sum(found) / len(found), "unit": _unit(name), "n": len(found)}
        for name, found in values.items()
    }
    return out | {n: {"withheld": True, "code": c} for n, c in codes.items() if n not in out}


def _unit(name: str) -> str:
    try:
        return feature(name).unit
    except KeyError:  # a feature of an older catalogue: the number is still shown
        return ""


def _answer(answer: AnswerScore, measured: AnswerSignals | None) -> JsonObject:
    out: JsonObject = {
        "answer": answer.answer,
        "question": answer.question,
        "version": answer.version,
        "score": finding_json(answer.score),
        "extractor": answer.features.extractor,
        "features": _features(answer.features),
        "evidence": [_evidence(e) for e in answer.evidence],
    }
    if answer.criteria:
        out["criteria"] = [
            {"competency": c.competency, "weight": c.weight, "finding": finding_json(c.finding)}
            for c in answer.criteria
        ]
    if measured is not None:
        out["duration_ms"] = measured.duration_ms
        out["timeline"] = timeline_json(measured.timeline) if measured.timeline else None
    return out


def _answer_from(data: Mapping[str, Any]) -> AnswerScore:
    features = data["features"]
    return AnswerScore(
        answer=data["answer"],
        question=data["question"],
        version=data["version"],
        score=finding_from_json(data["score"]),
        features=FeatureSet(
            answer=data["answer"],
            values={n: f["value"] for n, f in features.items() if not f.get("withheld")},
            missing={n: f["code"] for n, f in features.items() if f.get("withheld")},
            extractor=data["extractor"],
        ),
        evidence=tuple(Evidence(**e) for e in data["evidence"]),
        criteria=tuple(
            CriterionScore(
                competency=c["competency"],
                weight=c["weight"],
                finding=finding_from_json(c["finding"]),
            )
            for c in data.get("criteria", ())
        ),
    )


def _competency(one: CompetencyScore) -> JsonObject:
    return {
        "competency": one.competency,
        "finding": finding_json(one.finding),
        "without_expression": finding_json(one.without_expression),
        "threshold": one.threshold,
        "weight": one.weight,
        "must_have": one.must_have,
        "base": one.base,
        "contributions": [
            {
                "feature": c.feature,
                "modality": c.modality,
                "answer": c.answer,
                "value": c.value,
                "points": c.points,
            }
            for c in one.contributions
        ],
        "evidence": [_evidence(e) for e in one.evidence],
    }


def _competency_from(data: Mapping[str, Any]) -> CompetencyScore:
    return CompetencyScore(
        competency=data["competency"],
        finding=finding_from_json(data["finding"]),
        without_expression=finding_from_json(data["without_expression"]),
        threshold=data["threshold"],
        weight=data["weight"],
        must_have=data["must_have"],
        base=data["base"],
        contributions=tuple(Contribution(**c) for c in data["contributions"]),
        evidence=tuple(Evidence(**e) for e in data["evidence"]),
    )


def _evidence(one: Evidence) -> JsonObject:
    return {
        "start_ms": one.start_ms,
        "end_ms": one.end_ms,
        "start_char": one.start_char,
        "end_char": one.end_char,
        "quote": one.quote,
        "feature": one.feature,
        "modality": one.modality,
        "contribution": one.contribution,
        "answer": one.answer,
    }


def _flag(flag: Flag) -> JsonObject:
    evidence = [_evidence(e) for e in flag.evidence]
    return {"code": flag.code, "slots": plain(flag.slots), "evidence": evidence}


def _flag_from(data: Mapping[str, Any]) -> Flag:
    evidence = tuple(Evidence(**e) for e in data["evidence"])
    return Flag(code=data["code"], slots=data["slots"], evidence=evidence)


def _timings(signals: Sequence[AnswerSignals]) -> dict[str, float]:
    out: dict[str, float] = {}
    for one in signals:
        for stage, seconds in one.timings.items():
            out[stage] = out.get(stage, 0.0) + seconds
    return out
