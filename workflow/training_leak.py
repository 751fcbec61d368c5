"""How well protected attributes can be told from what a trained scorer looks at, and its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fairness import AuditTable, proxy_leak
from interview import Actor, InputError
from scoring.learned.design import OVERALL, Words, design_rows
from store import Store, attributes, feature_frame, frames, questions, roles, save_report
from workflow.audit_people import ATTRIBUTE_PREFIX, audited_attributes
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

    from scoring.learned.training_report import Trained

Floats = NDArray[np.float64]
KIND = "training_leak"
MOST_MISSING = 1 / 3


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingLeak:
    """One table per attribute: the area under the curve of its values, told from the features of
    the interviews trained on (``finding``) and from the score that folds gave them which had not
    seen the person (``details``); ``name`` is the kept report's."""

    model: str
    tables: Mapping[str, AuditTable]
    left_out: Mapping[str, str]
    name: str


def training_leak(actor: Actor, store: Store, trained: Trained, *, purpose: str) -> TrainingLeak:
    """Ask how well each attribute can be told, and keep the answer; reading them is an event.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit, ``attribute.no_purpose``.
    """
    require(actor, "audit")
    scorer = trained.scorer
    with store.transaction(actor) as tx:
        groups = attributes(tx, purpose=purpose, actor=actor.id)
        held = frames(tx, "interview").set_index("interview_id")
        models = {role.key: role for role in roles(tx)}
        names = [i for i in trained.held_out if i in held.index]
        table = design_rows(
            feature_frame(tx, passed=True),
            {i: models[str(held.at[i, "role"])] for i in names if held.at[i, "role"] in models},
            questions={(q.key, q.version): q for q in questions(tx)},
            competencies=[OVERALL],
            modalities=scorer.modalities,
            names=scorer.features,
        )
    made = _people(trained, table.X, table.names, table.interview, table.person)
    frame = made.merge(groups, on="candidate_id", how="left", validate="m:1")
    # a feature that many lack would cost their rows; what nobody lacks is told from
    features = [n for n in table.names if made[n].isna().mean() <= MOST_MISSING]
    frame[features] = frame[features].fillna(frame[features].median())
    tables: dict[str, AuditTable] = {}
    left_out: dict[str, str] = {}
    for name in audited_attributes(groups):
        key = name.removeprefix(ATTRIBUTE_PREFIX)
        try:
            tables[key] = proxy_leak(
                frame.rename(columns={name: key}),
                attribute=key,
                features=features,
                score="score",
                person="candidate_id",
            )
        except InputError as error:
            left_out[key] = error.code
    ref = f"{scorer.name}@{scorer.version}"
    content = {"model": ref, "tables": tables, "left_out": left_out, "purpose": purpose.strip()}
    with store.transaction(actor) as tx:
        kept = save_report(tx, KIND, content)
    return TrainingLeak(model=ref, tables=tables, left_out=left_out, name=kept.digest)


def _people(
    trained: Trained, x: Floats, names: tuple[str, ...], interview: Words, person: Words
) -> pd.DataFrame:
    """One row per interview that was trained on and has a score of the folds."""
    import pandas as pd

    made = pd.DataFrame(x, columns=list(names))
    made["candidate_id"] = person.astype(str)
    made["score"] = [trained.held_out[str(i)].get(OVERALL, np.nan) for i in interview]
    return made[made["score"].notna()].reset_index(drop=True)
