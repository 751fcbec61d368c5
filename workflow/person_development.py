"""One new hire: what to work on, with the evidence, and how the first ratings compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analysis import DevelopmentGoal, ExpectedPerson, development_goals
from interview import Action, Actor, Evidence, InputError, Question, RoleModel, ScoreCard
from store import Store, append, person_name
from store.decisions import decisions
from workflow.card_view import uncovered
from workflow.case import Case, open_case
from workflow.development import RoleDevelopment, role_development
from workflow.rights import may, require

MOST_QUOTES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalEvidence:
    """A goal with what was said: quotes in words, and the question that asks for it best.

    ``quotes`` are of the transcript only, never of voice or face. ``question`` is None when the
    role asks none for this competency.
    """

    goal: DevelopmentGoal
    quotes: tuple[Evidence, ...]
    question: Question | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LaterFigure:
    """One later figure of this person beside the range the interview led to expect."""

    kpi: str
    person: ExpectedPerson


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonDevelopment:
    """Everything about one new hire's development; ``card_digest`` names the card it rests on."""

    interview: str
    candidate: str
    name: str | None
    role: RoleModel
    department: str | None
    interviewed_at: datetime | None
    goals: tuple[GoalEvidence, ...]
    later: tuple[LaterFigure, ...]
    occasion: str
    card_digest: str


def person_development(
    actor: Actor,
    store: Store,
    interview: str,
    *,
    occasion: str = "6_months",
    among: RoleDevelopment | None = None,
) -> PersonDevelopment:
    """One hired person's goals with their evidence, and later figures beside their ranges.

    Parameters
    ----------
    among : RoleDevelopment, optional
        The role's development where it is already at hand; computed otherwise.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``right.other_unit``, ``card.covered`` until this reviewer has rated.
    StoreError
        ``interview.unknown``, ``card.none``.
    InputError
        ``development.not_hired`` for somebody who was not hired after this interview.
    """
    require(actor, "view_development")
    with store.read() as reading:
        case = open_case(reading, actor, "view_development", interview)
        hired = [d for d in decisions(reading, interview) if d.stage == "hire"]
        if not hired or hired[-1].outcome != "yes":
            raise InputError(
                "development.not_hired",
                f"{interview} did not end in a hire, and goals are set for people at work",
                "choose somebody from the list of new hires",
                interview=interview,
            )
        card = uncovered(case, "showing what to work on")
        name = (
            person_name(reading, case.interview.candidate_id) if may(actor, "view_names") else None
        )
    whole = among or role_development(actor, store, case.interview.role, occasion=occasion)
    return PersonDevelopment(
        interview=interview,
        candidate=case.interview.candidate_id,
        name=name,
        role=case.role,
        department=case.department,
        interviewed_at=case.interview.conducted_at,
        goals=_goals(case, card),
        later=_later(whole, interview),
        occasion=whole.occasion,
        card_digest=card.digest,
    )


def export_development(
    actor: Actor, store: Store, interview: str, *, occasion: str = "6_months"
) -> PersonDevelopment:
    """The same, to be taken away; who took it is remembered as an export of the card.

    Raises
    ------
    PermissionDenied
        Also without the right to export cards.
    """
    require(actor, "export_card")
    found = person_development(actor, store, interview, occasion=occasion)
    with store.transaction(actor) as tx:
        append(tx, actor.id, interview, Action.CARD_EXPORTED, found.card_digest)
    return found


def _goals(case: Case, card: ScoreCard) -> tuple[GoalEvidence, ...]:
    # thresholds are those of the card: what was asked for when this person was interviewed
    goals = development_goals((c.competency, c.finding, c.threshold) for c in card.competencies)
    evidence = {c.competency: c.evidence for c in card.competencies}
    return tuple(
        GoalEvidence(
            goal=goal,
            quotes=_quotes(evidence.get(goal.competency, ()), goal.competency),
            question=_question(case.role, goal.competency),
        )
        for goal in goals
    )


def _quotes(evidence: tuple[Evidence, ...], competency: str) -> tuple[Evidence, ...]:
    """The words that counted most, each once; first those that speak of this competency itself."""

    def order(one: Evidence) -> tuple[bool, float]:
        return one.feature.partition(".")[2] != competency, -abs(one.contribution)

    said = [one for one in evidence if one.modality == "language" and one.quote.strip()]
    first: dict[str, Evidence] = {}
    for one in sorted(said, key=order):
        first.setdefault(one.quote, one)
    return tuple(first.values())[:MOST_QUOTES]


def _question(role: RoleModel, competency: str) -> Question | None:
    """The question of the role that weighs this competency most and says what good looks like."""
    asked = [q for q in role.questions if q.criteria.get(competency, 0) > 0 and q.anchors]
    return max(asked, key=lambda q: (q.criteria[competency], q.version), default=None)


def _later(whole: RoleDevelopment, interview: str) -> tuple[LaterFigure, ...]:
    place = {person.interview: i for i, person in enumerate(whole.people)}.get(interview)
    return tuple(
        LaterFigure(kpi=line.labels[0], person=one)
        for line in whole.baseline.lines
        for one in line.people
        if one.row == place
    )
