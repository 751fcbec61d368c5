"""A company's interviews as a table to train on, from planted signals: no text, no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from data_samples.planted_company import Company
from data_samples.planted_signals import planted_signals
from interview import Modality

if TYPE_CHECKING:
    from scoring.learned.design import DesignTable

Floats = NDArray[np.float64]
MODALITY: dict[str, Modality] = {"lang": "language", "voice": "voice", "face": "face"}
NEVER = ("voice_pitch_median",)
"""What no learned scorer looks at."""


def modality_table(company: Company) -> tuple[DesignTable, dict[str, Floats]]:
    """One row per interview with a planted language score, voice and face, and both targets.

    Targets are ``ratings`` (mean of people's ratings) and ``performance`` (a supervisor's rating at
    90 days), not-a-number where nobody gave one.

    Examples
    --------
    >>> from data_samples import company
    >>> design, targets = modality_table(company(size=0.01))
    >>> sorted(targets), sorted(set(design.modality.values()))
    (['performance', 'ratings'], ['face', 'language', 'voice'])
    """
    from scoring.learned.design import DesignTable

    table = planted_signals(company)
    names = tuple(str(c) for c in table if str(c).split("_")[0] in MODALITY and str(c) not in NEVER)
    facts = {
        field: table[column].to_numpy(dtype=object)
        for field, column in (
            ("interview", "interview_id"),
            ("person", "candidate_id"),
            ("requisition", "requisition_id"),
            ("role", "role"),
        )
    }
    n = len(table)
    design = DesignTable(
        X=table[list(names)].to_numpy(dtype=np.float64),
        names=names,
        modality={name: MODALITY[name.split("_")[0]] for name in names},
        competency=np.full(n, "overall", dtype=object),
        locale=np.full(n, "", dtype=object),
        weight=np.ones(n),
        **facts,
    )
    return design, {
        "ratings": table["rating"].to_numpy(dtype=np.float64),
        "performance": table["performance"].to_numpy(dtype=np.float64),
    }
