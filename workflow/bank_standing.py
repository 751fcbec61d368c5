"""How every version of every question stands today: in use, replaced, put aside or retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from interview import Actor, Question, RoleModel
from scoring import find_role
from store import QuestionStatus, Reading, Store, question_statuses, questions, role
from workflow.rights import require

Standing = Literal["active", "replaced", "quarantined", "retired"]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionsToAsk:
    """The questions of a role to ask now, and those not to, each with how it stands.

    A question not to ask stays in the role model: old interviews go on being scored with it.
    """

    ask: tuple[Question, ...]
    not_to_ask: tuple[tuple[Question, str], ...]


def standing(kept: Sequence[Question], decided: Sequence[QuestionStatus]) -> dict[str, Standing]:
    """The standing of each version by ``key@version``.

    The last decision about a version holds; a version is replaced when a newer one is in use.

    Examples
    --------
    >>> one = Question(key="q", version=1, text={}, kind="open", criteria={"teamwork": 1.0})
    >>> from dataclasses import replace
    >>> standing([one, replace(one, version=2)], [])
    {'q@1': 'replaced', 'q@2': 'active'}
    """
    last = {(one.key, one.version): one.status for one in decided}
    in_use: dict[str, int] = {}
    for one in kept:
        if last.get((one.key, one.version), "active") == "active":
            in_use[one.key] = max(one.version, in_use.get(one.key, 0))
    found: dict[str, Standing] = {}
    for one in kept:
        status: Standing = last.get((one.key, one.version), "active")
        if status == "active" and one.version < in_use[one.key]:
            status = "replaced"
        found[one.ref] = status
    return found


def bank_standing(reading: Reading) -> dict[str, Standing]:
    """`standing` of everything the store keeps."""
    return standing(questions(reading), question_statuses(reading))


def questions_to_ask(actor: Actor, store: Store, role_key: str) -> QuestionsToAsk:
    """What to ask for a role now; what is retired, put aside or replaced is named beside it.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    RoleModelError
        ``role.unknown``.
    """
    require(actor, "assess_bank")
    with store.read() as reading:
        model = role(reading, role_key) or find_role(role_key)
        now = bank_standing(reading)
    return split(model, now)


def split(model: RoleModel, now: Mapping[str, str]) -> QuestionsToAsk:
    """A role's questions by whether they are to be asked."""
    own = standing(model.questions, ())
    told = [(one, now.get(one.ref, str(own[one.ref]))) for one in model.questions]
    return QuestionsToAsk(
        ask=tuple(one for one, status in told if status == "active"),
        not_to_ask=tuple((one, status) for one, status in told if status != "active"),
    )
