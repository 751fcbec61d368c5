"""Who may do what: one literal table, checked first by every verb. Menus hide; this forbids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from interview import Actor, PermissionDenied, Role

Verb = Literal[
    "today",
    "list_candidates",
    "view_names",
    "view_card",
    "view_record",
    "view_care",
    "open_media",
    "compare",
    "rate",
    "overrule",
    "decide",
    "export_card",
    "score",
    "build_demo",
    "verify_store",
    "erase_candidate",
    "audit",
    "audit_table",
    "view_audits",
    "validate",
    "view_quality",
    "assess_bank",
    "change_bank",
    "edit_role",
    "view_development",
    "train",
    "explain",
    "view_models",
    "change_model",
    "export_letter",
]
VERBS: tuple[Verb, ...] = get_args(Verb)

# An empty cell is a refusal. The data scientist studies scores without meeting the person; the
# administrator keeps the machine running without reading what is on it; the system is whoever
# works on the machine itself and so holds its files and keys already. Who may want a kind word is
# for the HR leader alone; a hiring manager never meets it. Protected attributes of the store are
# read by compliance alone; whoever studies scores or answers for them may audit a table of theirs.
# Who trains a model may not promote it, and who audits the bank may not change it.
RIGHTS: Mapping[Role, frozenset[Verb]] = {
    "hr_leader": frozenset(
        {
            "today",
            "list_candidates",
            "view_names",
            "view_card",
            "view_record",
            "view_care",
            "open_media",
            "compare",
            "rate",
            "overrule",
            "decide",
            "export_card",
            "score",
            "audit_table",
            "view_audits",
            "validate",
            "view_quality",
            "assess_bank",
            "change_bank",
            "edit_role",
            "view_development",
            "explain",
            "view_models",
            "change_model",
            "export_letter",
        }
    ),
    "hiring_manager": frozenset(
        {
            "today",
            "list_candidates",
            "view_names",
            "view_card",
            "view_record",
            "open_media",
            "compare",
            "rate",
            "overrule",
            "decide",
            "export_card",
            "score",
            "view_development",
            "explain",
        }
    ),
    "compliance": frozenset(
        {
            "today",
            "list_candidates",
            "view_card",
            "view_record",
            "open_media",
            "export_card",
            "verify_store",
            "erase_candidate",
            "audit",
            "audit_table",
            "view_audits",
            "validate",
            "view_quality",
            "assess_bank",
            "explain",
            "view_models",
            "export_letter",
        }
    ),
    "data_scientist": frozenset(
        {
            "today",
            "list_candidates",
            "view_card",
            "compare",
            "audit_table",
            "view_audits",
            "validate",
            "view_quality",
            "assess_bank",
            "change_bank",
            "train",
            "explain",
            "view_models",
        }
    ),
    "admin": frozenset(
        {
            "build_demo",
            "verify_store",
            "erase_candidate",
            "view_models",
        }
    ),
    "system": frozenset(VERBS),
}


def may(actor: Actor, verb: Verb) -> bool:
    """True when one of the actor's roles carries the right.

    Examples
    --------
    >>> may(Actor(id="a", roles=("admin",)), "view_card")
    False
    """
    return any(verb in RIGHTS[role] for role in actor.roles)


def require(actor: Actor, verb: Verb, *units: str | None) -> None:
    """Refuse unless the actor has the right and sees every unit named.

    A unit of None (nobody's department yet) is seen only by those who see all.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right, ``right.other_unit`` for somebody else's department.

    Examples
    --------
    >>> require(Actor.system(), "verify_store")
    >>> require(Actor(id="m", roles=("hiring_manager",), units=("sales",)), "rate", "plant")
    Traceback (most recent call last):
    ...
    interview.errors.PermissionDenied: m may not see department plant; ask someone who sees it, \
or choose one of: sales [right.other_unit]
    """
    if not may(actor, verb):
        holders = ", ".join(role for role, verbs in RIGHTS.items() if verb in verbs)
        raise PermissionDenied(
            "right.missing",
            f"{actor.id} ({', '.join(actor.roles) or 'no role'}) has no right to {verb}",
            f"ask someone who is one of: {holders}",
            actor=actor.id,
            verb=verb,
            holders=holders,
        )
    for unit in units:
        if not actor.sees(unit):
            raise PermissionDenied(
                "right.other_unit",
                f"{actor.id} may not see department {unit or '(none)'}",
                f"ask someone who sees it, or choose one of: {', '.join(actor.units) or 'none'}",
                actor=actor.id,
                unit=unit or "",
                units=", ".join(actor.units),
            )
