"""What one answer's words give: language features and evidence for what its question asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview import Answer, Locale, RoleModel
from scoring.answer_scale import asked_question, criteria_of

if TYPE_CHECKING:
    from scoring.language import LanguageResult
    from scoring.language.similarity import Similarity


def answer_words(
    answer: Answer,
    role: RoleModel,
    *,
    locale: Locale | None = None,
    duration_ms: int | None = None,
    similarity: Similarity | None = None,
) -> LanguageResult:
    """Measures the transcript of an answer; without one everything is withheld, never zero.

    Examples
    --------
    >>> from scoring.role_model import find_role
    >>> words = answer_words(Answer(id="a", question="mk_q1", version=1), find_role("marketing"))
    >>> words.quality.code, words.missing["lang_evidence.customer_insight"]
    ('language.no_transcript', 'language.no_transcript')
    """
    from scoring.competencies import define
    from scoring.language import measure_language

    define(role.values)
    question = asked_question(answer, role)
    said = answer.transcript
    return measure_language(
        said,
        question=question,
        competencies=[key for key, weight in criteria_of(question, role).items() if weight > 0],
        locale=(said.locale if said else None) or locale,
        duration_ms=duration_ms,
        answer=answer.id,
        similarity=similarity,
    )
