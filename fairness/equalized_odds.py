"""Against later performance: are good people found, and others passed over, alike in each group?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import difference, fisher_exact, percentile_interval, proportion, ratio
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import numbers, yes_no
from fairness.complete_rows import Compared, compared
from fairness.criterion_bias import criterion_bias, criterion_notes
from fairness.verdict import gap_verdict, worst
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]


def equalized_odds(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    outcome: str,
    selected: str = "",
    score: str = "",
    cut: float | None = None,
    performing: float | None = None,
    rater_group: str = "",
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.10,
    floor: int = 20,
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = 2026,
) -> AuditTable:
    """True and false positive rates by group, their differences and ratios.

    Formula: of those who later perform, the share that was selected (true positive rate, whose
    equality is *equal opportunity*); of those who do not, the share that was (false positive rate).
    Each group's ``finding`` is its true positive rate minus the reference group's (Newcombe's
    interval), the false positive rate stands beside it in ``details``. ``overall`` holds
    ``difference`` (the larger of the two spans between highest and lowest group) and ``ratio`` (the
    smaller of the two), as fairlearn defines them, and ``opportunity_difference`` and
    ``opportunity_ratio`` of the true positive rates alone. Their intervals come from draws within
    each group and outcome, ``Beta(k + 1/2, n - k + 1/2)``: resampling rows would call a rate of 0
    or 1 certain. A span is above zero by chance alone, so judge by the groups.

    Outcomes exist for the hired only, so everything here is conditional on having been hired; the
    note ``outcome.selection_bias`` says for how many. Where all those with an outcome were selected
    both rates are 1 by construction and the findings are withheld.

    Parameters
    ----------
    outcome : str
        Later performance: yes or no, or a number together with ``performing``.
    selected : str
        The decision as yes or no; or give ``score`` and ``cut`` to ask what the score alone would
        have selected.
    performing : float, optional
        The outcome from which somebody counts as performing.
    rater_group : str
        The group of the person who gave the outcome; adds the note ``outcome.criterion_bias``.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_yes_no``, ``table.not_a_number``, ``group.too_many``,
        ``odds.no_selection`` when neither a decision nor a cut is named.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 200, "hired": [1, 1, 0, 1] * 100,
    ...                        "good": [1, 1, 1, 1, 0, 0, 0, 0] * 50})
    >>> table = equalized_odds(people, attribute="sex", selected="hired", outcome="good")
    >>> table.reference, round(table.groups[1].finding.value, 2), table.verdict
    ('f', 0.5, 'exceeds')
    """
    if performing is None:
        good = yes_no(frame, outcome)
    else:
        raw = numbers(frame, outcome)
        good = np.where(np.isnan(raw), np.nan, (raw >= performing).astype(np.float64))
    if selected:
        chosen, missing = yes_no(frame, selected), "table.undecided"
    elif score and cut is not None:
        raw = numbers(frame, score)
        chosen = np.where(np.isnan(raw), np.nan, (raw >= cut).astype(np.float64))
        missing = "table.unscored"
    else:
        raise InputError(
            "odds.no_selection",
            "nothing says who was selected",
            "name the column of decisions, or a score and the cut to draw",
        )
    found = compared(
        frame, attribute, {"outcome.none": good, missing: chosen}, reference=reference, floor=floor
    )
    y, s = good[found.kept], chosen[found.kept]
    size = len(found.names)
    n = np.stack([np.bincount(found.codes, weights=y == side, minlength=size) for side in (1, 0)])
    k = np.stack(
        [np.bincount(found.codes, weights=(y == side) * s, minlength=size) for side in (1, 0)]
    )
    counts = k.astype(np.int64), n.astype(np.int64)
    notes = _notes(frame, found, attribute, good, outcome, rater_group, reference)
    everyone = bool(len(s)) and bool((s == 1).all() or (s == 0).all())
    if everyone:
        notes.append(Note(code="outcome.selected_only", slots={"n": len(s)}))

    def judge(i: int) -> GroupFinding:
        if everyone:
            return found.withheld(i, "outcome.selected_only")
        return _against(found, i, counts, limit=limit, level=level)

    def base(i: int) -> GroupFinding:
        return found.zero(i, **_own(i, counts))

    held = sorted({*found.focal, *([] if found.reference is None else [found.reference])})
    overall = _spans(counts, held, everyone, level=level, replicates=replicates, seed=seed)
    return found.table("equalized_odds", judge, base, overall=overall, notes=notes)


Counts = tuple[NDArray[np.int64], NDArray[np.int64]]


def _own(i: int, counts: Counts) -> dict[str, float | int | str | bool | None]:
    k, n = counts[0][:, i], counts[1][:, i]
    return {
        "positives": int(n[0]),
        "negatives": int(n[1]),
        "true_positive_rate": float(k[0] / n[0]) if n[0] else None,
        "false_positive_rate": float(k[1] / n[1]) if n[1] else None,
    }


def _against(
    found: Compared, i: int, counts: Counts, *, limit: float, level: float
) -> GroupFinding:
    k, n = counts
    base = found.reference or 0
    gaps: list[Finding] = []
    details = _own(i, counts)
    p: list[float | None] = []
    for side, name in enumerate(("true_positive", "false_positive")):
        four = int(k[side, i]), int(n[side, i]), int(k[side, base]), int(n[side, base])
        if four[1] == 0 or four[3] == 0:
            gap: Finding = Withheld(code="outcome.one_kind", n=four[1] + four[3])
            share: Finding = gap
            p.append(None)
        else:
            gap, share = difference(*four, level=level), ratio(*four, level=level)
            p.append(fisher_exact(*four))
        gaps.append(gap)
        for key, value in (("difference", gap), ("ratio", share)):
            here = isinstance(value, Estimate)
            details[f"{name}_{key}"] = value.value if here else None  # type: ignore[union-attr]
            details[f"{name}_{key}_low"] = value.low if here else None  # type: ignore[union-attr]
            details[f"{name}_{key}_high"] = value.high if here else None  # type: ignore[union-attr]
    details["false_positive_p"] = p[1]
    rate = proportion(int(k[0, i]), int(n[0, i]), level=level) if n[0, i] else None
    return GroupFinding(
        group=found.names[i],
        n=int(found.sizes[i]),
        selected=int(k[:, i].sum()),
        rate=rate,
        finding=gaps[0],
        verdict=worst(tuple(gap_verdict(g, limit=limit) for g in gaps)),
        p_value=p[0],
        details=details,
    )


def _spans(
    counts: Counts, held: list[int], everyone: bool, *, level: float, replicates: int, seed: int
) -> dict[str, Finding]:
    """fairlearn's four numbers over the groups compared."""
    k, n = counts[0][:, held], counts[1][:, held]
    names = ("difference", "ratio", "opportunity_difference", "opportunity_ratio")
    if everyone or len(held) < 2:
        why = "outcome.selected_only" if everyone else "group.no_comparison"
        return {name: Withheld(code=why, n=int(n.sum())) for name in names}

    def span(rates: Floats) -> Floats:
        return np.asarray(rates.max(axis=2) - rates.min(axis=2))

    def share(rates: Floats) -> Floats:
        return np.asarray(rates.min(axis=2) / rates.max(axis=2))

    definitions: tuple[Callable[[Floats], Floats], ...] = (
        lambda r: np.asarray(span(r).max(axis=1)),
        lambda r: np.asarray(share(r).min(axis=1)),
        lambda r: np.asarray(span(r)[:, 0]),
        lambda r: np.asarray(share(r)[:, 0]),
    )
    rng = np.random.default_rng(seed)
    drawn = rng.beta(k + 0.5, n - k + 0.5, size=(replicates, *k.shape))
    total = int(n.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = (k / n)[None, ...]
        return {
            name: percentile_interval(
                float(how(rates)[0]), how(drawn), n=total, level=level, method="bootstrap.jeffreys"
            )
            for name, how in zip(names, definitions, strict=True)
        }


def _notes(
    frame: pd.DataFrame,
    found: Compared,
    attribute: str | Sequence[str],
    good: Floats,
    outcome: str,
    rater_group: str,
    reference: ReferenceRule | str,
) -> list[Note]:
    labelled = int((~np.isnan(good)).sum())
    notes = [
        Note(
            code="outcome.selection_bias",
            slots={
                "labelled": labelled,
                "people": len(frame),
                "share": labelled / max(1, len(frame)),
            },
        )
    ]
    if rater_group:
        yardstick = criterion_bias(
            frame.assign(**{outcome: good}),
            attribute=attribute,
            outcome=outcome,
            rater_group=rater_group,
            reference=reference,
        )
        notes += criterion_notes(yardstick)
    return notes
