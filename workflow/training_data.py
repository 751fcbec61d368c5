"""What a scorer can be trained on: the store's interviews, with ratings or later performance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interview import EXPRESSION, Actor, InputError, Modality, PolicyError, RoleModel, SignalPolicy
from scoring import rubric_id
from scoring.learned.design import OVERALL, DesignTable, design_rows
from scoring.learned.training_spec import TrainingSpec
from scoring.quality_gate import NO_CONSENT
from store import (
    Reading,
    circumstance_frame,
    consent_scopes,
    feature_frame,
    frames,
    interview_locales,
    questions,
    roles,
    scores_by_scorer,
)

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
RUBRIC = "rubric"
OCCASIONS = ("90_days", "6_months", "12_months")
PERFORMANCE_SCALE = (1.0, 5.0)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TrainingData:
    """Rows to learn from: design, target (not-a-number where there is none), the single ratings
    behind it, the rubric's score of the same, the departments they come from, and how many
    interviews were not looked at, by code."""

    table: DesignTable
    target: Floats
    ratings: Floats | None
    rubric: Floats
    departments: tuple[str, ...]
    excluded: Mapping[str, int]


def held_to_policy(
    spec: TrainingSpec, policy: SignalPolicy, models: Mapping[str, RoleModel]
) -> TrainingSpec:
    """The spec with the largest share that voice and face may carry under law and every role.

    Raises
    ------
    PolicyError
        ``training.policy_bars`` when the law preset gives a modality of the spec no weight,
        ``training.needs_language`` for voice or face alone.
    """
    if "language" not in spec.modalities:
        raise PolicyError(
            "training.needs_language",
            f"{', '.join(spec.modalities)} alone cannot score: they are auxiliary to what was said",
            "add language",
            modalities=", ".join(spec.modalities),
        )
    caps: dict[str, float] = {}
    for modality in EXPRESSION:
        if modality not in spec.modalities:
            continue
        limits = [role.modality_limits.get(modality, 0.0) for role in models.values()]
        cap = min([policy.cap(modality), *limits])
        if cap <= 0.0:
            raise PolicyError(
                "training.policy_bars",
                f"policy {policy.key!r} and the roles give {modality} no weight",
                "train on language alone, or name a preset under which it may count",
                modality=modality,
                policy=policy.key,
            )
        caps[modality] = cap
    if not caps:
        return spec
    return replace(spec, caps=caps, expression_cap=policy.expression_cap)


def training_data(
    actor: Actor, reading: Reading, spec: TrainingSpec, policy: SignalPolicy, occasion: str
) -> TrainingData:
    """Reads the interviews of departments that the actor sees; rights are the caller's to check.

    For ratings there is one row per interview and competency that people rated: the mean of the
    ratings that count. For performance one row per interview of somebody hired: the overall rating
    at ``occasion``, taken after the interview. Answers that failed a quality check bring nothing of
    that modality. Where the policy asks for consent to voice or face, interviews without it are not
    looked at.

    Raises
    ------
    InputError
        ``training.nobody``, ``training.unknown_occasion``.
    """
    if spec.target == "performance" and occasion not in OCCASIONS:
        raise InputError(
            "training.unknown_occasion",
            f"there is no occasion {occasion!r}",
            f"use one of: {', '.join(OCCASIONS)}",
            occasion=occasion,
            known=", ".join(OCCASIONS),
        )
    held = frames(reading, "interview")
    held = held[held["department"].map(actor.sees).astype(bool)].set_index("interview_id")
    judged, single = _judged(reading, spec, occasion)
    wanted = held.index.intersection(judged.index.get_level_values(0).unique())
    models = {model.key: model for model in roles(reading)}
    names, refused = _with_consent(reading, [str(i) for i in wanted], spec.modalities, policy)
    if not names:
        raise InputError(
            "training.nobody",
            f"no interview has a {spec.target} to learn from",
            "rate interviews, or record outcomes of those hired, and measure them first",
            target=spec.target,
        )
    role = held["role"].to_dict()
    table = design_rows(
        feature_frame(reading, passed=True),
        {name: models[role[name]] for name in names if role[name] in models},
        questions={(q.key, q.version): q for q in questions(reading)},
        competencies=[OVERALL] if spec.target == "performance" else None,
        modalities=spec.modalities,
        requisition_of={str(i): str(r) for i, r in held["requisition_id"].dropna().items()},
        locale_of=interview_locales(reading),
    )
    keys = _keys(table)
    table = table.rows(np.array([key in judged.index for key in keys], dtype=bool))
    keys = _keys(table)
    departments = held.loc[[str(i) for i in dict.fromkeys(table.interview)], "department"]
    return TrainingData(
        table=table,
        target=judged.reindex(keys).to_numpy(dtype=np.float64),
        ratings=None if single is None else single.reindex(keys).to_numpy(dtype=np.float64),
        rubric=_rubric(reading, table, spec),
        departments=tuple(sorted(str(d) for d in departments.dropna().unique())),
        excluded=refused,
    )


def _keys(table: DesignTable) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_arrays([table.interview.astype(str), table.competency.astype(str)])


def _judged(
    reading: Reading, spec: TrainingSpec, occasion: str
) -> tuple[pd.Series, pd.DataFrame | None]:
    """The target by interview and competency, and the ratings it is the mean of, one per rater."""
    if spec.target == "rating":
        ratings = frames(reading, "rating").dropna(subset=["rating"])
        single = ratings.pivot_table(
            index=["interview_id", "competency"], columns="rater", values="rating", aggfunc="mean"
        )
        return single.mean(axis=1), single
    outcomes = frames(reading, "outcome")
    chosen = outcomes["kpi"].eq(OVERALL) & outcomes["outcome_kind"].eq(occasion)
    later = outcomes["outcome_at"] > outcomes["interviewed_at"]
    found = outcomes[chosen & later].dropna(subset=["outcome"])
    found = found.assign(competency=OVERALL)
    return found.groupby(["interview_id", "competency"])["outcome"].mean(), None


def _with_consent(
    reading: Reading, names: list[str], modalities: tuple[Modality, ...], policy: SignalPolicy
) -> tuple[list[str], dict[str, int]]:
    needed = {m for m in modalities if m in policy.needs_consent}
    if not needed:
        return names, {}
    scopes = consent_scopes(reading)
    kept = [name for name in names if needed <= scopes.get(name, frozenset())]
    lost = len(names) - len(kept)
    return kept, ({NO_CONSENT: lost} if lost else {})


def _rubric(reading: Reading, table: DesignTable, spec: TrainingSpec) -> Floats:
    """What the rubric says of each row: its own newest cards, else those that are current."""
    import pandas as pd

    made_by = circumstance_frame(reading)
    by_rubric = set(made_by.loc[made_by["scorer"].eq(RUBRIC), "interview_id"])
    shipped = rubric_id()
    own = scores_by_scorer(reading, shipped.name, shipped.version)
    current = frames(reading, "score")[["interview_id", "competency", "score"]]
    if spec.target == "performance":
        current = frames(reading, "interview")[["interview_id", "score"]].assign(competency=OVERALL)
    kept = current[current["interview_id"].isin(by_rubric)]
    both = pd.concat([own, kept]).drop_duplicates(["interview_id", "competency"])
    scores = both.set_index(["interview_id", "competency"])["score"]
    return scores.reindex(_keys(table)).to_numpy(dtype=np.float64)
