"""What filters and forms offer: the roles, openings and departments this person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import Locale, RoleModel
from scoring import shipped_roles
from store import Requisition, departments, requisitions, roles
from ui.here import Here


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Roles by key, openings in the actor's own departments, department names by key."""

    roles: Mapping[str, RoleModel]
    requisitions: Mapping[str, Requisition]
    departments: Mapping[str, Mapping[Locale, str]]


def choices(where: Here) -> Choices:
    """Read what there is to choose from; the shipped roles stand in until the store has its own."""
    with where.store.read() as reading:
        kept = {role.key: role for role in roles(reading)}
        return Choices(
            roles={**shipped_roles(), **kept},
            requisitions={
                opening.id: opening
                for opening in requisitions(reading)
                if where.actor.sees(opening.department)
            },
            departments={unit.key: unit.name for unit in departments(reading)},
        )
