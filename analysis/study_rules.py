"""The rules under which one study of validity reads its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.pool_validities import INTERVIEW_PRIOR, MINIMUM, QUESTION_PRIOR, ValidityPrior
from analysis.rated_people import SCALE, Repeated
from analysis.validity_columns import ValidityColumns


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyRules:
    """What is known and what was decided beforehand.

    ``reliability`` is that of one outcome (None: unknown), ``gate`` whether this score was the gate
    (None: the table tells). ``prior`` is what is believed of whole scores, ``question_prior`` of
    one question, where there are too few to judge by. ``minimum`` is the validity below which
    something is not worth its time. ``repeated`` says what becomes of somebody rated twice.
    """

    reliability: float | None = None
    gate: bool | None = None
    prior: ValidityPrior | None = INTERVIEW_PRIOR
    question_prior: ValidityPrior | None = QUESTION_PRIOR
    minimum: float = MINIMUM
    repeated: Repeated = "refuse"
    scale: tuple[float, float] | None = SCALE
    level: float = 0.95

    def reading(self, columns: ValidityColumns) -> dict[str, Any]:
        """The keywords by which every engine of this package reads pairs of score and outcome.

        Examples
        --------
        >>> read = StudyRules().reading(ValidityColumns(score="s", outcome="y"))
        >>> read["score"], read["person"], read["repeated"]
        ('s', None, 'refuse')
        """
        return {
            "score": columns.score,
            "outcome": columns.outcome,
            "person": columns.person or None,
            "interviewed_at": columns.interviewed_at or None,
            "outcome_at": columns.outcome_at or None,
            "repeated": self.repeated,
            "scale": self.scale,
            "level": self.level,
        }
