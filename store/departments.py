"""Departments: who may see whom is decided by them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from interview import Action
from store.acts import record_change
from store.restoring import dumped
from store.tables import DEPARTMENT
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    """A unit of the company; ``name`` is by locale."""

    key: str
    name: Mapping[str, str]


def save_department(tx: Transaction, key: str, name: Mapping[str, str]) -> None:
    """Add a department or rename it."""
    row = {"key": key, "name": dumped(name)}
    record_change(tx, key, Action.DEPARTMENT_SAVED, DEPARTMENT, row)


def departments(reading: Reading) -> tuple[Department, ...]:
    """All departments, by key."""
    return tuple(
        Department(key=row["key"], name=json.loads(row["name"]))
        for row in reading.all(select(DEPARTMENT).order_by(DEPARTMENT.c.key))
    )
