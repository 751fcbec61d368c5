"""What one answer's words give: language features and evidence for what the question asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview import Answer, Evidence, Flag, Locale, Quality, RoleModel
from scoring.answer_scale import asked_question, criteria_of
from scoring.catalogue import FEATURES
from scoring.rubric_weights import PER_COMPETENCY

NO_TRANSCRIPT = "language.no_transcript"


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Every language feature of the catalogue, measured or withheld with a code."""

    values: Mapping[str, float]
    missing: Mapping[str, str]
    quality: Quality
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


def answer_words(
    answer: Answer,
    role: RoleModel,
    *,
    locale: Locale | None = None,
    duration_ms: int | None = None,
) -> Words:
    """Measures the transcript of an answer; without one everything is withheld, never zero.

    Examples
    --------
    >>> from scoring.role_model import find_role
    >>> words = answer_words(Answer(id="a", question="mk_q1", version=1), find_role("marketing"))
    >>> words.quality.code, words.missing["lang_evidence.customer_insight"]
    ('language.no_transcript', 'language.no_transcript')
    """
    question = asked_question(answer, role)
    competencies = [key for key, weight in criteria_of(question, role).items() if weight > 0]
    if answer.transcript is None or not answer.transcript.text.strip():
        names = [n for n, spec in FEATURES.items() if spec.modality == "language"]
        full = [n for n in names if n not in PER_COMPETENCY]
        full += [f"{n}.{key}" for n in PER_COMPETENCY for key in competencies]
        return Words(
            values={},
            missing=dict.fromkeys(full, NO_TRANSCRIPT),
            quality=Quality(modality="language", answer=answer.id, code=NO_TRANSCRIPT),
        )
    from scoring.language import measure_language

    found = measure_language(
        answer.transcript,
        question=question,
        competencies=competencies,
        locale=answer.transcript.locale or locale,
        duration_ms=duration_ms,
    )
    values = dict(found.values)
    for key, features in found.per_competency.items():
        values |= {f"{name}.{key}": value for name, value in features.items()}
    missing = {n: c for n, c in found.missing.items() if n not in PER_COMPETENCY}
    for name in PER_COMPETENCY:
        for key in competencies:
            if f"{name}.{key}" not in values:
                code = found.missing.get(f"{name}.{key}") or found.missing.get(name)
                missing[f"{name}.{key}"] = code or found.quality.code or "language.not_measured"
    quality = found.quality
    return Words(
        values=values,
        missing=missing,
        quality=Quality(
            modality="language", answer=answer.id, code=quality.code, slots=quality.slots
        ),
        evidence=found.evidence,
        flags=found.flags,
    )
