"""One answer under one role: what it scores for each competency, with and without expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import EXPRESSION, Answer, AnswerSignals, Modality, Quality, Question, RoleModel
from scoring.rubric_weights import Rubric
from scoring.scale import Scaled, scaled


@dataclass(frozen=True, slots=True)
class Part:
    """What one answer scores for one competency.

    ``weight`` is the question's criterion weight; ``used`` holds each modality's share and scale,
    language always first. ``score`` mixes them, ``plain`` is language alone; both 0 to 10.
    """

    answer: str
    weight: float
    score: float
    plain: float
    used: tuple[tuple[Modality, float, Scaled], ...]


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """One answer's parts by competency; empty when its language may not be scored.

    ``asked`` are the competencies it was to speak to, scored or not.
    """

    answer: Answer
    signals: AnswerSignals
    quality: Mapping[Modality, Quality]
    parts: Mapping[str, Part]
    asked: frozenset[str]


def asked_question(answer: Answer, role: RoleModel) -> Question | None:
    """The question an answer belongs to, in the version that was asked; None for a bare answer.

    Examples
    --------
    >>> from scoring.role_model import find_role
    >>> asked_question(Answer(id="a", question="mk_q4", version=1), find_role("marketing")).kind
    'open'
    """
    return role.question(answer.question, answer.version) if answer.question else None


def criteria_of(
    question: Question | None, role: RoleModel, values: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """What an answer speaks to: its question's criteria, or what it shows evidence of itself.

    Without a question nobody knows what was asked. The answer then counts for each competency of
    the role in proportion to ``1 + lang_evidence`` (evidence 0 to 10): mostly for what it shows,
    a little for the rest, in all as much as an answer with a question.

    Examples
    --------
    >>> from scoring.role_model import find_role
    >>> shown = {"lang_evidence.innovation": 5.0}
    >>> criteria_of(None, find_role("marketing"), shown)["innovation"]
    0.6
    """
    if question is not None:
        return question.criteria
    keys = [c.key for c in role.competencies]
    found = values or {}
    shown = [1.0 + max(0.0, found.get(f"lang_evidence.{key}", 0.0)) for key in keys]
    total = sum(shown)
    return {key: one / total for key, one in zip(keys, shown, strict=True)}


def answer_parts(
    answer: Answer,
    signals: AnswerSignals,
    quality: Mapping[Modality, Quality],
    role: RoleModel,
    shares: Mapping[Modality, float],
    rubric: Rubric,
) -> AnswerParts:
    """Scores one answer for each competency its question measures.

    Voice and face take their shares from language, and only where they were measured and may
    speak to the competency. Expression never scores an answer that has no language.
    """
    parts: dict[str, Part] = {}
    question = asked_question(answer, role)
    kind = question.kind if question else "behavioural"
    criteria = criteria_of(question, role, signals.features.values)
    asked = [(key, weight) for key, weight in criteria.items() if weight > 0]
    if quality["language"].passed:
        for key, weight in asked:
            part = _part(answer.id, key, weight, kind, signals, quality, shares, rubric)
            if part is not None:
                parts[key] = part
    return AnswerParts(answer, signals, quality, parts, frozenset(key for key, _ in asked))


def _part(
    answer: str,
    competency: str,
    weight: float,
    kind: str,
    signals: AnswerSignals,
    quality: Mapping[Modality, Quality],
    shares: Mapping[Modality, float],
    rubric: Rubric,
) -> Part | None:
    values = signals.features.values
    words = scaled(
        rubric.language_terms(competency, kind),
        values,
        base=rubric.base,
        least_measured=rubric.least_measured,
    )
    if words is None:
        return None
    beside: list[tuple[Modality, float, Scaled]] = []
    taken = 0.0
    for modality in EXPRESSION:
        share = shares[modality]
        if share > 0.0 and quality[modality].passed:
            terms = rubric.expression_terms(competency, modality)
            found = scaled(terms, values, base=rubric.base, least_measured=rubric.least_measured)
            if found is not None:
                beside.append((modality, share, found))
                taken += share
    score = (1.0 - taken) * words.score + sum(share * found.score for _, share, found in beside)
    used: tuple[tuple[Modality, float, Scaled], ...] = (("language", 1.0 - taken, words), *beside)
    return Part(answer, weight, score if beside else words.score, words.score, used)
