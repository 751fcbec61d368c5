"""The first page: the funnel, the spread of scores, what waits and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from interview import Action, Actor, Estimate, Finding, Locale, RoleModel, Withheld
from store import Reading, Store, events, roles
from store.decisions import STAGES
from store.listing import Listed, listing
from workflow.candidates import blind_for
from workflow.rights import may, require

if TYPE_CHECKING:
    from analysis import FunnelStage, ScoreSpread

WaitingKind = Literal["to_rate", "to_decide", "overdue", "failed", "not_scored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RolePass:
    """One role: of its interviews, the share a person advanced, and how its scores are spread.

    ``spread`` counts the scores this actor may see; ``covered`` are left out of it.
    """

    role: str
    title: Mapping[Locale, str]
    interviews: int
    passed: Finding
    threshold: float
    spread: ScoreSpread
    covered: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Something that waits for this actor: how many, since when, and the first few to open."""

    kind: WaitingKind
    count: int
    oldest: datetime | None
    interviews: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Acts of one kind on one day."""

    day: datetime
    action: Action
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """One screen for one actor, over the units they see and the time since ``since``."""

    since: datetime | None
    interviews: int
    funnel: tuple[FunnelStage, ...]
    spread: ScoreSpread
    roles: tuple[RolePass, ...]
    waiting: tuple[Waiting, ...]
    changes: tuple[Change, ...]
    covered: int


WEEK = timedelta(days=7)
OVERDUE = timedelta(days=14)
NEWEST_ACTS = 2000
FEW = 5
EVERYTHING = 10_000_000


def today(actor: Actor, store: Store, *, since: datetime | None = None) -> Today:
    """What one person should know now, over the departments they see.

    Everything is counted over one consistent view: interviews conducted ``since`` (all of them
    when None), each person at every stage they passed. Pass rates carry Wilson intervals and
    leave out who is not decided yet. Covered scores enter no figure.

    Raises
    ------
    PermissionDenied
        Without the right to the first page.
    """
    from analysis import funnel, score_spread

    require(actor, "today")
    now = store.clock()
    with store.read() as reading:
        found = listing(
            reading, units=actor.units, since=since, limit=EVERYTHING, blind=blind_for(actor)
        )
        models = {model.key: model for model in roles(reading)}
        known = {row.interview for row in found.rows}
        failed = _failed(reading, actor, known, now)
        changes = _changes(reading, actor, known, now)
    rows = found.rows
    return Today(
        since=since,
        interviews=found.total,
        funnel=funnel(_reached(rows)),
        spread=score_spread(_open_scores(rows)),
        roles=_roles(rows, models),
        waiting=(*_waiting(actor, rows, now), *failed),
        changes=changes,
        covered=found.covered,
    )


def _reached(rows: Sequence[Listed]) -> list[tuple[str, int]]:
    """Whoever was decided on at a stage had passed the ones before it."""
    counts = dict.fromkeys(("interviewed", *STAGES), 0)
    for row in rows:
        counts["interviewed"] += 1
        if row.stage in STAGES:
            place = STAGES.index(row.stage)
            for stage in STAGES[: place + 1 if row.outcome == "yes" else place]:
                counts[stage] += 1
    return list(counts.items())


def _open_scores(rows: Sequence[Listed]) -> list[float | None]:
    """Overall scores this actor may see; None where withheld."""
    return [
        row.overall.value if isinstance(row.overall, Estimate) else None
        for row in rows
        if row.state == "open"
    ]


def _roles(rows: Sequence[Listed], models: Mapping[str, RoleModel]) -> tuple[RolePass, ...]:
    import pandas as pd

    from analysis import score_spread
    from fairness import selection_rates

    decided = [
        (row.role, row.stage == "hire" or row.outcome == "yes")
        for row in rows
        if row.stage == "hire"
        or (row.stage == "advance" and row.outcome in ("yes", "no"))
        or (row.stage == "screened" and row.outcome == "no")
    ]
    frame = pd.DataFrame(decided, columns=["role", "passed"])
    rates = (
        {r.group: r.rate for r in selection_rates(frame, attribute="role", selected="passed")}
        if decided
        else {}
    )
    out: list[RolePass] = []
    for key in sorted({row.role for row in rows}):
        mine = [row for row in rows if row.role == key]
        model = models.get(key)
        out.append(
            RolePass(
                role=key,
                title=model.title if model else {},
                interviews=len(mine),
                passed=rates.get(key, Withheld(code="decision.none")),
                threshold=model.threshold if model else 0.0,
                spread=score_spread(_open_scores(mine)),
                covered=sum(row.state == "covered" for row in mine),
            )
        )
    return tuple(out)


def _waiting(actor: Actor, rows: Sequence[Listed], now: datetime) -> Iterator[Waiting]:
    undecided = [row for row in rows if row.outcome in (None, "hold")]
    covered = [row for row in undecided if row.state == "covered"]
    ready = [row for row in undecided if row.state == "open"]
    if may(actor, "rate"):
        yield _pile("to_rate", covered)
    if may(actor, "decide"):
        yield _pile("to_decide", ready)
        late = [
            row
            for row in (*covered, *ready)
            if row.interviewed_at is not None and now - row.interviewed_at > OVERDUE
        ]
        yield _pile("overdue", late)
    if may(actor, "score"):
        yield _pile("not_scored", [row for row in rows if row.state == "none"])


def _pile(kind: WaitingKind, rows: Sequence[Listed]) -> Waiting:
    dated = sorted(
        (row.interviewed_at.timestamp() if row.interviewed_at else float("inf"), row.interview)
        for row in rows
    )
    times = [row.interviewed_at for row in rows if row.interviewed_at is not None]
    return Waiting(
        kind=kind,
        count=len(rows),
        oldest=min(times, default=None),
        interviews=tuple(name for _, name in dated[:FEW]),
    )


def _failed(
    reading: Reading, actor: Actor, visible: Collection[str], now: datetime
) -> tuple[Waiting, ...]:
    """What could not be scored in the last week and is not there by now.

    A failed input never became an interview, so it belongs to no department yet.
    """
    if not (may(actor, "score") and actor.sees(None)):
        return ()
    failed = events(reading, action=Action.INTERVIEW_FAILED, since=now - WEEK, limit=NEWEST_ACTS)
    open_ones = {e.subject: e.at for e in failed if e.subject not in visible}
    oldest = min(open_ones.values(), default=None)
    return (Waiting(kind="failed", count=len(open_ones), oldest=oldest, interviews=()),)


def _changes(
    reading: Reading, actor: Actor, visible: Collection[str], now: datetime
) -> tuple[Change, ...]:
    """The newest acts of the last week, counted by day and kind; a demo's making is not news.

    Nor is that somebody looked for a hint: no page that deciders see speaks of those.
    """
    counts: Counter[tuple[datetime, Action]] = Counter()
    for event in events(reading, since=now - WEEK, limit=NEWEST_ACTS):
        if event.action is Action.CARE_VIEWED:
            continue
        if actor.sees(None) or event.subject in visible:
            day = event.at.replace(hour=0, minute=0, second=0, microsecond=0)
            counts[day, event.action] += 1
        if event.action is Action.DEMO_BUILT:
            break
    newest_first = sorted(counts.items(), key=lambda one: (-one[0][0].timestamp(), -one[1]))
    return tuple(Change(day=day, action=action, count=n) for (day, action), n in newest_first)
