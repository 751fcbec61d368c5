"""What was found about a bank: every question's evidence, and what the tables say beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from analysis import (
    BankAssessment,
    QuestionAssessment,
    ValidityPrior,
    ValueOfInformation,
    VersionChange,
    value_of_information,
)
from analysis.assess_question import Recommendation
from estimation.quantile import normal_quantile
from interview import Finding, Flag

ACTIONS: tuple[Recommendation, ...] = ("quarantine", "retire", "rewrite", "collect", "keep")
"""The five recommendations, the most pressing first."""
TO_ACT_ON = ("quarantine", "retire")


@dataclass(frozen=True, kw_only=True, slots=True)
class DifFound:
    """One comparison behind a question's class: of whom, how large, harder for whom (if any).

    ``adjusted_p`` is corrected over every comparison that the bank was judged by.
    """

    attribute: str
    role: str
    group: str
    size_class: str
    harder_for: str
    effect: Finding
    p_value: float | None = None
    adjusted_p: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFacts:
    """What belongs to one version beside its assessment.

    ``roles`` ask it, the most frequent first; ``seconds`` is the median time of an answer; ``dif``
    holds every comparison that was made, empty where nobody looked; ``answers`` were given, between
    the days ``first`` and ``last`` (ISO, empty where no day is known).
    """

    competency: str
    roles: tuple[str, ...]
    answers: int
    seconds: float | None
    dif: tuple[DifFound, ...]
    first: str = ""
    last: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleUse:
    """How a role uses its questions: ``asked`` of ``questions`` on average in ``interviews``.

    With ``asked`` questions in every interview, no rotation brings the most used one below
    ``asked / questions``; ``questions_for_cap`` is how many it takes to keep to the cap.
    """

    role: str
    interviews: int
    questions: int
    asked: float
    overlap: float | None
    cap: float

    @property
    def least_exposure(self) -> float:
        """The exposure of every question if all were used alike."""
        return min(self.asked / self.questions, 1.0) if self.questions else 0.0

    @property
    def questions_for_cap(self) -> int:
        """Questions needed to keep each one at the cap."""
        return math.ceil(self.asked / self.cap - 1e-9)


@dataclass(frozen=True, kw_only=True, slots=True)
class BankFound:
    """A bank's assessment with everything a page or a file needs.

    ``facts`` are by ``key@version`` (or key, where there are no versions); ``changes`` by key, each
    version beside the one before; ``standing`` says what people had decided when it was assessed,
    where anything. ``looked_at`` names the
    attributes for which somebody looked whether a question is harder for a group; ``copies`` says
    whether answers were compared with one another. ``notes`` say what was left out, and why.
    """

    assessment: BankAssessment
    facts: Mapping[str, QuestionFacts]
    changes: Mapping[str, tuple[VersionChange, ...]]
    standing: Mapping[str, str]
    uses: tuple[RoleUse, ...]
    interviews: int
    rated: int
    looked_at: tuple[str, ...]
    copies: bool
    notes: tuple[Flag, ...]
    minimum: float

    @property
    def in_use(self) -> tuple[QuestionAssessment, ...]:
        """Questions that are asked today: neither replaced nor put aside or retired by somebody."""
        return tuple(
            one
            for one in self.assessment.questions
            if self.standing.get(name_of(one), "active") == "active"
        )

    @property
    def pressing(self) -> bool:
        """Whether a question in use is to be retired or put aside."""
        return any(one.recommendation in TO_ACT_ON for one in self.in_use)

    def ordered(self) -> tuple[QuestionAssessment, ...]:
        """Questions as on a round: the most pressing first, then by name."""
        return tuple(
            sorted(
                self.assessment.questions,
                key=lambda one: (ACTIONS.index(one.recommendation), name_of(one)),
            )
        )


def name_of(one: QuestionAssessment) -> str:
    """``key@version``, or the key where the table has no versions.

    Examples
    --------
    >>> from analysis import assess_question
    >>> name_of(assess_question("q1", version="2"))
    'q1@2'
    """
    return f"{one.question}@{one.version}" if one.version else one.question


def worth_of_more(one: QuestionAssessment, people: int, minimum: float) -> ValueOfInformation:
    """What ``people`` more rated answers are expected to be worth for the decision on a question.

    Starts from the posterior the assessment ended with, on the scale of ``atanh(r)``.

    Examples
    --------
    >>> from analysis import assess_question
    >>> known, new = assess_question("a", r=0.4, n=400), assess_question("b", r=0.15, n=40)
    >>> worth_of_more(known, 50, 0.1).gain < worth_of_more(new, 50, 0.1).gain
    True
    """
    found = one.shrunken
    spread = (math.atanh(found.high) - math.atanh(found.low)) / (2 * normal_quantile(0.975))
    prior = ValidityPrior(mean_z=math.atanh(found.value), sd_z=spread, source="so far")
    # the three degrees of freedom that a first sample loses were paid by those before
    return value_of_information(people + 3 * (one.n > 3), prior=prior, minimum=minimum)


def interviews_to_come(one: QuestionAssessment, facts: QuestionFacts) -> int | None:
    """Interviews until so many more are rated, at the share rated so far; None where nobody is.

    Examples
    --------
    >>> from analysis import assess_question
    >>> told = assess_question("a", r=0.15, n=40)
    >>> facts = QuestionFacts(competency="", roles=(), answers=400, seconds=None, dif=())
    >>> interviews_to_come(told, facts) == 10 * told.more
    True
    """
    if one.more == 0:
        return 0
    return math.ceil(one.more * facts.answers / one.n) if one.n else None
