"""Is a question harder for a group of equal overall score? Asked of the store's answers by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fairness import DifReport, dif_scores
from interview import Actor, Estimate, InputError
from store import Report, Store, attributes, frames, reports, restored, save_report
from workflow.audit import scope_json, sees_scope
from workflow.audit_people import ATTRIBUTE_PREFIX, AuditScope
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

KIND = "question_bias"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredQuestionBias:
    """A kept answer: what was found in each role, and the trail behind it.

    ``roles`` holds one report for each role, whose items are called ``key@version``; ``left_out``
    the roles that could not be looked at, each with the code that says why; ``people`` how many
    were looked at in each role.
    """

    attribute: str
    roles: Mapping[str, DifReport]
    left_out: Mapping[str, str]
    people: Mapping[str, int]
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]


def question_answers(actor: Actor, store: Store, scope: AuditScope) -> pd.DataFrame:
    """Every answer's score within the scope, one row per person and question, with their groups.

    Columns: candidate_id, role, item (``key@version``: another wording is another question), score
    and one per attribute. Of somebody interviewed more than once for a role the first interview
    counts, since a question met before is an easier one. The reading of the attributes is an event
    with its purpose.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit, ``attribute.no_purpose`` without a purpose.
    InputError
        ``audit.nobody`` when nobody has a score on an answer within the scope.
    """
    require(actor, "audit")
    with store.transaction(actor.id) as tx:
        groups = attributes(tx, purpose=scope.purpose, actor=actor.id)
        every = frames(tx, "answer", since=scope.since, until=scope.until)
    kept = every[every["department"].map(actor.sees) & every["score"].notna()]
    if scope.requisitions:
        kept = kept[kept["requisition_id"].isin(scope.requisitions)]
    if scope.roles:
        kept = kept[kept["role"].isin(scope.roles)]
    if kept.empty:
        raise InputError(
            "audit.nobody",
            "nobody has a score on an answer within these limits",
            "widen the period, or choose other openings",
        )
    kept = kept.sort_values(["interviewed_at", "interview_id"], kind="stable")
    first = kept.groupby(["candidate_id", "role"])["interview_id"].transform("first")
    kept = kept[kept["interview_id"] == first]
    table = kept[["candidate_id", "role", "score"]].copy()
    table["item"] = kept["question"] + "@" + kept["version"].astype(int).astype(str)
    merged: pd.DataFrame = table.merge(groups, on="candidate_id", how="left", validate="m:1")
    return merged.rename(columns=lambda name: str(name).removeprefix(ATTRIBUTE_PREFIX))


def question_bias(
    actor: Actor, store: Store, scope: AuditScope, *, attribute: str
) -> StoredQuestionBias:
    """Which questions are harder for a group at equal score on the others; kept in the store.

    Each role is looked at on its own: its questions ask for the same things, those of another role
    do not. What is found is `fairness.dif_scores`.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``attribute.no_purpose``.
    InputError
        ``audit.nobody``, ``table.missing_column`` for an attribute nobody stated, ``items.too_few``
        when no role within the scope asks three questions.
    """
    answers = question_answers(actor, store, scope)
    named = attribute.removeprefix(ATTRIBUTE_PREFIX)
    found: dict[str, DifReport] = {}
    left_out: dict[str, str] = {}
    people: dict[str, int] = {}
    for role, rows in answers.groupby("role", sort=True):
        people[str(role)] = int(rows["candidate_id"].nunique())
        try:
            made = dif_scores(
                rows, attribute=named, person="candidate_id", item="item", score="score"
            )
        except InputError as error:
            # one role with too few questions does not keep the others from being looked at
            if error.code != "items.too_few" or len(left_out) + 1 == answers["role"].nunique():
                raise
            left_out[str(role)] = error.code
            continue
        found[str(role)] = _nameless(made)
    content = {
        "attribute": named,
        "roles": found,
        "left_out": left_out,
        "people": people,
        "scope": scope_json(scope, actor),
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return _stored(kept)


def stored_question_bias(actor: Actor, store: Store) -> tuple[StoredQuestionBias, ...]:
    """Every kept answer about departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits.
    """
    require(actor, "view_audits")
    with store.read() as reading:
        return tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))


def _nameless(found: DifReport) -> DifReport:
    """Without the averages of groups too small to be judged: of one person that is the score."""
    return replace(
        found,
        items=tuple(
            one if isinstance(one.finding, Estimate) else replace(one, details={})
            for one in found.items
        ),
    )


def _stored(kept: Report) -> StoredQuestionBias:
    held = kept.content
    return StoredQuestionBias(
        attribute=str(held["attribute"]),
        roles={role: restored(DifReport, one) for role, one in held["roles"].items()},
        left_out=dict(held["left_out"]),
        people={role: int(n) for role, n in held["people"].items()},
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(held["scope"]),
    )
