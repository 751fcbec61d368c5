"""Which signals may be computed and which may count: the law's and the company's choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview.digest import digest
from interview.recording import EXPRESSION, Modality


@dataclass(frozen=True, kw_only=True, slots=True)
class SignalPolicy:
    """What a law preset says of signals.

    ``compute`` lists the modalities that may be measured at all. ``caps`` is the largest share
    each may carry of any competency; ``expression_cap`` the largest that voice and face may carry
    together. ``needs_consent`` lists modalities that count only with that scope in the consent.

    Examples
    --------
    >>> SignalPolicy(key="none", version=1, compute=("language", "voice", "face")).cap("face")
    0.0
    """

    key: str
    version: int
    compute: tuple[Modality, ...]
    caps: Mapping[str, float] = field(default_factory=dict)
    expression_cap: float = 0.0
    needs_consent: tuple[Modality, ...] = ()

    def cap(self, modality: Modality) -> float:
        """The largest share of a competency this modality may carry, 0 to 1."""
        if modality not in self.compute:
            return 0.0
        if modality not in EXPRESSION:
            return 1.0
        return min(self.caps.get(modality, 0.0), self.expression_cap)

    @property
    def digest(self) -> str:
        """Names this exact policy."""
        return digest(self)
