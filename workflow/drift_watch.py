"""What is watched over time: scores, distance from people, signals, and who applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis import Drift, Level, drift, level_break
from estimation.distribution_shift import kinds_shift
from estimation.multiplicity import holm
from interview import Estimate, Finding
from scoring.catalogue import FEATURES

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["score", "difference", "signal"]
MIXED = ("role", "department", "location", "locale")
SIGNIFICANT = 0.05
LARGE_ENOUGH = 0.2
"""Standard deviations from which on a shift is worth somebody's time (Cohen's small)."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Watched:
    """One measure at one place: a role's score, a site's signal.

    ``drift`` compares after with before, ``level`` holds its weekly means and, where it is alarmed,
    the dated break.
    ``adjusted_p`` is Kolmogorov and Smirnov's after Holm over all measures together.
    """

    kind: Kind
    measure: str
    place: str
    drift: Drift
    level: Level
    adjusted_p: float | None = None

    @property
    def alarmed(self) -> bool:
        """Moved beyond chance, all measures looked at together, and by enough to matter."""
        return (
            self.adjusted_p is not None
            and self.adjusted_p <= SIGNIFICANT
            and isinstance(self.drift.gap, Estimate)
            and abs(self.drift.gap.value) >= LARGE_ENOUGH
        )


Observed = tuple[Watched, "pd.DataFrame"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MixShift:
    """Whether other people came: the make-up of one fact before and since, Cramer's V and p."""

    fact: str
    finding: Finding
    adjusted_p: float | None

    @property
    def moved(self) -> bool:
        """Whether the make-up differs beyond chance."""
        return self.adjusted_p is not None and self.adjusted_p <= SIGNIFICANT


@dataclass(frozen=True, kw_only=True, slots=True)
class NewFromOld:
    """How well new interviews of a place are told from old ones by all signals together."""

    place: str
    area: Finding
    p_value: float | None
    adjusted_p: float | None = None


def watch_scores(interviews: pd.DataFrame, since: str) -> tuple[Observed, ...]:
    """Each role's overall score, at the same mix of interview languages."""
    found = []
    for role, rows in interviews[interviews["score"].notna()].groupby("role", sort=True):
        found.append(_watched("score", "score", str(role), _same_mix(rows, "score"), since))
    return tuple(found)


def watch_differences(
    interviews: pd.DataFrame, ratings: pd.DataFrame, since: str
) -> tuple[Observed, ...]:
    """Machine less people, per interview over the competencies both scored, by role."""
    both = ratings[ratings["score"].notna() & ratings["rating"].notna()]
    apart = (both["score"] - both["rating"]).groupby(both["interview_id"]).mean()
    rated = interviews.assign(difference=interviews["interview_id"].map(apart))
    found = []
    for role, rows in rated[rated["difference"].notna()].groupby("role", sort=True):
        same = _same_mix(rows, "difference")
        found.append(_watched("difference", "difference", str(role), same, since))
    return tuple(found)


def watch_signals(
    interviews: pd.DataFrame, features: pd.DataFrame, since: str
) -> tuple[tuple[Observed, ...], tuple[NewFromOld, ...]]:
    """Each signal of recording quality at each site, and all of them together.

    One value per interview, the mean of its answers, since answers of one recording share their
    microphone and light.
    """
    names = [name for name, spec in FEATURES.items() if spec.use == "quality" and name in features]
    if not names:
        return (), ()
    means = features.groupby("interview_id")[names].mean()
    facts = interviews[["interview_id", "location", "at"]]
    held = facts.merge(means, left_on="interview_id", right_index=True)
    found: list[Observed] = []
    apart: list[NewFromOld] = []
    for place, rows in held.groupby("location", sort=True):
        known = [name for name in names if rows[name].nunique() > 1]
        found += [
            _watched("signal", name, str(place), rows[rows[name].notna()], since) for name in known
        ]
        whole = rows[rows[known].notna().all(axis=1)]
        if known:
            told = drift(whole, value=known[0], measures=known[1:], at="at", since=since)
            apart.append(
                NewFromOld(place=str(place), area=told.classifier, p_value=told.classifier_p)
            )
    return tuple(found), tuple(apart)


def with_adjusted(observed: Sequence[Observed]) -> tuple[Watched, ...]:
    """Each with its p after Holm over all measures together; what is alarmed is dated."""
    p = holm([one.drift.ks_p for one, _ in observed])
    made = [replace(one, adjusted_p=q) for (one, _), q in zip(observed, p, strict=True)]
    return tuple(
        replace(one, level=_level(one.kind, one.measure, rows, dated=True)) if one.alarmed else one
        for one, (_, rows) in zip(made, observed, strict=True)
    )


def new_from_old(found: Sequence[NewFromOld]) -> tuple[NewFromOld, ...]:
    """The classifiers with their p after Holm over all places."""
    p = holm([one.p_value for one in found])
    return tuple(replace(one, adjusted_p=q) for one, q in zip(found, p, strict=True))


def mix_shifts(interviews: pd.DataFrame, since: str) -> tuple[MixShift, ...]:
    """Whether roles, departments, sites and interview languages come in other shares."""
    late = (interviews["at"] >= since).to_numpy()
    found: list[tuple[str, Finding, float | None]] = []
    for fact in MIXED:
        codes, names = interviews[fact].factorize()
        if len(names) < 2 or late.all() or not late.any():
            continue
        there = codes >= 0
        counts = [np.bincount(codes[there & side], minlength=len(names)) for side in (~late, late)]
        moved, p = kinds_shift(*counts)
        found.append((fact, moved, p))
    adjusted = holm([p for _, _, p in found])
    return tuple(
        MixShift(fact=fact, finding=moved, adjusted_p=q)
        for (fact, moved, _), q in zip(found, adjusted, strict=True)
    )


def _same_mix(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    """The measure as it would be if every week held the same mix of interview languages.

    Each language's own mean is taken off and the common mean put back; what remains is what one
    language alone would show.
    """
    by = rows.groupby(rows["locale"].fillna(""))[value]
    return rows.assign(**{value: rows[value] - by.transform("mean") + rows[value].mean()})


def _watched(kind: Kind, measure: str, place: str, rows: pd.DataFrame, since: str) -> Observed:
    found = drift(rows, value=measure, at="at", since=since, period=_period(kind), dispersed=True)
    level = _level(kind, measure, rows, dated=False)
    return Watched(kind=kind, measure=measure, place=place, drift=found, level=level), rows


def _level(kind: Kind, measure: str, rows: pd.DataFrame, *, dated: bool) -> Level:
    return level_break(rows, value=measure, at="at", period=_period(kind), look=dated)


def _period(kind: Kind) -> Literal["week", "month"]:
    """People rate a fifth of the interviews: a week holds too few of them."""
    return "month" if kind == "difference" else "week"
