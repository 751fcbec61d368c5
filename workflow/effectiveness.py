"""What a change did: fit, retention, pass rates, hours, satisfaction, drop-out before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from analysis import BeforeAfter, before_after
from interview import Actor, CandorError, Estimate, Finding, InputError, Withheld
from store import Reading, Store, frames
from store.circumstances import circumstance_frame, decision_moments, handling_frame
from workflow.effect_measures import MEASURES, Measure, effect_measures
from workflow.known_changes import Change, known_changes
from workflow.quality_scope import QualityScope, within
from workflow.rater_quality import nobody
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

MIX = ("role", "location", "locale")


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """One measure before and after; ``found`` is None where there is nothing, ``refused`` why.

    ``known`` interviews have the measure at all. ``until`` is the last day whose outcome can be
    complete.
    """

    measure: str
    found: BeforeAfter | None
    known: int
    until: str
    refused: Withheld | None = None

    @property
    def finding(self) -> Finding:
        """What to read: net of the comparison group where there is one, else the plain change."""
        if self.found is None:
            return self.refused or Withheld(code="before_after.too_few", n=self.known)
        return self.found.net if isinstance(self.found.net, Estimate) else self.found.change


@dataclass(frozen=True, kw_only=True, slots=True)
class Effects:
    """One change with everything it may have moved."""

    change: Change
    compared: bool
    interviews: int
    effects: tuple[Effect, ...]


def changes(actor: Actor, store: Store) -> tuple[Change, ...]:
    """Changes to look at, newest first, of departments the actor sees.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        return known_changes(actor, reading, frames(reading, "answer"), circumstance_frame(reading))


def effects_of(
    actor: Actor, store: Store, change: Change, scope: QualityScope | None = None
) -> Effects:
    """Every measure before and after one change, over the departments the actor sees.

    Where the change touched some roles only, the others are the comparison group and the
    difference of the differences is what to read. Outcomes of people interviewed too lately to have
    them are left out.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    InputError
        ``quality.nobody``; ``before_after.date`` for a date that cannot be read;
        ``effect.outside`` when no interview lies before it, or none after.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        table = measured_interviews(actor, reading, scope or QualityScope())
    return effects_of_table(table, change)


def measured_interviews(
    actor: Actor, reading: Reading, scope: QualityScope, *, known_by: datetime | None = None
) -> pd.DataFrame:
    """The dated interviews of a scope with every measure, one row each.

    With ``known_by`` only what had been decided, recorded and done before that moment.

    Raises
    ------
    InputError
        ``quality.nobody``.
    """
    interviews = within(actor, scope, circumstance_frame(reading))
    dated = interviews[interviews["interviewed_at"].notna()].reset_index(drop=True)
    if dated.empty:
        raise nobody()
    outcomes, decisions = frames(reading, "outcome"), frames(reading, "decision")
    decided, handling = decision_moments(reading), handling_frame(reading)
    if known_by is not None:
        outcomes = outcomes[outcomes["outcome_at"] < known_by]
        decided = decided[decided["decided_at"] < known_by]
        handling = handling[handling["at"] < known_by]
        decisions = decisions.merge(decided[["interview_id", "stage"]])
    return effect_measures(dated, outcomes, decisions, decided, handling)


def effects_of_table(
    table: pd.DataFrame, change: Change, measures: Sequence[Measure] = MEASURES
) -> Effects:
    """The same from a table of `effect_measures`."""
    at = table["interviewed_at"].dt.strftime("%Y-%m-%d")
    held = table.assign(at=at, touched=_touched(table, change))
    # a date that cannot be read is refused by the engine, in its own words
    if not ((at < change.at).any() and (at >= change.at).any()) and change.at[:1].isdigit():
        raise InputError(
            "effect.outside",
            f"no interview lies before {change.at}, or none after",
            f"choose a day between {at.min()} and {at.max()}",
            at=change.at,
            first=str(at.min()),
            last=str(at.max()),
        )
    compared = bool(held["touched"].any() and not held["touched"].all())
    mix = tuple(name for name in MIX if held[name].nunique() > 1)
    last = _last_day(table)
    return Effects(
        change=change,
        compared=compared,
        interviews=len(held),
        effects=tuple(_effect(held, change, one, compared, mix, last) for one in measures),
    )


def _touched(table: pd.DataFrame, change: Change) -> pd.Series[int]:
    if not change.roles:
        return (table["role"] == table["role"]).astype(int)
    return table["role"].isin(change.roles).astype(int)


def _last_day(table: pd.DataFrame) -> pd.Timestamp:

    last: pd.Timestamp = table["interviewed_at"].max()
    return last


def _effect(
    held: pd.DataFrame,
    change: Change,
    measure: Measure,
    compared: bool,
    mix: tuple[str, ...],
    last: pd.Timestamp,
) -> Effect:
    known = int(held[measure.key].notna().sum())
    until = str((last - timedelta(days=measure.lag_days)).strftime("%Y-%m-%d"))
    if not known:
        refused = Withheld(code=measure.missing)
        return Effect(measure=measure.key, found=None, known=0, until=until, refused=refused)
    try:
        found = before_after(
            held[held[measure.key].notna()],
            measure=measure.key,
            at="at",
            changed_at=change.at,
            kind=measure.kind,
            affected="touched" if compared else None,
            mix=mix,
            until=until,
        )
    except CandorError as error:
        if error.code == "before_after.date":
            raise
        none = Withheld(code=error.code, n=known)
        return Effect(measure=measure.key, found=None, known=known, until=until, refused=none)
    return Effect(measure=measure.key, found=found, known=known, until=until)
