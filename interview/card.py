"""The score card: what a recording scored, why, how sure that is, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from interview.digest import LATER, digest
from interview.finding import Finding
from interview.recording import Modality
from interview.signals import Evidence, FeatureSet, Flag, Quality

RecommendationCode = Literal["advance", "review", "collect"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution:
    """Points one feature of one answer adds to a competency score.

    ``value`` is the measured value in the feature's unit; ``points`` may be negative (clipping is
    a contribution of its own, feature name ``clipping``). A competency's contributions and its
    ``base`` add up to its score.
    """

    feature: str
    modality: Modality
    answer: str
    value: float
    points: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyScore:
    """One competency, 0 to 10: the finding, the same without expression, and what made it."""

    competency: str
    finding: Finding
    without_expression: Finding
    threshold: float
    weight: float
    must_have: bool = False
    base: float = 0.0
    contributions: tuple[Contribution, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CriterionScore:
    """What one answer scores on one of its question's criteria, and that criterion's weight."""

    competency: str
    weight: float
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerScore:
    """One answer on the card: its own score, its features and its evidence.

    ``criteria`` are filled where the question is scored on several; ``score`` is then their mean
    under the question's weights.
    """

    answer: str
    question: str | None
    version: int | None
    score: Finding
    features: FeatureSet
    evidence: tuple[Evidence, ...] = ()
    criteria: tuple[CriterionScore, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorerId:
    """Which scorer made a card; ``results_version`` changes when equal input may score apart."""

    name: str
    version: str
    results_version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    """A suggestion to a person; it can never be a rejection. ``because`` are codes."""

    code: RecommendationCode
    because: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreCard:
    """One interview's scores against one role, frozen with the digests of all that made it.

    ``shares`` is what each modality could carry under policy, consent and role. ``rests_on`` names
    the modalities that did. ``replaces`` is the digest of an older card of the same interview that
    this one was scored again from; both stay. ``digest`` covers every field but itself.
    """

    interview: str
    role: str
    role_digest: str
    policy: str
    policy_digest: str
    scorer: ScorerId
    inputs_digest: str
    quality: tuple[Quality, ...]
    answers: tuple[AnswerScore, ...]
    competencies: tuple[CompetencyScore, ...]
    overall: Finding
    overall_without_expression: Finding
    by_modality: Mapping[str, Finding]
    recommendation: Recommendation
    threshold: float
    shares: Mapping[str, float] = field(default_factory=dict)
    rests_on: tuple[Modality, ...] = ()
    flags: tuple[Flag, ...] = ()
    replaces: str = field(default="", metadata=LATER)
    digest: str = ""

    def sealed(self) -> ScoreCard:
        """The same card with its digest filled in."""
        return replace(self, digest=digest(replace(self, digest="")))

    @property
    def intact(self) -> bool:
        """True when the digest still matches the content."""
        return self.digest == digest(replace(self, digest=""))
