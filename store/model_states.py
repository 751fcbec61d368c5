"""The states a registered model goes through, each change with its reason and its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select

from interview import Action, InputError, StoreError
from store.acts import record
from store.tables import EVENT, MODEL, MODEL_STATE
from store.transaction import Reading, Transaction

ModelStateName = Literal["draft", "challenger", "champion", "retired"]
MODEL_STATES: tuple[ModelStateName, ...] = get_args(ModelStateName)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelState:
    """One step in a model's life; ``because`` is the digest of the report that led to it."""

    name: str
    version: str
    state: ModelStateName
    reason: str
    because: str
    actor: str
    at: datetime


def save_model_state(
    tx: Transaction, name: str, version: str, state: ModelStateName, *, reason: str, because: str
) -> None:
    """Remember that a model enters a state.

    Raises
    ------
    StoreError
        ``model.unknown`` when no such model is registered.
    InputError
        ``model.unknown_state``.
    """
    if state not in MODEL_STATES:
        raise InputError(
            "model.unknown_state",
            f"{state!r} is no state of a model",
            f"use one of: {', '.join(MODEL_STATES)}",
            state=str(state),
            known=", ".join(MODEL_STATES),
        )
    where = (MODEL.c.name == name, MODEL.c.version == version)
    tx.flush()
    if tx.first(select(MODEL.c.digest).where(*where)) is None:
        raise StoreError(
            "model.unknown",
            f"no model {name!r} in version {version!r} is registered",
            "take name and version from the list of models",
            model=name,
            version=version,
        )
    row = {
        "name": name,
        "version": version,
        "state": state,
        "reason": reason,
        "because": because,
        "at": tx.now(),
    }
    record(tx, f"{name}@{version}", Action.MODEL_STATE_CHANGED, [(MODEL_STATE, [row])])


def model_states(reading: Reading) -> tuple[ModelState, ...]:
    """Every step of every model, oldest first."""
    query = (
        select(MODEL_STATE, EVENT.c.actor)
        .join(EVENT, EVENT.c.seq == MODEL_STATE.c.event_seq)
        .order_by(MODEL_STATE.c.event_seq)
    )
    return tuple(
        ModelState(
            name=row["name"],
            version=row["version"],
            state=row["state"],
            reason=row["reason"],
            because=row["because"],
            actor=row["actor"],
            at=datetime.fromisoformat(row["at"]),
        )
        for row in reading.all(query)
    )
