"""What each modality buys: validity of every subset of words, voice and face, and of adding one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.added_power import people_for_added
from estimation.clustered_correlation import ClusteredCorrelations, clustered_correlations
from interview import Estimate, Finding, InputError, Modality, Withheld

Ints = NDArray[np.int64]
Subset = tuple[Modality, ...]
Bought = Literal["adds", "adds_little", "adds_nothing", "cannot_tell"]
MODALITIES: Subset = ("language", "voice", "face")
SUBSETS: tuple[Subset, ...] = tuple(
    subset for size in (1, 2, 3) for subset in combinations(MODALITIES, size)
)
"""Every way to use one, two or all three."""
ADDITIONS: tuple[tuple[Subset, Subset], ...] = (
    (("language",), ("face",)),
    (("language",), ("voice",)),
    (("language",), ("voice", "face")),
    (("language", "voice"), ("face",)),
)
"""The steps that are judged: from what, and what is added to it."""
MARGIN = 0.02
"""A gain in correlation that is worth having. Of 100 people hired from the upper third, .02 makes
not even one more an above-average performer (Taylor and Russell's tables, validities of .1 to .5).
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetValidity:
    """How well a scorer of these modalities alone agrees with a criterion."""

    subset: Subset
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """What adding ``added`` to ``base`` does to the correlation with one criterion.

    ``difference`` has a 95 % interval, ``narrow`` the same with 90 %: below the margin as a whole
    it shows, at 5 %, that nothing worth the margin was gained. ``needed`` is the number of people
    with whom the 90 % interval would be no wider than the margin on either side; None where the
    verdict stands already or nothing is known.
    """

    base: Subset
    added: Subset
    difference: Finding
    narrow: Finding
    bought: Bought
    needed: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing to agree with: ``ratings`` of people or later ``performance``.

    ``validity`` is by subset in the order of `SUBSETS`; ``n`` people from ``groups`` openings.
    """

    name: str
    validity: tuple[SubsetValidity, ...]
    additions: tuple[Added, ...]
    n: int
    groups: int

    def of(self, subset: Subset) -> Finding:
        """The validity of one subset."""
        return next(one.finding for one in self.validity if one.subset == subset)

    def step(self, base: Subset, added: Subset) -> Added:
        """One of the steps judged."""
        return next(a for a in self.additions if (a.base, a.added) == (base, added))


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontierConclusion:
    """What adding some modalities to the words buys, as a code that the pages put into words.

    ``adds``: performance is predicted better, by what may be worth the margin or more;
    ``adds_little``: better, and by less than the margin; ``raters_only``: nothing
    worth the margin for performance, more agreement with raters; ``adds_nothing``: neither
    is better; ``nothing_shown``: nothing for performance, cannot tell for raters;
    ``cannot_tell``: too few outcomes; ``no_performance``: none at all.
    """

    added: Subset
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ModalityFrontier:
    """Both criteria and what follows from them; ``margin`` is the gain taken to be worth having."""

    criteria: tuple[Criterion, ...]
    conclusions: tuple[FrontierConclusion, ...]
    margin: float

    def criterion(self, name: str) -> Criterion | None:
        """The criterion of this name; None when it was not asked for."""
        return next((c for c in self.criteria if c.name == name), None)


def criterion_validity(
    name: str,
    predictions: Mapping[Subset, ArrayLike],
    outcome: ArrayLike,
    groups: Ints,
    *,
    cells: Ints | None = None,
    features: Mapping[Modality, int] | None = None,
    margin: float = MARGIN,
    replicates: int = 2000,
    seed: int = 2026,
) -> Criterion:
    """How each subset's predictions go with one criterion, and what each step adds.

    Formula: correlation within cells (role, fold), error from whole openings drawn with
    replacement (`estimation.clustered_correlations`); a step is the difference of two correlations
    on the same people. The verdict ``adds`` needs a 95 % interval above 0; ``adds_little`` one
    above 0 of which the 90 % interval lies below the margin; ``adds_nothing`` a 90 % interval
    below the margin that is not above 0: non-superiority is shown, not assumed from a large p.
    Scorers trained on too few people learn nothing from further measures and would seem to show
    just that, so with ``features`` it also needs people enough to have learned a gain of the margin
    (`estimation.people_for_added`, power .8).

    Parameters
    ----------
    predictions : mapping
        Subset to what a scorer of those modalities alone predicts for people it was not trained on,
        all subsets trained on the same folds.
    outcome, groups, cells : array, shape (n,)
    features : mapping, optional
        How many measures of each modality the scorers were trained on with these people; left out
        for scorers that were not.

    Raises
    ------
    InputError
        ``subset_missing`` when a subset has no predictions, ``margin``.

    Examples
    --------
    >>> rng = np.random.default_rng(8)
    >>> y, noise = rng.normal(size=900), rng.normal(size=900)
    >>> told = {s: y * ("language" in s) + y * ("face" in s) + 2 * noise for s in SUBSETS}
    >>> found = criterion_validity("performance", told, y, np.arange(900) // 20)
    >>> found.step(("language",), ("face",)).bought, found.step(("language",), ("voice",)).bought
    ('adds', 'adds_nothing')
    """
    missing = [s for s in SUBSETS if s not in predictions]
    if missing:
        raise InputError(
            "frontier.subset_missing",
            f"no predictions from {'+'.join(missing[0])}",
            "predict from every subset of words, voice and face",
            subset="+".join(missing[0]),
        )
    if not 0 < margin < 1:
        raise InputError(
            "frontier.margin",
            f"a gain of {margin} cannot be the least worth having",
            f"use a gain in correlation above 0, such as {MARGIN}",
            margin=margin,
        )
    table = np.column_stack([np.asarray(predictions[s], dtype=np.float64) for s in SUBSETS])
    found = clustered_correlations(
        table, outcome, groups, cells=cells, replicates=replicates, seed=seed
    )
    return Criterion(
        name=name,
        validity=tuple(
            SubsetValidity(subset=s, finding=found.finding(i)) for i, s in enumerate(SUBSETS)
        ),
        additions=tuple(_added(found, base, added, margin, features) for base, added in ADDITIONS),
        n=found.n,
        groups=found.groups,
    )


def modality_frontier(criteria: Sequence[Criterion], *, margin: float = MARGIN) -> ModalityFrontier:
    """Both criteria side by side, and one conclusion for each way of adding to the words.

    Examples
    --------
    >>> rng = np.random.default_rng(8)
    >>> y, noise = rng.normal(size=900), rng.normal(size=900)
    >>> told = {s: y * ("language" in s) + noise for s in SUBSETS}
    >>> later = criterion_validity("performance", told, y, np.arange(900) // 20)
    >>> [(c.added, c.code) for c in modality_frontier([later]).conclusions][0]
    (('face',), 'nothing_shown')
    """
    held = {c.name: c for c in criteria}
    made = []
    for base, added in ADDITIONS:
        if base != ("language",):
            continue
        later, rated = (
            held[name].step(base, added).bought if name in held and _known(held[name]) else None
            for name in ("performance", "ratings")
        )
        made.append(FrontierConclusion(added=added, code=_code(later, rated)))
    return ModalityFrontier(criteria=tuple(criteria), conclusions=tuple(made), margin=margin)


def _known(criterion: Criterion) -> bool:
    return isinstance(criterion.of(("language",)), Estimate)


def _code(later: Bought | None, rated: Bought | None) -> str:
    if later is None:
        return "no_performance"
    if later != "adds_nothing":
        return later
    if rated in ("adds", "adds_little"):
        return "raters_only"
    return "adds_nothing" if rated == "adds_nothing" else "nothing_shown"


def _added(
    found: ClusteredCorrelations,
    base: Subset,
    added: Subset,
    margin: float,
    features: Mapping[Modality, int] | None,
) -> Added:
    whole = tuple(m for m in MODALITIES if m in (*base, *added))
    first, second = SUBSETS.index(whole), SUBSETS.index(base)
    wide = found.difference(first, second)
    narrow = found.difference(first, second, level=0.90)
    learnable = 0
    if features is not None:
        r = float(np.clip(np.nan_to_num(found.r[second]), 0.0, 0.99 - margin))
        learnable = people_for_added(
            base=r,
            gain=margin,
            added=sum(features.get(m, 0) for m in added),
            known=sum(features.get(m, 0) for m in base),
        )
    bought = _bought(wide, narrow, margin, learned=found.n >= learnable)
    needed = None
    if bought == "cannot_tell" and isinstance(narrow, Estimate):
        half = (narrow.high - narrow.low) / 2
        needed = max(math.ceil(found.n * max(half / margin, 1.0) ** 2), learnable)
    return Added(
        base=base, added=added, difference=wide, narrow=narrow, bought=bought, needed=needed
    )


def _bought(wide: Finding, narrow: Finding, margin: float, *, learned: bool) -> Bought:
    if isinstance(wide, Withheld) or isinstance(narrow, Withheld):
        return "cannot_tell"
    if wide.low > 0:
        return "adds_little" if narrow.high < margin else "adds"
    return "adds_nothing" if narrow.high < margin and learned else "cannot_tell"
