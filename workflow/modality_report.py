"""A kept study of what each modality buys and costs: its parts, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.modality_frontier import ModalityFrontier, Subset
from estimation import proportion
from interview import Actor, Estimate, Finding, Modality
from scoring.learned.training_spec import Kind
from store import Report, Store, report, reports, restored
from workflow.audit import departments_of, sees_scope
from workflow.modality_cost import ModalityCost
from workflow.modality_gaps import GapChange, SubsetGaps, SubsetLeak
from workflow.modality_law import ModalityLaw
from workflow.rights import Verb, may, require

if TYPE_CHECKING:
    import pandas as pd

KIND = "modalities"
NO_PURPOSE, NO_RIGHT = "attribute.no_purpose", "right.missing"
PERMITTED = ("policy.", "consent.")
"""How the reasons begin for which a modality was not to be measured at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetSignals:
    """How often a set of modalities cannot be had: ``failed`` among interviews where it was
    allowed, ``barred`` by law or consent among all; ``reasons`` count interviews."""

    subset: Subset
    failed: Finding
    barred: Finding
    reasons: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetLaw:
    """What each law preset says of a set of modalities."""

    subset: Subset
    laws: tuple[ModalityLaw, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetShare:
    """How much of what moves a scorer's scores comes from one modality, with no cap applied."""

    subset: Subset
    criterion: str
    modality: Modality
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ModalityStudy:
    """Everything section by section. ``gaps``, ``changes`` and ``leaks`` are empty where
    ``groups_left_out`` says why: no right to audit, or no purpose stated. ``lacking`` says why a
    criterion is missing.
    """

    frontier: ModalityFrontier
    kind: Kind
    occasion: str
    grouping: str
    carried: tuple[SubsetShare, ...]
    signals: tuple[SubsetSignals, ...]
    laws: tuple[SubsetLaw, ...]
    cost: ModalityCost
    gaps: tuple[SubsetGaps, ...]
    changes: tuple[GapChange, ...]
    leaks: tuple[SubsetLeak, ...]
    groups_left_out: str
    lacking: Mapping[str, str]
    pass_rate: Mapping[str, float]
    features: Mapping[str, int]
    population: int
    compared: int
    excluded: Mapping[str, int]

    def gap(self, subset: Subset, criterion: str) -> tuple[SubsetGaps, ...]:
        """The gaps of one set and one criterion, one per attribute."""
        return tuple(g for g in self.gaps if (g.subset, g.criterion) == (subset, criterion))

    def loser(self, added: Subset, criterion: str) -> GapChange | None:
        """The group that surely loses most by the addition; None when none surely does."""
        sure = [
            (c.change.value, c)
            for c in self.changes
            if (c.added, c.criterion) == (added, criterion)
            and c.loses
            and isinstance(c.change, Estimate)
        ]
        return min(sure, key=lambda one: one[0], default=(0.0, None))[1]

    def without_groups(self) -> ModalityStudy:
        """The same for those who may not see audits."""
        left_out = self.groups_left_out or NO_RIGHT
        return replace(self, gaps=(), changes=(), leaks=(), groups_left_out=left_out)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredModalities:
    """A kept study: the finding, its name in the store and the trail behind it."""

    study: ModalityStudy
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]


def study_right(actor: Actor) -> Verb:
    """The right under which somebody may study modalities: to train, else to validate."""
    return "train" if may(actor, "train") else "validate"


def stored_modalities(actor: Actor, store: Store) -> tuple[StoredModalities, ...]:
    """Every kept study about departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to validate or to train.
    """
    require(actor, study_right(actor))
    with store.read() as reading:
        found = tuple(stored_study(one) for one in reports(reading, KIND) if sees_scope(actor, one))
    return tuple(_shown(actor, one) for one in found)


def stored_modality_study(actor: Actor, store: Store, name: str) -> StoredModalities:
    """One kept study by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``right.other_unit``.
    StoreError
        ``report.unknown``.
    """
    right = study_right(actor)
    require(actor, right)
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, right, *departments_of(kept))
    return _shown(actor, stored_study(kept))


def subset_signals(withheld: pd.DataFrame, subset: Subset) -> SubsetSignals:
    """How often a set cannot be had: one modality that is missing is enough.

    Examples
    --------
    >>> import pandas as pd
    >>> held = pd.DataFrame({"language": ["", "", ""], "voice": ["", "", ""],
    ...                      "face": ["", "policy.no_consent", "face.too_dark"]})
    >>> made = subset_signals(held, ("language", "face"))
    >>> made.failed.value, made.failed.n, round(made.barred.value, 2)
    (0.5, 2, 0.33)
    """
    rows = withheld[list(subset)].astype(str).to_numpy()
    barred = np.array([[code.startswith(PERMITTED) for code in row] for row in rows], dtype=bool)
    lost = rows != ""
    kept_out = barred.any(axis=1) if len(rows) else np.zeros(0, dtype=bool)
    failed = (lost & ~barred).any(axis=1) & ~kept_out if len(rows) else kept_out
    reasons: dict[str, int] = {}
    for row in rows:
        for code in sorted({c for c in row if c}):
            reasons[str(code)] = reasons.get(str(code), 0) + 1
    return SubsetSignals(
        subset=subset,
        failed=proportion(int(failed.sum()), int((~kept_out).sum())),
        barred=proportion(int(kept_out.sum()), len(rows)),
        reasons=reasons,
    )


def _shown(actor: Actor, kept: StoredModalities) -> StoredModalities:
    if may(actor, "view_audits"):
        return kept
    return replace(kept, study=kept.study.without_groups())


def stored_study(kept: Report) -> StoredModalities:
    return StoredModalities(
        study=restored(ModalityStudy, kept.content["study"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(kept.content["scope"]),
    )
