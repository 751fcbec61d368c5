"""What selecting with a set of modalities would do to groups, and what its signals give away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.modality_frontier import ADDITIONS, MODALITIES, SUBSETS, Subset
from estimation import percentile_interval
from fairness import AuditTable, impact_ratios, proxy_leak, score_gaps
from interview import Estimate, Finding, Withheld
from scoring.learned.design import DesignTable
from workflow.modality_people import USUAL_RATE
from workflow.modality_predictions import complete

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
METHOD_CHANGE = "ratio.paired_bootstrap"
CELLS: tuple[list[int], list[int]] = ([2, 3], [1, 3])
"""Of neither, the second alone, the first alone, both: who the first and the second select."""
FLOOR = 30
"""Smaller groups are listed and not judged: there are many tables here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetGaps:
    """One set of modalities, one criterion, one attribute: how groups' scores and places differ.

    ``gap`` in standard deviations from the largest group, ``ratio`` of the groups' shares selected
    when each role takes as many as it did.
    """

    subset: Subset
    criterion: str
    attribute: str
    gap: AuditTable
    ratio: AuditTable

    @property
    def lowest(self) -> tuple[str, Estimate] | None:
        """The group selected least against the reference, with its ratio."""
        found = [
            (g.group, g.finding)
            for g in self.ratio.groups
            if isinstance(g.finding, Estimate) and not g.reference and not g.excluded
        ]
        return min(found, key=lambda one: one[1].value, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class GapChange:
    """What adding modalities to the words does to one group's place, on the same people.

    ``before`` and ``after`` are its impact ratios (None where nobody of the reference is selected);
    ``change`` is after divided by before with a 95 % interval. ``loses``: it stays below 1 although
    many groups were compared (Bonferroni over those of one addition and criterion).
    """

    added: Subset
    criterion: str
    attribute: str
    group: str
    reference: str
    before: float | None
    after: float | None
    change: Finding
    loses: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetLeak:
    """How well one attribute can be told from the signals of one set of modalities."""

    subset: Subset
    attribute: str
    table: AuditTable


def subset_gaps(
    design: DesignTable,
    predictions: Mapping[str, Mapping[Subset, Floats]],
    groups: pd.DataFrame,
    attributes: Sequence[str],
    pass_rate: Mapping[str, float],
) -> tuple[SubsetGaps, ...]:
    """Gaps and impact ratios of everybody with all modalities, for each criterion and subset.

    Parameters
    ----------
    groups : DataFrame
        One row per interview of the design, in its order, with a column per attribute.
    """
    made = []
    for criterion, by_subset in predictions.items():
        for subset in SUBSETS:
            score = by_subset[subset]
            rows = np.isfinite(score)
            table = groups.loc[rows, list(attributes)].assign(
                score=score[rows],
                selected=selected(score[rows], design.role[rows], pass_rate),
            )
            if not len(table) or float(np.ptp(score[rows])) <= 0:
                continue
            made += [
                SubsetGaps(
                    subset=subset,
                    criterion=criterion,
                    attribute=name,
                    gap=score_gaps(table, attribute=name, score="score", floor=FLOOR),
                    ratio=impact_ratios(
                        table,
                        attribute=name,
                        selected="selected",
                        reference="largest_group",
                        floor=FLOOR,
                    ),
                )
                for name in attributes
            ]
    return tuple(made)


def gap_changes(
    design: DesignTable,
    predictions: Mapping[str, Mapping[Subset, Floats]],
    groups: pd.DataFrame,
    attributes: Sequence[str],
    pass_rate: Mapping[str, float],
    *,
    replicates: int = 2000,
    seed: int = 2026,
) -> tuple[GapChange, ...]:
    """Each group's impact ratio with voice or face beside the words, against words alone.

    Formula: a person is selected by both scorers, by one or by neither; these four counts are drawn
    again within each group, and the ratio of the two impact ratios taken each time (percentiles).
    The reference is the largest group. Groups of fewer than 30 are left out.
    """
    rng = np.random.default_rng(seed)
    made = []
    for criterion, by_subset in predictions.items():
        rows = np.isfinite(by_subset[SUBSETS[-1]])
        role = design.role[rows]
        taken = {s: selected(p[rows], role, pass_rate) for s, p in by_subset.items()}
        for base, added in ADDITIONS:
            if base != ("language",):
                continue
            whole = tuple(m for m in MODALITIES if m in (*base, *added))
            joint = (2 * taken[base] + taken[whole]).astype(np.int64)
            by_name = {
                n: _counts(groups.loc[rows, n].to_numpy(dtype=object), joint) for n in attributes
            }
            compared = sum(max(len(c) - 1, 0) for c in by_name.values())
            for name, counts in by_name.items():
                made += _changes(criterion, added, name, counts, rng, replicates, compared)
    return tuple(made)


def _counts(stated: NDArray[np.object_], joint: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The four cells of every group that is large enough."""
    counts = {
        str(group): np.bincount(joint[stated == group], minlength=4)
        for group in dict.fromkeys(g for g in stated if isinstance(g, str))
    }
    return {group: n for group, n in sorted(counts.items()) if n.sum() >= FLOOR}


def _changes(
    criterion: str,
    added: Subset,
    attribute: str,
    counts: Mapping[str, NDArray[np.int64]],
    rng: np.random.Generator,
    replicates: int,
    compared: int,
) -> list[GapChange]:
    if len(counts) < 2:
        return []
    reference = max(counts, key=lambda group: int(counts[group].sum()))
    drawn = {
        group: rng.multinomial(int(n.sum()), n / n.sum(), size=replicates)
        for group, n in counts.items()
    }
    made = []
    for group, n in counts.items():
        if group == reference:
            continue
        before, after = _ratios(n[None, :], counts[reference][None, :])
        again = _ratios(drawn[group], drawn[reference])
        people = int(n.sum() + counts[reference].sum())
        change: Finding = Withheld(code="bootstrap.undefined", n=people)
        sure = False
        with np.errstate(divide="ignore", invalid="ignore"):
            draws, value = again[1] / again[0], float((after / before)[0])
        if np.isfinite(value):
            change = percentile_interval(value, draws, n=people, method=METHOD_CHANGE)
            strict = percentile_interval(value, draws, n=people, level=1 - 0.05 / compared)
            sure = isinstance(strict, Estimate) and strict.high < 1
        made.append(
            GapChange(
                added=added,
                criterion=criterion,
                attribute=attribute,
                group=group,
                reference=reference,
                before=_number(before),
                after=_number(after),
                change=change,
                loses=sure,
            )
        )
    return made


def _number(value: Floats) -> float | None:
    return float(value[0]) if np.isfinite(value[0]) else None


def _ratios(mine: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Impact ratios by the first and by the second scorer, from counts of the four cells."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = [
            (c[:, cells].sum(axis=1) / c.sum(axis=1)) for c in (mine, other) for cells in CELLS
        ]
        return np.asarray(rates[0] / rates[2]), np.asarray(rates[1] / rates[3])


def subset_leaks(
    design: DesignTable, groups: pd.DataFrame, attributes: Sequence[str]
) -> tuple[SubsetLeak, ...]:
    """How well each attribute can be told from each subset's signals, on the same people."""
    import pandas as pd

    rows = complete(design)
    values = design.X[rows]
    # a single feature missing here and there must not cost the whole person
    middle = np.nanmedian(values, axis=0)
    values = np.where(np.isnan(values), middle, values)
    features = pd.DataFrame(values, columns=list(design.names))
    features["person"] = design.person[rows]
    table = pd.concat([features, groups.loc[rows, list(attributes)].reset_index(drop=True)], axis=1)
    varying = [n for n in design.names if float(np.ptp(table[n].to_numpy())) > 0]
    return tuple(
        SubsetLeak(
            subset=subset,
            attribute=name,
            table=proxy_leak(
                table,
                attribute=name,
                features=[n for n in varying if design.modality[n] in subset],
                person="person",
                floor=FLOOR,
            ),
        )
        for subset in SUBSETS
        for name in attributes
    )


def selected(
    score: Floats, role: NDArray[np.object_], pass_rate: Mapping[str, float]
) -> NDArray[np.float64]:
    """1 for the top share of each role that went on there, 0 for the others.

    Examples
    --------
    >>> role = np.array(["a"] * 4 + ["b"] * 4, dtype=object)
    >>> selected(np.array([1.0, 2, 3, 4, 4, 3, 2, 1]), role, {"a": 0.5, "b": 0.25}).tolist()
    [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    """
    made = np.zeros(score.size)
    for key in np.unique(role.astype(str)):
        mine = np.flatnonzero(role == key)
        take = round(pass_rate.get(str(key), USUAL_RATE) * mine.size)
        made[mine[np.argsort(-score[mine], kind="stable")[:take]]] = 1.0
    return made
