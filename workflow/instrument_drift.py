"""Has the instrument moved? Scores, signals, agreement with people and validity over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from analysis import ValidityOverTime, validity_over_time
from estimation.multiplicity import holm
from interview import Actor, CandorError
from store import Store, feature_frame, frames
from store.circumstances import circumstance_frame
from workflow.drift_alerts import Alert, drift_alerts
from workflow.drift_watch import (
    MixShift,
    NewFromOld,
    Watched,
    mix_shifts,
    new_from_old,
    watch_differences,
    watch_scores,
    watch_signals,
    with_adjusted,
)
from workflow.quality_scope import QualityScope, day_text, within
from workflow.rater_quality import nobody
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

OUTCOME_KIND = "90_days"
FEW_PER_MONTH = 15
SIGNIFICANT = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleValidity:
    """One role's validity over time, by month or quarter; ``adjusted_p`` of its break, over roles.

    ``found`` is None where it is refused, and ``refused`` then says why.
    """

    role: str
    period: str
    found: ValidityOverTime | None
    adjusted_p: float | None
    refused: str = ""

    @property
    def shown(self) -> bool:
        """Whether validity broke, all roles looked at together."""
        return self.adjusted_p is not None and self.adjusted_p <= SIGNIFICANT


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelShare:
    """Of those hired from one month's interviews, how many have their rating at 90 days."""

    month: str
    hired: int
    rated: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class InstrumentDrift:
    """What was watched, since when, and what stands out.

    ``since`` is the first day compared with all before it, ``first`` and ``last`` the days between
    which interviews lie. ``watched`` holds every measure, alarmed or not.
    """

    since: str
    first: str
    last: str
    interviews: int
    watched: tuple[Watched, ...]
    classifiers: tuple[NewFromOld, ...]
    mix: tuple[MixShift, ...]
    validity: tuple[RoleValidity, ...]
    labels: tuple[LabelShare, ...]
    alerts: tuple[Alert, ...]

    @property
    def charts_out(self) -> int:
        """How many charts left their limits, alarmed or not."""
        return sum("drift.chart" in one.drift.alarms for one in self.watched)


def instrument_drift(
    actor: Actor,
    store: Store,
    scope: QualityScope | None = None,
    *,
    compared_since: datetime | None = None,
) -> InstrumentDrift:
    """Everything watched over time, over the departments the actor sees.

    Compared is what was measured from ``compared_since`` on with all before it; by default the
    second half of the time. Of many measures some always look moved: an alert needs a p that
    stands after Holm over all of them, and a shift large enough to matter.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    InputError
        ``quality.nobody`` when no dated interview lies within the scope.
    """
    require(actor, "view_quality")
    scope = scope or QualityScope()
    with store.read() as reading:
        interviews = within(actor, scope, circumstance_frame(reading))
        ratings = within(actor, scope, frames(reading, "rating"))
        outcomes = within(actor, scope, frames(reading, "outcome"))
        decisions = within(actor, scope, frames(reading, "decision"))
        features = feature_frame(reading)
    since = None if compared_since is None else day_text(compared_since)
    return instrument_drift_of(interviews, ratings, outcomes, decisions, features, since=since)


def instrument_drift_of(
    interviews: pd.DataFrame,
    ratings: pd.DataFrame,
    outcomes: pd.DataFrame,
    decisions: pd.DataFrame,
    features: pd.DataFrame,
    *,
    since: str | None = None,
) -> InstrumentDrift:
    """The same from frames, as `store.frames` and `store.circumstances` give them.

    ``interviews`` needs interview_id, role, department, location, locale, interviewed_at and
    score; ``ratings`` interview_id, rating and score; ``outcomes`` interview_id, role, score,
    outcome, outcome_kind, kpi, interviewed_at and outcome_at; ``decisions`` interview_id, stage,
    selected and interviewed_at; ``features`` interview_id and columns named as in the catalogue.
    """
    dated = interviews[interviews["interviewed_at"].notna()]
    if dated.empty:
        raise nobody()
    dated = dated.assign(at=dated["interviewed_at"].dt.strftime("%Y-%m-%d"))
    first, last = str(dated["at"].min()), str(dated["at"].max())
    if since is None:
        low, high = dated["interviewed_at"].min(), dated["interviewed_at"].max()
        since = (low + (high - low) / 2).strftime("%Y-%m-01")
    signals, classifiers = watch_signals(dated, features, since)
    watched = with_adjusted(
        (*watch_scores(dated, since), *watch_differences(dated, ratings, since), *signals)
    )
    mix = mix_shifts(dated, since)
    classifiers = new_from_old(classifiers)
    validity = role_validities(outcomes)
    return InstrumentDrift(
        since=since,
        first=first,
        last=last,
        interviews=len(dated),
        watched=watched,
        classifiers=classifiers,
        mix=mix,
        validity=validity,
        labels=label_shares(decisions, outcomes),
        alerts=drift_alerts(watched, mix, [(v.role, v.found, v.shown) for v in validity]),
    )


def role_validities(outcomes: pd.DataFrame) -> tuple[RoleValidity, ...]:
    """Validity over time of each role's overall score for the rating at 90 days.

    By month where a month holds fifteen rated people or more, else by quarter: Fisher's z of a
    handful of people is far from normal, and breaks would be seen where none are.
    """
    kept = outcomes[
        (outcomes["outcome_kind"] == OUTCOME_KIND)
        & (outcomes["kpi"] == "overall")
        & outcomes["score"].notna()
    ]
    found = [_role_validity(str(role), rows) for role, rows in kept.groupby("role", sort=True)]
    p = holm([v.found.broken.p_value if v.found and v.found.broken else None for v in found])
    return tuple(replace(v, adjusted_p=q) for v, q in zip(found, p, strict=True))


def label_shares(decisions: pd.DataFrame, outcomes: pd.DataFrame) -> tuple[LabelShare, ...]:
    """Month by month of interview: who was hired, and whose rating at 90 days is in."""
    hired = decisions[(decisions["stage"] == "hire") & (decisions["selected"] == 1)]
    hired = hired[hired["interviewed_at"].notna()]
    rated = set(outcomes.loc[outcomes["outcome_kind"] == OUTCOME_KIND, "interview_id"])
    months = hired["interviewed_at"].dt.strftime("%Y-%m")
    return tuple(
        LabelShare(month=str(month), hired=len(rows), rated=int(rows.isin(rated).sum()))
        for month, rows in hired["interview_id"].groupby(months, sort=True)
    )


def _role_validity(role: str, rows: pd.DataFrame) -> RoleValidity:
    months = rows["interviewed_at"].dt.strftime("%Y-%m").value_counts()
    monthly = float(months.median()) >= FEW_PER_MONTH
    try:
        found = validity_over_time(
            rows,
            score="score",
            outcome="outcome",
            interviewed_at="interviewed_at",
            outcome_at="outcome_at",
            period="month" if monthly else "quarter",
            person="interview_id",
            repeated="mean",
        )
    except CandorError as error:
        return RoleValidity(role=role, period="", found=None, adjusted_p=None, refused=error.code)
    return RoleValidity(
        role=role, period="month" if monthly else "quarter", found=found, adjusted_p=None
    )
