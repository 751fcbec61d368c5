"""Does the machine lie further from people's ratings for one group? Asked of the random sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from estimation.multiplicity import holm
from estimation.standardised_gap import Sample, mean_difference, welch_p
from interview import Actor, Finding, Withheld
from store import Store, attributes, frames
from store.circumstances import circumstance_frame, judgement_frame
from workflow.audit_people import audited_attributes
from workflow.double_scoring import drawn_sample
from workflow.quality_scope import QualityScope, within
from workflow.rater_quality import nobody
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupDistance:
    """One group against everybody else: by how many points further machine and people lie apart.

    ``p_value`` is after Holm over all groups of all attributes.
    """

    attribute: str
    group: str
    n: int
    finding: Finding
    p_value: float | None


def agreement_by_group(
    actor: Actor, store: Store, *, purpose: str, scope: QualityScope | None = None
) -> tuple[GroupDistance, ...]:
    """The distance of machine and people by group, on the random sample rated blind.

    Formula: per interview the mean over competencies of ``|machine - mean rating|``; the group's
    mean less everybody else's, with Welch's interval. Interviews are independent; a group larger
    here is served worse, whether it is scored too high or too low. Reading the attributes is an
    event with its purpose.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit, ``attribute.no_purpose``.
    InputError
        ``quality.nobody``.
    """
    require(actor, "audit")
    scope = scope or QualityScope()
    with store.transaction(actor.id) as tx:
        groups = attributes(tx, purpose=purpose, actor=actor.id)
        interviews = within(actor, scope, circumstance_frame(tx))
        ratings = within(actor, scope, frames(tx, "rating"))
        judged = judgement_frame(tx)
    if interviews.empty:
        raise nobody()
    keys = ["interview_id", "rater", "competency"]
    newest = judged.drop_duplicates(keys, keep="last")
    blind = ratings.merge(newest.loc[newest["blind"], keys], on=keys)
    sample = drawn_sample(interviews)
    return group_distances(blind[blind["interview_id"].isin(set(sample["interview_id"]))], groups)


def group_distances(blind: pd.DataFrame, groups: pd.DataFrame) -> tuple[GroupDistance, ...]:
    """The same from blind ratings (candidate_id, interview_id, competency, score, rating) and one
    row of ``attr_*`` per candidate."""
    both = blind[blind["score"].notna() & blind["rating"].notna()]
    cells = both.groupby(["candidate_id", "interview_id", "competency"], as_index=False)[
        ["score", "rating"]
    ].mean()
    cells["apart"] = (cells["score"] - cells["rating"]).abs()
    people = cells.groupby(["candidate_id", "interview_id"], as_index=False)["apart"].mean()
    held = people.merge(groups, on="candidate_id", how="left")
    found: list[tuple[str, str, int, Finding, float | None]] = []
    for name in audited_attributes(held):
        stated = held[held[name].notna()]
        for group in sorted(stated[name].astype(str).unique()):
            mine = stated[name].astype(str) == group
            found.append(_compared(name, group, stated["apart"][mine], stated["apart"][~mine]))
    adjusted = holm([p for *_, p in found])
    return tuple(
        GroupDistance(
            attribute=name.removeprefix("attr_"), group=group, n=n, finding=finding, p_value=p
        )
        for (name, group, n, finding, _), p in zip(found, adjusted, strict=True)
    )


def _compared(
    name: str, group: str, mine: pd.Series[float], others: pd.Series[float]
) -> tuple[str, str, int, Finding, float | None]:
    n = len(mine)
    if min(n, len(others)) < FEWEST:
        return name, group, n, Withheld(code="double.few_of_group", n=n), None
    one, two = (
        Sample(n=len(v), mean=float(v.mean()), sd=float(v.std(ddof=1))) for v in (mine, others)
    )
    return name, group, n, mean_difference(one, two), welch_p(one, two)
