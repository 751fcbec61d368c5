"""Adverse impact: each group's rate against the reference group's, with everything beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from estimation import fewest_expected, fisher_exact, fisher_mid_p, pooled_z, proportion, ratio
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import yes_no
from fairness.population import groups_of
from fairness.power import smallest_ratio
from fairness.reference_group import reference_of, why_left_out
from fairness.verdict import ratio_verdict, worst
from interview import Estimate, Withheld


def impact_ratios(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    selected: str,
    reference: ReferenceRule | str = "highest_rate",
    limit: float = 0.80,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
    metric: str = "impact_ratio",
    unknown: str = "table.undecided",
) -> AuditTable:
    """How each group's selection rate compares with the reference group's.

    Formula: ``(selected / n) / (selected_ref / n_ref)``, Miettinen and Nurminen's score interval.
    Beside it Fisher's exact p (mid-p and the pooled z in ``details``), whether one person decided
    otherwise would turn the result round (UGESP, question 21; that is never "exceeds"),
    how many more selections would reach ``limit``, and the ratio nearest to 1 that groups of these
    sizes would show four times in five (``detectable_ratio``). One row is one person at one stage;
    rows without a decision are counted in ``excluded``.

    Parameters
    ----------
    reference : str
        ``highest_rate`` (the rule of UGESP and Local Law 144), ``largest_group``, or the name of
        a group.
    limit : float
        The ratio that should be reached; four fifths is a convention, no law's line.
    floor : int
        Groups with fewer people are listed without a finding.
    smallest_share : float
        Groups below this share of all people are listed with their rate, but get no ratio and are
        no reference.
    metric, unknown : str
        What the table calls itself, and the reason it gives for rows without a decision.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_yes_no``, ``group.too_many``,
        ``group.no_reference`` when the named reference is not there.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["m"] * 80 + ["f"] * 40,
    ...                        "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28})
    >>> table = impact_ratios(people, attribute="sex", selected="hired")
    >>> [(g.group, g.selected, g.n, round(g.finding.value, 2), g.verdict) for g in table.groups]
    [('f', 12, 40, 0.5, 'exceeds'), ('m', 48, 80, 1.0, 'within')]
    """
    chosen = yes_no(frame, selected)
    decided = ~np.isnan(chosen)
    found = groups_of(frame, attribute)
    size = len(found.names)
    n = np.bincount(found.codes, weights=decided, minlength=size)
    k = np.bincount(found.codes, weights=np.where(decided, chosen, 0.0), minlength=size)
    undecided = int(found.n - decided.sum())
    return impact_ratios_of_counts(
        [(name, int(a), int(b)) for name, a, b in zip(found.names, k, n, strict=True)],
        attribute=found.attribute,
        metric=metric,
        reference=reference,
        limit=limit,
        floor=floor,
        smallest_share=smallest_share,
        level=level,
        excluded={unknown: undecided} if undecided else {},
    )


def impact_ratios_of_counts(
    counts: Sequence[tuple[str, int, int]],
    *,
    attribute: str,
    metric: str = "impact_ratio",
    reference: ReferenceRule | str = "highest_rate",
    limit: float = 0.80,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
    excluded: Mapping[str, int] | None = None,
    notes: tuple[Note, ...] = (),
) -> AuditTable:
    """The same from a table that holds only ``(group, selected, n)``, as published audits do.

    Examples
    --------
    >>> table = impact_ratios_of_counts([("men", 667, 1390), ("women", 555, 1181)],
    ...                                 attribute="sex")
    >>> round(table.groups[1].finding.value, 3)
    0.979
    """
    everybody = sum(n for _, _, n in counts)
    left_out = [
        why_left_out(name, n, everybody, floor=floor, smallest_share=smallest_share)
        for name, _, n in counts
    ]
    base = reference_of(
        counts,
        rule=reference,
        attribute=attribute,
        name=lambda c: c[0],
        size=lambda c: c[2],
        rate=lambda c: c[1] / c[2],
        left_out=left_out,
    )
    groups = tuple(
        _group(row, base, why, limit=limit, level=level, floor=floor)
        for row, why in zip(counts, left_out, strict=True)
    )
    judged = tuple(g.verdict for g in groups if not g.reference and not g.excluded)
    return AuditTable(
        attribute=attribute,
        metric=metric,
        groups=groups,
        verdict=worst(judged),
        reference=base[0] if base else "",
        excluded=excluded or {},
        notes=(*notes, *_remarks(groups, base)),
    )


def _remarks(groups: tuple[GroupFinding, ...], base: tuple[str, int, int] | None) -> list[Note]:
    """What a reader must know of a table that shows less than it seems to, or the other way."""
    if base is None:
        return [Note(code="group.no_comparison")]
    compared = [g for g in groups if not g.excluded]
    chosen, people = sum(g.selected or 0 for g in compared), sum(g.n for g in compared)
    if chosen in (0, people):
        return [Note(code="table.all_selected" if chosen else "table.none_selected")]
    above = [g for g in compared if isinstance(g.finding, Estimate) and g.finding.value > 1]
    if above:
        # the rule of Local Law 144 compares with the highest rate, so no ratio can pass 1
        highest = max(
            above, key=lambda g: g.finding.value if isinstance(g.finding, Estimate) else 0
        )
        return [Note(code="ratio.above_one", slots={"reference": base[0], "group": highest.group})]
    return []


def flips(selected: int, n: int, ref_selected: int, ref_n: int) -> bool:
    """Whether one person decided otherwise would turn the result round.

    One more of the lower group and one fewer of the higher: if the lower group then has the higher
    rate, the numbers are too small to act on (UGESP questions and answers, 21).

    Examples
    --------
    >>> flips(1, 5, 4, 12), flips(2, 6, 5, 10), flips(3, 20, 9, 30)
    (True, True, False)
    """
    if not n or not ref_n or selected * ref_n >= ref_selected * n:
        return False
    return (selected + 1) * ref_n > (ref_selected - 1) * n


def shortfall(selected: int, n: int, ref_selected: int, ref_n: int, *, limit: float = 0.80) -> int:
    """How many more selections of a group would reach ``limit`` times the reference rate.

    Formula: ``ceil(limit * rate_ref * n - selected)``, the reference held as it is; 0 when the
    limit is reached.

    Examples
    --------
    >>> shortfall(12, 40, 48, 80)
    8
    """
    if not ref_n:
        return 0
    # an exact product may print a hair above a whole number
    return max(0, math.ceil(limit * ref_selected * n / ref_n - selected - 1e-9))


def _group(
    row: tuple[str, int, int],
    base: tuple[str, int, int] | None,
    left_out: str,
    *,
    limit: float,
    level: float,
    floor: int,
) -> GroupFinding:
    name, k, n = row
    rate = proportion(k, n, level=level) if n >= floor else Withheld(code="group.too_small", n=n)
    if base is None or (left_out and name != base[0]):
        return GroupFinding(
            group=name, n=n, selected=k, rate=rate, verdict="cannot_tell", excluded=left_out,
            finding=Withheld(code=left_out or "group.no_comparison", n=n),
        )  # fmt: skip
    if name == base[0]:
        one = Estimate(value=1.0, low=1.0, high=1.0, n=n, method="ratio.reference")
        return GroupFinding(
            group=name, n=n, selected=k, rate=rate, verdict="within", reference=True, finding=one
        )
    _, ref_k, ref_n = base
    finding = ratio(k, n, ref_k, ref_n, level=level)
    verdict = ratio_verdict(finding, limit=limit)
    turned = flips(k, n, ref_k, ref_n)
    return GroupFinding(
        group=name,
        n=n,
        selected=k,
        rate=rate,
        finding=finding,
        # nothing that one person would turn round is an alarm
        verdict="cannot_tell" if turned and verdict == "exceeds" else verdict,
        p_value=fisher_exact(k, n, ref_k, ref_n),
        flips=turned,
        shortfall=shortfall(k, n, ref_k, ref_n, limit=limit),
        details={
            "z": pooled_z(k, n, ref_k, ref_n),
            "mid_p": fisher_mid_p(k, n, ref_k, ref_n),
            "fewest_expected": fewest_expected(k, n, ref_k, ref_n),
            "four_fifths": isinstance(finding, Estimate) and finding.value >= 0.8,
            "detectable_ratio": smallest_ratio(ref_k / ref_n, n, ref_n) if ref_k else None,
        },
    )
