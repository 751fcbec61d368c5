"""Protected attributes: self-reported, a few not stated, none connected to ability."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_samples import plan

NOT_STATED_SHARE = 0.03
CONTROLS = ("attr_disability", "attr_household", "attr_birth_half")
SHARES: dict[str, tuple[tuple[str, float], ...]] = {
    "attr_sex": (("women", 0.5), ("men", 0.5)),
    "attr_display_style": (("restrained", 0.3), ("open", 0.7)),
    "attr_dialect_group": (("dialect", 0.25), ("standard", 0.75)),
    "attr_region": (("inland", 0.4), ("coastal", 0.6)),
    "attr_disability": (("yes", 0.06), ("no", 0.94)),
    "attr_household": (("rural", 0.45), ("urban", 0.55)),
    "attr_birth_half": (("first", 0.5), ("second", 0.5)),
}


def draw_attributes(interviews: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per person: ``candidate_id`` and ``attr_*``; None where the person did not say.

    Only age goes with the department applied to. In the requisition that selects women less
    sexes are equal in number; in the small one they are as planned.
    """
    first = interviews.drop_duplicates("candidate_id").reset_index(drop=True)
    n = len(first)
    columns: dict[str, object] = {"candidate_id": first["candidate_id"]}
    for name, groups in SHARES.items():
        labels = np.array([label for label, _ in groups], dtype=object)
        drawn = labels[(rng.random(n) >= groups[0][1]).astype(int)]
        if name == "attr_sex":
            drawn = _planned_sex(first, drawn)
        columns[name] = drawn
    older = {d.key: d.older_share for d in plan.DEPARTMENTS}
    senior = rng.random(n) < first["department"].map(older).to_numpy()
    columns["attr_age_band"] = np.where(senior, "35_plus", "under_35").astype(object)
    frame = pd.DataFrame(columns)
    planned = first["requisition_id"].isin([plan.BIASED_REQUISITION, plan.SMALL_REQUISITION])
    for name in frame.columns[1:]:
        silent = rng.random(n) < NOT_STATED_SHARE
        if name == "attr_sex":
            silent &= ~planned.to_numpy()
        frame[name] = frame[name].astype(object).mask(silent, None)
    return frame


def _planned_sex(first: pd.DataFrame, drawn: np.ndarray) -> np.ndarray:
    small = np.flatnonzero(first["requisition_id"] == plan.SMALL_REQUISITION)
    drawn[small] = np.where(np.arange(len(small)) < plan.SMALL_WOMEN[1], "women", "men")
    large = np.flatnonzero(first["requisition_id"] == plan.BIASED_REQUISITION)
    drawn[large] = np.where(np.arange(len(large)) % 2 == 0, "women", "men")
    return drawn


def by_interview(interviews: pd.DataFrame, attributes: pd.DataFrame, name: str) -> pd.Series:
    """One attribute aligned with the rows of ``interviews``."""
    aligned = interviews["candidate_id"].map(attributes.set_index("candidate_id")[name])
    return pd.Series(aligned.to_numpy(), index=interviews.index, dtype=object)
