"""Selection compared within each requisition and pooled: a ratio that no mix of jobs can make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import (
    Strata,
    cochran_mantel_haenszel,
    common_odds_ratio,
    common_ratio,
    homogeneity,
    proportion,
    ratio,
    strata,
)
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import column, yes_no
from fairness.population import groups_of
from fairness.reference_group import reference_of, why_left_out
from fairness.verdict import Verdict, ratio_verdict, worst
from interview import Estimate, Finding, Withheld

Counts = NDArray[np.float64]


def mantel_haenszel(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    selected: str,
    stratum: str,
    reference: ReferenceRule | str = "highest_rate",
    correction: bool = False,
    limit: float = 0.80,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
    alpha: float = 0.05,
) -> AuditTable:
    """How each group fares against the reference group inside the same requisition or job.

    Formula: Mantel and Haenszel's ratio of selection rates over all strata (``finding``, judged
    against ``limit`` as an impact ratio is) and, in ``details``, their common odds ratio with the
    interval of Robins, Breslow and Greenland, the Cochran-Mantel-Haenszel chi-square (``chi2``, its
    p is ``p_value``), and Breslow and Day's test of one common odds ratio with Tarone's correction
    (``homogeneity_chi2``, ``homogeneity_p``; drawn again rather than read off where strata are
    small). ``aggregate`` is the impact ratio of the whole table.

    Strata with nobody of one group, or where all or none were selected, say nothing of an odds
    ratio; they are dropped and counted by reason in ``notes``. Assumes one common ratio: where
    Breslow and Day's p falls below ``alpha`` a note ``stratum.heterogeneous`` says so, the verdict
    is never "within", and ``details`` name the strata with the lowest and the highest ratio, for a
    pooled number alone would mislead. A note ``stratum.disagrees`` stands where the
    aggregate and the stratified ratio lead to different readings (Simpson's paradox).

    Parameters
    ----------
    correction : bool
        The continuity correction of the chi-square; off because it lets marginal cases pass.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_yes_no``, ``group.too_many``, ``group.no_reference``.

    Examples
    --------
    >>> def job(name, sex, chosen, n):
    ...     hired = [1] * chosen + [0] * (n - chosen)
    ...     return pd.DataFrame({"job": name, "sex": sex, "hired": hired})
    >>> people = pd.concat([job("easy", "m", 60, 80), job("easy", "f", 15, 20),
    ...                     job("hard", "m", 4, 20), job("hard", "f", 16, 80)])
    >>> table = mantel_haenszel(people, attribute="sex", selected="hired", stratum="job")
    >>> women = table.groups[0]
    >>> round(women.finding.value, 2), round(women.details["aggregate"], 2)
    (1.0, 0.48)
    >>> [note.code for note in table.notes]
    ['stratum.disagrees']
    """
    chosen = yes_no(frame, selected)
    found = groups_of(frame, attribute)
    place, jobs = pd.factorize(column(frame, stratum), use_na_sentinel=True)
    decided = ~np.isnan(chosen)
    kept = decided & (place >= 0)
    size, many = len(found.names), max(len(jobs), 1)
    cell = place[kept] * size + found.codes[kept]
    n = np.bincount(cell, minlength=many * size).reshape(many, size).astype(np.float64)
    picks = np.bincount(cell, weights=chosen[kept], minlength=many * size)
    k = picks.reshape(many, size).astype(np.float64)
    total = n.sum(axis=0)
    everybody = int(total.sum())
    rows = [(name, i, int(total[i])) for i, name in enumerate(found.names)]
    left_out = [
        why_left_out(name, people, everybody, floor=floor, smallest_share=smallest_share)
        for name, _, people in rows
    ]
    base = reference_of(
        rows,
        rule=reference,
        attribute=found.attribute,
        name=lambda row: row[0],
        size=lambda row: row[2],
        rate=lambda row: float(k[:, row[1]].sum()) / row[2],
        left_out=left_out,
    )
    notes: list[Note] = []
    groups: list[GroupFinding] = []
    for (name, i, people), why in zip(rows, left_out, strict=True):
        picked = int(k[:, i].sum())
        rate = proportion(picked, people, level=level)
        if base is None or (why and name != base[0]):
            groups.append(
                GroupFinding(
                    group=name,
                    n=people,
                    selected=picked,
                    rate=rate,
                    finding=Withheld(code=why or "group.no_comparison", n=people),
                    verdict="cannot_tell",
                    excluded=why,
                )
            )
            continue
        if name == base[0]:
            one = Estimate(value=1.0, low=1.0, high=1.0, n=people, method="ratio.reference")
            groups.append(
                GroupFinding(
                    group=name,
                    n=people,
                    selected=picked,
                    rate=rate,
                    finding=one,
                    verdict="within",
                    reference=True,
                )
            )
            continue
        b = base[1]
        usable, dropped = _usable(k[:, i], n[:, i], k[:, b], n[:, b])
        notes += [
            Note(code=code, slots={"group": name, "strata": s, "people": p})
            for code, (s, p) in dropped.items()
        ]
        pair = strata(k[usable, i], n[usable, i], k[usable, b], n[usable, b])
        whole = ratio(picked, people, int(k[:, b].sum()), base[2], level=level)
        names = [str(job) for job, use in zip(jobs, usable, strict=False) if use]
        finding, verdict, p, details, remarks = _compared(
            pair, whole, names, name, limit=limit, level=level, alpha=alpha, correction=correction
        )
        notes += remarks
        groups.append(
            GroupFinding(
                group=name,
                n=people,
                selected=picked,
                rate=rate,
                finding=finding,
                verdict=verdict,
                p_value=p,
                details=details,
            )
        )
    if base is None:
        notes.append(Note(code="group.no_comparison"))
    excluded = {
        "table.undecided": int((~decided).sum()),
        "stratum.not_stated": int((decided & (place < 0)).sum()),
    }
    return AuditTable(
        attribute=found.attribute,
        metric="mantel_haenszel",
        groups=tuple(groups),
        verdict=worst(tuple(g.verdict for g in groups if not g.reference and not g.excluded)),
        reference=base[0] if base else "",
        excluded={code: count for code, count in excluded.items() if count},
        notes=tuple(notes),
    )


def _usable(
    a: Counts, n1: Counts, c: Counts, n2: Counts
) -> tuple[NDArray[np.bool_], dict[str, tuple[int, int]]]:
    """Which strata can be compared, and how many strata and people each reason costs."""
    here = n1 + n2
    one_group = (n1 == 0) | (n2 == 0)
    same = ~one_group & ((a + c == 0) | (a + c == here))
    dropped = {}
    # a stratum with nobody of either group is not part of this comparison at all
    for code, out in (("stratum.one_group", one_group & (here > 0)), ("stratum.all_alike", same)):
        if out.any():
            dropped[code] = (int(out.sum()), int(here[out].sum()))
    return ~one_group & ~same, dropped


def _compared(
    pair: Strata,
    whole: Finding,
    names: list[str],
    group: str,
    *,
    limit: float,
    level: float,
    alpha: float,
    correction: bool,
) -> tuple[Finding, Verdict, float | None, dict[str, float | int | str | bool | None], list[Note]]:
    if not pair.a.size:
        nothing = Withheld(code="stratum.none_usable", n=pair.n)
        return nothing, "cannot_tell", None, {"strata": 0}, []
    finding = common_ratio(pair, level=level)
    odds = common_odds_ratio(pair, level=level)
    tested = cochran_mantel_haenszel(pair, correction=correction)
    alike = homogeneity(pair)
    details: dict[str, float | int | str | bool | None] = {
        "strata": int(pair.a.size),
        "people": pair.n,
        "chi2": tested[0] if tested else None,
        "homogeneity_chi2": alike[0] if alike else None,
        "homogeneity_p": alike[1] if alike else None,
    }
    details |= _three("odds_ratio", odds) | _three("aggregate", whole)
    verdict = ratio_verdict(finding, limit=limit)
    notes: list[Note] = []
    if alike and alike[1] < alpha:
        low, high = _furthest(pair)
        details |= {"lowest_stratum": names[low], "highest_stratum": names[high]}
        slots = {"group": group, "p": alike[1], "lowest": names[low], "highest": names[high]}
        notes.append(Note(code="stratum.heterogeneous", slots=slots))
        verdict = "cannot_tell" if verdict == "within" else verdict
    if (
        isinstance(whole, Estimate)
        and isinstance(finding, Estimate)
        and _disagree(whole, finding, limit)
    ):
        slots = {"group": group, "aggregate": whole.value, "stratified": finding.value}
        notes.append(Note(code="stratum.disagrees", slots=slots))
    return finding, verdict, tested[1] if tested else None, details, notes


def _disagree(whole: Estimate, within: Estimate, limit: float) -> bool:
    """One says there is an effect and the other does not, or they point opposite ways."""
    shown = [x.high < 1 or x.low > 1 for x in (whole, within)]
    opposite = all(shown) and (whole.value - 1) * (within.value - 1) < 0
    verdicts = {ratio_verdict(x, limit=limit) for x in (whole, within)}
    return opposite or shown[0] != shown[1] or verdicts == {"within", "exceeds"}


def _furthest(pair: Strata) -> tuple[int, int]:
    """The strata with the lowest and the highest odds ratio, half a person added to each cell."""
    odds = (pair.a + 0.5) * (pair.n2 - pair.c + 0.5)
    odds = odds / ((pair.c + 0.5) * (pair.n1 - pair.a + 0.5))
    return int(odds.argmin()), int(odds.argmax())


def _three(name: str, finding: Finding) -> dict[str, float | int | str | bool | None]:
    if isinstance(finding, Withheld):
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: finding.value, f"{name}_low": finding.low, f"{name}_high": finding.high}
