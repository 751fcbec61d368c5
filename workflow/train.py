"""Train a scorer on the store or on a table, and keep it as a draft with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from interview import Actor, InputError
from scoring.learned.training_report import Trained, TrainingReport
from scoring.learned.training_spec import TrainingSpec
from store import Store, models, restored, roles
from workflow.policies import signal_policy
from workflow.register import LEARNED, ModelPaper, checked_name
from workflow.register_changes import register_trained
from workflow.rights import may, require
from workflow.training_data import (
    PERFORMANCE_SCALE,
    RUBRIC,
    TrainingData,
    held_to_policy,
    training_data,
)
from workflow.training_leak import TrainingLeak, training_leak
from workflow.training_table import TableColumns, table_data

if TYPE_CHECKING:
    import pandas as pd

FIRST_OCCASION = "6_months"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredTraining:
    """A trained scorer as it was kept: ``name@version`` in the register, its report, and how well
    protected attributes can be told from what it looks at (None where that was not asked)."""

    ref: str
    report: TrainingReport
    leak: TrainingLeak | None = None
    excluded: Mapping[str, int]


def train_scorer(
    actor: Actor,
    store: Store,
    spec: TrainingSpec,
    *,
    policy: str = "none",
    occasion: str = FIRST_OCCASION,
    paper: ModelPaper | None = None,
    purpose: str = "",
) -> StoredTraining:
    """Train on the store's ratings or outcomes and register the scorer as a draft.

    The same training twice is one entry. ``policy`` is the law preset under which the scorer is to
    be used: voice and face are held to its caps. With a ``purpose`` and the right to audit, how
    well its features and its scores tell protected attributes is reported beside it, and reading
    them is an event.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to train, or with a purpose to audit.
    PolicyError
        ``policy.unknown``, ``training.policy_bars``.
    InputError
        ``model.bad_name``, and what `training_data` and `scoring.learned.train.train` refuse.
    """
    return train_on_store(
        actor, store, spec, policy=policy, occasion=occasion, paper=paper, purpose=purpose
    )[0]


def train_on_store(
    actor: Actor,
    store: Store,
    spec: TrainingSpec,
    *,
    policy: str = "none",
    occasion: str = FIRST_OCCASION,
    paper: ModelPaper | None = None,
    purpose: str = "",
) -> tuple[StoredTraining, Trained]:
    """`train_scorer`, and the scorer itself, so that one training serves register and file."""
    from scoring.learned.train import train

    require(actor, "train")
    if purpose.strip():
        require(actor, "audit")
    # said before the training, which takes a while
    checked_name(spec.name)
    law = signal_policy(policy)
    with store.read() as reading:
        spec = held_to_policy(spec, law, {r.key: r for r in roles(reading)})
        data = training_data(actor, reading, spec, law, occasion)
        spec = _own_scale(spec, data)
        known = {f"{m.name}@{m.version}" for m in models(reading) if m.kind == LEARNED}
    made = train(data.table, data.target, spec, rivals={RUBRIC: data.rubric}, ratings=data.ratings)
    made = replace(
        made, report=replace(made.report, excluded={**made.report.excluded, **data.excluded})
    )
    ref = f"{made.scorer.name}@{made.scorer.version}"
    if ref not in known:
        # a scorer that looks at voice or face is for this law alone
        laws = (policy,) if set(spec.modalities) != {"language"} else ()
        stated = paper or ModelPaper(laws=laws)
        register_trained(actor, store, made, stated)
    leak = None
    if purpose.strip():
        leak = training_leak(actor, store, made, purpose=purpose)
    kept = StoredTraining(ref=ref, report=made.report, leak=leak, excluded=data.excluded)
    return kept, made


def train_table(
    actor: Actor, frame: pd.DataFrame, spec: TrainingSpec, columns: TableColumns
) -> Trained:
    """Train on any table, whoever made it; nothing of it is kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to train.
    InputError
        What `table_data` and `scoring.learned.train.train` refuse.
    """
    from scoring.learned.train import train

    require(actor, "train")
    data = table_data(frame, columns)
    return train(
        data.table,
        data.target,
        replace(spec, features=columns.features, foreign=True),
        rivals=data.rivals,
        ratings=data.ratings,
    )


def stored_training(actor: Actor, store: Store, ref: str) -> TrainingReport:
    """The report of a registered scorer's training.

    Raises
    ------
    PermissionDenied
        ``right.missing`` for whoever may neither see models nor train.
    InputError
        ``training.unknown_model``.
    """
    require(actor, "view_models" if may(actor, "view_models") else "train")
    with store.read() as reading:
        for model in models(reading):
            if f"{model.name}@{model.version}" == ref and model.facts.get("report"):
                return restored(TrainingReport, model.facts["report"])
    raise InputError(
        "training.unknown_model",
        f"no trained scorer {ref!r} is registered",
        "take name@version from the list of models",
        model=ref,
    )


def _own_scale(spec: TrainingSpec, data: TrainingData) -> TrainingSpec:
    """A supervisor's rating runs from 1 to 5, unless the spec or the ratings say otherwise."""
    low, high = PERFORMANCE_SCALE
    there = data.target[~np.isnan(data.target)]
    usual = spec.target == "performance" and spec.scale == TrainingSpec().scale
    if usual and there.size and low <= there.min() and there.max() <= high:
        return replace(spec, scale=PERFORMANCE_SCALE)
    return spec
