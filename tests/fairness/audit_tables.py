"""Tables of people made from counts, for the tests of the audit."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def people(counts: Mapping[str | None, tuple[int, int]], name: str = "group") -> pd.DataFrame:
    """One row per person: ``chosen`` of ``n`` in each group were hired."""
    rows = [(group, float(i < chosen)) for group, (chosen, n) in counts.items() for i in range(n)]
    return pd.DataFrame(rows, columns=[name, "hired"])


def jobs(counts: Mapping[str, Mapping[str, tuple[int, int]]]) -> pd.DataFrame:
    """The same within several jobs."""
    return pd.concat(
        [people(dict(groups)).assign(job=job) for job, groups in counts.items()],
        ignore_index=True,
    )
