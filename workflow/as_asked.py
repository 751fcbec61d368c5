"""Which wording somebody was asked when a row names a question without its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from interview import RoleModel
from workflow.manifest import AnswerSource, InterviewSource


def as_asked(
    source: InterviewSource, role: RoleModel, kept_since: Mapping[str, datetime]
) -> InterviewSource:
    """The interview with each unversioned question pinned to the wording of its day.

    A question named alone means its newest version. A rewrite that was saved after the interview
    was held cannot have been asked in it: then the newest version before counts. Versions that no
    assessment caused came with the role model and are not told apart by the day they were kept.

    Examples
    --------
    >>> from interview import Question
    >>> first = Question(key="q", version=1, text={}, kind="open", criteria={"teamwork": 1.0})
    >>> role = RoleModel(key="r", version=2, title={}, competencies=(),
    ...                  questions=(first, replace(first, version=2, because="d1")))
    >>> held = InterviewSource(interview="i", candidate="c", conducted_at=datetime(2026, 3, 1),
    ...                        answers=(AnswerSource(question="q"),))
    >>> as_asked(held, role, {"q@2": datetime(2026, 5, 1)}).answers[0].question
    'q@1'
    >>> as_asked(held, role, {"q@2": datetime(2026, 2, 1)}).answers[0].question
    'q'
    """
    held = source.conducted_at
    if held is None:
        return source

    def pinned(answer: AnswerSource) -> AnswerSource:
        name = answer.question
        if not name or "@" in name:
            return answer
        versions = [one for one in role.questions if one.key == name]
        there = [o for o in versions if not (o.because and _later(kept_since.get(o.ref), held))]
        if not there or len(there) == len(versions):
            return answer
        return replace(answer, question=max(there, key=lambda one: one.version).ref)

    return replace(source, answers=tuple(pinned(one) for one in source.answers))


def _later(saved: datetime | None, held: datetime) -> bool:
    return saved is not None and saved > held
