"""How far apart the scores of groups lie, before and after asking what people made of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from estimation import Sample, mean_difference, standardised_gap, welch_p
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.gap_at_equal_rating import Matched, gap_at_equal_rating
from fairness.group_scores import GroupScores, group_scores, mean_finding
from fairness.reference_group import reference_of, why_left_out
from fairness.verdict import gap_verdict, worst
from interview import Estimate, Finding, Withheld

_Details = dict[str, float | int | str | bool | None]


def score_gaps(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    score: str,
    human: str = "",
    reference: ReferenceRule | str = "largest_group",
    gap_limit: float = 0.20,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
    metric: str = "",
    unknown: str = "table.unscored",
) -> AuditTable:
    """How many standard deviations each group's mean score lies from the reference group's.

    Formula: Hedges' g (group minus reference, pooled spread of the two) with its interval, Welch's
    p, and in ``details`` the difference in points with Welch's interval and the quantiles of the
    group. With ``human``, the gap at equal human rating: ``score ~ group + rating``, interval from
    HC3, in the same pooled standard deviations, and beside it (``matched_gap``) the mean gap inside
    each level of the rating, which assumes no straight line. What is left at equal rating is what
    the score adds to or takes from a group against what people saw.

    A rating is a noisy measure: where the groups' ratings differ, part of that difference comes
    back as a gap at equal rating, and a note ``score_gap.ratings_differ`` says so.

    Parameters
    ----------
    reference : str
        The largest group by default, or the name of one. ``highest_rate`` means the largest group
        too: choosing the highest mean would make every gap look larger than it is.
    gap_limit : float
        The gap, in standard deviations, that an interval must lie within (or beyond).
    metric, unknown : str
        What the table calls itself, and the reason it gives for people without a number.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``,
        ``group.no_reference``.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f"] * 50 + ["m"] * 60,
    ...                        "score": [5, 6, 6, 7, 8] * 10 + [5, 6, 7, 7, 8, 9] * 10})
    >>> women, men = score_gaps(people, attribute="sex", score="score").groups
    >>> round(women.finding.value, 2), round(women.details["points"], 2), men.reference
    (-0.5, -0.6, True)
    """
    found, scored = group_scores(frame, attribute, score)
    excluded = {unknown: found.missing}
    ratings = None
    if human:
        # the same people on both sides: those who have a score and a rating
        rated, has_rating = group_scores(frame, attribute, human)
        both = scored & has_rating
        excluded["table.unrated"] = int((scored & ~has_rating).sum())
        ratings = GroupScores(
            attribute=rated.attribute,
            names=rated.names,
            codes=rated.codes[both[has_rating]],
            values=rated.values[both[has_rating]],
            missing=rated.missing,
        )
        found = GroupScores(
            attribute=found.attribute,
            names=found.names,
            codes=found.codes[both[scored]],
            values=found.values[both[scored]],
            missing=found.missing,
        )
    samples, quantiles = found.samples(), found.quantiles()
    rows = [(name, i) for i, name in enumerate(found.names)]
    left_out = [
        why_left_out(
            name, samples[i].n, found.values.size, floor=floor, smallest_share=smallest_share
        )
        for name, i in rows
    ]
    base = reference_of(
        rows,
        rule=reference,
        attribute=found.attribute,
        name=lambda row: row[0],
        size=lambda row: samples[row[1]].n,
        rate=None,
        left_out=left_out,
    )
    notes: list[Note] = []
    groups: list[GroupFinding] = []
    for (name, i), why in zip(rows, left_out, strict=True):
        here = samples[i]
        p: float | None = None
        details: _Details = {"mean": here.mean, "sd": here.sd, **quantiles[i]} if here.n else {}
        is_reference = base is not None and name == base[0]
        finding: Finding = Withheld(code=why or "group.no_comparison", n=here.n)
        if is_reference:
            finding = Estimate(value=0.0, low=0.0, high=0.0, n=here.n, method="gap.reference")
        elif base is not None and not why:
            other = samples[base[1]]
            if ratings is None:
                finding = standardised_gap(here, other, level=level)
                p = welch_p(here, other)
                details |= _points(here, other, level)
            else:
                matched = gap_at_equal_rating(found, ratings, i, base[1], level=level)
                finding, p = matched.gap, matched.p_value
                details |= _of_rating(matched)
                apart = matched.rating_gap
                if isinstance(apart, Estimate) and abs(apart.value) > gap_limit:
                    slots = {"group": name, "gap": apart.value}
                    notes.append(Note(code="score_gap.ratings_differ", slots=slots))
        groups.append(
            GroupFinding(
                group=name,
                n=here.n,
                rate=mean_finding(here, level=level),
                finding=finding,
                verdict="within" if is_reference else gap_verdict(finding, limit=gap_limit),
                p_value=p,
                reference=is_reference,
                excluded="" if is_reference else why,
                details=details,
            )
        )
    if base is None:
        notes.append(Note(code="group.no_comparison"))
    elif any(
        isinstance(g.finding, Withheld) and g.finding.code == "score.constant" for g in groups
    ):
        notes.append(Note(code="score.constant"))
    return AuditTable(
        attribute=found.attribute,
        metric=metric or ("score_gap_at_equal_rating" if human else "score_gap"),
        groups=tuple(groups),
        verdict=worst(tuple(g.verdict for g in groups if not g.reference and not g.excluded)),
        reference=base[0] if base else "",
        excluded={code: n for code, n in excluded.items() if n},
        notes=tuple(notes),
    )


def _points(here: Sample, other: Sample, level: float) -> _Details:
    points = mean_difference(here, other, level=level)
    if isinstance(points, Withheld):
        return {}
    return {"points": points.value, "points_low": points.low, "points_high": points.high}


def _of_rating(found: Matched) -> _Details:
    out: _Details = {"slope": found.slope, "rating_levels": found.levels}
    for name, held in (
        ("overall_gap", found.overall),
        ("rating_gap", found.rating_gap),
        ("matched_gap", found.matched),
    ):
        if isinstance(held, Estimate):
            out |= {name: held.value, f"{name}_low": held.low, f"{name}_high": held.high}
    return out
