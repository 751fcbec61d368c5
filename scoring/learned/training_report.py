"""What a training found: how good the scorer is on people it has not seen, beside its rivals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview import Finding
from scoring.learned.learned_scorer import LearnedScorer
from scoring.learned.training_spec import Kind, Target

Grouping = str
"""``components`` (persons and openings that belong together stay together), ``openings`` (whole
openings left out, and whoever is in one is not trained on), or ``person``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A feature not learned from: the code, the share of rows without it, and what is needed."""

    feature: str
    code: str
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Rival:
    """Something the scorer is held against on the same left-out rows.

    ``name`` is ``rubric``, ``mean``, ``human`` or the caller's own. ``metrics`` are its own;
    ``scorer`` the learned scorer's on the same rows; ``gain`` the scorer's less the rival's, paired
    (for ``rmse`` below zero is better).
    """

    name: str
    n: int
    metrics: Mapping[str, Finding]
    scorer: Mapping[str, Finding]
    gain: Mapping[str, Finding]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingReport:
    """One training. ``metrics`` (r, rmse and, for ratings, kappa: quadratic, in whole points) are
    of people left out by the outer folds; ``by_opening`` the same with one opening left out at a
    time; ``ceiling`` one person's rating against the mean of the others'.

    ``coverage`` is the share of left-out rows whose interval, made without them, held the truth;
    ``abstained`` the share the scorer would have withheld. ``excluded`` counts rows by code,
    ``left_out`` names features not learned from. ``weights`` say how many points a feature moves a
    score on average, signed for ``linear``; the largest first.
    ``unseen_bands`` are whole points of the scale that no rating in the training reached.
    """

    kind: Kind
    target: Target
    seed: int
    n: int
    people: int
    interviews: int
    openings: int
    competencies: Mapping[str, int]
    grouping: Grouping
    folds: int
    metrics: Mapping[str, Finding]
    by_opening: Mapping[str, Finding]
    by_competency: Mapping[str, Mapping[str, Finding]]
    rivals: tuple[Rival, ...]
    ceiling: Mapping[str, Finding]
    coverage: Finding
    abstained: Finding
    level: float
    half_widths: Mapping[str, float]
    features: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    excluded: Mapping[str, int]
    weights: Mapping[str, float]
    chosen: Mapping[str, float | str]
    shares: Mapping[str, float]
    unseen_bands: tuple[int, ...]
    data_digest: str
    code_version: str
    notes: tuple[str, ...] = field(default=())

    def rival(self, name: str) -> Rival | None:
        """The rival of this name; None when it did not run."""
        return next((one for one in self.rivals if one.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Trained:
    """The scorer and the proof beside it.

    ``held_out`` is what the outer folds say of each trained row, by interview and competency: what
    another model may be compared with, since no row's own person was trained on.
    """

    scorer: LearnedScorer
    report: TrainingReport
    held_out: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
