"""Role models and questions, every version kept as it was used."""

from __future__ import annotations

import json

from sqlalchemy import Table, select
from sqlalchemy.engine import RowMapping

from interview import Action, Question, RoleModel, RoleModelError, digest
from store.acts import record
from store.restoring import dumped, restored
from store.tables import QUESTION_VERSION, ROLE_MODEL
from store.transaction import Reading, Transaction


def save_role(tx: Transaction, role: RoleModel) -> None:
    """Remember a role model and its questions; saving the same again changes nothing.

    Raises
    ------
    RoleModelError
        ``role.version_taken`` when another content stands under the same key and version.
    """
    for question in role.questions:
        save_question(tx, question)
    if _known(tx, ROLE_MODEL, role.key, role.version, role.digest):
        return
    row = {
        "key": role.key,
        "version": role.version,
        "digest": role.digest,
        "content": dumped(role),
    }
    record(tx, f"{role.key}@{role.version}", Action.ROLE_SAVED, [(ROLE_MODEL, [row])])


def role(reading: Reading, key: str, version: int | None = None) -> RoleModel | None:
    """One role model, the newest version unless one is named; None when unknown."""
    row = _find(reading, ROLE_MODEL, key, version)
    return None if row is None else restored(RoleModel, json.loads(row["content"]))


def roles(reading: Reading) -> tuple[RoleModel, ...]:
    """The newest version of every role model, by key."""
    newest: dict[str, str] = {}
    order = (ROLE_MODEL.c.key, ROLE_MODEL.c.version)
    for row in reading.all(select(ROLE_MODEL.c.key, ROLE_MODEL.c.content).order_by(*order)):
        newest[row["key"]] = row["content"]
    return tuple(restored(RoleModel, json.loads(content)) for content in newest.values())


def save_question(tx: Transaction, question: Question) -> None:
    """Remember one version of one question; a version never changes once it is saved."""
    name = digest(question)
    if _known(tx, QUESTION_VERSION, question.key, question.version, name):
        return
    row = {
        "key": question.key,
        "version": question.version,
        "digest": name,
        "content": dumped(question),
        "because": question.because,
    }
    record(tx, question.ref, Action.QUESTION_SAVED, [(QUESTION_VERSION, [row])])


def question(reading: Reading, key: str, version: int | None = None) -> Question | None:
    """One question, the newest version unless one is named; None when unknown."""
    row = _find(reading, QUESTION_VERSION, key, version)
    return None if row is None else restored(Question, json.loads(row["content"]))


def questions(reading: Reading) -> tuple[Question, ...]:
    """Every version of every question, by key and version."""
    order = (QUESTION_VERSION.c.key, QUESTION_VERSION.c.version)
    return tuple(
        restored(Question, json.loads(row["content"]))
        for row in reading.all(select(QUESTION_VERSION.c.content).order_by(*order))
    )


def _find(reading: Reading, table: Table, key: str, version: int | None) -> RowMapping | None:
    query = select(table).where(table.c.key == key).order_by(table.c.version.desc()).limit(1)
    if version is not None:
        query = query.where(table.c.version == version)
    return reading.first(query)


def _known(tx: Transaction, table: Table, key: str, version: int, name: str) -> bool:
    row = _find(tx, table, key, version)
    if row is None:
        return False
    if row["digest"] == name:
        return True
    newest = _find(tx, table, key, None)
    free = (newest["version"] if newest else version) + 1
    raise RoleModelError(
        "role.version_taken" if table is ROLE_MODEL else "question.version_taken",
        f"{key!r} version {version} is saved with another content, and what was answered or "
        "scored with it must stay as it was",
        f"give the new content version {free}",
        key=key,
        version=version,
        free=free,
    )
