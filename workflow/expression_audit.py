"""Does the score take restrained display for lower ability? Asked of the store's interviews."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fairness import (
    CulturalExpression,
    MeasurementInvariance,
    cultural_expression,
    measurement_invariance,
)
from interview import Actor, InputError
from store import (
    Report,
    Store,
    interview_signals,
    report,
    reports,
    restored,
    save_report,
    scores_of_words,
)
from workflow.audit import departments_of, scope_json, sees_scope
from workflow.audit_people import ATTRIBUTE_PREFIX, AuditScope, audit_people
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

KIND = "cultural_expression"
# how lively somebody looks and sounds; pace and pauses are fluency and not among them
MEASURES = ("voice_pitch_range", "voice_energy_range", "face_smile_share", "face_gaze_share")
QUALITY = ("voice_snr", "voice_clipping", "face_tracking", "face_brightness", "face_sharpness")
CHECKS = ("check_language", "check_voice", "check_face")
# a measure that most interviews lack would leave most people out
MOST_MISSING = 0.5
Equal = Literal["words", "ratings"]
_HELD: Mapping[Equal, str] = {"words": "without_expression", "ratings": "human"}
_USUAL_SHARE = 0.25
# one factor needs three measures to be tested at all
FEWEST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredExpression:
    """A kept answer: the finding, what people were held equal on, and the trail behind it.

    ``score_sd`` turns standard deviations of the score back into points; ``left_out`` are measures
    of display that too few interviews have. ``invariance`` says whether averages of display may be
    compared between groups at all; None with fewer than three measures, and in answers kept before
    it was asked.
    """

    found: CulturalExpression
    equal: Equal
    score_sd: float
    left_out: tuple[str, ...]
    population: int
    invariance: MeasurementInvariance | None
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]


def expression_people(actor: Actor, store: Store, scope: AuditScope) -> pd.DataFrame:
    """`audit_people`, and for each interview what was measured of it.

    Adds the score without expression, the means of `MEASURES` and `QUALITY`, and `CHECKS`. What
    consent or the law preset kept from being measured stays empty.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit, ``attribute.no_purpose`` without a purpose.
    InputError
        ``audit.nobody`` when nobody was interviewed within the scope.
    """
    people = audit_people(actor, store, scope)
    with store.read() as reading:
        words = scores_of_words(reading)
        signals = interview_signals(reading, (*MEASURES, *QUALITY))
    merged: pd.DataFrame = people.merge(words, on="interview_id", how="left").merge(
        signals, on="interview_id", how="left"
    )
    return merged


def expression_audit(
    actor: Actor,
    store: Store,
    scope: AuditScope,
    *,
    attribute: str,
    equal: Equal = "words",
    replicates: int = 1000,
) -> StoredExpression:
    """How display differs at equal competence and what the score makes of it; kept in the store.

    People are held equal on the score of their words, or on the ratings people gave them, within
    each opening. The impact ratios select the share that was selected at the scope's stage.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``attribute.no_purpose``.
    InputError
        ``audit.nobody``, ``expression.nothing_measured``, ``table.missing_column`` for an attribute
        nobody stated, and what `fairness.cultural_expression` refuses.
    """
    people = expression_people(actor, store, scope)
    measured = [name for name in MEASURES if _there(people, name)]
    if not measured:
        raise InputError(
            "expression.nothing_measured",
            "voice and face were measured in too few of these interviews",
            "choose interviews whose law preset and consent allow it, or a longer period",
        )
    name = f"{ATTRIBUTE_PREFIX}{attribute.removeprefix(ATTRIBUTE_PREFIX)}"
    table = people.rename(columns={name: name.removeprefix(ATTRIBUTE_PREFIX)})
    found = cultural_expression(
        table,
        attribute=name.removeprefix(ATTRIBUTE_PREFIX),
        score="score",
        expression=measured,
        verbal=_HELD[equal],
        human="human" if equal == "words" else "",
        outcome="outcome",
        without_expression="without_expression",
        directions={},
        selection_ratio=_share(people),
        person="interview_id",
        stratum="requisition_id",
        quality=[q for q in (*QUALITY, *CHECKS) if _there(people, q)],
        replicates=replicates,
    )
    content = {
        "found": found,
        "equal": equal,
        "score_sd": _spread(people, (*measured, "score", _HELD[equal])),
        "left_out": tuple(m for m in MEASURES if m not in measured),
        "population": len(people),
        "invariance": _invariance(table, found.attribute, measured),
        "scope": scope_json(scope, actor),
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return _stored(kept)


def stored_expressions(actor: Actor, store: Store) -> tuple[StoredExpression, ...]:
    """Every kept answer about departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits.
    """
    require(actor, "view_audits")
    with store.read() as reading:
        return tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))


def stored_expression(actor: Actor, store: Store, name: str) -> StoredExpression:
    """One kept answer by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits, ``right.other_unit``.
    StoreError
        ``report.unknown``.
    """
    require(actor, "view_audits")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "view_audits", *departments_of(kept))
    return _stored(kept)


def _there(people: pd.DataFrame, name: str) -> bool:
    """Enough interviews have it, and it tells anybody apart."""
    held = people[name]
    return bool(held.notna().mean() > 1 - MOST_MISSING) and (
        name in CHECKS or held.nunique(dropna=True) > 1
    )


def _invariance(
    people: pd.DataFrame, attribute: str, measured: Sequence[str]
) -> MeasurementInvariance | None:
    if len(measured) < FEWEST:
        return None
    # one row per person: the test takes rows for independent
    first = people.sort_values(["interviewed_at", "interview_id"], kind="stable")
    once = first.drop_duplicates("candidate_id")
    return measurement_invariance(once, attribute=attribute, indicators=measured)


def _share(people: pd.DataFrame) -> float:
    decided = people["selected"].dropna()
    share = float(decided.mean()) if len(decided) else _USUAL_SHARE
    return share if 0.02 <= share <= 0.98 else _USUAL_SHARE


def _spread(people: pd.DataFrame, needed: tuple[str, ...]) -> float:
    """Standard deviation of the score within openings, over the people the finding rests on."""
    rows = people.dropna(subset=list(needed))
    if not len(rows):
        return 0.0
    inside = rows["score"] - rows.groupby("requisition_id", dropna=False)["score"].transform("mean")
    openings = rows["requisition_id"].nunique(dropna=False)
    squares = float((inside**2).sum())
    return math.sqrt(squares / max(len(rows) - int(openings), 1))


def _stored(kept: Report) -> StoredExpression:
    held = kept.content
    asked = held.get("invariance")
    return StoredExpression(
        found=restored(CulturalExpression, held["found"]),
        equal=held["equal"],
        score_sd=float(held["score_sd"]),
        left_out=tuple(held["left_out"]),
        population=int(held["population"]),
        invariance=restored(MeasurementInvariance, asked) if asked else None,
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(held["scope"]),
    )
