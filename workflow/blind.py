"""Blind first: whose score stays covered until the reviewer has rated, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from interview import Actor, Covered
from store.interviews import blind_draw
from workflow.rights import RIGHTS

SAMPLE_SHARE = 0.10


def blind_code(
    interview: str, *, role: str, blind_first: bool, key_roles: Collection[str]
) -> str | None:
    """Why this interview is rated blind first; None when it is not.

    ``blind.rate_first`` by the requisition's own setting, ``blind.key_role`` for a key role,
    ``blind.sample`` for one interview in ten. The sample is drawn by a hash of the id, so nobody
    chooses it and it is the same for everyone and for ever.

    Examples
    --------
    >>> blind_code("i1", role="clerk", blind_first=True, key_roles=())
    'blind.rate_first'
    """
    if blind_first:
        return "blind.rate_first"
    if role in key_roles:
        return "blind.key_role"
    return "blind.sample" if blind_draw(interview) < SAMPLE_SHARE else None


def reviews(actor: Actor) -> bool:
    """True for those who rate and decide, whose judgement the cover protects.

    Somebody who is both a reviewer and something else is a reviewer. The system is none: it
    works on the files themselves.
    """
    return any({"rate", "decide"} & RIGHTS[role] for role in actor.roles if role != "system")


def cover(
    actor: Actor,
    interview: str,
    code: str | None,
    competencies: Iterable[str],
    rated: Collection[str],
) -> Covered | None:
    """The cover over this interview's score for this actor; None when the score may be shown.

    Lifted when the actor has rated every competency of the role; ``left`` are the others.
    """
    if code is None or not reviews(actor):
        return None
    left = tuple(key for key in competencies if key not in rated)
    return Covered(interview=interview, code=code, left=left) if left else None
