"""Which questions were asked, and how good each answer is: everything the text is written from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.ability import Abilities
from data_samples.attributes import by_interview
from data_samples.bank import question as question_of
from data_samples.bank import question_keys
from data_samples.calibration import score_on_latent

COPIES = 3
"""How many model answers of the leaked question go round."""
COPIED_LATENT = 1.2
"""The ability a copied answer pretends to."""
COPIED_PACE = 1.2
"""A learned answer comes faster."""


def draw_answers(
    interviews: pd.DataFrame,
    attributes: pd.DataFrame,
    abilities: Abilities,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per answer, in the order of the interviews and then as asked.

    ``latent`` is the ability shown, ``level`` the same on the anchors' scale (1 to 5, typical 3)
    after any planted harm or copying: the text is written from it.
    """
    region = by_interview(interviews, attributes, "attr_region")
    dialect = by_interview(interviews, attributes, "attr_dialect_group").eq("dialect").to_numpy()
    parts = []
    for role, role_plan in plan.ROLES.items():
        rows = np.flatnonzero(interviews["role"] == role)
        keys = question_keys(role)
        order = rng.random((len(rows), len(keys)))
        for key in role_plan.always_asked:
            order[:, keys.index(key)] = -1.0
        rank = order.argsort(axis=1).argsort(axis=1)
        asked = rank < interviews["asked"].to_numpy()[rows, None]
        which, column = np.nonzero(asked)
        at = rows[which]
        month = interviews["month"].to_numpy()[at]
        version = np.ones(len(at), dtype=int)
        if plan.REWRITTEN in keys:
            new = (column == keys.index(plan.REWRITTEN)) & (month >= plan.REWRITE_MONTH)
            version[new] = 2
        latent = np.empty(len(at))
        competency = np.empty(len(at), dtype=object)
        kind = np.empty(len(at), dtype=object)
        for c, key in enumerate(keys):
            for v in (1, 2):
                chosen = (column == c) & (version == v)
                if not chosen.any():
                    continue
                question = question_of(role, key, v)
                latent[chosen] = abilities.answers[question.ref][at[chosen]]
                competency[chosen] = question.competency
                kind[chosen] = question.kind
        parts.append(
            pd.DataFrame(
                {
                    "row": at,
                    "role": role,
                    "question": np.array(keys, dtype=object)[column],
                    "version": version,
                    "competency": competency,
                    "kind": kind,
                    "latent": latent,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")
    frame = frame.reset_index(drop=True)
    at = frame["row"].to_numpy()
    for name in ("interview_id", "candidate_id", "requisition_id", "locale", "month"):
        frame[name] = interviews[name].to_numpy()[at]
    n = len(frame)
    frame["position"] = frame.groupby("row").cumcount() + 1
    frame["answer_id"] = frame["interview_id"] + "-" + frame["position"].astype(str)
    shown = frame["latent"].to_numpy(copy=True)
    harmed = frame["question"].eq(plan.HARDER_QUESTION) & (region.to_numpy()[at] == plan.HARDER_FOR)
    shown[harmed] -= plan.HARDER_BY_SD / score_on_latent(f"{plan.HARDER_QUESTION}@1")
    leaked = frame["question"].eq(plan.LEAKED) & (frame["month"] >= plan.LEAK_MONTH)
    copied = leaked.to_numpy() & (rng.random(n) < plan.LEAK_SHARE)
    frame["copied_from"] = np.where(copied, rng.integers(0, COPIES, n), -1)
    shown[copied] = COPIED_LATENT
    frame["level"] = np.clip(3.0 + shown, 0.6, 5.4)
    base = 0.03 + 0.05 * rng.beta(2, 5, n)
    frame["transcript_error_rate"] = base + plan.DIALECT_EXTRA_ERROR * dialect[at]
    hurried = rng.normal(0.0, 0.09, int(at.max()) + 1)[at]
    frame["pace"] = np.round(
        np.exp(hurried + rng.normal(0, 0.05, n)) * np.where(copied, COPIED_PACE, 1.0), 3
    )
    frame["text_seed"] = rng.integers(0, 2**31 - 1, n)
    # who somebody is shows in how they talk: the same fillers and turns in all their answers
    frame["manner"] = interviews["person"].to_numpy()[at]
    return frame.drop(columns="row")
