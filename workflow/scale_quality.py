"""How reliable a role's score is: consistency of its questions, and the error around one score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import (
    cronbach_alpha,
    error_of_measurement,
    omega,
    smallest_real_difference,
    spearman_brown,
    times_as_long,
)
from interview import Estimate, Finding, Withheld

if TYPE_CHECKING:
    import pandas as pd

METHOD = "reliability.as_asked"
METHOD_ERROR = "reliability.error_of_measurement"
WANTED = 0.80


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaleQuality:
    """One role's score as a mean over the questions somebody was asked.

    ``alpha`` and ``omega`` are of all ``questions`` together, ``reliability`` is alpha for as many
    as an interview asks on average (``asked``). ``error`` is the standard error of one score in
    points, ``band`` the half-width that would hold it 95 times of 100 if the same person came
    again, ``apart`` how far two people must lie apart to differ. ``needed`` questions of this kind
    would reach .80; None where no number would.
    """

    role: str
    questions: int
    people: int
    asked: float
    sd: float
    alpha: Finding
    omega: Finding
    reliability: Finding
    error: Finding
    band: float | None
    apart: float | None
    needed: int | None


def asked_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Scored answers of each person's first interview for a role, each question once.

    A question met before is an easier one, and the answers of one person are not two people's.
    Wordings of one question count as one question.
    """
    kept = answers[answers["score"].notna() & answers["question"].notna()]
    kept = kept.sort_values(["interviewed_at", "interview_id"], kind="stable")
    first = kept.groupby(["candidate_id", "role"])["interview_id"].transform("first")
    kept = kept[kept["interview_id"] == first]
    return kept.drop_duplicates(["interview_id", "question"]).reset_index(drop=True)


def scale_quality(role: str, answers: pd.DataFrame) -> ScaleQuality:
    """Reliability of one role's score from `asked_answers`.

    Formula: alpha and omega over all questions; for the mean number m of k questions asked
    ``Spearman-Brown(alpha, m / k)``; ``SEM = sd sqrt(1 - reliability)`` of people's means, band
    ``1.96 SEM``, two people differ beyond ``1.96 sqrt(2) SEM``; questions for .80
    ``k R (1 - alpha) / (alpha (1 - R))`` rounded up. Assumes that the questions not asked were left
    out by plan or chance, not by how people answered.
    """
    alpha = cronbach_alpha(answers, person="interview_id", item="question", score="score")
    together = omega(answers, person="interview_id", item="question", score="score")
    people = answers.groupby("interview_id")["score"]
    means, asked = people.mean(), float(people.size().mean())
    questions = int(answers["question"].nunique())
    sd = float(means.std(ddof=1)) if len(means) > 1 else 0.0
    as_asked = _as_asked(alpha, asked / questions)
    error, band, apart = _error(as_asked, sd)
    return ScaleQuality(
        role=role,
        questions=questions,
        people=len(means),
        asked=asked,
        sd=sd,
        alpha=alpha,
        omega=together.one_factor,
        reliability=as_asked,
        error=error,
        band=band,
        apart=apart,
        needed=_needed(alpha, questions),
    )


def _as_asked(alpha: Finding, share: float) -> Finding:
    """Alpha for a scale of the length that people really meet."""
    if not isinstance(alpha, Estimate):
        return alpha
    if alpha.low <= 0:
        # a shorter scale of questions that may run against each other has no reliability to state
        return Withheld(code="reliability.not_positive", n=alpha.n)
    low, value, high = (spearman_brown(v, share) for v in (alpha.low, alpha.value, alpha.high))
    return Estimate(value=value, low=low, high=high, n=alpha.n, method=METHOD)


def _error(reliability: Finding, sd: float) -> tuple[Finding, float | None, float | None]:
    if not isinstance(reliability, Estimate):
        return reliability, None, None
    low, value, high = (
        error_of_measurement(sd, r) for r in (reliability.high, reliability.value, reliability.low)
    )
    found = Estimate(value=value, low=low, high=high, n=reliability.n, method=METHOD_ERROR)
    return found, 1.959964 * value, smallest_real_difference(sd, reliability.value)


def _needed(alpha: Finding, questions: int) -> int | None:
    if not isinstance(alpha, Estimate) or not 0 < alpha.value < 1:
        return None
    return math.ceil(questions * times_as_long(alpha.value, WANTED))
