"""What people did with the interviews: decisions at each stage, and ratings by three of four."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.ability import Abilities
from data_samples.attributes import by_interview

WAITING_DAYS = 18
"""Interviews younger than this have no decision yet."""
RATERS_EACH = 3
PANEL = 4
SEEN_IN_ANSWERS = 0.7


def raters(department: str) -> tuple[str, ...]:
    """The four raters of a department's panel."""
    return tuple(f"rater_{department}_{i + 1}" for i in range(PANEL))


def draw_decisions(
    interviews: pd.DataFrame,
    attributes: pd.DataFrame,
    abilities: Abilities,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per interview and stage reached (``advance``, then ``hire`` for those advanced).

    The panel's index correlates SELECTION_ON_ABILITY with ability and with nothing else. Each
    department has one rate; one requisition has two, one per sex; in the small requisition the
    counts are as planned.
    """
    n = len(interviews)
    rates = {d.key: d.advance_rate for d in plan.DEPARTMENTS}
    rate = interviews["department"].map(rates).to_numpy(dtype=float, copy=True)
    women = by_interview(interviews, attributes, "attr_sex").eq("women").to_numpy()
    biased = interviews["requisition_id"].eq(plan.BIASED_REQUISITION).to_numpy()
    rate[biased] = plan.BIASED_MEN_RATE * np.where(women[biased], plan.BIASED_RATIO, 1.0)
    ability = abilities.potential["mean_ability"].to_numpy()
    pull = plan.SELECTION_ON_ABILITY
    index = pull * ability + math.sqrt(1 - pull**2) * rng.standard_normal(n)
    cuts = {value: NormalDist().inv_cdf(1 - value) for value in np.unique(rate).tolist()}
    advanced = index > np.array([cuts[value] for value in rate.tolist()])
    small = np.flatnonzero(interviews["requisition_id"].eq(plan.SMALL_REQUISITION))
    for rows, (chosen, _) in (
        (small[women[small]], plan.SMALL_WOMEN),
        (small[~women[small]], plan.SMALL_MEN),
    ):
        advanced[rows] = False
        advanced[rows[np.argsort(-index[rows])[:chosen]]] = True
    # whoever came back had been turned down the first time
    returns = interviews["candidate_id"].duplicated(keep="last").to_numpy()
    advanced &= ~returns
    hired = advanced & (
        rng.random(n) < interviews["role"].map({k: r.hire_rate for k, r in plan.ROLES.items()})
    )
    at = interviews["interviewed_at"]
    decided = at + pd.to_timedelta(rng.integers(2, 15, n), unit="D")
    offered = decided + pd.to_timedelta(rng.integers(3, 12, n), unit="D")
    waiting = at > pd.Timestamp(plan.AS_OF) - pd.Timedelta(days=WAITING_DAYS)
    ids = ["interview_id", "candidate_id", "requisition_id", "role", "department"]
    first = interviews[ids].assign(
        stage="advance", selected=advanced, actor="lead_" + interviews["department"], at=decided
    )
    second = interviews[ids].assign(
        stage="hire", selected=hired, actor="lead_" + interviews["department"], at=offered
    )
    later = (offered < pd.Timestamp(plan.AS_OF)).to_numpy()
    frame = pd.concat(
        [first[~waiting], second[(~waiting).to_numpy() & advanced & later]], ignore_index=True
    )
    frame = frame[frame["at"] < pd.Timestamp(plan.AS_OF)]
    frame["outcome"] = np.where(frame["selected"], "yes", "no")
    return frame.sort_values("at", kind="stable").reset_index(drop=True)


def draw_ratings(
    interviews: pd.DataFrame,
    answers: pd.DataFrame,
    abilities: Abilities,
    display: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Three of a department's four raters on a fifth of the interviews, 0 to 10 in half points.

    A rater sees the answers (their level), knows people a little better than one answer shows,
    and is a little moved by a lively display.
    """
    n = len(interviews)
    rated = np.flatnonzero(rng.random(n) < plan.RATED_SHARE)
    level = answers.groupby(["interview_id", "competency"])["level"].mean().rename("level")
    seen = abilities.competence.join(level, on=["interview_id", "competency"])
    row = pd.Series(np.arange(n), index=interviews["interview_id"])
    seen["row"] = row.loc[seen["interview_id"]].to_numpy()
    seen = seen[np.isin(seen["row"], rated)].sort_values(["row"], kind="stable")
    shown = (seen["level"] - 3.0).fillna(seen["theta"])
    moved = plan.EXPRESSION_IN_RATINGS * display["liveliness"].to_numpy()[seen["row"]]
    impression = (
        SEEN_IN_ANSWERS * shown + (1 - SEEN_IN_ANSWERS) * seen["theta"] + moved
    ).to_numpy()
    absent = pd.Series(rng.integers(0, PANEL, n), index=row.index)
    day = rng.integers(1, 7, n)
    interviewed = pd.DatetimeIndex(interviews["interviewed_at"])
    parts = []
    for seat in range(RATERS_EACH):
        chair = (absent.to_numpy()[seen["row"]] + 1 + seat) % PANEL
        department = interviews["department"].to_numpy()[seen["row"]]
        rater = np.char.add(
            np.char.add(np.char.add("rater_", department.astype(str)), "_"), (chair + 1).astype(str)
        )
        spread = np.where(rater == plan.NARROW_RATER, plan.NARROW_SPREAD, 1.0)
        lenient = np.where(rater == plan.LENIENT_RATER, plan.LENIENT_BY, 0.0)
        noise = rng.standard_normal(len(seen))
        score = 5.6 + lenient + spread * (1.15 * impression + 0.9 * noise)
        hours = day[seen["row"]] * 24 + seat * 3
        when = interviewed[seen["row"]] + pd.to_timedelta(hours, unit="h")
        parts.append(
            pd.DataFrame(
                {
                    "interview_id": seen["interview_id"].to_numpy(),
                    "candidate_id": seen["candidate_id"].to_numpy(),
                    "rater": rater.astype(object),
                    "competency": seen["competency"].to_numpy(),
                    "rating": np.clip(np.round(score * 2) / 2, 0.0, 10.0),
                    "at": when,
                    "blind": True,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["at"] < pd.Timestamp(plan.AS_OF)]
    return frame.sort_values(["at", "interview_id", "rater"], kind="stable").reset_index(drop=True)
