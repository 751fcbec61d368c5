"""One interview as a verb meets it: found, its department checked, its cover worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from interview import Actor, Covered, Evidence, Interview, Locale, RoleModel, ScoreCard
from scoring import find_role
from scoring.card_json import card_from_json
from store import (
    Reading,
    Requisition,
    card,
    interview,
    requisition,
    role,
)
from store.ratings import ratings
from workflow.blind import blind_code, cover
from workflow.rights import Verb, may, require
from workflow.settings import settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An interview the actor may act on, with what decides whether its score is shown."""

    interview: Interview
    requisition: Requisition | None
    role: RoleModel
    scored: ScoreCard | None
    covered: Covered | None

    @property
    def card(self) -> ScoreCard | Covered | None:
        """What this actor may see of the score: the card, its cover, or None without a card."""
        return self.covered or self.scored

    @property
    def competencies(self) -> tuple[str, ...]:
        """What a person is asked to rate: the card's competencies, else the role's."""
        entries = self.scored.competencies if self.scored else ()
        return tuple(c.competency for c in entries) or tuple(c.key for c in self.role.competencies)

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
    stored = card(reading, interview_id)
    case = Case(
        interview=found,
        requisition=opening,
        role=role(reading, found.role) or find_role(found.role),
        scored=None if stored is None else _readable(actor, card_from_json(stored)),
        covered=None,
    )
    return case if case.scored is None else replace(case, covered=_cover(reading, actor, case))


def _cover(reading: Reading, actor: Actor, case: Case) -> Covered | None:
    code = blind_code(
        case.interview.id,
        role=case.interview.role,
        blind_first=bool(case.requisition and case.requisition.blind_first),
        key_roles=settings().key_roles,
    )
    if code is None:
        return None
    rated = {r.competency for r in ratings(reading, case.interview.id, rater=actor.id)}
    return cover(actor, case.interview.id, code, case.competencies, rated)


def _readable(actor: Actor, scored: ScoreCard) -> ScoreCard:
    """The card; without what the person said for those who may not see the record.

    Its digest still names the whole card.
    """
    if may(actor, "view_record"):
        return scored

    def silent(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(one, quote="") for one in evidence)

    return replace(
        scored,
        answers=tuple(replace(one, evidence=silent(one.evidence)) for one in scored.answers),
        competencies=tuple(
            replace(one, evidence=silent(one.evidence)) for one in scored.competencies
        ),
        flags=tuple(replace(one, evidence=silent(one.evidence)) for one in scored.flags),
    )
