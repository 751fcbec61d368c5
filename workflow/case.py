"""One interview as a verb meets it: found, its department checked, its cover worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import Actor, Covered, Interview, Locale, RoleModel, ScoreCard
from scoring import card_from_json
from store import (
    Reading,
    Requisition,
    card,
    interview,
    ratings,
    requisition,
    role,
)
from workflow.blind import blind_code, cover
from workflow.rights import Verb, require
from workflow.settings import settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An interview the actor may act on, with what decides whether its score is shown."""

    interview: Interview
    requisition: Requisition | None
    role: RoleModel
    covered: Covered | None

    @property
    def department(self) -> str | None:
        """Whose candidate this is; None until a requisition says so."""
        return self.requisition.department if self.requisition else None

    @property
    def requisition_title(self) -> Mapping[Locale, str]:
        """What the opening is called, by language."""
        return self.requisition.title if self.requisition else {}


def open_case(
    reading: Reading, actor: Actor, verb: Verb, interview_id: str, *, with_transcripts: bool = False
) -> Case:
    """Find an interview for an actor and a verb.

    Raises
    ------
    PermissionDenied
        ``right.missing``, or ``right.other_unit`` for another department.
    StoreError
        ``interview.unknown``.
    """
    require(actor, verb)
    found = interview(reading, interview_id, with_transcripts=with_transcripts)
    opening = requisition(reading, found.requisition) if found.requisition else None
    require(actor, verb, opening.department if opening else None)
    model = role(reading, found.role)
    code = blind_code(
        interview_id,
        role=found.role,
        blind_first=bool(opening and opening.blind_first),
        key_roles=settings().key_roles,
    )
    rated = {r.competency for r in ratings(reading, interview_id) if r.rater == actor.id}
    return Case(
        interview=found,
        requisition=opening,
        role=model,
        covered=cover(actor, interview_id, code, (c.key for c in model.competencies), rated),
    )


def card_of(reading: Reading, case: Case) -> ScoreCard | Covered | None:
    """The newest card, or its cover, or None when nothing was scored."""
    stored = card(reading, case.interview.id)
    if stored is None:
        return None
    return case.covered or card_from_json(stored)
