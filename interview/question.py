"""A question as it was asked: a key and a version that never change once answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from interview.digest import LATER

QuestionKind = Literal["behavioural", "values", "situational", "technical", "creative", "open"]
QUESTION_KINDS: tuple[QuestionKind, ...] = (
    "behavioural",
    "values",
    "situational",
    "technical",
    "creative",
    "open",
)
Locale = str  # "en" or "zh" today; a language is added by adding files


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One version of one question.

    ``text`` and ``anchors`` are by locale; anchors then by level (1 low to 5 high).
    ``criteria`` maps competencies to weights that sum to 1; most questions have one.
    ``criterion_names``, by locale and competency, says what a criterion is called in this question
    (creativity for innovation); where it is empty the competencies' own names are used.
    ``time_limit_s`` is how long an answer may take. ``code`` is shown with the question as it is
    written; the answer is spoken, and code is never run.
    ``because`` is the digest of the report that caused this version, empty for the first.

    Examples
    --------
    >>> Question(key="q1", version=1, text={"en": "Tell me ..."}, kind="behavioural",
    ...          criteria={"teamwork": 0.4, "innovation": 0.6}).competency
    'innovation'
    """

    key: str
    version: int
    text: Mapping[Locale, str]
    kind: QuestionKind
    criteria: Mapping[str, float]
    anchors: Mapping[Locale, Mapping[int, str]] = field(default_factory=dict)
    time_limit_s: int = 180
    because: str = ""
    code: str = field(default="", metadata=LATER)
    criterion_names: Mapping[Locale, Mapping[str, str]] = field(
        default_factory=dict, metadata=LATER
    )

    @property
    def competency(self) -> str:
        """The competency with the largest weight; ties go to the first named."""
        return max(self.criteria, key=lambda key: self.criteria[key])

    @property
    def ref(self) -> str:
        """``key@version``, the name under which an answer remembers its question."""
        return f"{self.key}@{self.version}"
