"""What moves the scores of a role, and whether it is the same for every group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interview import Actor, InputError, RoleModel, digest
from scoring import find_role, rubric_id
from scoring.explanation import (
    OVERALL,
    Attributions,
    GroupGap,
    Importance,
    Interaction,
    group_gaps,
    importance,
    interactions,
    model_attributions,
    role_attributions,
)
from scoring.learned.design import DesignTable, design_rows
from store import (
    Reading,
    Store,
    attributes,
    feature_frame,
    frames,
    interview_locales,
    questions,
    role_cards,
)
from store import role as stored_role
from workflow.audit_people import ATTRIBUTE_PREFIX
from workflow.comparison_groups import comparison_group
from workflow.kept_few import KeptFew
from workflow.register import RUBRIC, RegisteredModel, find_model
from workflow.rights import require
from workflow.shadow import learned_scorer

if TYPE_CHECKING:
    from scoring.learned.learned_scorer import LearnedScorer

MOST_KEPT = 24
_KEPT: KeptFew[RoleExplanation] = KeptFew(most=MOST_KEPT)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RoleExplanation:
    """What moves one score of a role under one scorer.

    ``interviews`` and ``people`` say whose the rows of ``found`` are; a verb hands them out empty,
    since a row is the score of one person. ``together`` is empty for scorers in which no two
    features work together, by construction.
    """

    role: RoleModel
    model: RegisteredModel
    subject: str
    found: Attributions
    importance: tuple[Importance, ...]
    together: tuple[Interaction, ...]
    interviews: tuple[str, ...]
    people: Mapping[str, str]

    @property
    def additive(self) -> bool:
        """True when features cannot work together in this scorer."""
        return self.model.is_rubric or self.model.facts.get("kind") == "linear"


def explain_role(
    actor: Actor, store: Store, role: str, *, model: str = "", subject: str = OVERALL
) -> RoleExplanation:
    """Importance of what is measured for everybody interviewed for a role whom the actor may see.

    Parameters
    ----------
    model : str
        ``name@version`` of the register; the shipped rubric by default, for which the current cards
        are read. A learned scorer is asked what it would say of everybody measured.
    subject : str
        ``overall`` or a competency.

    Raises
    ------
    PermissionDenied
        Without the right.
    StoreError
        ``model.unknown``, ``model.no_file``.
    InputError
        ``explanation.too_few_people``, ``role.unknown``.
    """
    found = _explained(actor, store, role, model=model, subject=subject)
    return replace(found, interviews=(), people={})


def _explained(
    actor: Actor, store: Store, role: str, *, model: str, subject: str
) -> RoleExplanation:
    require(actor, "explain")
    with store.read() as reading:
        known = stored_role(reading, role) or find_role(role)
        which = find_model(reading, model or f"{RUBRIC}@{rubric_id().version}")
        if which.is_rubric:
            return _of_cards(actor, store, reading, known, which, subject)
        return _of_model(actor, reading, known, which, subject)


def explain_groups(
    actor: Actor,
    store: Store,
    role: str,
    *,
    attribute: str,
    purpose: str,
    model: str = "",
    subject: str = OVERALL,
) -> tuple[GroupGap, ...]:
    """Whether the scores of groups come from different things; the reading is an event.

    Parameters
    ----------
    attribute : str
        A protected attribute that people stated, such as ``sex``.
    purpose : str
        What it is read for.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the rights to explain and to audit, ``attribute.no_purpose``.
    InputError
        ``explanation.too_few_people``, ``table.missing_column`` for an attribute nobody stated.
    """
    require(actor, "audit")
    found = _explained(actor, store, role, model=model, subject=subject)
    with store.transaction(actor.id) as tx:
        stated = attributes(tx, purpose=purpose, actor=actor.id)
    name = f"{ATTRIBUTE_PREFIX}{attribute.removeprefix(ATTRIBUTE_PREFIX)}"
    if name not in stated:
        known = [c.removeprefix(ATTRIBUTE_PREFIX) for c in stated.columns if c != "candidate_id"]
        raise _unknown_attribute(attribute, known)
    groups = dict(zip(stated["candidate_id"], stated[name], strict=True))
    labels: list[str | None] = []
    seen: set[str] = set()
    for one in found.interviews:
        person = found.people.get(one, "")
        # somebody interviewed twice is one person of a group
        stands = groups.get(person) if person not in seen else None
        labels.append(stands if isinstance(stands, str) else None)
        seen.add(person)
    return group_gaps(found.found, labels)


def _of_cards(
    actor: Actor,
    store: Store,
    reading: Reading,
    role: RoleModel,
    model: RegisteredModel,
    subject: str,
) -> RoleExplanation:
    group = comparison_group(actor, store, reading, role.key, model.name, model.version)

    def made() -> RoleExplanation:
        found = role_attributions(group, subject)
        known = {c.digest: c for c in role_cards(reading, role.key, model.name, model.version)}
        rows = [
            known[name]
            for name, there in zip(group.cards, group.people(subject), strict=True)
            if there
        ]
        return RoleExplanation(
            role=role,
            model=model,
            subject=subject,
            found=found,
            importance=importance(found),
            together=(),
            interviews=tuple(one.interview for one in rows),
            people={one.interview: one.candidate for one in rows},
        )

    return _KEPT.once(digest([group.digest, subject]), made)


def _of_model(
    actor: Actor, reading: Reading, role: RoleModel, model: RegisteredModel, subject: str
) -> RoleExplanation:
    everybody = frames(reading, "interview", role=role.key)
    kept = everybody[everybody["department"].map(actor.sees)]
    ids = sorted(map(str, kept["interview_id"]))

    def made() -> RoleExplanation:
        scorer = learned_scorer(reading, model)
        table = _design(reading, role, ids, scorer)
        found = model_attributions(scorer, table, subject)
        people = dict(zip(map(str, kept["interview_id"]), kept["candidate_id"], strict=True))
        wanted = {subject} if subject != OVERALL else {OVERALL, *scorer.competencies}
        asked = sorted(
            {str(i) for i, c in zip(table.interview, table.competency, strict=True) if c in wanted}
        )
        return RoleExplanation(
            role=role,
            model=model,
            subject=subject,
            found=found,
            importance=importance(found),
            together=interactions(scorer, table),
            interviews=tuple(asked),
            people=people,
        )

    return _KEPT.once(digest([model.digest, role.digest, subject, ids]), made)


def _design(
    reading: Reading, role: RoleModel, ids: Sequence[str], scorer: LearnedScorer
) -> DesignTable:
    return design_rows(
        feature_frame(reading, role=role.key, passed=True),
        dict.fromkeys(ids, role),
        questions={(q.key, q.version): q for q in questions(reading)},
        competencies=[OVERALL] if scorer.target == "performance" else None,
        modalities=scorer.modalities,
        locale_of=interview_locales(reading),
    )


def _unknown_attribute(attribute: str, known: Sequence[str]) -> InputError:
    listed = ", ".join(known) or "-"
    return InputError(
        "table.missing_column",
        f"nobody stated {attribute!r}",
        f"use one of: {listed}",
        column=attribute,
        known=listed,
    )
