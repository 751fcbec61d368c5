"""What each law preset says of using a set of modalities: measured at all, counted, how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from interview import EXPRESSION, Modality
from workflow.policies import policy_ceiling, shipped_policies

Counts = Literal["yes", "decision", "no"]
Why = Literal["", "not_computed", "weightless", "not_alone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ModalityLaw:
    """One preset on one set of modalities.

    ``counts``: ``yes`` as the preset stands, ``decision`` when the company must decide so within a
    ceiling, ``no`` with the reason ``why``: a modality that may not be computed, one that weighs
    nothing, or voice and face alone, which no preset lets carry a whole score. ``most`` is the
    largest share that voice and face of the set may carry together; ``consent`` lists what counts
    only with its own consent.
    """

    preset: str
    computed: bool
    counts: Counts
    why: Why
    most: float
    consent: tuple[Modality, ...]

    @property
    def allowed(self) -> bool:
        """Whether a score may rest on this set, as the preset stands or by decision."""
        return self.counts != "no"


def modality_law(subset: Sequence[Modality]) -> tuple[ModalityLaw, ...]:
    """Every shipped preset on using exactly these modalities, by key of the preset.

    Examples
    --------
    >>> {law.preset: law.counts for law in modality_law(["language", "face"])}
    {'cn_pipl': 'yes', 'eu_ai_act': 'no', 'none': 'no', 'us_il': 'decision', 'us_nyc': 'decision'}
    """
    return tuple(_one(key, tuple(subset)) for key in sorted(shipped_policies()))


def _one(key: str, subset: tuple[Modality, ...]) -> ModalityLaw:
    policy = shipped_policies()[key]
    shown = tuple(m for m in subset if m in EXPRESSION)
    computed = all(m in policy.compute for m in subset)
    most = _most({m: policy.cap(m) for m in shown}, policy.expression_cap)
    counts: Counts = "yes" if all(policy.cap(m) > 0 for m in shown) else "no"
    ceiling = policy_ceiling(key)
    if counts == "no" and ceiling is not None and all(ceiling[m] > 0 for m in shown):
        counts, most = "decision", _most({m: ceiling[m] for m in shown}, ceiling["together"])
    why: Why = "" if counts != "no" else "weightless"
    if "language" not in subset and (counts == "no" or most < 1):
        # a whole score would have to rest on what may carry a share of it at most
        counts, why = "no", "not_alone" if most > 0 else "weightless"
    if not computed:
        counts, why, most = "no", "not_computed", 0.0
    return ModalityLaw(
        preset=key,
        computed=computed,
        counts=counts,
        why=why,
        most=most if counts != "no" else 0.0,
        consent=tuple(m for m in shown if m in policy.needs_consent),
    )


def _most(caps: Mapping[Modality, float], together: float) -> float:
    return min(sum(caps.values()), together)
