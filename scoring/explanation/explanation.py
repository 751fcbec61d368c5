"""Why one score is what it is: points that add up, whom it is compared with, and how firm it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from interview import Finding, Modality, digest

By = Literal["feature", "competency", "question", "modality"]
BY: tuple[By, ...] = ("feature", "competency", "question", "modality")
OVERALL = "overall"
UNSTABLE_BELOW = 0.8
"""An explanation of which fewer reasons than this stay when it is drawn anew is called unstable."""
TOLERANCE = 1e-6
"""Base and points meet the score to this many points."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Points that one feature of one answer puts a score above or below the comparison.

    ``value`` is what was measured, in the feature's unit; None where this person has no
    measurement and others do; ``usual`` is its mean in the comparison. ``answer`` is empty where
    the part belongs to no answer (a competency that nobody asked this person about), ``question``
    is ``key@version``.
    """

    feature: str
    modality: Modality
    competency: str
    answer: str
    question: str
    value: float | None
    points: float
    usual: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Whom a score is compared with.

    ``key`` is ``role`` (everybody interviewed for the role whom the reader may see), ``training``
    (the interviews a learned scorer was trained on) or ``middle`` (nobody: the middle of the
    scales). ``n`` is how many people; ``score`` is their mean.
    """

    key: Literal["role", "training", "middle"]
    n: int
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PartGroup:
    """Points that stand together: one reason.

    ``names`` are the features of a group that move together, else the one key. ``low`` and
    ``high`` hold the middle 95 % of the points when comparison and model are drawn anew; ``holds``
    is the share of those draws in which the reason keeps its sign and, if it is named, its place
    among the reasons named. ``named`` are the first of them.
    """

    key: str
    names: tuple[str, ...]
    points: float
    low: float
    high: float
    holds: float
    named: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """The same points gathered in one way, most important first.

    ``stability`` is the share of the named reasons that stay, sign included, when the comparison
    and the model are drawn anew, with its range over the draws; ``rank_correlation`` says how well
    the order of all reasons is kept.
    """

    groups: tuple[PartGroup, ...]
    stability: Finding
    rank_correlation: float | None
    unstable: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Base and parts of one score: ``base + sum(points) == score`` to a millionth of a point.

    ``subject`` is ``overall`` or a competency; ``base`` the mean of the comparison; ``low`` and
    ``high`` the interval of the score itself. ``views`` gathers the parts by feature (those that
    move together as one), competency, question and modality. ``method`` names how the points were
    found, ``scorer`` what they explain, ``digest`` everything but itself.
    """

    interview: str
    subject: str
    score: float
    low: float
    high: float
    base: float
    threshold: float
    parts: tuple[Part, ...]
    comparison: Comparison
    views: Mapping[By, View]
    method: str
    scorer: str
    card: str
    digest: str = ""

    @property
    def groups(self) -> tuple[PartGroup, ...]:
        """The reasons by feature."""
        return self.views["feature"].groups

    @property
    def stability(self) -> Finding:
        """How many of the reasons by feature stay when everything is drawn anew."""
        return self.views["feature"].stability

    @property
    def unstable(self) -> bool:
        """True when the reasons by feature change too much to be read one by one."""
        return self.views["feature"].unstable

    @property
    def adds_up(self) -> bool:
        """True when base and points meet the score."""
        return abs(self.base + sum(p.points for p in self.parts) - self.score) <= TOLERANCE

    def sealed(self) -> Explanation:
        """The same explanation with its digest filled in."""
        return replace(self, digest=digest(replace(self, digest="")))


def key_of(part: Part, by: By) -> str:
    """What a part counts for when points are gathered ``by`` this.

    Examples
    --------
    >>> one = Part(feature="lang_star", modality="language", competency="teamwork", answer="a1",
    ...            question="q1@2", value=3.0, points=0.4)
    >>> [key_of(one, by) for by in BY]
    ['lang_star', 'teamwork', 'q1@2', 'language']
    """
    if by == "feature":
        return part.feature
    if by == "competency":
        return part.competency
    if by == "modality":
        return part.modality
    return part.question or part.answer


def by(explanation: Explanation, how: By) -> Mapping[str, float]:
    """Points gathered by feature, competency, question or modality, each feature for itself.

    Parameters
    ----------
    explanation : Explanation
    how : str
        ``feature``, ``competency``, ``question`` or ``modality``.

    Returns
    -------
    mapping
        Key to points, furthest from nought first; with the base they add up to the score.
    """
    sums: dict[str, float] = {}
    for part in explanation.parts:
        name = key_of(part, how)
        sums[name] = sums.get(name, 0.0) + part.points
    return dict(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0])))
