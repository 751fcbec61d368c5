"""One page for a month or quarter: how well the tool served, what changed, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from analysis import RaterReport
from analysis.rater_severity import rater_severity
from interview import Action, Actor, CandorError, Finding
from store import Report, Store, feature_frame, frames, report, reports, restored, save_report
from store.circumstances import act_counts, circumstance_frame, judgement_frame
from workflow.audit import departments_of, sees_scope
from workflow.drift_alerts import Alert
from workflow.effect_measures import MEASURES
from workflow.effectiveness import measured_interviews
from workflow.instrument_drift import OUTCOME_KIND, instrument_drift_of
from workflow.known_changes import Change, known_changes
from workflow.quality_scope import QualityScope, scope_content, within
from workflow.rater_quality import nobody
from workflow.review_figures import Period, Unit, review_counts, review_figures
from workflow.review_period import ReviewPeriod, review_period
from workflow.review_tasks import ReviewTask, review_tasks
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

KIND = "effectiveness"
YEAR = timedelta(days=365)
TO_DECIDE = timedelta(days=next(one.lag_days for one in MEASURES if one.key == "days"))
INSTRUMENT = (
    Action.ROLE_SAVED,
    Action.QUESTION_SAVED,
    Action.QUESTION_STATUS_CHANGED,
    Action.RECOMMENDATION_ACCEPTED,
    Action.MODEL_ADDED,
    Action.MODEL_STATE_CHANGED,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewFigure:
    """One figure of the period beside that of the period before.

    ``better`` is +1 where more is better, -1 where less is, 0 where neither.
    """

    key: str
    unit: Unit
    better: int
    now: Finding
    before: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectivenessReview:
    """Everything on the page. ``since`` is the first day, ``until`` the first day after it.

    ``acts`` counts what the trail holds of changes to the instrument in that time, by action.
    """

    period: str
    previous: str
    since: str
    until: str
    counts: Mapping[str, int]
    counts_before: Mapping[str, int]
    figures: tuple[ReviewFigure, ...]
    alerts: tuple[Alert, ...]
    changes: tuple[Change, ...]
    acts: Mapping[str, int]
    tasks: tuple[ReviewTask, ...]

    @property
    def finding(self) -> bool:
        """Whether something stands out that somebody should look at."""
        return any(alert.warning for alert in self.alerts) or any(t.finding for t in self.tasks)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReview:
    """A review as it was kept: its name, when, and the trail it rests on."""

    review: EffectivenessReview
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object] = field(default_factory=dict)


def effectiveness_review(actor: Actor, store: Store, period: str) -> StoredReview:
    """Review one month (2026-03) or quarter (2026-Q1) and keep the report.

    Only what was known by its end counts: later ratings, decisions and outcomes are left out.
    Accuracy and validity rest on the ratings at 90 days that came in during the period, since those
    of its own interviews are still to come. Alerts compare the period with all before it.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    InputError
        ``review.period``; ``quality.nobody`` when nobody was interviewed in it.
    """
    require(actor, "view_quality")
    asked = review_period(period)
    everything = QualityScope(until=asked.until)
    with store.read() as reading:
        table = measured_interviews(actor, reading, everything, known_by=asked.until)
        judged = judgement_frame(reading)
        ratings = within(actor, everything, frames(reading, "rating"))
        outcomes = within(actor, everything, frames(reading, "outcome"))
        decisions = within(actor, everything, frames(reading, "decision"))
        features = feature_frame(reading)
        changed = known_changes(
            actor, reading, frames(reading, "answer"), circumstance_frame(reading)
        )
        acts = act_counts(reading, asked.since, asked.until)
    known = outcomes[outcomes["outcome_at"] < asked.until]
    blind = _blind(ratings, judged, asked.until)
    now = _period(table, blind, known, asked.since, asked.until)
    if now.interviews.empty:
        raise nobody()
    earlier = review_period(asked.previous)
    before = _period(table, blind, known, earlier.since, earlier.until)
    figures = _figures(now, before)
    alerts = _alerts(table, blind, known, decisions, features, asked)
    made = EffectivenessReview(
        period=asked.name,
        previous=asked.previous,
        since=asked.since.date().isoformat(),
        until=asked.until.date().isoformat(),
        counts=review_counts(now),
        counts_before=review_counts(before),
        figures=figures,
        alerts=alerts,
        changes=tuple(
            one
            for one in changed
            if asked.since.date().isoformat() <= one.at < asked.until.date().isoformat()
        ),
        acts={action.value: acts[action] for action in INSTRUMENT if action in acts},
        tasks=review_tasks(
            {one.key: one.now for one in figures}, alerts, _raters(blind, asked.until)
        ),
    )
    content = {"review": made, "scope": scope_content(actor, everything)}
    with store.transaction(actor.id) as tx:
        return _stored(save_report(tx, KIND, content))


def interviewed_between(actor: Actor, store: Store) -> tuple[datetime, datetime] | None:
    """When the first and the newest interview was held that the actor sees; None without any.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        at = within(actor, QualityScope(), circumstance_frame(reading))["interviewed_at"].dropna()
    if at.empty:
        return None
    first, last = at.min(), at.max()
    return first.to_pydatetime(), last.to_pydatetime()


