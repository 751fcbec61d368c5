"""What an audit looks at, by which rules: columns, attributes, reference, limits, law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from interview import digest

ReferenceRule = Literal["highest_rate", "largest_group"]
Correction = Literal["benjamini_hochberg", "holm", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Which column of the table holds what; empty where the table has no such thing.

    ``person`` collapses duplicates, ``stratum`` is the requisition or job, ``human`` a person's
    rating of the same interview, ``outcome`` later performance, ``at`` the date of the decision.
    ``quality`` are measures of how well a person was heard and seen, or whether a check passed.
    ``n`` and ``selected_n`` name the two counts of a table that is already summed per group, and
    ``printed_ratio`` the impact ratio that such a table printed itself. ``probability`` is a
    forecast of the outcome from 0 to 1, ``rater_group`` the group of whoever rated the outcome.
    """

    score: str = ""
    selected: str = ""
    stratum: str = ""
    human: str = ""
    outcome: str = ""
    person: str = ""
    at: str = ""
    quality: tuple[str, ...] = ()
    n: str = ""
    selected_n: str = ""
    printed_ratio: str = ""
    probability: str = ""
    rater_group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditPolicy:
    """The rules of one audit; its digest is printed on the report.

    ``attributes`` are audited each on its own; ``intersections`` says up to how many at once.
    ``limit`` is the ratio below which an interval exceeds (.80 by convention, not by any law),
    ``gap_limit`` the standardised difference. Groups below ``floor`` people get no finding but are
    listed; groups below ``smallest_share`` of the population are no reference and get no ratio.
    ``cut`` selects everyone at or above that score where the table has no decisions; an outcome of
    ``performing`` or more counts as performing well where outcomes are numbers.
    """

    attributes: tuple[str, ...]
    columns: Columns = field(default_factory=Columns)
    law: str = "none"
    metrics: tuple[str, ...] = ()
    intersections: int = 2
    reference: ReferenceRule | str = "highest_rate"
    limit: float = 0.80
    gap_limit: float = 0.20
    floor: int = 5
    smallest_share: float = 0.02
    cut: float | None = None
    performing: float | None = None
    level: float = 0.95
    alpha: float = 0.05
    correction: Correction = "benjamini_hochberg"
    replicates: int = 2000
    seed: int = 20_26
    references: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Names this exact policy."""
        return digest(self)
