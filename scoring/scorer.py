"""What every scorer is: signals of one interview in, one sealed card out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from interview import AnswerSignals, Interview, RoleModel, ScoreCard, ScorerId, SignalPolicy
from scoring.rubric_weights import Rubric, shipped_rubric

RESULTS_VERSION = 2
"""Raised by hand whenever equal input may score differently than before."""


class Scorer(Protocol):
    """Anything that scores. It must explain itself additively and never see who the person is."""

    def __call__(
        self,
        interview: Interview,
        signals: Sequence[AnswerSignals],
        role: RoleModel,
        policy: SignalPolicy,
    ) -> ScoreCard:
        """The sealed card of one interview."""


def rubric_id(rubric: Rubric | None = None) -> ScorerId:
    """Names a rubric, the shipped one by default, with a digest of its weights and scales.

    Examples
    --------
    >>> rubric_id().name
    'rubric'
    """
    return ScorerId(
        name="rubric",
        version=(rubric or shipped_rubric()).name_of_content,
        results_version=RESULTS_VERSION,
    )