def stored_reviews(actor: Actor, store: Store) -> tuple[StoredReview, ...]:
    """Every kept review of departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        return tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))


def stored_review(actor: Actor, store: Store, name: str) -> StoredReview:
    """One kept review by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``right.other_unit`` when it speaks of departments the actor does not
        see.
    StoreError
        ``report.unknown``.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "view_quality", *departments_of(kept))
    return _stored(kept)


def _period(
    table: pd.DataFrame,
    blind: pd.DataFrame,
    known: pd.DataFrame,
    since: datetime,
    until: datetime,
) -> Period:
    mine = table[(table["interviewed_at"] >= since) & (table["interviewed_at"] < until)]
    came = known[(known["outcome_kind"] == OUTCOME_KIND) & (known["kpi"] == "overall")]
    came = came[(came["outcome_at"] >= since) & (came["outcome_at"] < until)]
    return Period(
        interviews=mine,
        waited=table[
            (table["interviewed_at"] >= since - TO_DECIDE)
            & (table["interviewed_at"] < until - TO_DECIDE)
        ],
        ratings=blind[blind["interview_id"].isin(set(mine["interview_id"]))],
        outcomes=came.drop_duplicates("interview_id", keep="last"),
    )


def _blind(ratings: pd.DataFrame, judged: pd.DataFrame, until: datetime) -> pd.DataFrame:
    """Blind ratings that were there by the end of the period."""
    keys = ["interview_id", "rater", "competency"]
    newest = judged.drop_duplicates(keys, keep="last")
    newest = newest[newest["blind"] & (newest["rated_at"] < until)]
    return ratings.merge(newest[keys], on=keys)


def _figures(now: Period, before: Period) -> tuple[ReviewFigure, ...]:
    late, early = review_figures(now), review_figures(before)
    return tuple(
        ReviewFigure(key=key, unit=unit, better=better, now=found, before=early[key][2])
        for key, (unit, better, found) in late.items()
    )


def _alerts(
    table: pd.DataFrame,
    blind: pd.DataFrame,
    known: pd.DataFrame,
    decisions: pd.DataFrame,
    features: pd.DataFrame,
    asked: ReviewPeriod,
) -> tuple[Alert, ...]:
    found = instrument_drift_of(
        table, blind, known, decisions, features, since=asked.since.date().isoformat()
    )
    return found.alerts


def _raters(blind: pd.DataFrame, until: datetime) -> RaterReport | None:
    """Raters over the year before the period's end; a month alone says little of anybody."""
    lately = blind[blind["interviewed_at"] >= until - YEAR]
    try:
        return rater_severity(
            lately, target=["interview_id", "competency"], rater="rater", rating="rating",
            cluster="interview_id",
        )  # fmt: skip
    except CandorError:
        return None


def _stored(kept: Report) -> StoredReview:
    return StoredReview(
        review=restored(EffectivenessReview, kept.content["review"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(kept.content["scope"]),
    )
