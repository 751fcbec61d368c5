"""Which figure each competency of a role should move: kept in the role model, and editable."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from interview import Actor, CompetencyWeight, RoleModel, RoleModelError
from scoring import find_role
from scoring.toml_table import KEY, nearest_key
from store import Store, role, save_role
from workflow.rights import require

WHOLE_PERSON = ("overall", "retention")


def kpis_of(model: RoleModel) -> dict[str, str]:
    """Every competency of a role with its KPI, in the role's order.

    Examples
    --------
    >>> kpis_of(find_role("marketing"))["innovation"]
    'innovation'
    """
    return {entry.key: entry.kpi or entry.key for entry in model.competencies}


def set_kpis(actor: Actor, store: Store, key: str, kpis: Mapping[str, str]) -> RoleModel:
    """Name the KPIs of some of a role's competencies; the others keep theirs.

    The role is saved under its next version, which is an event; earlier versions and every card
    made with them stay. A KPI takes no part in scoring. Nothing is saved where nothing changes.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to edit roles.
    RoleModelError
        ``role.unknown``; ``role.unknown_competency`` for a competency that the role does not ask
        for, ``role.bad_key`` for a KPI that is no key, ``role.no_kpi`` for a figure of the whole
        person.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from store import open_store
    >>> with TemporaryDirectory() as folder, open_store(folder=Path(folder)) as kept:
    ...     made = set_kpis(Actor.system(), kept, "marketing", {"innovation": "ideas_used"})
    >>> made.version, made.competency("innovation").kpi
    (3, 'ideas_used')
    """
    require(actor, "edit_role")
    with store.transaction(actor.id) as tx:
        current = role(tx, key) or find_role(key)
        known = [entry.key for entry in current.competencies]
        for competency, kpi in kpis.items():
            _check(competency, kpi, known)
        entries = tuple(_with(entry, kpis) for entry in current.competencies)
        if entries == current.competencies:
            return current
        # the version that scored until now is kept too, where only the shipped file held it
        save_role(tx, current)
        made = replace(current, version=current.version + 1, competencies=entries)
        save_role(tx, made)
    return made


def _with(entry: CompetencyWeight, kpis: Mapping[str, str]) -> CompetencyWeight:
    if entry.key not in kpis:
        return entry
    chosen = kpis[entry.key].strip()
    return replace(entry, kpi="" if chosen == entry.key else chosen)


def _check(competency: str, kpi: str, known: list[str]) -> None:
    if competency not in known:
        near = difflib.get_close_matches(competency, known, n=1, cutoff=0.0)[0]
        raise RoleModelError(
            "role.unknown_competency",
            f"the role has no competency {competency!r}",
            f"use {near!r} or one of: {', '.join(known)}",
            competency=competency,
            known=", ".join(known),
        )
    chosen = kpi.strip()
    if chosen in WHOLE_PERSON:
        raise RoleModelError(
            "role.no_kpi",
            f"{chosen!r} is a figure of the whole person, not of {competency}",
            f"name one of the competency, such as {competency!r}",
            kpi=chosen,
            competency=competency,
        )
    if not KEY.fullmatch(chosen):
        better = nearest_key(chosen)
        raise RoleModelError(
            "role.bad_key",
            f"{chosen!r} is not a key",
            f"keys are small English letters, digits and _, such as {better!r}",
            better=better,
        )
