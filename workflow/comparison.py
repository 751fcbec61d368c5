"""Up to four people side by side, competency by competency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview import Actor, Covered, Finding, InputError, RoleModel, ScoreCard
from store import Store, person_name
from workflow.case import open_case
from workflow.rights import may, require

MOST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One column: the card, or that it is covered, or None when nothing was scored.

    ``findings`` is by competency and empty unless the card is open. ``role`` is the role model as
    stored with the interview; it names the company's own values.
    """

    interview: str
    candidate: str
    name: str | None
    role: RoleModel
    card: ScoreCard | Covered | None
    findings: Mapping[str, Finding]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Columns in the order asked for; ``competencies`` in role order. ``one_role`` is False when
    roles differ, so that the page can say the scores mean different things."""

    columns: tuple[Compared, ...]
    competencies: tuple[str, ...]
    one_role: bool


def compare(actor: Actor, store: Store, interviews: Sequence[str]) -> Comparison:
    """Cards side by side; a covered one is a column without numbers.

    Raises
    ------
    InputError
        ``compare.too_many``, ``compare.none``, ``compare.twice``.
    PermissionDenied, StoreError
        As for each of the interviews.
    """
    require(actor, "compare")
    if not interviews:
        raise InputError("compare.none", "nobody was chosen", f"choose up to {MOST}")
    if len(interviews) > MOST:
        raise InputError(
            "compare.too_many",
            f"{len(interviews)} interviews were chosen",
            f"choose up to {MOST}",
            chosen=len(interviews),
            most=MOST,
        )
    if len(set(interviews)) < len(interviews):
        raise InputError("compare.twice", "one interview was chosen twice", "choose each once")
    columns: list[Compared] = []
    order: dict[str, None] = {}
    with store.read() as reading:
        for one in interviews:
            case = open_case(reading, actor, "compare", one)
            order |= dict.fromkeys(case.competencies)
            card = case.card
            columns.append(
                Compared(
                    interview=one,
                    candidate=case.interview.candidate_id,
                    name=person_name(reading, case.interview.candidate_id)
                    if may(actor, "view_names")
                    else None,
                    role=case.role,
                    card=card,
                    findings={c.competency: c.finding for c in card.competencies}
                    if isinstance(card, ScoreCard)
                    else {},
                )
            )
    return Comparison(
        columns=tuple(columns),
        competencies=tuple(order),
        one_role=len({column.role.key for column in columns}) == 1,
    )
