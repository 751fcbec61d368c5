"""What a training is asked for, and which features it may look at."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from interview import EXPRESSION, MODALITIES, InputError, Modality
from scoring.learned.design import FeatureDesign

Kind = Literal["linear", "trees"]
Target = Literal["rating", "performance"]
KINDS: tuple[Kind, ...] = ("linear", "trees")
TARGETS: tuple[Target, ...] = ("rating", "performance")
FILE = Path(__file__).parent / "monotone.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Direction:
    """A feature that may only help (1) or only harm (-1), and why."""

    sign: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingSpec:
    """How to train. Everything has a default; the same spec on the same data gives the same scorer.

    Parameters
    ----------
    kind : ``linear`` (ridge or elastic net) or ``trees`` (gradient boosting).
    target : what is learned: people's ``rating`` of a competency or later ``performance``.
    competencies : only these; all by default. For performance there is only ``overall``.
    modalities : what may be looked at, language alone by default.
    features : some features only; each must then be usable, or the training is refused.
    caps : the largest share voice and face may carry, from the law preset (1 = no cap).
    scale : ends of the target's own scale, mapped to 0 to 10.
    foreign : the features are columns of somebody's own table, not of the catalogue.
    folds, inner : folds of the outer and of the inner cross-validation.
    level : of the conformal intervals.
    """

    name: str = "learned"
    kind: Kind = "linear"
    target: Target = "rating"
    competencies: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ("language",)
    features: tuple[str, ...] = ()
    monotone: Mapping[str, int] = field(default_factory=lambda: signs())
    caps: Mapping[str, float] = field(default_factory=dict)
    expression_cap: float = 1.0
    scale: tuple[float, float] = (0.0, 10.0)
    foreign: bool = False
    folds: int = 5
    inner: int = 3
    level: float = 0.90
    seed: int = 2026

    def design(self) -> FeatureDesign:
        """The features this training may look at.

        Raises
        ------
        InputError
            ``training.unknown_kind``, ``training.unknown_target``,
            ``training.unknown_modality``, ``training.unknown_feature``.
        """
        _one_of("training.unknown_kind", "kind of model", self.kind, KINDS)
        _one_of("training.unknown_target", "target", self.target, TARGETS)
        for one in self.modalities:
            _one_of("training.unknown_modality", "modality", one, MODALITIES)
        if self.foreign:
            return FeatureDesign(
                names=self.features, modality={n: modality_of(n) for n in self.features}
            )
        whole = FeatureDesign.of(self.modalities)
        free = tuple(n for n in whole.names if n not in never())
        for name in self.features:
            _one_of("training.unknown_feature", "feature to learn from", name, free)
        return FeatureDesign.of(self.modalities, self.features or free)


@cache
def directions() -> Mapping[str, Direction]:
    """The shipped list of features that may only help or only harm, each with its reason.

    Examples
    --------
    >>> directions()["lang_anchor"].sign, directions()["lang_hedges"].sign
    (1, -1)
    """
    rows = tomllib.loads(FILE.read_text("utf-8"))["monotone"]
    return {
        name: Direction(sign={"helps": 1, "harms": -1}[row["direction"]], reason=row["reason"])
        for name, row in rows.items()
    }


@cache
def never() -> Mapping[str, str]:
    """Catalogue features no learned scorer looks at, each with its reason.

    Examples
    --------
    >>> "voice_pitch_median" in never()
    True
    """
    return {k: str(v) for k, v in tomllib.loads(FILE.read_text("utf-8"))["never"].items()}


def modality_of(name: str) -> Modality:
    """The modality of any column: the catalogue's, told by its prefix, else language.

    Examples
    --------
    >>> modality_of("voice_snr"), modality_of("years_told_of")
    ('voice', 'language')
    """
    for modality in EXPRESSION:
        if name.startswith(f"{modality}_"):
            return modality
    return "language"


def signs() -> dict[str, int]:
    """The directions alone, as a spec takes them."""
    return {name: one.sign for name, one in directions().items()}


def _one_of(code: str, what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputError(
            code,
            f"{value!r} is no {what}",
            f"use one of: {', '.join(known)}",
            value=value,
            known=", ".join(known),
        )
