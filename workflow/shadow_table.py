"""What a model says of every kept interview, as one table: in memory, from what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from interview import EXPRESSION, Estimate, RoleModel
from scoring import find_role, shares
from scoring.rubric_weights import shipped_rubric
from store import (
    Reading,
    feature_frame,
    frames,
    interview,
    interview_locales,
    models,
    questions,
    requisition,
    role,
    scores_by_scorer,
)
from workflow.policies import signal_policy
from workflow.register import HELD_OUT, RegisteredModel
from workflow.shadow import learned_scorer, scorer_of, shadow_scores

if TYPE_CHECKING:
    import pandas as pd

    from scoring.learned.learned_scorer import LearnedScorer

OVERALL = "overall"
COLUMNS = ("interview_id", "competency", "score")


def model_scores(
    reading: Reading,
    model: RegisteredModel,
    names: Sequence[str],
    *,
    features: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Scores of these interviews by one model: ``interview_id, competency, score``.

    The overall score is the competency ``overall``. What the model withholds is not in the table.
    The rubric's scores are those of its newest cards; interviews that it has no card of (a champion
    scored them) are scored again from what was measured. A trained model scores all rows at once;
    ``features`` is `store.feature_frame` where it was read already.

    Raises
    ------
    StoreError, IntegrityBroken
        As `workflow.shadow.scorer_of`.
    """
    if not model.is_rubric:
        return _learned(reading, learned_scorer(reading, model), names, features)
    import pandas as pd

    known = scores_by_scorer(reading, model.name, model.version)
    known = known[known["interview_id"].isin(set(names))]
    missing = sorted(set(names) - set(known["interview_id"]))
    again = shadow_scores(reading, scorer_of(reading, model), missing)
    rows = [
        (one.interview, key, found.value)
        for one in again.values()
        for key, found in {OVERALL: one.overall, **one.competencies}.items()
        if isinstance(found, Estimate)
    ]
    more = pd.DataFrame(rows, columns=list(COLUMNS))
    every = pd.concat([known, more], ignore_index=True) if len(more) else known
    return every.dropna(subset=["score"]).reset_index(drop=True)


def held_out_scores(reading: Reading, model: RegisteredModel) -> pd.DataFrame:
    """Scores of the training's interviews by folds that had not seen the person.

    Empty for the rubric, which learned from nobody, and for a model registered without them. These
    are scores of single people: for figures over many, never to be shown.
    """
    import pandas as pd

    held: Mapping[str, Mapping[str, float]] = {}
    if model.held_out:
        known = {(one.name, one.version): one.facts for one in models(reading)}
        held = known[model.name, model.version][HELD_OUT]
    rows = [(i, key, float(v)) for i, some in held.items() for key, v in some.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def roles_of(reading: Reading, names: Sequence[str]) -> dict[str, RoleModel]:
    """The role model of each interview, the newest version of its key."""
    every = frames(reading, "interview")
    mine = every[every["interview_id"].isin(set(names))]
    jobs = {str(key): role(reading, str(key)) or find_role(str(key)) for key in set(mine["role"])}
    pairs = zip(mine["interview_id"], mine["role"], strict=True)
    return {str(name): jobs[str(key)] for name, key in pairs}


def _learned(
    reading: Reading,
    scorer: LearnedScorer,
    names: Sequence[str],
    features: pd.DataFrame | None,
) -> pd.DataFrame:
    import pandas as pd

    from scoring.learned.design import design_rows

    wanted = set(names)
    if features is None:
        features = feature_frame(reading)
    features = features[features["interview_id"].isin(wanted)]
    role_of = roles_of(reading, names)
    locale_of = interview_locales(reading)
    role_of = _permitted(reading, scorer, role_of)
    whole = scorer.target == "performance"
    table = design_rows(
        features,
        role_of,
        questions={(q.key, q.version): q for q in questions(reading)},
        competencies=[OVERALL] if whole else None,
        modalities=scorer.modalities,
        names=scorer.features,
        locale_of=locale_of,
    )
    if not len(table):
        return pd.DataFrame(columns=list(COLUMNS))
    subjects = () if whole else list(map(str, table.competency))
    found = scorer.findings(
        table.columns(scorer.features).X, list(map(str, table.locale)), subjects
    )
    scores = np.array([f.value if isinstance(f, Estimate) else np.nan for f in found])
    made = pd.DataFrame(
        {
            "interview_id": table.interview.astype(str),
            "competency": table.competency.astype(str),
            "score": scores,
        }
    )
    if not whole:
        # a question may speak to a competency that the role does not ask for: no part of a card
        asked = {(n, c.key) for n, job in role_of.items() for c in job.competencies}
        pairs = zip(made["interview_id"], made["competency"], strict=True)
        made = made[[pair in asked for pair in pairs]].dropna()
        if len(made):
            made = pd.concat([made, _overall(made, role_of)], ignore_index=True)
    return made.dropna(subset=["score"]).reset_index(drop=True)


def _overall(made: pd.DataFrame, role_of: Mapping[str, RoleModel]) -> pd.DataFrame:
    """The mean under the role's weights, where enough of the role is scored."""
    import pandas as pd

    weight = {(n, c.key): c.weight for n, job in role_of.items() for c in job.competencies}
    table = made.copy()
    pairs = zip(table["interview_id"], table["competency"], strict=True)
    table["weight"] = [weight[pair] for pair in pairs]
    table["points"] = table["score"] * table["weight"]
    sums = table.groupby("interview_id")[["weight", "points"]].sum()
    asked = {n: sum(c.weight for c in job.competencies) for n, job in role_of.items()}
    least = shipped_rubric().least_covered
    enough = sums["weight"] >= least * sums.index.to_series().map(asked)
    sums = sums[enough]
    return pd.DataFrame(
        {
            "interview_id": sums.index.astype(str),
            "competency": OVERALL,
            "score": sums["points"] / sums["weight"],
        }
    ).reset_index(drop=True)


def _permitted(
    reading: Reading, scorer: LearnedScorer, role_of: Mapping[str, RoleModel]
) -> dict[str, RoleModel]:
    """The interviews in which law and consent allow all that the scorer uses."""
    used = [m for m in EXPRESSION if m in scorer.modalities]
    if not used:
        return dict(role_of)
    kept = {}
    policies: dict[str | None, str] = {}
    for name, job in role_of.items():
        case = interview(reading, name)
        if case.requisition not in policies:
            opening = requisition(reading, case.requisition) if case.requisition else None
            policies[case.requisition] = opening.policy if opening else "none"
        law = signal_policy(policies[case.requisition])
        allowed = shares(job, law, case.consent)
        if all(scorer.shares.get(m, 0.0) <= allowed[m] + 1e-9 and allowed[m] > 0 for m in used):
            kept[name] = job
    return kept
